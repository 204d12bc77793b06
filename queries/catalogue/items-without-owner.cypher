// question:
//   zh: 哪些工作没有写明责任部门？
//   en: Which work items name no owner?
// group: quality
// parameters: {plan: , limit: , skip: }
// columns: item_id, ref, item, quote, source, start, end, plan
// :params {plan: "", limit: 100, skip: 0}
MATCH (i:WorkItem)
WHERE ($plan = '' OR i.plan = $plan) AND NOT EXISTS { (i)<-[:OWNS]-(:Owner) }
RETURN i.id AS item_id, i.ref AS ref, i.name AS item, i.quote AS quote, i.source AS source, i.start AS start,
       i.`end` AS `end`, i.plan AS plan
ORDER BY plan, i.position, item_id
SKIP $skip LIMIT $limit
