// question:
//   zh: 这项工作依托什么？由哪些工作建设？由谁负责？
//   en: What does this item depend on, which items build that, and who owns them?
// group: dependence
// parameters: {item: }
// columns: thing_id, thing, thing_kind, cue, quote, source, start, end, on_item_id?, on_ref?, on_item?, on_owners
// :param item => '松江2023:8';
CALL () {
  MATCH (i:Task|Scene|Project {id: $item}) RETURN i
  UNION MATCH (i:WorkItem) WHERE i.reference = $item RETURN i
  UNION MATCH (i:WorkItem) WHERE i.qualified_name = $item RETURN i
  UNION MATCH (i:WorkItem) WHERE i.name = $item RETURN i
}
MATCH (i)-[r:DEPENDS_ON]->(t)
OPTIONAL MATCH (t)<-[:BUILDS]-(b:WorkItem)
WHERE b.id <> i.id
WITH DISTINCT r, t, CASE WHEN t:WorkItem THEN t ELSE b END AS j
OPTIONAL MATCH (j)<-[:OWNS]-(o:Owner)
WITH r, t, j, o ORDER BY o.name, o.id
WITH r, t, j, collect(DISTINCT o.id) AS ids, collect(DISTINCT {id: o.id, name: o.name}) AS owners
RETURN t.id AS thing_id, t.name AS thing,
       [l IN labels(t) WHERE NOT l IN ['WorkItem', 'Entity', 'Policy'] OR size(labels(t)) = 1][0] AS thing_kind,
       r.cue AS cue, r.quote AS quote, r.source AS source, r.start AS start, r.`end` AS `end`,
       j.id AS on_item_id, j.ref AS on_ref, j.name AS on_item, [x IN owners WHERE x.id IN ids | x.name] AS on_owners
ORDER BY start, thing_id, j.plan, j.position, on_item_id
