// question:
//   zh: 哪些工作只由一个部门负责？
//   en: Which work items does only one owner carry?
// group: responsibility
// parameters: {owner: {default: "", zh: 责任主体，空为全部, en: "owner; empty for all"}, plan: , limit: , skip: }
// columns: item_id, ref, item, owner_id, owner, plan
// :params {owner: "", plan: "", limit: 100, skip: 0}
MATCH (i:WorkItem)<-[:OWNS]-(o:Owner)
WHERE $plan = '' OR i.plan = $plan
WITH i.id AS item_id, i.plan AS plan, i.position AS position, collect(DISTINCT o.id) AS owners
WHERE size(owners) = 1 AND ($owner = '' OR owners[0] = $owner)
WITH item_id, plan, position, owners[0] AS owner_id
ORDER BY plan, position, item_id
SKIP $skip LIMIT $limit
MATCH (i:WorkItem {id: item_id})
MATCH (o:Owner {id: owner_id})
RETURN item_id, i.ref AS ref, i.name AS item, owner_id, o.name AS owner, plan
ORDER BY plan, i.position, item_id
