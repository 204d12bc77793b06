// question:
//   zh: 哪些量化目标没有单位？
//   en: Which quantified targets have no unit?
// group: quality
// parameters: {plan: , limit: , skip: }
// columns: target_id, target, value, item_id, ref, item, quote, source, start, end, plan
// :params {plan: "", limit: 100, skip: 0}
MATCH (i:WorkItem)-[:HAS_TARGET]->(t:Target)
WHERE ($plan = '' OR t.plan = $plan) AND coalesce(t.unit, '') = ''
RETURN t.id AS target_id, t.name AS target, t.value AS value, i.id AS item_id, i.ref AS ref, i.name AS item,
       t.quote AS quote, t.source AS source, t.start AS start, t.`end` AS `end`, t.plan AS plan
ORDER BY plan, i.position, target_id
SKIP $skip LIMIT $limit
