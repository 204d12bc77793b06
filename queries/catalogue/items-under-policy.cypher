// question:
//   zh: 哪些工作直接或经由下位文件、计划落实这份文件？
//   en: Which items carry out this policy, directly or through the policies and plans below it?
// group: policies
// parameters: {policy: , plan: , limit: , skip: }
// columns: item_id, ref, item, hops, plan
// :params {policy: "", plan: "", limit: 100, skip: 0}
MATCH path = (m:Policy)-[:IMPLEMENTS*0..4]->(:Policy {id: $policy})
WITH m, min(length(path)) AS steps
CALL (m) {
  MATCH (i:WorkItem)-[:IMPLEMENTS]->(m)
  RETURN i
  UNION
  MATCH (i:WorkItem {plan: m.id})
  RETURN i
}
WITH i, min(steps) + 1 AS hops
WHERE $plan = '' OR i.plan = $plan
RETURN i.id AS item_id, i.ref AS ref, i.name AS item, hops, i.plan AS plan
ORDER BY hops, plan, i.position, item_id
SKIP $skip LIMIT $limit
