// question:
//   zh: 画出各街镇负责和所在的工作
//   en: Draw what each town owns or hosts
// parameters: {plan: {required: true, example: 松江2023}}
// :param plan => '松江2023';
MATCH (pl:Plan)
WHERE pl.id STARTS WITH $plan OR pl.reference = $plan OR pl.name = $plan
MATCH ground = (i:WorkItem {plan: pl.id})-[:OWNS|LOCATED_IN]-(t:Town)
RETURN ground
ORDER BY t.id, i.position
LIMIT 100
