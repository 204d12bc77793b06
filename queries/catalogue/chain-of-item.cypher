// question:
//   zh: 这项工作承接上级计划的哪些任务，直至五年规划？（推断）
//   en: Which items of the plans above does this item carry out, up to the five-year plan's? (inferred)
// group: cascade
// parameters: {item: }
// columns: hops, item_id, reference?, item, upper_item_id, upper_reference?, upper_item, plan, plan_name, score, basis
// :param item => '松江2023:8';
CALL () {
  MATCH (x:Task|Scene|Project {id: $item}) RETURN x
  UNION MATCH (x:WorkItem) WHERE x.reference = $item RETURN x
  UNION MATCH (x:WorkItem) WHERE x.qualified_name = $item RETURN x
  UNION MATCH (x:WorkItem) WHERE x.name = $item RETURN x
}
MATCH path = (x)-[:CARRIES_OUT*0..4]->(i:WorkItem)
WITH i, min(length(path)) AS below
MATCH (i)-[r:CARRIES_OUT]->(u:WorkItem)
MATCH (p:Plan {id: u.plan})
RETURN below + 1 AS hops, i.id AS item_id, i.reference AS reference, i.name AS item, u.id AS upper_item_id,
       u.reference AS upper_reference, u.name AS upper_item, u.plan AS plan, p.name AS plan_name, r.score AS score,
       r.basis AS basis
ORDER BY hops, item_id, upper_item_id
