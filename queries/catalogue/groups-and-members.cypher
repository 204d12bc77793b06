// question:
//   zh: 有哪些责任主体群？按名册各有哪些成员？
//   en: Which groups of owners are there, and who belongs to them by a dated roster?
// group: responsibility
// columns: group_id, group, open_ended?, items, member_id?, member?, basis?, as_of?
MATCH (g:OwnerGroup)
OPTIONAL MATCH (g)-[:OWNS]->(i:WorkItem)
WITH g, count(DISTINCT i.id) AS items
OPTIONAL MATCH (m:Owner)-[r:MEMBER_OF]->(g)
WITH g, items, m, min(r.basis) AS basis, max(r.as_of) AS as_of
RETURN g.id AS group_id, g.name AS group, g.open_ended AS open_ended, items,
       m.id AS member_id, m.name AS member, basis, as_of
ORDER BY group_id, member_id
