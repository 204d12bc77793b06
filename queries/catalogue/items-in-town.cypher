// question:
//   zh: 这个街镇负责、所在哪些工作？
//   en: Which items does this town own, or have on its ground?
// group: places
// parameters: {owner: {example: 松江区小昆山镇}, plan: , limit: , skip: }
// columns: item_id, ref, item, relation, plan, reference?
// :param owner => '松江区小昆山镇';
// :param plan => '';
// :param limit => 100;
// :param skip => 0;
MATCH (pl:Plan)
WHERE pl.id STARTS WITH $plan OR pl.reference = $plan OR pl.name = $plan
MATCH (t:Owner)
WHERE (t.id = $owner OR t.qualified_name = $owner OR t.name = $owner OR t.short_name = $owner) AND t:Town
MATCH (t)-[r:OWNS|LOCATED_IN]-(i:WorkItem {plan: pl.id})
WITH DISTINCT i.plan AS plan, i.position AS position, i.id AS item_id, i.ref AS ref, i.name AS item, type(r) AS relation,
     i.reference AS reference
RETURN item_id, ref, item, relation, plan, reference
ORDER BY plan, position, item_id, relation
SKIP $skip LIMIT $limit
