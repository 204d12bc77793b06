// question:
//   zh: 各部门的工作量如何？（事项数、牵头数、折算份额）
//   en: How much does each owner carry (items, leads, fractional share)?
// group: workload
// parameters: {plan: , part: , section: , role: , limit: , skip: }
// columns: owner_id, owner, owner_kind, items, leads, share, body, annex, owner_qualified?
// chart: {type: bar, x: owner, y: items}
// :param plan => '';
// :param part => '';
// :param section => '';
// :param role => '';
// :param limit => 100;
// :param skip => 0;
MATCH (pl:Plan)
WHERE pl.id STARTS WITH $plan OR pl.reference = $plan OR pl.name = $plan
MATCH (i:WorkItem {plan: pl.id})<-[r:OWNS]-(o:Owner)
WHERE ($part = '' OR i.part = $part)
  AND ($section = '' OR EXISTS { MATCH (i)-[:PART_OF*1..4]->(s:Section) WHERE $section IN [s.id, s.name] })
WITH i.id AS item_id, i.part AS part, collect(DISTINCT o.id) AS holders,
     collect(DISTINCT CASE r.role WHEN 'lead' THEN o.id END) AS leaders,
     collect(DISTINCT CASE WHEN $role IN ['', r.role] THEN o.id END) AS chosen
WITH part, leaders, chosen, 1.0 / size(holders) AS portion
UNWIND chosen AS owner_id
WITH owner_id, count(*) AS items, sum(CASE WHEN owner_id IN leaders THEN 1 ELSE 0 END) AS leads,
     sum(portion) AS total, sum(CASE part WHEN 'body' THEN 1 ELSE 0 END) AS body
ORDER BY items DESC, owner_id
SKIP $skip LIMIT $limit
MATCH (o:Owner {id: owner_id})
RETURN owner_id, o.name AS owner, [l IN labels(o) WHERE l <> 'Owner'][0] AS owner_kind, items, leads,
       round(total, 6) AS share, body, items - body AS annex,
       o.qualified_name AS owner_qualified
ORDER BY items DESC, owner_id
