// question:
//   zh: 哪些工作只由一个部门负责？
//   en: Which work items does only one owner carry?
// group: responsibility
// parameters: {owner: {default: "", zh: 责任主体，空为全部, en: "owner; empty for all"}, plan: , limit: , skip: }
// columns: item_id, ref, item, owner_id, owner, plan, reference?, owner_qualified?
// :param owner => '';
// :param plan => '';
// :param limit => 100;
// :param skip => 0;
MATCH (pl:Plan)
WHERE pl.id STARTS WITH $plan OR pl.reference = $plan OR pl.name = $plan
MATCH (i:WorkItem {plan: pl.id})<-[:OWNS]-(o:Owner)
WHERE $owner IN ['', o.id, o.qualified_name, o.name, o.short_name]
  AND NOT EXISTS { MATCH (i)<-[:OWNS]-(x:Owner) WHERE x.id <> o.id }
WITH DISTINCT i, o
ORDER BY i.plan, i.position, i.id
SKIP $skip LIMIT $limit
RETURN i.id AS item_id, i.ref AS ref, i.name AS item, o.id AS owner_id, o.name AS owner, i.plan AS plan, i.reference AS reference,
       o.qualified_name AS owner_qualified
ORDER BY plan, i.position, item_id
