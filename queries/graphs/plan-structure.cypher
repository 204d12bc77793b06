// question:
//   zh: 画出计划的章节和正文任务
//   en: Draw a plan with its sections and body tasks
// parameters: {plan: {required: true, example: 松江2023}}
// :param plan => '松江2023';
MATCH (pl:Plan)
WHERE pl.id STARTS WITH $plan OR pl.reference = $plan OR pl.name = $plan
MATCH part = (pl)<-[:PART_OF*1..2]-(s:Section {part: 'body'})
OPTIONAL MATCH inside = (s)<-[:PART_OF]-(i:WorkItem)
RETURN part, inside
ORDER BY s.position, i.position
LIMIT 150
