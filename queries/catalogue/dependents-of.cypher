// question:
//   zh: 哪些工作直接或间接依托它？（最多四步）
//   en: Which items depend on it, directly or through what they build (up to four steps)?
// group: dependence
// parameters: {thing: , plan: , limit: , skip: }
// columns: item_id, ref, item, hops, plan
// :params {thing: "", plan: "", limit: 100, skip: 0}
MATCH (x:Task|Scene|Project|Entity|Policy {id: $thing})
MATCH (x)-[:BUILDS*0..1]->(t)<-[:DEPENDS_ON]-(i:WorkItem)
WITH collect(DISTINCT i) AS first
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
WITH i, min(hops) AS hops
WHERE i.id <> $thing AND ($plan = '' OR i.plan = $plan)
RETURN i.id AS item_id, i.ref AS ref, i.name AS item, hops, i.plan AS plan
ORDER BY hops, plan, i.position, item_id
SKIP $skip LIMIT $limit
