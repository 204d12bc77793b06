// question:
//   zh: 各章节的工作量集中在少数部门吗？
//   en: How concentrated is the workload of each section?
// group: workload
// parameters: {plan: , top: }
// columns: section_id, section, owner_count, ownerships, hhi, top_share, gini, plan
// chart: {type: bar, x: section, y: hhi}
// :param plan => '';
// :param top => 5;
MATCH (pl:Plan)
WHERE pl.id STARTS WITH $plan OR pl.reference = $plan OR pl.name = $plan
MATCH (s:Section {plan: pl.id})<-[:PART_OF]-(i:WorkItem)<-[:OWNS]-(o:Owner)
WITH s.id AS section_id, o.id AS owner_id, count(DISTINCT i.id) AS n
ORDER BY section_id, n, owner_id
WITH section_id, collect(n) AS counts
WITH section_id, counts, size(counts) AS m, 1.0 * reduce(t = 0, x IN counts | t + x) AS total
WITH section_id, counts, m, total, CASE WHEN m > $top THEN $top ELSE m END AS k,
     reduce(t = 0.0, j IN range(0, m - 1) | t + (2 * (j + 1) - m - 1) * counts[j]) AS spread
MATCH (s:Section {id: section_id})
RETURN section_id, s.name AS section, m AS owner_count, toInteger(total) AS ownerships,
       round(reduce(t = 0.0, x IN counts | t + (x / total) * (x / total)), 6) AS hhi,
       round(reduce(t = 0.0, x IN counts[m - k..] | t + x) / total, 6) AS top_share,
       round(spread / (m * total), 6) AS gini, s.plan AS plan
ORDER BY plan, s.position, section_id
