// question:
//   zh: 哪些部门共同负责这项工作？每两个部门之间还共同负责什么？
//   en: Which owners co-own this work item, and what else does each pair share?
// group: responsibility
// parameters: {item: , owner: {default: "", zh: 其中一方，空为全部, en: "one of the pair; empty for all"}, sample: }
// columns: owner_id, owner, roles, partner_id, partner, partner_roles, shared, shared_items
// :param item => '松江2023:8';
// :param owner => '';
// :param sample => 5;
CALL () {
  MATCH (i:Task|Scene|Project {id: $item}) RETURN i
  UNION MATCH (i:WorkItem) WHERE i.reference = $item RETURN i
  UNION MATCH (i:WorkItem) WHERE i.qualified_name = $item RETURN i
  UNION MATCH (i:WorkItem) WHERE i.name = $item RETURN i
}
MATCH (a:Owner)-[r:OWNS]->(i)<-[s:OWNS]-(b:Owner)
WHERE a.id < b.id
  AND ($owner = '' OR $owner IN [a.id, a.qualified_name, a.name, a.short_name, b.id, b.qualified_name, b.name, b.short_name])
WITH i, a, b, r.role AS role, s.role AS partner_role
ORDER BY role, partner_role
WITH i, a, b, collect(DISTINCT role) AS roles, collect(DISTINCT partner_role) AS partner_roles
WITH i, a, b, roles, partner_roles, COUNT { (a)-[:OWNS]->() } <= COUNT { (b)-[:OWNS]->() } AS fewer
WITH i, a, b, roles, partner_roles, CASE WHEN fewer THEN a ELSE b END AS few, CASE WHEN fewer THEN b ELSE a END AS many
OPTIONAL MATCH (few)-[:OWNS]->(x:WorkItem)
WHERE x <> i AND EXISTS { (x)<-[:OWNS]-(many) }
WITH DISTINCT a.id AS owner_id, a.name AS owner, roles, b.id AS partner_id, b.name AS partner, partner_roles, x
ORDER BY x.plan, x.position, x.id
WITH owner_id, owner, roles, partner_id, partner, partner_roles, collect(x) AS others
RETURN owner_id, owner, roles, partner_id, partner, partner_roles, size(others) AS shared,
       [x IN others[..$sample] | {item_id: x.id, ref: x.ref, item: x.name, plan: x.plan}] AS shared_items
ORDER BY shared DESC, owner_id, partner_id
