// question:
//   zh: 这项工作落实、引用、依托或要制定哪些文件？
//   en: Which policies does this item carry out, cite, depend on or have to write?
// group: policies
// parameters: {item: {example: "松江2023:6"}}
// columns: policy_id, policy, doc_number?, date?, relation, cue?, as_printed?, quote, source, start, end
// :param item => '松江2023:6';
CALL () {
  MATCH (i:Task|Scene|Project {id: $item}) RETURN i
  UNION MATCH (i:WorkItem) WHERE i.reference = $item RETURN i
  UNION MATCH (i:WorkItem) WHERE i.qualified_name = $item RETURN i
  UNION MATCH (i:WorkItem) WHERE i.name = $item RETURN i
}
MATCH (i)-[r:IMPLEMENTS|CITES|ISSUES|DEPENDS_ON]->(p:Policy)
RETURN p.id AS policy_id, p.name AS policy, p.doc_number AS doc_number, p.date AS date, type(r) AS relation,
       r.cue AS cue, r.as_printed AS as_printed, r.quote AS quote, r.source AS source, r.start AS start, r.`end` AS `end`
ORDER BY start, policy_id, relation
