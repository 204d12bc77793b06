// question:
//   zh: 哪些工作落实、引用、依托或制定这份文件？
//   en: Which items carry out, cite, depend on or are to write this policy?
// group: policies
// parameters: {policy: {example: "松江区制造业数字化转型三年行动计划(2023-2025)"}, plan: , limit: , skip: }
// columns: item_id, ref, item, relation, cue?, owners, quote, source, start, end, plan, reference?
// :param policy => '松江区制造业数字化转型三年行动计划(2023-2025)';
// :param plan => '';
// :param limit => 100;
// :param skip => 0;
MATCH (pl:Plan)
WHERE pl.id STARTS WITH $plan OR pl.reference = $plan OR pl.name = $plan
MATCH (d:Policy)
WHERE d.id = $policy OR d.name = $policy OR d.doc_number = $policy
MATCH (i:WorkItem {plan: pl.id})-[r:IMPLEMENTS|CITES|ISSUES|DEPENDS_ON]->(d)
OPTIONAL MATCH (i)<-[:OWNS]-(o:Owner)
WITH i, r, o ORDER BY o.name, o.id
WITH i, r, collect(DISTINCT {id: o.id, name: o.name}) AS owners
RETURN i.id AS item_id, i.ref AS ref, i.name AS item, type(r) AS relation, r.cue AS cue,
       [x IN owners WHERE x.id IS NOT NULL | x.name] AS owners,
       r.quote AS quote, r.source AS source, r.start AS start, r.`end` AS `end`, i.plan AS plan, i.reference AS reference
ORDER BY plan, i.position, item_id, relation
SKIP $skip LIMIT $limit
