// question:
//   zh: 哪些工作有完成时限？到某日为止（某部门）应完成哪些？
//   en: Which work items have a deadline, and which are due by a date (for one owner)?
// group: goals
// parameters: {by: , owner: {default: "", zh: 责任主体，空为全部, en: "owner; empty for all"}, role: , plan: , limit: , skip: }
// columns: item_id, ref, item, deadline, deadline_as_printed?, due, owners, plan, reference?
// :param by => '';
// :param owner => '';
// :param role => '';
// :param plan => '';
// :param limit => 100;
// :param skip => 0;
MATCH (pl:Plan)
WHERE pl.id STARTS WITH $plan OR pl.reference = $plan OR pl.name = $plan
MATCH (i:WorkItem {plan: pl.id})
WHERE i.deadline IS NOT NULL
  AND ($owner + $role = '' OR EXISTS { MATCH (i)<-[r:OWNS]-(x:Owner)
       WHERE ($role = '' OR r.role = $role) AND ($owner = '' OR $owner IN [x.id, x.qualified_name, x.name, x.short_name]) })
WITH i, CASE size(i.deadline)
       WHEN 4 THEN i.deadline + '-12-31'
       WHEN 7 THEN i.deadline + CASE
         WHEN substring(i.deadline, 5, 2) IN ['04', '06', '09', '11'] THEN '-30'
         WHEN substring(i.deadline, 5, 2) <> '02' THEN '-31'
         WHEN toInteger(substring(i.deadline, 0, 4)) % 4 = 0 THEN '-29'
         ELSE '-28' END
       ELSE i.deadline END AS due
WHERE $by = '' OR due <= $by
WITH i, due
ORDER BY due, i.plan, i.position, i.id
SKIP $skip LIMIT $limit
OPTIONAL MATCH (i)<-[:OWNS]-(o:Owner)
WITH i, due, o ORDER BY o.name, o.id
WITH i, due, collect(DISTINCT {id: o.id, name: o.name}) AS owners
RETURN i.id AS item_id, i.ref AS ref, i.name AS item, i.deadline AS deadline,
       i.deadline_as_printed AS deadline_as_printed, due,
       [x IN owners WHERE x.id IS NOT NULL | x.name] AS owners, i.plan AS plan, i.reference AS reference
ORDER BY due, plan, i.position, item_id
