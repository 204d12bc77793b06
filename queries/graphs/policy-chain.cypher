// question:
//   zh: 画出从一项工作经计划直到五年规划的政策链
//   en: Draw the chain from a work item through its plan up to the five-year plan
// parameters: {item: }
// :param item => '松江2023:8';
MATCH (i:WorkItem)
WHERE i.id = $item OR i.reference = $item OR i.qualified_name = $item OR i.name = $item
MATCH (own:Plan {id: i.plan})
MATCH inside = (i)-[:PART_OF*1..4]->(own)
OPTIONAL MATCH above = (own)-[:IMPLEMENTS*1..4]->(:Policy)
OPTIONAL MATCH stated = (i)-[:IMPLEMENTS|CITES|ISSUES]->(:Policy)
RETURN inside, above, stated
LIMIT 100
