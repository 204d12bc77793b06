// question:
//   zh: 各章节有多少事项？涉及多少部门？
//   en: How many items and owners does each section have?
// group: workload
// parameters: {plan: }
// columns: section_id, section, part, items, owner_count, ownerships, leads, plan
// chart: {type: bar, x: section, y: items}
// :params {plan: ""}
MATCH (s:Section)
WHERE $plan = '' OR s.plan = $plan
OPTIONAL MATCH (s)<-[:PART_OF]-(i:WorkItem)
OPTIONAL MATCH (i)<-[r:OWNS]-(o:Owner)
WITH s, count(DISTINCT i.id) AS items, count(DISTINCT o.id) AS owner_count, count(r) AS ownerships,
     sum(CASE r.role WHEN 'lead' THEN 1 ELSE 0 END) AS leads
RETURN s.id AS section_id, s.name AS section, s.part AS part, items, owner_count, ownerships, leads, s.plan AS plan
ORDER BY plan, s.position, section_id
