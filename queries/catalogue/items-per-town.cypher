// question:
//   zh: 各街镇负责、所在多少工作？
//   en: How many items does each town own, and how many take place there?
// group: places
// parameters: {plan: }
// columns: town_id, town, town_code?, owned, located, items, through_groups
// chart: {type: bar, x: town, y: items}
// :param plan => '';
MATCH (pl:Plan)
WHERE pl.id STARTS WITH $plan OR pl.reference = $plan OR pl.name = $plan
CALL (pl) {
  MATCH (i:WorkItem {plan: pl.id})-[r:OWNS|LOCATED_IN]-(t:Town)
  RETURN t, i.id AS item_id, type(r) AS way
  UNION
  MATCH (i:WorkItem {plan: pl.id})<-[:OWNS]-(:OwnerGroup)<-[:MEMBER_OF]-(t:Town)
  RETURN t, i.id AS item_id, 'MEMBER_OF' AS way
}
WITH t, count(DISTINCT CASE way WHEN 'OWNS' THEN item_id END) AS owned,
     count(DISTINCT CASE way WHEN 'LOCATED_IN' THEN item_id END) AS located,
     count(DISTINCT CASE WHEN way <> 'MEMBER_OF' THEN item_id END) AS items,
     count(DISTINCT CASE way WHEN 'MEMBER_OF' THEN item_id END) AS through_groups
RETURN t.id AS town_id, t.name AS town, t.code AS town_code, owned, located, items, through_groups
ORDER BY items DESC, town_id
