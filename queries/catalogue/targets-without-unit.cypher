// question:
//   zh: 哪些量化目标没有单位？
//   en: Which quantified targets have no unit?
// group: quality
// parameters: {plan: , limit: , skip: }
// columns: target_id, target, value, item_id, ref, item, quote, source, start, end, plan, reference?
// :param plan => '';
// :param limit => 100;
// :param skip => 0;
MATCH (pl:Plan)
WHERE pl.id STARTS WITH $plan OR pl.reference = $plan OR pl.name = $plan
MATCH (i:WorkItem {plan: pl.id})-[:HAS_TARGET]->(t)
WHERE coalesce(t.unit, '') = ''
RETURN t.id AS target_id, t.name AS target, t.value AS value, i.id AS item_id, i.ref AS ref, i.name AS item,
       t.quote AS quote, t.source AS source, t.start AS start, t.`end` AS `end`, t.plan AS plan, i.reference AS reference
ORDER BY plan, i.position, target_id
SKIP $skip LIMIT $limit
