// question:
//   zh: 附件事项与所细化的正文任务，责任部门是否一致？
//   en: Which annex rows have other owners than the body task that they detail?
// group: structure
// parameters: {plan: , limit: , skip: }
// columns: item_id, ref, item, task_id, task_ref, task, extra, missing, plan, reference?
// :param plan => '';
// :param limit => 100;
// :param skip => 0;
MATCH (pl:Plan)
WHERE pl.id STARTS WITH $plan OR pl.reference = $plan OR pl.name = $plan
MATCH (i:WorkItem {plan: pl.id})-[:DETAILS]->(t:WorkItem)
CALL (i) {
  MATCH (i)<-[:OWNS]-(o:Owner)
  RETURN collect(DISTINCT o.id) AS row_ids
}
CALL (t) {
  MATCH (t)<-[:OWNS]-(o:Owner)
  RETURN collect(DISTINCT o.id) AS task_ids
}
WITH i, t, [x IN row_ids WHERE NOT x IN task_ids] AS extra_ids, [x IN task_ids WHERE NOT x IN row_ids] AS missing_ids
WHERE size(extra_ids) + size(missing_ids) > 0
WITH i, t, extra_ids, missing_ids
ORDER BY i.plan, i.position, i.id, t.id
SKIP $skip LIMIT $limit
OPTIONAL MATCH (i)<-[:OWNS]-(a:Owner)
WHERE a.id IN extra_ids
WITH DISTINCT i, t, missing_ids, a
ORDER BY a.name, a.id
WITH i, t, missing_ids, collect(a.name) AS extra
OPTIONAL MATCH (t)<-[:OWNS]-(b:Owner)
WHERE b.id IN missing_ids
WITH DISTINCT i, t, extra, b
ORDER BY b.name, b.id
WITH i, t, extra, collect(b.name) AS missing
RETURN i.id AS item_id, i.ref AS ref, i.name AS item, t.id AS task_id, t.ref AS task_ref, t.name AS task,
       extra, missing, i.plan AS plan, i.reference AS reference
ORDER BY plan, i.position, item_id, task_id
