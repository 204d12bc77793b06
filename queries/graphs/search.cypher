// question:
//   zh: 画出提到这些文字的工作和责任主体
//   en: Draw the work items that mention a text, with their owners
// parameters: {q: {required: true}, plan: , limit: {default: 15}}
// :param q => '数据';
// :param plan => '';
// :param limit => 15;
CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh()
CALL () {
  WITH $q AS words
  WHERE words =~ '[一-龥]+'
  CALL db.index.fulltext.queryNodes('plangraph_words', '"' + words + '"') YIELD node
  WITH node
  WHERE node:WorkItem
  RETURN node AS i
  UNION
  WITH $q AS words
  WHERE NOT words =~ '[一-龥]+'
  MATCH (pl:Plan)
  WHERE pl.id STARTS WITH $plan OR pl.reference = $plan OR pl.name = $plan
  MATCH (i:WorkItem {plan: pl.id})
  RETURN i
}
MATCH (pl:Plan {id: i.plan})
WHERE (pl.id STARTS WITH $plan OR pl.reference = $plan OR pl.name = $plan)
  AND (toLower(i.name) CONTAINS toLower($q) OR toLower(i.text) CONTAINS toLower($q))
WITH i
ORDER BY i.plan, i.position
LIMIT $limit
OPTIONAL MATCH owned = (i)<-[:OWNS]-(:Owner)
RETURN i, owned
