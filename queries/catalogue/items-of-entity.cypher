// question:
//   zh: 哪些工作建设、依托或提及它？
//   en: Which items build, depend on or mention this named thing?
// group: things
// parameters: {entity: , plan: , limit: , skip: }
// columns: item_id, ref, item, relation, cue?, quote, source, start, end, plan
// :params {entity: "", plan: "", limit: 100, skip: 0}
MATCH (:Entity {id: $entity})<-[r:BUILDS|DEPENDS_ON|MENTIONS|LOCATED_IN]-(i:WorkItem)
WHERE $plan = '' OR i.plan = $plan
RETURN i.id AS item_id, i.ref AS ref, i.name AS item, type(r) AS relation, r.cue AS cue,
       r.quote AS quote, r.source AS source, r.start AS start, r.`end` AS `end`, i.plan AS plan
ORDER BY plan, i.position, item_id, relation
SKIP $skip LIMIT $limit
