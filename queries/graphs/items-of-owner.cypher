// question:
//   zh: 画出一个部门负责的全部工作
//   en: Draw all that an owner is responsible for
// parameters: {owner: , plan: }
// :param owner => '松江区科委';
// :param plan => '';
MATCH (pl:Plan)
WHERE pl.id STARTS WITH $plan OR pl.reference = $plan OR pl.name = $plan
MATCH (me:Owner)
WHERE me.id = $owner OR me.qualified_name = $owner OR me.name = $owner OR me.short_name = $owner
MATCH owned = (me)-[:OWNS]->(i:WorkItem {plan: pl.id})
RETURN owned
ORDER BY i.plan, i.position
LIMIT 100
