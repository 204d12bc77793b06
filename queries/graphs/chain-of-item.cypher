// question:
//   zh: 画出一项工作逐级承接的上级任务，直至五年规划（推断）
//   en: Draw the items of the plans above that an item carries out, up to the five-year plan (inferred)
// parameters: {item: }
// :param item => '松江2023:8';
MATCH (x:WorkItem)
WHERE x.id = $item OR x.reference = $item OR x.qualified_name = $item OR x.name = $item
MATCH own = (x)-[:PART_OF*1..4]->(:Plan)
OPTIONAL MATCH up = (x)-[:CARRIES_OUT*1..5]->(u:WorkItem)
OPTIONAL MATCH inside = (u)-[:PART_OF*1..4]->(:Plan)
OPTIONAL MATCH below = (x)<-[:CARRIES_OUT*1..5]-(:WorkItem)
RETURN own, up, inside, below
LIMIT 200
