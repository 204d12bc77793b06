// question:
//   zh: 画出计划之间逐级承接的事项（推断）
//   en: Draw which items of a plan carry out which of the plans above (inferred)
// parameters: {plan: , limit: {default: 40}}
// :param plan => '';
// :param limit => 40;
MATCH (pl:Plan)
WHERE pl.id STARTS WITH $plan OR pl.reference = $plan OR pl.name = $plan
MATCH (i:WorkItem {plan: pl.id})-[:CARRIES_OUT]->(:WorkItem)
WITH DISTINCT i
ORDER BY i.plan, i.position, i.id
LIMIT $limit
MATCH up = (i)-[:CARRIES_OUT*1..3]->(:WorkItem)
RETURN up
LIMIT 200
