// question:
//   zh: 画出一项工作的责任主体还共同负责什么
//   en: Draw what the owners of a work item own together elsewhere
// parameters: {item: , sample: {default: 25}}
// :param item => '松江2023:8';
// :param sample => 25;
MATCH (i:WorkItem)
WHERE i.id = $item OR i.reference = $item OR i.qualified_name = $item OR i.name = $item
MATCH (i)<-[:OWNS]-(o:Owner)
WITH i, collect(DISTINCT o) AS owners
UNWIND owners AS a
MATCH (a)-[:OWNS]->(x:WorkItem)
WHERE x <> i
WITH i, owners, x, count(DISTINCT a) AS together
WHERE together > 1
WITH i, owners, x, together
ORDER BY together DESC, x.plan, x.position
LIMIT $sample
MATCH shared = (o:Owner)-[:OWNS]->(x)
WHERE o IN owners
MATCH own = (o)-[:OWNS]->(i)
RETURN shared, own
