// question:
//   zh: 提到了哪些政策文件？各被落实、引用、依托、制定、废止多少次？
//   en: Which policies are named, and how often are they carried out, cited, depended on, to be written or ended?
// group: policies
// parameters: {q: , plan: , limit: , skip: }
// columns: policy_id, policy, doc_number?, issuer?, date?, policy_kind?, loaded, implemented, cited, depended, issued, repealed
// :params {q: "", plan: "", limit: 100, skip: 0}
MATCH (p:Policy)
WHERE $q = '' OR toLower(p.name) CONTAINS toLower($q) OR p.doc_number CONTAINS $q
OPTIONAL MATCH (x:WorkItem|Plan)-[r:IMPLEMENTS|CITES|ISSUES|DEPENDS_ON|REPEALS]->(p)
WHERE $plan = '' OR r.plan = $plan
WITH p, count(DISTINCT CASE type(r) WHEN 'IMPLEMENTS' THEN x.id END) AS implemented,
     count(DISTINCT CASE type(r) WHEN 'CITES' THEN x.id END) AS cited,
     count(DISTINCT CASE type(r) WHEN 'DEPENDS_ON' THEN x.id END) AS depended,
     count(DISTINCT CASE type(r) WHEN 'ISSUES' THEN x.id END) AS issued,
     count(DISTINCT CASE type(r) WHEN 'REPEALS' THEN x.id END) AS repealed
WHERE $plan = '' OR implemented + cited + depended + issued + repealed > 0
RETURN p.id AS policy_id, p.name AS policy, p.doc_number AS doc_number, p.issuer AS issuer, p.date AS date,
       p.kind AS policy_kind, p:Plan AS loaded, implemented, cited, depended, issued, repealed
ORDER BY policy, policy_id
SKIP $skip LIMIT $limit
