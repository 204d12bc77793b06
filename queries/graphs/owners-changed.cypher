// question:
//   zh: 画出换了责任主体的事项和前后两方（推断）
//   en: Draw the items that changed hands, with who had them before and who has them now (inferred)
// parameters: {plan: , limit: {default: 12}}
// :param plan => '';
// :param limit => 12;
MATCH (pl:Plan)
WHERE pl.id STARTS WITH $plan OR pl.reference = $plan OR pl.name = $plan
MATCH (i:WorkItem {plan: pl.id})-[:CONTINUES]->(b:WorkItem)<-[:OWNS]-(o:Owner)
WHERE NOT EXISTS { MATCH (o)-[:OWNS]->(i) }
WITH DISTINCT i, b
ORDER BY i.plan, i.position, i.id, b.id
LIMIT $limit
MATCH goes = (i)-[:CONTINUES]->(b)
OPTIONAL MATCH had = (b)<-[:OWNS]-(:Owner)
OPTIONAL MATCH has = (i)<-[:OWNS]-(:Owner)
RETURN goes, had, has
LIMIT 200
