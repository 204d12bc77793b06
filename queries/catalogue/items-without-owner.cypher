// question:
//   zh: 哪些工作没有写明责任部门？
//   en: Which work items name no owner?
// group: quality
// parameters: {plan: , limit: , skip: }
// columns: item_id, ref, item, quote, source, start, end, plan, reference?
// :param plan => '';
// :param limit => 100;
// :param skip => 0;
MATCH (pl:Plan)
WHERE pl.id STARTS WITH $plan OR pl.reference = $plan OR pl.name = $plan
MATCH (i:WorkItem {plan: pl.id})
WHERE NOT EXISTS { (i)<-[:OWNS]-(:Owner) }
RETURN i.id AS item_id, i.ref AS ref, i.name AS item, i.quote AS quote, i.source AS source, i.start AS start,
       i.`end` AS `end`, i.plan AS plan, i.reference AS reference
ORDER BY plan, i.position, item_id
SKIP $skip LIMIT $limit
