// question:
//   zh: 这项工作有哪些量化目标？
//   en: Which quantified targets does this item have?
// group: goals
// parameters: {item: }
// columns: target_id, target, indicator, comparator, value, unit?, deadline?, quote, source, start, end
// :param item => '松江2023:8';
CALL () {
  MATCH (i:Task|Scene|Project {id: $item}) RETURN i
  UNION MATCH (i:WorkItem) WHERE i.reference = $item RETURN i
  UNION MATCH (i:WorkItem) WHERE i.qualified_name = $item RETURN i
  UNION MATCH (i:WorkItem) WHERE i.name = $item RETURN i
}
MATCH (i)-[:HAS_TARGET]->(t:Target)
RETURN t.id AS target_id, t.name AS target, t.indicator AS indicator, t.comparator AS comparator, t.value AS value,
       t.unit AS unit, t.deadline AS deadline, t.quote AS quote, t.source AS source, t.start AS start, t.`end` AS `end`
ORDER BY start, target_id
