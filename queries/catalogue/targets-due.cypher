// question:
//   zh: 到某日为止应完成哪些量化目标？
//   en: Which quantified targets are due by a date?
// group: goals
// parameters: {by: , plan: , limit: , skip: }
// columns: target_id, target, indicator, comparator, value, unit?, deadline?, due?, item_id, ref, item, owners, plan, reference?
// :param by => '';
// :param plan => '';
// :param limit => 100;
// :param skip => 0;
MATCH (pl:Plan)
WHERE pl.id STARTS WITH $plan OR pl.reference = $plan OR pl.name = $plan
MATCH (i:WorkItem {plan: pl.id})-[:HAS_TARGET]->(t)
WITH i, t, CASE size(t.deadline)
       WHEN 4 THEN t.deadline + '-12-31'
       WHEN 7 THEN t.deadline + CASE
         WHEN substring(t.deadline, 5, 2) IN ['04', '06', '09', '11'] THEN '-30'
         WHEN substring(t.deadline, 5, 2) <> '02' THEN '-31'
         WHEN toInteger(substring(t.deadline, 0, 4)) % 4 = 0 THEN '-29'
         ELSE '-28' END
       ELSE t.deadline END AS due
WHERE $by = '' OR due <= $by
WITH i, t, due
ORDER BY due, t.plan, i.position, t.id
SKIP $skip LIMIT $limit
OPTIONAL MATCH (i)<-[:OWNS]-(o:Owner)
WITH i, t, due, o ORDER BY o.name, o.id
WITH i, t, due, collect(DISTINCT {id: o.id, name: o.name}) AS owners
RETURN t.id AS target_id, t.name AS target, t.indicator AS indicator, t.comparator AS comparator, t.value AS value,
       t.unit AS unit, t.deadline AS deadline, due, i.id AS item_id, i.ref AS ref, i.name AS item,
       [x IN owners WHERE x.id IS NOT NULL | x.name] AS owners, t.plan AS plan, i.reference AS reference
ORDER BY due, plan, i.position, target_id
