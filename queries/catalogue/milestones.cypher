// question:
//   zh: 到某日为止有哪些里程碑？
//   en: Which milestones are due by a date?
// group: goals
// parameters: {by: , plan: , limit: , skip: }
// columns: milestone_id, milestone, deadline, due, item_id, ref, item, plan, reference?
// :param by => '';
// :param plan => '';
// :param limit => 100;
// :param skip => 0;
MATCH (pl:Plan)
WHERE pl.id STARTS WITH $plan OR pl.reference = $plan OR pl.name = $plan
MATCH (i:WorkItem {plan: pl.id})-[:HAS_MILESTONE]->(m:Milestone)
WITH i, m, CASE size(m.deadline)
       WHEN 4 THEN m.deadline + '-12-31'
       WHEN 7 THEN m.deadline + CASE
         WHEN substring(m.deadline, 5, 2) IN ['04', '06', '09', '11'] THEN '-30'
         WHEN substring(m.deadline, 5, 2) <> '02' THEN '-31'
         WHEN toInteger(substring(m.deadline, 0, 4)) % 4 = 0 THEN '-29'
         ELSE '-28' END
       ELSE m.deadline END AS due
WHERE $by = '' OR due <= $by
RETURN m.id AS milestone_id, m.name AS milestone, m.deadline AS deadline, due,
       i.id AS item_id, i.ref AS ref, i.name AS item, m.plan AS plan, i.reference AS reference
ORDER BY due, plan, i.position, milestone_id
SKIP $skip LIMIT $limit
