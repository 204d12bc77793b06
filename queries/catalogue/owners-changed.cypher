// question:
//   zh: 与上一年相比，哪些事项的责任主体换了？（推断）
//   en: Which items changed hands since the plan before? (inferred)
// group: cascade
// parameters: {plan: , limit: , skip: }
// columns: item_id, ref, item, before_id, before_reference?, before, owners_gone, owners_new, score, basis, plan, reference?
// :param plan => '';
// :param limit => 100;
// :param skip => 0;
MATCH (pl:Plan)
WHERE pl.id STARTS WITH $plan OR pl.reference = $plan OR pl.name = $plan
MATCH (i:WorkItem {plan: pl.id})-[r:CONTINUES]->(b:WorkItem)
CALL (i, b) {
  OPTIONAL MATCH (b)<-[:OWNS]-(o:Owner)
  WHERE NOT EXISTS { MATCH (o)-[:OWNS]->(i) }
  WITH DISTINCT o ORDER BY o.name, o.id
  RETURN collect(o.name) AS owners_gone
}
CALL (i, b) {
  OPTIONAL MATCH (i)<-[:OWNS]-(o:Owner)
  WHERE NOT EXISTS { MATCH (o)-[:OWNS]->(b) }
  WITH DISTINCT o ORDER BY o.name, o.id
  RETURN collect(o.name) AS owners_new
}
WITH i, r, b, owners_gone, owners_new
WHERE size(owners_gone) + size(owners_new) > 0
RETURN i.id AS item_id, i.ref AS ref, i.name AS item, b.id AS before_id, b.reference AS before_reference,
       b.name AS before, owners_gone, owners_new, r.score AS score, r.basis AS basis, i.plan AS plan,
       i.reference AS reference
ORDER BY plan, i.position, item_id, before_id
SKIP $skip LIMIT $limit
