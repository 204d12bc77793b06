// question:
//   zh: 这个街镇负责、所在哪些工作？
//   en: Which items does this town own, or have on its ground?
// group: places
// parameters: {owner: , plan: , limit: , skip: }
// columns: item_id, ref, item, relation, plan
// :params {owner: "", plan: "", limit: 100, skip: 0}
MATCH (t:Town {id: $owner})-[r:OWNS|LOCATED_IN]-(i:WorkItem)
WHERE $plan = '' OR i.plan = $plan
WITH DISTINCT i.plan AS plan, i.position AS position, i.id AS item_id, i.ref AS ref, i.name AS item, type(r) AS relation
RETURN item_id, ref, item, relation, plan
ORDER BY plan, position, item_id, relation
SKIP $skip LIMIT $limit
