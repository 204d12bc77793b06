// question:
//   zh: 有哪些责任主体？
//   en: Which owners are there?
// group: responsibility
// parameters: {q: , plan: , limit: , skip: }
// columns: owner_id, owner, owner_kind, jurisdiction, short_name?, full_name?, aliases, items, owner_qualified?
// :param q => '';
// :param plan => '';
// :param limit => 100;
// :param skip => 0;
MATCH (pl:Plan)
WHERE pl.id STARTS WITH $plan OR pl.reference = $plan OR pl.name = $plan
MATCH (o:Owner)-[:OWNS]->(i:WorkItem {plan: pl.id})
WHERE ($q = '' OR o.name CONTAINS $q OR o.full_name CONTAINS $q OR any(a IN o.aliases WHERE a CONTAINS $q))
WITH o.id AS owner_id, count(DISTINCT i.id) AS items
ORDER BY owner_id
SKIP $skip LIMIT $limit
MATCH (o:Owner {id: owner_id})
RETURN owner_id, o.name AS owner, [l IN labels(o) WHERE l <> 'Owner'][0] AS owner_kind,
       o.jurisdiction AS jurisdiction, o.short_name AS short_name, o.full_name AS full_name,
       coalesce(o.aliases, []) AS aliases, items, o.qualified_name AS owner_qualified
ORDER BY owner_id
