// question:
//   zh: 工作量集中在少数部门吗？（HHI、前几名占比、基尼系数）
//   en: Is the workload concentrated on few owners (HHI, share of the top k, Gini)?
// group: workload
// rows: one
// parameters: {plan: , top: }
// columns: owner_count, items, ownerships, hhi?, top_share?, gini?, share_hhi?, share_top?, share_gini?
// :param plan => '';
// :param top => 5;
MATCH (pl:Plan)
WHERE pl.id STARTS WITH $plan OR pl.reference = $plan OR pl.name = $plan
MATCH (i:WorkItem {plan: pl.id})<-[:OWNS]-(o:Owner)
WITH i.id AS item_id, collect(DISTINCT o.id) AS holders
WITH holders, 1.0 / size(holders) AS portion
UNWIND holders AS owner_id
WITH owner_id, count(*) AS n, sum(portion) AS f
ORDER BY n, owner_id
WITH collect(n) AS counts, collect({n: n, f: f, id: owner_id}) AS owners
UNWIND CASE WHEN size(owners) = 0 THEN [null] ELSE owners END AS o
WITH counts, o ORDER BY o.f, o.id
WITH counts, collect(o.f) AS parts, size(counts) AS m
WITH counts, parts, m, 1.0 * reduce(t = 0, x IN counts | t + x) AS total, reduce(t = 0.0, x IN parts | t + x) AS whole
WITH counts, parts, m, total, whole, CASE WHEN m > $top THEN $top ELSE m END AS k,
     reduce(t = 0.0, j IN range(0, m - 1) | t + (2 * (j + 1) - m - 1) * counts[j]) AS spread,
     reduce(t = 0.0, j IN range(0, m - 1) | t + (2 * (j + 1) - m - 1) * parts[j]) AS part_spread
RETURN m AS owner_count, toInteger(round(whole)) AS items, toInteger(total) AS ownerships,
       CASE WHEN m > 0 THEN round(reduce(t = 0.0, x IN counts | t + (x / total) * (x / total)), 6) END AS hhi,
       CASE WHEN m > 0 THEN round(reduce(t = 0.0, x IN counts[m - k..] | t + x) / total, 6) END AS top_share,
       CASE WHEN m > 0 THEN round(spread / (m * total), 6) END AS gini,
       CASE WHEN m > 0 THEN round(reduce(t = 0.0, x IN parts | t + (x / whole) * (x / whole)), 6) END AS share_hhi,
       CASE WHEN m > 0 THEN round(reduce(t = 0.0, x IN parts[m - k..] | t + x) / whole, 6) END AS share_top,
       CASE WHEN m > 0 THEN round(part_spread / (m * whole), 6) END AS share_gini
