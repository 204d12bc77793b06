// question:
//   zh: 哪些工作直接或间接依托它？（最多四步）
//   en: Which items depend on it, directly or through what they build (up to four steps)?
// group: dependence
// parameters: {thing: , plan: , limit: , skip: }
// columns: item_id, ref, item, hops, plan, reference?
// :param thing => '同济大学松江机器人研究中心';
// :param plan => '';
// :param limit => 100;
// :param skip => 0;
CALL () {
  MATCH (x:Task|Scene|Project|Entity|Policy {id: $thing}) RETURN x
  UNION MATCH (x:WorkItem) WHERE x.reference = $thing RETURN x
  UNION MATCH (x:WorkItem) WHERE x.qualified_name = $thing RETURN x
  UNION MATCH (x:WorkItem) WHERE x.name = $thing RETURN x
  UNION MATCH (x:Entity) WHERE x.name = $thing RETURN x
  UNION MATCH (x:Policy) WHERE x.name = $thing RETURN x
  UNION MATCH (x:Policy) WHERE x.doc_number = $thing RETURN x
}
MATCH (x)-[:BUILDS*0..1]->(t)<-[:DEPENDS_ON]-(i:WorkItem)
WITH collect(DISTINCT x.id) AS asked, collect(DISTINCT i) AS first
CALL (first) {
  UNWIND first AS i
  RETURN i, 1 AS hops
  UNION
  UNWIND first AS a
  MATCH (a)-[:BUILDS*0..1]->(t)<-[:DEPENDS_ON]-(i:WorkItem)
  RETURN i, 2 AS hops
  UNION
  UNWIND first AS a
  MATCH (a)-[:BUILDS*0..1]->(t)<-[:DEPENDS_ON]-(b:WorkItem)
  WITH DISTINCT b
  MATCH (b)-[:BUILDS*0..1]->(u)<-[:DEPENDS_ON]-(i:WorkItem)
  RETURN i, 3 AS hops
  UNION
  UNWIND first AS a
  MATCH (a)-[:BUILDS*0..1]->(t)<-[:DEPENDS_ON]-(b:WorkItem)
  WITH DISTINCT b
  MATCH (b)-[:BUILDS*0..1]->(u)<-[:DEPENDS_ON]-(c:WorkItem)
  WITH DISTINCT c
  MATCH (c)-[:BUILDS*0..1]->(v)<-[:DEPENDS_ON]-(i:WorkItem)
  RETURN i, 4 AS hops
}
WITH asked, i, min(hops) AS hops
WHERE NOT i.id IN asked
MATCH (pl:Plan {id: i.plan})
WHERE pl.id STARTS WITH $plan OR pl.reference = $plan OR pl.name = $plan
RETURN i.id AS item_id, i.ref AS ref, i.name AS item, hops, i.plan AS plan, i.reference AS reference
ORDER BY hops, plan, i.position, item_id
SKIP $skip LIMIT $limit
