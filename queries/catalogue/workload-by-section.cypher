// question:
//   zh: 各章节有多少事项？涉及多少部门？
//   en: How many items and owners does each section have?
// group: workload
// parameters: {plan: }
// columns: section_id, section, part, items, owner_count, ownerships, leads, plan
// chart: {type: bar, x: section, y: items}
// :param plan => '';
MATCH (pl:Plan)
WHERE pl.id STARTS WITH $plan OR pl.reference = $plan OR pl.name = $plan
MATCH (s:Section {plan: pl.id})
OPTIONAL MATCH (s)<-[:PART_OF]-(i:WorkItem)
OPTIONAL MATCH (i)<-[r:OWNS]-(o:Owner)
WITH s, count(DISTINCT i.id) AS items, count(DISTINCT o.id) AS owner_count, count(r) AS ownerships,
     sum(CASE r.role WHEN 'lead' THEN 1 ELSE 0 END) AS leads
RETURN s.id AS section_id, s.name AS section, s.part AS part, items, owner_count, ownerships, leads, s.plan AS plan
ORDER BY plan, s.position, section_id
