// question:
//   zh: 画出一项工作历年的延续、责任主体和目标（推断）
//   en: Draw the history of an item over the years, with owners and targets (inferred)
// parameters: {item: }
// :param item => '松江2023:8';
MATCH (x:WorkItem)
WHERE x.id = $item OR x.reference = $item OR x.qualified_name = $item OR x.name = $item
OPTIONAL MATCH earlier = (x)-[:CONTINUES*1..9]->(:WorkItem)
OPTIONAL MATCH later = (x)<-[:CONTINUES*1..9]-(:WorkItem)
WITH x, [x] + coalesce(nodes(earlier), []) + coalesce(nodes(later), []) AS chain, earlier, later
UNWIND chain AS i
OPTIONAL MATCH owning = (:Owner)-[:OWNS]->(i)
OPTIONAL MATCH goals = (i)-[:HAS_TARGET]->(:Target)
RETURN x, i, earlier, later, owning, goals
LIMIT 200
