// question:
//   zh: 哪些事项在上级计划中找不到依据？（推断；只看已载入上级计划的）
//   en: "Which items stand on nothing in the loaded plans above? (inferred; of plans that have plans above)"
// group: cascade
// parameters: {plan: , limit: , skip: }
// columns: item_id, ref, item, owners, plan, reference?
// :param plan => '';
// :param limit => 100;
// :param skip => 0;
MATCH (pl:Plan)
WHERE (pl.id STARTS WITH $plan OR pl.reference = $plan OR pl.name = $plan)
  AND EXISTS { MATCH (pl)-[:IMPLEMENTS*1..4]->(:Plan) }
MATCH (i:WorkItem {plan: pl.id})
WHERE NOT EXISTS { MATCH (i)-[:CARRIES_OUT]->(:WorkItem) }
WITH i
ORDER BY i.plan, i.position, i.id
SKIP $skip LIMIT $limit
OPTIONAL MATCH (i)<-[:OWNS]-(o:Owner)
WITH DISTINCT i, o
ORDER BY o.name, o.id
WITH i, collect(o.name) AS owners
RETURN i.id AS item_id, i.ref AS ref, i.name AS item, owners, i.plan AS plan, i.reference AS reference
ORDER BY plan, i.position, item_id
