// question:
//   zh: 这项工作历年如何？（责任主体、目标、时限；推断）
//   en: What is the history of this item over the years, with owners, targets and deadlines? (inferred)
// group: cascade
// parameters: {item: }
// columns: year?, item_id, reference?, item, owners, goals, deadline?, plan, before_id?, score?, basis?
// :param item => '松江2023:8';
CALL () {
  MATCH (x:Task|Scene|Project {id: $item}) RETURN x
  UNION MATCH (x:WorkItem) WHERE x.reference = $item RETURN x
  UNION MATCH (x:WorkItem) WHERE x.qualified_name = $item RETURN x
  UNION MATCH (x:WorkItem) WHERE x.name = $item RETURN x
}
CALL (x) {
  MATCH (x)-[:CONTINUES*0..9]->(i:WorkItem) RETURN i
  UNION MATCH (x)<-[:CONTINUES*1..9]-(i:WorkItem) RETURN i
}
WITH DISTINCT i
MATCH (p:Plan {id: i.plan})
CALL (i) {
  OPTIONAL MATCH (i)<-[:OWNS]-(o:Owner)
  WITH DISTINCT o ORDER BY o.name, o.id
  RETURN collect(o.name) AS owners
}
CALL (i) {
  OPTIONAL MATCH (i)-[:HAS_TARGET]->(t:Target)
  WITH t ORDER BY t.id
  RETURN collect(t.text) AS goals
}
OPTIONAL MATCH (i)-[r:CONTINUES]->(b:WorkItem)
RETURN p.year AS year, i.id AS item_id, i.reference AS reference, i.name AS item, owners, goals,
       i.deadline AS deadline, i.plan AS plan, b.id AS before_id, r.score AS score, r.basis AS basis
ORDER BY year, plan, i.position, item_id, before_id
