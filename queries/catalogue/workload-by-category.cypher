// question:
//   zh: 各分类有多少事项？涉及多少部门？
//   en: How many items and owners does each category have?
// group: workload
// parameters: {plan: }
// columns: category?, items, owner_count, ownerships, leads
// chart: {type: bar, x: category, y: items}
// :param plan => '';
MATCH (pl:Plan)
WHERE pl.id STARTS WITH $plan OR pl.reference = $plan OR pl.name = $plan
MATCH (i:WorkItem {plan: pl.id})
OPTIONAL MATCH (i)<-[r:OWNS]-(o:Owner)
RETURN i.category AS category, count(DISTINCT i.id) AS items, count(DISTINCT o.id) AS owner_count,
       count(r) AS ownerships, sum(CASE r.role WHEN 'lead' THEN 1 ELSE 0 END) AS leads
ORDER BY items DESC, category
