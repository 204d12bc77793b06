// question:
//   zh: 画出谁在等谁：依托、建设与双方的责任主体
//   en: "Draw who waits for whom: what an item depends on, who builds it, and the owners of both"
// parameters: {plan: , limit: {default: 12}}
// :param plan => '';
// :param limit => 12;
MATCH (pl:Plan)
WHERE pl.id STARTS WITH $plan OR pl.reference = $plan OR pl.name = $plan
MATCH (i:WorkItem {plan: pl.id})-[:DEPENDS_ON]->(t)
OPTIONAL MATCH (t)<-[:BUILDS]-(j:WorkItem)
WHERE j <> i
WITH DISTINCT i, t, j
ORDER BY j IS NULL, i.plan, i.position, t.id, j.id
LIMIT $limit
MATCH needs = (i)-[:DEPENDS_ON]->(t)
OPTIONAL MATCH built = (t)<-[:BUILDS]-(j)
OPTIONAL MATCH waiting = (i)<-[:OWNS]-(:Owner)
OPTIONAL MATCH building = (j)<-[:OWNS]-(:Owner)
RETURN needs, built, waiting, building
LIMIT 200
