// question:
//   zh: 这项工作建设、依托、提及什么？在哪里开展？
//   en: What does this item build, depend on or mention, and where does it take place?
// group: things
// parameters: {item: }
// columns: entity_id, entity, entity_kind, relation, cue?, as_printed?, quote, source, start, end
// :param item => '松江2023:8';
CALL () {
  MATCH (i:Task|Scene|Project {id: $item}) RETURN i
  UNION MATCH (i:WorkItem) WHERE i.reference = $item RETURN i
  UNION MATCH (i:WorkItem) WHERE i.qualified_name = $item RETURN i
  UNION MATCH (i:WorkItem) WHERE i.name = $item RETURN i
}
MATCH (i)-[r:BUILDS|DEPENDS_ON|MENTIONS|LOCATED_IN]->(e:Entity|Town)
RETURN e.id AS entity_id, e.name AS entity,
       [l IN labels(e) WHERE NOT l IN ['Entity', 'Owner']][0] AS entity_kind, type(r) AS relation, r.cue AS cue,
       r.as_printed AS as_printed, r.quote AS quote, r.source AS source, r.start AS start, r.`end` AS `end`
ORDER BY start, entity_id, relation
