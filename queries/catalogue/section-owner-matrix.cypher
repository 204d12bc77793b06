// question:
//   zh: 各章节里各部门负责多少事项？
//   en: How many items of each section does each owner carry?
// group: workload
// parameters: {plan: , limit: {default: 1000}, skip: }
// columns: section_id, section, owner_id, owner, items, leads, plan
// chart: {type: heatmap, x: section, y: owner, value: items}
// :params {plan: "", limit: 1000, skip: 0}
MATCH (s:Section)<-[:PART_OF]-(i:WorkItem)<-[r:OWNS]-(o:Owner)
WHERE $plan = '' OR s.plan = $plan
WITH s.plan AS plan, s.position AS position, s.id AS section_id, s.name AS section, o.id AS owner_id,
     count(DISTINCT i.id) AS items, count(DISTINCT CASE r.role WHEN 'lead' THEN i.id END) AS leads
ORDER BY plan, position, section_id, items DESC, owner_id
SKIP $skip LIMIT $limit
MATCH (o:Owner {id: owner_id})
RETURN section_id, section, owner_id, o.name AS owner, items, leads, plan
ORDER BY plan, position, section_id, items DESC, owner_id
