// question:
//   zh: 画出附件事项细化哪些正文任务
//   en: Draw which body tasks the annex rows detail
// parameters: {plan: {required: true, example: 松江2023}}
// :param plan => '松江2023';
MATCH (pl:Plan)
WHERE pl.id STARTS WITH $plan OR pl.reference = $plan OR pl.name = $plan
MATCH detail = (i:WorkItem {plan: pl.id})-[:DETAILS]->(t:WorkItem)
RETURN detail
ORDER BY t.position, i.position
LIMIT 100
