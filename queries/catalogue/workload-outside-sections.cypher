// question:
//   zh: 有多少事项不属于任何章节？涉及多少部门？
//   en: How many items and owners are there outside all sections?
// group: workload
// rows: one
// parameters: {plan: }
// columns: items, owner_count, ownerships, leads
// :param plan => '';
MATCH (pl:Plan)
WHERE pl.id STARTS WITH $plan OR pl.reference = $plan OR pl.name = $plan
MATCH (i:WorkItem {plan: pl.id})
WHERE NOT EXISTS { (i)-[:PART_OF]->(:Section) }
OPTIONAL MATCH (i)<-[r:OWNS]-(o:Owner)
RETURN count(DISTINCT i.id) AS items, count(DISTINCT o.id) AS owner_count,
       count(r) AS ownerships, sum(CASE r.role WHEN 'lead' THEN 1 ELSE 0 END) AS leads
