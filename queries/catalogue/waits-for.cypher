// question:
//   zh: 哪些工作依托别的部门所建的东西？谁在等谁？
//   en: Which items depend on what another owner's item builds, so who waits for whom?
// group: dependence
// parameters: {owner: {default: "", zh: 等待的责任主体，空为全部, en: "the owner that waits; empty for all"}, plan: , limit: , skip: }
// columns: item_id, ref, item, waiting, thing_id, thing, on_item_id, on_ref, on_item, on_owners, plan
// :params {owner: "", plan: "", limit: 100, skip: 0}
MATCH (i:WorkItem)-[:DEPENDS_ON]->(t:Entity|WorkItem)
WHERE $plan = '' OR i.plan = $plan
OPTIONAL MATCH (t)<-[:BUILDS]-(b:WorkItem)
WITH DISTINCT i, t, coalesce(b, t) AS j
WHERE j:WorkItem AND j.id <> i.id
MATCH (i)<-[:OWNS]-(w:Owner)
WITH i, t, j, w ORDER BY w.name, w.id
WITH i, t, j, collect(DISTINCT w.id) AS waiting_ids, collect(DISTINCT {id: w.id, name: w.name}) AS waiters
MATCH (j)<-[:OWNS]-(o:Owner)
WITH i, t, j, waiting_ids, waiters, o ORDER BY o.name, o.id
WITH i, t, j, waiting_ids, waiters, collect(DISTINCT o.id) AS builder_ids,
     collect(DISTINCT {id: o.id, name: o.name}) AS builders
WHERE size([x IN waiting_ids WHERE NOT x IN builder_ids AND ($owner = '' OR x = $owner)]) > 0
RETURN i.id AS item_id, i.ref AS ref, i.name AS item,
       [x IN waiters WHERE NOT x.id IN builder_ids | x.name] AS waiting,
       t.id AS thing_id, t.name AS thing, j.id AS on_item_id, j.ref AS on_ref, j.name AS on_item,
       [x IN builders | x.name] AS on_owners, i.plan AS plan
ORDER BY plan, i.position, item_id, thing_id, on_item_id
SKIP $skip LIMIT $limit
