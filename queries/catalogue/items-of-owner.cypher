// question:
//   zh: 这个部门负责哪些工作？
//   en: Which work items does this owner carry?
// group: responsibility
// parameters: {owner: , plan: , role: , limit: , skip: }
// columns: item_id, ref, item, item_kind, part, category?, deadline?, roles, owner_count, share, plan
// :params {owner: "", plan: "", role: "", limit: 100, skip: 0}
MATCH (me:Owner {id: $owner})
WITH me
MATCH (me)-[r:OWNS]->(i:WorkItem)
WHERE ($plan = '' OR i.plan = $plan) AND ($role = '' OR r.role = $role)
WITH i, r ORDER BY r.role
WITH i, collect(DISTINCT r.role) AS roles
ORDER BY i.plan, i.position, i.id
SKIP $skip LIMIT $limit
MATCH (i)<-[:OWNS]-(o:Owner)
WITH i, roles, count(DISTINCT o.id) AS owner_count
RETURN i.id AS item_id, i.ref AS ref, i.name AS item, [l IN labels(i) WHERE l <> 'WorkItem'][0] AS item_kind,
       i.part AS part, i.category AS category, i.deadline AS deadline, roles, owner_count,
       1.0 / owner_count AS share, i.plan AS plan
ORDER BY plan, i.position, item_id
