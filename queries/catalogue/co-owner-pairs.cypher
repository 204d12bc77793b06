// question:
//   zh: 哪两个部门共同负责的工作最多？
//   en: Which pairs of owners share the most work items?
// group: responsibility
// parameters: {plan: , limit: {default: 25}, skip: }
// columns: owner_id, owner, partner_id, partner, shared
// chart: {type: bar, x: owner, group: partner, y: shared}
// :params {plan: "", limit: 25, skip: 0}
MATCH (a:Owner)-[:OWNS]->(i:WorkItem)<-[:OWNS]-(b:Owner)
WHERE a.id < b.id AND ($plan = '' OR i.plan = $plan)
WITH a.id AS owner_id, b.id AS partner_id, count(DISTINCT i) AS shared
ORDER BY shared DESC, owner_id, partner_id
SKIP $skip LIMIT $limit
MATCH (a:Owner {id: owner_id})
MATCH (b:Owner {id: partner_id})
RETURN owner_id, a.name AS owner, partner_id, b.name AS partner, shared
ORDER BY shared DESC, owner_id, partner_id
