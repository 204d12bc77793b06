// question:
//   zh: 画出工作量最大的部门和它们的工作
//   en: "Draw the busiest owners with all that they carry: the larger the cluster, the heavier the load"
// parameters: {plan: {required: true, example: 松江2023}, top: {default: 6}}
// :param plan => '松江2023';
// :param top => 6;
MATCH (pl:Plan)
WHERE pl.id STARTS WITH $plan OR pl.reference = $plan OR pl.name = $plan
MATCH (o:Owner)-[:OWNS]->(i:WorkItem {plan: pl.id})
WITH pl, o, count(DISTINCT i) AS items
ORDER BY items DESC, o.id
LIMIT $top
MATCH carried = (o)-[:OWNS]->(i:WorkItem {plan: pl.id})
RETURN carried
ORDER BY items DESC, i.position
LIMIT 150
