// question:
//   zh: 这个计划的事项由下级计划的哪些事项承接？（推断）
//   en: Which items of plans below carry out the items of this plan? (inferred)
// group: cascade
// parameters: {plan: , limit: , skip: }
// columns: item_id, ref, item, lower_item_id, lower_reference?, lower_item, lower_owners, score, basis, plan, reference?
// :param plan => '';
// :param limit => 100;
// :param skip => 0;
MATCH (pl:Plan)
WHERE pl.id STARTS WITH $plan OR pl.reference = $plan OR pl.name = $plan
MATCH (i:WorkItem {plan: pl.id})<-[r:CARRIES_OUT]-(l:WorkItem)
WITH i, r, l
ORDER BY i.plan, i.position, i.id, l.plan, l.position, l.id
SKIP $skip LIMIT $limit
OPTIONAL MATCH (l)<-[:OWNS]-(o:Owner)
WITH DISTINCT i, r, l, o
ORDER BY o.name, o.id
WITH i, r, l, collect(o.name) AS lower_owners
RETURN i.id AS item_id, i.ref AS ref, i.name AS item, l.id AS lower_item_id, l.reference AS lower_reference,
       l.name AS lower_item, lower_owners, r.score AS score, r.basis AS basis, i.plan AS plan, i.reference AS reference
ORDER BY plan, i.position, item_id, l.plan, l.position, lower_item_id
