// question:
//   zh: 这个部门与哪些部门共同负责工作？共同负责哪些？
//   en: With whom does this owner share work items, and which?
// group: responsibility
// parameters: {owner: , plan: , sample: , limit: , skip: }
// columns: partner_id, partner, shared, shared_items
// :params {owner: "", plan: "", sample: 5, limit: 100, skip: 0}
MATCH (:Owner {id: $owner})-[:OWNS]->(i:WorkItem)<-[:OWNS]-(b:Owner)
WHERE b.id <> $owner AND ($plan = '' OR i.plan = $plan)
WITH DISTINCT b.id AS partner_id, i.plan AS plan, i.position AS position, i.id AS item_id
ORDER BY plan, position, item_id
WITH partner_id, count(*) AS shared, collect(item_id) AS item_ids
ORDER BY shared DESC, partner_id
SKIP $skip LIMIT $limit
MATCH (b:Owner {id: partner_id})
CALL (item_ids) {
  UNWIND item_ids[..$sample] AS item_id
  MATCH (i:Task|Scene|Project {id: item_id})
  WITH i
  ORDER BY i.plan, i.position, i.id
  RETURN collect({item_id: i.id, ref: i.ref, item: i.name, plan: i.plan}) AS shared_items
}
RETURN partner_id, b.name AS partner, shared, shared_items
ORDER BY shared DESC, partner_id
