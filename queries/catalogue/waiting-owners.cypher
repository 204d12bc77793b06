// question:
//   zh: 哪个部门等待哪个部门最多？
//   en: Which owners wait most for which?
// group: dependence
// parameters: {plan: , limit: , skip: }
// columns: owner_id, owner, on_owner_id, on_owner, items, owner_qualified?, on_owner_qualified?
// chart: {type: heatmap, x: on_owner, y: owner, value: items}
// :param plan => '';
// :param limit => 100;
// :param skip => 0;
MATCH (pl:Plan)
WHERE pl.id STARTS WITH $plan OR pl.reference = $plan OR pl.name = $plan
MATCH (i:WorkItem {plan: pl.id})-[:PART_OF*0..4]->(x)-[:DEPENDS_ON]->(t:Entity|WorkItem)
OPTIONAL MATCH (t)<-[:BUILDS]-(b:WorkItem)
WITH DISTINCT i, coalesce(b, t) AS j
WHERE j:WorkItem AND j.id <> i.id
MATCH (i)<-[:OWNS]-(w:Owner)
WITH i, j, collect(DISTINCT w.id) AS waiters
MATCH (j)<-[:OWNS]-(o:Owner)
WITH i.id AS item_id, j.id AS on_item_id, waiters, collect(DISTINCT o.id) AS builders
UNWIND [x IN waiters WHERE NOT x IN builders] AS owner_id
UNWIND builders AS on_owner_id
WITH owner_id, on_owner_id, count(DISTINCT item_id) AS items
ORDER BY items DESC, owner_id, on_owner_id
SKIP $skip LIMIT $limit
MATCH (w:Owner {id: owner_id})
MATCH (o:Owner {id: on_owner_id})
RETURN owner_id, w.name AS owner, on_owner_id, o.name AS on_owner, items,
       w.qualified_name AS owner_qualified, o.qualified_name AS on_owner_qualified
ORDER BY items DESC, owner_id, on_owner_id
