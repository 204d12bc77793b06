// question:
//   zh: 哪些工作直接或经由下位文件、计划落实这份文件？
//   en: Which items carry out this policy, directly or through the policies and plans below it?
// group: policies
// parameters: {policy: , plan: , limit: , skip: }
// columns: item_id, ref, item, hops, plan, reference?
// :param policy => '松江区城市数字化转型“十四五”规划';
// :param plan => '';
// :param limit => 100;
// :param skip => 0;
MATCH (top:Policy)
WHERE top.id = $policy OR top.name = $policy OR top.doc_number = $policy
MATCH path = (m:Policy)-[:IMPLEMENTS*0..4]->(top)
WITH m, min(length(path)) AS steps
CALL (m) {
  MATCH (i:WorkItem)-[:IMPLEMENTS]->(m)
  RETURN i
  UNION
  MATCH (i:WorkItem {plan: m.id})
  RETURN i
}
WITH i, min(steps) + 1 AS hops
MATCH (pl:Plan {id: i.plan})
WHERE pl.id STARTS WITH $plan OR pl.reference = $plan OR pl.name = $plan
RETURN i.id AS item_id, i.ref AS ref, i.name AS item, hops, i.plan AS plan, i.reference AS reference
ORDER BY hops, plan, i.position, item_id
SKIP $skip LIMIT $limit
