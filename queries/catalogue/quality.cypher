// question:
//   zh: 各计划有多少事项缺责任部门、时限、单位或正文对应？
//   en: How many items of each plan lack an owner, a deadline, a unit or their body task?
// group: quality
// parameters: {plan: }
// columns: plan, plan_name, items, without_owner, without_deadline, targets, without_unit, without_task, unknown_owners
// :param plan => '';
MATCH (p:Plan)
WHERE p.id STARTS WITH $plan OR p.reference = $plan OR p.name = $plan
OPTIONAL MATCH (i:WorkItem {plan: p.id})
WITH p, count(i) AS items, sum(CASE WHEN i.id IS NOT NULL AND i.deadline IS NULL THEN 1 ELSE 0 END) AS without_deadline
OPTIONAL MATCH (a:WorkItem {plan: p.id})
WHERE NOT EXISTS { (a)<-[:OWNS]-(:Owner) }
WITH p, items, without_deadline, count(a) AS without_owner
OPTIONAL MATCH (b:WorkItem {plan: p.id})
WHERE b.part = 'annex' AND NOT EXISTS { (b)-[:DETAILS]->(:WorkItem) }
WITH p, items, without_deadline, without_owner, count(b) AS without_task
OPTIONAL MATCH (t:Target {plan: p.id})
WITH p, items, without_deadline, without_owner, without_task, count(t) AS targets,
     sum(CASE WHEN t.id IS NOT NULL AND coalesce(t.unit, '') = '' THEN 1 ELSE 0 END) AS without_unit
OPTIONAL MATCH (c:WorkItem {plan: p.id})<-[:OWNS]-(o:Owner)
WHERE o.known_by IS NULL OR o.known_by = 'text'
WITH p, items, without_deadline, without_owner, without_task, targets, without_unit, count(DISTINCT o.id) AS unknown_owners
RETURN p.id AS plan, p.name AS plan_name, items, without_owner, without_deadline, targets, without_unit, without_task,
       unknown_owners
ORDER BY plan_name, plan
