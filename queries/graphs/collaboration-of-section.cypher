// question:
//   zh: 画出一个章节里谁和谁合作
//   en: Draw who works with whom in a section
// parameters: {plan: , section: {required: true, example: 聚焦全领域经济数字化转型，激发数字化新动能}}
// :param plan => '';
// :param section => '聚焦全领域经济数字化转型，激发数字化新动能';
MATCH (pl:Plan)
WHERE pl.id STARTS WITH $plan OR pl.reference = $plan OR pl.name = $plan
MATCH (s:Section {plan: pl.id})
WHERE $section IN [s.id, s.name, s.number]
MATCH inside = (s)<-[:PART_OF*1..3]-(i:WorkItem)
OPTIONAL MATCH owned = (i)<-[:OWNS]-(:Owner)
RETURN inside, owned
ORDER BY i.position
LIMIT 150
