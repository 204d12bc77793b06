// question:
//   zh: 画出谁在等谁：依托、建设与双方的责任主体
//   en: "Draw who waits for whom: what an item depends on, who builds it, and the owners of both"
// parameters: {plan: , limit: {default: 15}}
// :param plan => '';
// :param limit => 15;
MATCH (pl:Plan)
WHERE pl.id STARTS WITH $plan OR pl.reference = $plan OR pl.name = $plan
MATCH (i:WorkItem {plan: pl.id})-[:DEPENDS_ON]->(t)<-[:BUILDS]-(j:WorkItem)
WHERE i <> j
WITH DISTINCT i, t, j
ORDER BY i.plan, i.position, t.id, j.id
LIMIT $limit
MATCH chain = (i)-[:DEPENDS_ON]->(t)<-[:BUILDS]-(j)
OPTIONAL MATCH waiting = (i)<-[:OWNS]-(:Owner)
OPTIONAL MATCH building = (j)<-[:OWNS]-(:Owner)
RETURN chain, waiting, building
LIMIT 200
