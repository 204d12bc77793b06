// question:
//   zh: 哪两个部门共同负责的工作最多？
//   en: Which pairs of owners share the most work items?
// group: responsibility
// parameters: {plan: , limit: {default: 25}, skip: }
// columns: owner_id, owner, partner_id, partner, shared, owner_qualified?, partner_qualified?
// chart: {type: bar, x: owner, group: partner, y: shared}
// :param plan => '';
// :param limit => 25;
// :param skip => 0;
MATCH (pl:Plan)
WHERE pl.id STARTS WITH $plan OR pl.reference = $plan OR pl.name = $plan
MATCH (a:Owner)-[:OWNS]->(i:WorkItem {plan: pl.id})<-[:OWNS]-(b:Owner)
WHERE a.id < b.id
WITH a.id AS owner_id, b.id AS partner_id, count(DISTINCT i) AS shared
ORDER BY shared DESC, owner_id, partner_id
SKIP $skip LIMIT $limit
MATCH (a:Owner {id: owner_id})
MATCH (b:Owner {id: partner_id})
RETURN owner_id, a.name AS owner, partner_id, b.name AS partner, shared,
       a.qualified_name AS owner_qualified, b.qualified_name AS partner_qualified
ORDER BY shared DESC, owner_id, partner_id
