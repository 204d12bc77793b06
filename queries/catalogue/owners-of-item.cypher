// question:
//   zh: 这项工作由哪些部门负责？各是什么角色？
//   en: Who owns this work item, and in which role?
// group: responsibility
// parameters: {item: }
// columns: owner_id, owner, owner_kind, role, role_basis, position, as_printed, quote, source, start, end, plan, owner_qualified?
// :param item => '松江2023:8';
CALL () {
  MATCH (i:Task|Scene|Project {id: $item}) RETURN i
  UNION MATCH (i:WorkItem) WHERE i.reference = $item RETURN i
  UNION MATCH (i:WorkItem) WHERE i.qualified_name = $item RETURN i
  UNION MATCH (i:WorkItem) WHERE i.name = $item RETURN i
}
MATCH (i)<-[r:OWNS]-(o:Owner)
RETURN o.id AS owner_id, o.name AS owner, [l IN labels(o) WHERE l <> 'Owner'][0] AS owner_kind,
       r.role AS role, r.role_basis AS role_basis, r.position AS position, r.as_printed AS as_printed,
       r.quote AS quote, r.source AS source, r.start AS start, r.`end` AS `end`, r.plan AS plan,
       o.qualified_name AS owner_qualified
ORDER BY position, role, owner_id
