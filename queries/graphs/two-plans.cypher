// question:
//   zh: 并排画出两个计划：共同的责任主体和各自的工作
//   en: "Draw two plans side by side: the owners that both share, with what each gives them"
// parameters: {plan: {required: true, example: 松江2023}, other_plan: , limit: {default: 5}}
// :param plan => '松江2023';
// :param other_plan => '松江2024';
// :param limit => 5;
MATCH (pl:Plan)
WHERE pl.id STARTS WITH $plan OR pl.reference = $plan OR pl.name = $plan
MATCH (other:Plan)
WHERE other.id = $other_plan OR other.reference = $other_plan OR other.name = $other_plan
MATCH (i:WorkItem {plan: pl.id})<-[:OWNS]-(o:Owner)
WITH pl, other, o, collect(DISTINCT i)[..3] AS before
MATCH (o)-[:OWNS]->(j:WorkItem {plan: other.id})
WITH pl, other, o, before, collect(DISTINCT j)[..3] AS after
ORDER BY size(before) + size(after) DESC, o.id
LIMIT $limit
UNWIND before AS i
UNWIND after AS j
MATCH left = (pl)<-[:PART_OF*1..4]-(i)<-[:OWNS]-(o)
MATCH right = (o)-[:OWNS]->(j)-[:PART_OF*1..4]->(other)
RETURN left, right
LIMIT 200
