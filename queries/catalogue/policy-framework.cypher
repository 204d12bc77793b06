// question:
//   zh: 各计划和政策文件落实哪些上位文件？
//   en: Which upper policies does each plan or policy carry out?
// group: policies
// parameters: {plan: }
// columns: policy_id, policy, loaded, upper_id, upper, doc_number?, date?, cue?, basis?
// :param plan => '';
MATCH (pl:Plan)
WHERE pl.id STARTS WITH $plan OR pl.reference = $plan OR pl.name = $plan
MATCH (p:Policy)-[r:IMPLEMENTS {plan: pl.id}]->(u:Policy)
WITH p, u, min(r.cue) AS cue, min(r.basis) AS basis
RETURN p.id AS policy_id, p.name AS policy, p:Plan AS loaded, u.id AS upper_id, u.name AS upper,
       u.doc_number AS doc_number, u.date AS date, cue, basis
ORDER BY policy_id, upper_id
