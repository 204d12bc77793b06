// question:
//   zh: 这项工作最终落实哪些上位文件？（经由本计划，直至五年规划）
//   en: Which policies does this item carry out in the end, through its plan up to the five-year plan?
// group: policies
// parameters: {item: }
// columns: hops, policy_id, policy, doc_number?, policy_kind?, date?, via
// :param item => '松江2023:8';
CALL () {
  MATCH (i:Task|Scene|Project {id: $item}) RETURN i
  UNION MATCH (i:WorkItem) WHERE i.reference = $item RETURN i
  UNION MATCH (i:WorkItem) WHERE i.qualified_name = $item RETURN i
  UNION MATCH (i:WorkItem) WHERE i.name = $item RETURN i
}
MATCH (own:Plan {id: i.plan})
CALL (i, own) {
  MATCH path = (i)-[:IMPLEMENTS*1..5]->(p:Policy)
  RETURN p, length(path) AS hops, [n IN nodes(path) WHERE n.id <> i.id AND n.id <> p.id | n.name] AS via
  UNION
  MATCH path = (own)-[:IMPLEMENTS*0..4]->(p:Policy)
  RETURN p, length(path) + 1 AS hops, [n IN nodes(path) WHERE n.id <> p.id | n.name] AS via
}
WITH p, hops, via ORDER BY hops, via
WITH p, collect({hops: hops, via: via})[0] AS best
RETURN best.hops AS hops, p.id AS policy_id, p.name AS policy, p.doc_number AS doc_number, p.kind AS policy_kind,
       p.date AS date, best.via AS via
ORDER BY hops, policy_id
