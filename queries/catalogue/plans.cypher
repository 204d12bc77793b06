// question:
//   zh: 载入了哪些计划？各有多少任务、场景、项目、责任关系和目标？
//   en: Which plans are loaded, and what does each hold?
// group: plans
// columns: plan, plan_name, doc_number?, issuer?, date?, year?, period?, jurisdiction?, items, tasks, scenes, projects, ownerships, owner_count, targets, reference?
MATCH (p:Plan)
OPTIONAL MATCH (i:WorkItem {plan: p.id})
WITH p, count(i) AS items, sum(CASE WHEN i:Task THEN 1 ELSE 0 END) AS tasks,
     sum(CASE WHEN i:Scene THEN 1 ELSE 0 END) AS scenes, sum(CASE WHEN i:Project THEN 1 ELSE 0 END) AS projects
OPTIONAL MATCH (j:WorkItem {plan: p.id})<-[r:OWNS]-(o:Owner)
WITH p, items, tasks, scenes, projects, count(r) AS ownerships, count(DISTINCT o.id) AS owner_count
OPTIONAL MATCH (t:Target {plan: p.id})
WITH p, items, tasks, scenes, projects, ownerships, owner_count, count(t) AS targets
RETURN p.id AS plan, p.name AS plan_name, p.doc_number AS doc_number, p.issuer AS issuer, p.date AS date,
       p.year AS year, p.period AS period, p.jurisdiction AS jurisdiction,
       items, tasks, scenes, projects, ownerships, owner_count, targets, p.reference AS reference
ORDER BY plan_name, plan
