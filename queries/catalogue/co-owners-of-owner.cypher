// question:
//   zh: 这个部门与哪些部门共同负责工作？共同负责哪些？
//   en: With whom does this owner share work items, and which?
// group: responsibility
// parameters: {owner: , plan: , sample: , limit: , skip: }
// columns: partner_id, partner, shared, shared_items, partner_qualified?
// :param owner => '松江区科委';
// :param plan => '';
// :param sample => 5;
// :param limit => 100;
// :param skip => 0;
MATCH (pl:Plan)
WHERE pl.id STARTS WITH $plan OR pl.reference = $plan OR pl.name = $plan
MATCH (me:Owner)
WHERE me.id = $owner OR me.qualified_name = $owner OR me.name = $owner OR me.short_name = $owner
MATCH (me)-[:OWNS]->(i:WorkItem {plan: pl.id})<-[:OWNS]-(b:Owner)
WHERE b.id <> me.id
WITH DISTINCT b.id AS partner_id, i.plan AS plan, i.position AS position, i.id AS item_id
ORDER BY plan, position, item_id
WITH partner_id, count(*) AS shared, collect(item_id) AS item_ids
ORDER BY shared DESC, partner_id
SKIP $skip LIMIT $limit
MATCH (b:Owner {id: partner_id})
CALL (item_ids) {
  UNWIND item_ids[..$sample] AS item_id
  MATCH (i:Task|Scene|Project {id: item_id})
  WITH i
  ORDER BY i.plan, i.position, i.id
  RETURN collect({item_id: i.id, ref: i.ref, item: i.name, plan: i.plan}) AS shared_items
}
RETURN partner_id, b.name AS partner, shared, shared_items, b.qualified_name AS partner_qualified
ORDER BY shared DESC, partner_id
