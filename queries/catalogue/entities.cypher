// question:
//   zh: 提到了哪些平台、项目、机构、地点？各被建设、依托、提及多少次？
//   en: Which named things are there, and how many items build, depend on or mention them?
// group: things
// parameters: {entity_kind: , q: , plan: , limit: , skip: }
// columns: entity_id, entity, entity_kind, items, built, depended, mentioned, located
// chart: {type: bar, x: entity, y: items}
// :param entity_kind => '';
// :param q => '';
// :param plan => '';
// :param limit => 100;
// :param skip => 0;
MATCH (pl:Plan)
WHERE pl.id STARTS WITH $plan OR pl.reference = $plan OR pl.name = $plan
MATCH (e:Entity)<-[r:BUILDS|DEPENDS_ON|MENTIONS|LOCATED_IN]-(i:WorkItem {plan: pl.id})
WHERE ($entity_kind = '' OR $entity_kind IN labels(e))
  AND ($q = '' OR toLower(e.name) CONTAINS toLower($q))
WITH e.id AS entity_id, count(DISTINCT i.id) AS items,
     sum(CASE type(r) WHEN 'BUILDS' THEN 1 ELSE 0 END) AS built,
     sum(CASE type(r) WHEN 'DEPENDS_ON' THEN 1 ELSE 0 END) AS depended,
     sum(CASE type(r) WHEN 'MENTIONS' THEN 1 ELSE 0 END) AS mentioned,
     sum(CASE type(r) WHEN 'LOCATED_IN' THEN 1 ELSE 0 END) AS located
ORDER BY items DESC, entity_id
SKIP $skip LIMIT $limit
MATCH (e:Entity {id: entity_id})
RETURN entity_id, e.name AS entity, [l IN labels(e) WHERE l <> 'Entity'][0] AS entity_kind,
       items, built, depended, mentioned, located
ORDER BY items DESC, entity_id
