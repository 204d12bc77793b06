// question:
//   zh: 哪些工作只由一个部门负责？
//   en: Which work items does only one owner carry?
// group: responsibility
// parameters: {owner: {default: "", zh: 责任主体，空为全部, en: "owner; empty for all"}, plan: , limit: , skip: }
// columns: item_id, ref, item, owner_id, owner, plan
// :params {owner: "", plan: "", limit: 100, skip: 0}
MATCH (i:WorkItem)<-[:OWNS]-(o:Owner)
WHERE ($plan = '' OR i.plan = $plan) AND ($owner = '' OR o.id = $owner)
  AND NOT EXISTS { MATCH (i)<-[:OWNS]-(x:Owner) WHERE x.id <> o.id }
WITH DISTINCT i, o
ORDER BY i.plan, i.position, i.id
SKIP $skip LIMIT $limit
RETURN i.id AS item_id, i.ref AS ref, i.name AS item, o.id AS owner_id, o.name AS owner, i.plan AS plan
ORDER BY plan, i.position, item_id
