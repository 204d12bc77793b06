// question:
//   zh: 各街镇负责、所在多少工作？
//   en: How many items does each town own, and how many take place there?
// group: places
// parameters: {plan: }
// columns: town_id, town, town_code?, owned, located, items, through_groups
// chart: {type: bar, x: town, y: items}
// :params {plan: ""}
MATCH (t:Town)
OPTIONAL MATCH (t)-[:OWNS]->(a:WorkItem)
WHERE $plan = '' OR a.plan = $plan
WITH t, collect(DISTINCT a.id) AS owned
OPTIONAL MATCH (t)<-[:LOCATED_IN]-(b:WorkItem)
WHERE $plan = '' OR b.plan = $plan
WITH t, owned, collect(DISTINCT b.id) AS located
OPTIONAL MATCH (t)-[:MEMBER_OF]->(:OwnerGroup)-[:OWNS]->(c:WorkItem)
WHERE $plan = '' OR c.plan = $plan
WITH t, owned, located, count(DISTINCT c.id) AS through_groups
WITH t, size(owned) AS owned, size(located) AS located, through_groups,
     size(owned) + size([x IN located WHERE NOT x IN owned]) AS items
RETURN t.id AS town_id, t.name AS town, t.code AS town_code, owned, located, items, through_groups
ORDER BY items DESC, town_id
