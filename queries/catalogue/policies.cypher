// question:
//   zh: 提到了哪些政策文件？各被落实、引用、依托、制定、废止多少次？
//   en: Which policies are named, and how often are they carried out, cited, depended on, to be written or ended?
// group: policies
// parameters: {q: , plan: , limit: , skip: }
// columns: policy_id, policy, doc_number?, issuer?, date?, policy_kind?, loaded, implemented, cited, depended, issued, repealed
// :param q => '';
// :param plan => '';
// :param limit => 100;
// :param skip => 0;
MATCH (pl:Plan)
WHERE pl.id STARTS WITH $plan OR pl.reference = $plan OR pl.name = $plan
WITH collect(pl.id) AS plans
CALL (plans) {
  UNWIND plans AS plan
  MATCH (x:WorkItem {plan: plan})-[r:IMPLEMENTS|CITES|ISSUES|DEPENDS_ON]->(p:Policy)
  RETURN p, type(r) AS relation, x.id AS said_by
  UNION
  UNWIND plans AS plan
  MATCH (x:Plan {id: plan})-[r:IMPLEMENTS|CITES|REPEALS]->(p:Policy)
  RETURN p, type(r) AS relation, x.id AS said_by
  UNION
  MATCH (p:Policy)
  WHERE p.id STARTS WITH CASE $plan WHEN '' THEN '' ELSE '-' END
  RETURN p, '' AS relation, '' AS said_by
}
WITH p, count(DISTINCT CASE relation WHEN 'IMPLEMENTS' THEN said_by END) AS implemented,
     count(DISTINCT CASE relation WHEN 'CITES' THEN said_by END) AS cited,
     count(DISTINCT CASE relation WHEN 'DEPENDS_ON' THEN said_by END) AS depended,
     count(DISTINCT CASE relation WHEN 'ISSUES' THEN said_by END) AS issued,
     count(DISTINCT CASE relation WHEN 'REPEALS' THEN said_by END) AS repealed
WHERE $q = '' OR toLower(p.name) CONTAINS toLower($q) OR p.doc_number CONTAINS $q
RETURN p.id AS policy_id, p.name AS policy, p.doc_number AS doc_number, p.issuer AS issuer, p.date AS date,
       p.kind AS policy_kind, p:Plan AS loaded, implemented, cited, depended, issued, repealed
ORDER BY policy, policy_id
SKIP $skip LIMIT $limit
