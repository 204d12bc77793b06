// question:
//   zh: 上级计划的哪些事项没有下级计划承接？（推断；只看有下级计划的）
//   en: "Which items of a plan does no loaded plan below take up? (inferred; of plans that have plans below)"
// group: cascade
// parameters: {plan: , limit: , skip: }
// columns: item_id, ref, item, owners, plan, reference?
// :param plan => '';
// :param limit => 100;
// :param skip => 0;
MATCH (pl:Plan)
WHERE (pl.id STARTS WITH $plan OR pl.reference = $plan OR pl.name = $plan)
  AND EXISTS { MATCH (:Plan)-[:IMPLEMENTS*1..4]->(pl) }
MATCH (i:WorkItem {plan: pl.id})
WHERE NOT EXISTS { MATCH (i)<-[:CARRIES_OUT]-(:WorkItem) }
WITH i
ORDER BY i.plan, i.position, i.id
SKIP $skip LIMIT $limit
OPTIONAL MATCH (i)<-[:OWNS]-(o:Owner)
WITH DISTINCT i, o
ORDER BY o.name, o.id
WITH i, collect(o.name) AS owners
RETURN i.id AS item_id, i.ref AS ref, i.name AS item, owners, i.plan AS plan, i.reference AS reference
ORDER BY plan, i.position, item_id
