// question:
//   zh: 这个责任主体历年承担哪些事项？各延续自哪项？（推断）
//   en: What are this owner's duties over the years, and which earlier item does each continue? (inferred)
// group: cascade
// parameters: {owner: , limit: , skip: }
// columns: year?, item_id, ref, item, roles, before_id?, before_reference?, owned_before, plan, reference?
// :param owner => '松江区科委';
// :param limit => 100;
// :param skip => 0;
MATCH (o:Owner)
WHERE o.id = $owner OR o.qualified_name = $owner OR o.name = $owner OR o.short_name = $owner
MATCH (o)-[r:OWNS]->(i:WorkItem)
WITH DISTINCT o, i, r.role AS role
ORDER BY role
WITH o, i, collect(role) AS roles
MATCH (p:Plan {id: i.plan})
OPTIONAL MATCH (i)-[:CONTINUES]->(b:WorkItem)
WITH o, i, roles, p, b
ORDER BY p.year, i.plan, i.position, i.id, b.id, o.id
SKIP $skip LIMIT $limit
RETURN p.year AS year, i.id AS item_id, i.ref AS ref, i.name AS item, roles, b.id AS before_id,
       b.reference AS before_reference, b IS NOT NULL AND EXISTS { MATCH (o)-[:OWNS]->(b) } AS owned_before,
       i.plan AS plan, i.reference AS reference
ORDER BY year, plan, i.position, item_id, before_id, o.id
