// question:
//   zh: 画出量化目标、里程碑和对应的工作
//   en: Draw targets and milestones with their work items
// parameters: {plan: {required: true, example: 松江2023}}
// :param plan => '松江2023';
MATCH (pl:Plan)
WHERE pl.id STARTS WITH $plan OR pl.reference = $plan OR pl.name = $plan
MATCH goal = (i:WorkItem {plan: pl.id})-[:HAS_TARGET|HAS_MILESTONE]->(t)
RETURN goal
ORDER BY i.position, t.id
LIMIT 100
