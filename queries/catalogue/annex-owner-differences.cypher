// question:
//   zh: 附件事项与所细化的正文任务，责任部门是否一致？
//   en: Which annex rows have other owners than the body task that they detail?
// group: structure
// parameters: {plan: , limit: , skip: }
// columns: item_id, ref, item, task_id, task_ref, task, extra, missing, plan
// :params {plan: "", limit: 100, skip: 0}
MATCH (i:WorkItem)-[:DETAILS]->(t:WorkItem)
WHERE $plan = '' OR i.plan = $plan
OPTIONAL MATCH (i)<-[:OWNS]-(a:Owner)
WITH i, t, a ORDER BY a.name, a.id
WITH i, t, collect(DISTINCT a.id) AS row_ids, collect(DISTINCT {id: a.id, name: a.name}) AS row_owners
OPTIONAL MATCH (t)<-[:OWNS]-(b:Owner)
WITH i, t, row_ids, row_owners, b ORDER BY b.name, b.id
WITH i, t, row_ids, row_owners, collect(DISTINCT b.id) AS task_ids, collect(DISTINCT {id: b.id, name: b.name}) AS task_owners
WITH i, t, [x IN row_owners WHERE x.id IN row_ids AND NOT x.id IN task_ids | x.name] AS extra,
     [x IN task_owners WHERE x.id IN task_ids AND NOT x.id IN row_ids | x.name] AS missing
WHERE size(extra) + size(missing) > 0
RETURN i.id AS item_id, i.ref AS ref, i.name AS item, t.id AS task_id, t.ref AS task_ref, t.name AS task,
       extra, missing, i.plan AS plan
ORDER BY plan, i.position, item_id, task_id
SKIP $skip LIMIT $limit
