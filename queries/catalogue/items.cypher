// question:
//   zh: 有哪些工作事项？（可按计划、类型、部门、分类、编号、文字筛选）
//   en: Which work items are there (by plan, kind, owner, category, number, text)?
// group: structure
// parameters:
//   plan:
//   item_kind:
//   part:
//   owner: {default: "", zh: 责任主体，空为全部, en: "owner; empty for all"}
//   category:
//   number:
//   q:
//   limit:
//   skip:
// columns: item_id, ref, number?, item, item_kind, part, category?, deadline?, owners, plan, reference?
// :param plan => '';
// :param item_kind => '';
// :param part => '';
// :param owner => '';
// :param category => '';
// :param number => '';
// :param q => '';
// :param limit => 100;
// :param skip => 0;
MATCH (pl:Plan)
WHERE pl.id STARTS WITH $plan OR pl.reference = $plan OR pl.name = $plan
MATCH (i:WorkItem {plan: pl.id})
WHERE ($part = '' OR i.part = $part)
  AND ($item_kind = '' OR $item_kind IN labels(i)) AND ($category = '' OR i.category = $category)
  AND ($number = '' OR i.number = $number OR i.ref = $number)
  AND ($q = '' OR toLower(i.name) CONTAINS toLower($q) OR toLower(i.text) CONTAINS toLower($q))
  AND ($owner = '' OR EXISTS { MATCH (i)<-[:OWNS]-(x:Owner) WHERE $owner IN [x.id, x.qualified_name, x.name, x.short_name] })
WITH i
ORDER BY i.plan, i.position, i.id
SKIP $skip LIMIT $limit
OPTIONAL MATCH (i)<-[r:OWNS]-(o:Owner)
WITH i, o, min(r.position) AS position
ORDER BY position, o.id
WITH i, collect(o.name) AS owners
RETURN i.id AS item_id, i.ref AS ref, i.number AS number, i.name AS item,
       [l IN labels(i) WHERE l <> 'WorkItem'][0] AS item_kind, i.part AS part, i.category AS category,
       i.deadline AS deadline, owners, i.plan AS plan, i.reference AS reference
ORDER BY plan, i.position, item_id
