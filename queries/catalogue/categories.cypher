// question:
//   zh: 各计划的附件有哪些分类？各多少事项？
//   en: Which categories does each plan have, and how many items?
// group: structure
// parameters: {plan: }
// columns: plan, section?, category, items
// :param plan => '';
MATCH (pl:Plan)
WHERE pl.id STARTS WITH $plan OR pl.reference = $plan OR pl.name = $plan
MATCH (i:WorkItem {plan: pl.id})
WHERE i.category IS NOT NULL
OPTIONAL MATCH (i)-[:PART_OF]->(s:Section)
WITH i.plan AS plan, s.name AS section, i.category AS category, count(DISTINCT i.id) AS items, min(i.position) AS position
RETURN plan, section, category, items
ORDER BY plan, position, category, section
