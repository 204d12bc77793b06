// question:
//   zh: 这项任务由附件中哪些事项细化？或这个附件事项细化哪项任务？
//   en: Which annex rows detail this task, or which task does this annex row detail?
// group: structure
// parameters: {item: }
// columns: item_id, ref, item, task_id, task_ref, task, score, basis
// :param item => '松江2023:8';
CALL () {
  MATCH (x:Task|Scene|Project {id: $item}) RETURN x
  UNION MATCH (x:WorkItem) WHERE x.reference = $item RETURN x
  UNION MATCH (x:WorkItem) WHERE x.qualified_name = $item RETURN x
  UNION MATCH (x:WorkItem) WHERE x.name = $item RETURN x
}
MATCH (x)-[r:DETAILS]-(y:WorkItem)
WITH r, CASE WHEN x.part = 'annex' THEN x ELSE y END AS i, CASE WHEN x.part = 'annex' THEN y ELSE x END AS t
RETURN i.id AS item_id, i.ref AS ref, i.name AS item, t.id AS task_id, t.ref AS task_ref, t.name AS task,
       r.score AS score, r.basis AS basis
ORDER BY i.plan, i.position, item_id, task_id
