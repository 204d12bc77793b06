// question:
//   zh: 各章节里各部门负责多少事项？
//   en: How many items of each section does each owner carry?
// group: workload
// parameters: {plan: , limit: {default: 1000}, skip: }
// columns: section_id, section, owner_id, owner, items, leads, plan, owner_qualified?
// chart: {type: heatmap, x: section, y: owner, value: items}
// :param plan => '';
// :param limit => 1000;
// :param skip => 0;
MATCH (pl:Plan)
WHERE pl.id STARTS WITH $plan OR pl.reference = $plan OR pl.name = $plan
MATCH (s:Section {plan: pl.id})<-[:PART_OF]-(i:WorkItem)<-[r:OWNS]-(o:Owner)
WITH s.plan AS plan, s.position AS position, s.id AS section_id, s.name AS section, o.id AS owner_id,
     count(DISTINCT i.id) AS items, count(DISTINCT CASE r.role WHEN 'lead' THEN i.id END) AS leads
ORDER BY plan, position, section_id, items DESC, owner_id
SKIP $skip LIMIT $limit
MATCH (o:Owner {id: owner_id})
RETURN section_id, section, owner_id, o.name AS owner, items, leads, plan,
       o.qualified_name AS owner_qualified
ORDER BY plan, position, section_id, items DESC, owner_id
