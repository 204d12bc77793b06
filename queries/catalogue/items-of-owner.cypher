// question:
//   zh: 这个部门负责哪些工作？
//   en: Which work items does this owner carry?
// group: responsibility
// parameters: {owner: , plan: , role: , limit: , skip: }
// columns: item_id, ref, item, item_kind, part, category?, deadline?, roles, owner_count, share, plan, reference?
// :param owner => '松江区科委';
// :param plan => '';
// :param role => '';
// :param limit => 100;
// :param skip => 0;
MATCH (pl:Plan)
WHERE pl.id STARTS WITH $plan OR pl.reference = $plan OR pl.name = $plan
MATCH (me:Owner)
WHERE me.id = $owner OR me.qualified_name = $owner OR me.name = $owner OR me.short_name = $owner
MATCH (me)-[r:OWNS]->(i:WorkItem {plan: pl.id})
WHERE $role = '' OR r.role = $role
WITH i, r ORDER BY r.role
WITH i, collect(DISTINCT r.role) AS roles
ORDER BY i.plan, i.position, i.id
SKIP $skip LIMIT $limit
MATCH (i)<-[:OWNS]-(o:Owner)
WITH i, roles, count(DISTINCT o.id) AS owner_count
RETURN i.id AS item_id, i.ref AS ref, i.name AS item, [l IN labels(i) WHERE l <> 'WorkItem'][0] AS item_kind,
       i.part AS part, i.category AS category, i.deadline AS deadline, roles, owner_count,
       1.0 / owner_count AS share, i.plan AS plan, i.reference AS reference
ORDER BY plan, i.position, item_id
