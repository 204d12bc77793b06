// question:
//   zh: 哪些工作依托别的部门所建的东西？谁在等谁？
//   en: Which items depend on what another owner's item builds, so who waits for whom?
// group: dependence
// parameters: {owner: {default: "", zh: 等待的责任主体，空为全部, en: "the owner that waits; empty for all"}, plan: , limit: , skip: }
// columns: item_id, ref, item, waiting, thing_id, thing, on_item_id, on_ref, on_item, on_owners, cue, quote, source, start, end, plan, reference?
// :param owner => '';
// :param plan => '';
// :param limit => 100;
// :param skip => 0;
MATCH (pl:Plan)
WHERE pl.id STARTS WITH $plan OR pl.reference = $plan OR pl.name = $plan
MATCH (i:WorkItem {plan: pl.id})-[:PART_OF*0..4]->(x)-[r:DEPENDS_ON]->(t:Entity|WorkItem)
OPTIONAL MATCH (t)<-[:BUILDS]-(b:WorkItem)
WITH DISTINCT i, t, coalesce(b, t) AS j, r
WHERE j:WorkItem AND j.id <> i.id
CALL (i) {
  MATCH (i)<-[:OWNS]-(o:Owner)
  WITH o, $owner IN ['', o.id, o.qualified_name, o.name, o.short_name] AS meant
  RETURN collect(DISTINCT o.id) AS mine, collect(DISTINCT CASE WHEN meant THEN o.id END) AS asked
}
CALL (j) {
  MATCH (j)<-[:OWNS]-(o:Owner)
  RETURN collect(DISTINCT o.id) AS theirs
}
WITH i, t, j, r, theirs, [x IN mine WHERE NOT x IN theirs] AS waiters, asked
WHERE size(theirs) > 0 AND any(x IN waiters WHERE x IN asked)
WITH i, t, j, r, theirs, waiters
ORDER BY i.plan, i.position, i.id, r.start, t.id, j.id
SKIP $skip LIMIT $limit
MATCH (i)<-[:OWNS]-(w:Owner)
WHERE w.id IN waiters
WITH DISTINCT i, t, j, r, w
ORDER BY w.name, w.id
WITH i, t, j, r, collect(w.name) AS waiting
MATCH (j)<-[:OWNS]-(o:Owner)
WITH DISTINCT i, t, j, r, waiting, o
ORDER BY o.name, o.id
WITH i, t, j, r, waiting, collect(o.name) AS on_owners
RETURN i.id AS item_id, i.ref AS ref, i.name AS item, waiting, t.id AS thing_id, t.name AS thing,
       j.id AS on_item_id, j.ref AS on_ref, j.name AS on_item, on_owners,
       r.cue AS cue, r.quote AS quote, r.source AS source, r.start AS start, r.`end` AS `end`,
       i.plan AS plan, i.reference AS reference
ORDER BY plan, i.position, item_id, start, thing_id, on_item_id
