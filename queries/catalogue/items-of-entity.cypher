// question:
//   zh: 哪些工作建设、依托或提及它？
//   en: Which items build, depend on or mention this named thing?
// group: things
// parameters: {entity: , plan: , limit: , skip: }
// columns: item_id, ref, item, relation, cue?, quote, source, start, end, plan, reference?
// :param entity => '腾讯长三角AI先进计算中心';
// :param plan => '';
// :param limit => 100;
// :param skip => 0;
MATCH (pl:Plan)
WHERE pl.id STARTS WITH $plan OR pl.reference = $plan OR pl.name = $plan
MATCH (e:Entity)
WHERE e.id = $entity OR e.name = $entity
MATCH (e)<-[r:BUILDS|DEPENDS_ON|MENTIONS|LOCATED_IN]-(i:WorkItem {plan: pl.id})
RETURN i.id AS item_id, i.ref AS ref, i.name AS item, type(r) AS relation, r.cue AS cue,
       r.quote AS quote, r.source AS source, r.start AS start, r.`end` AS `end`, i.plan AS plan, i.reference AS reference
ORDER BY plan, i.position, item_id, relation
SKIP $skip LIMIT $limit
