// :param q => '数据';
// :param plan => '';
// :param limit => 100;
// :param skip => 0;
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
ORDER BY i.plan, i.position, i.id
SKIP $skip LIMIT $limit
RETURN i.id AS item_id, i.ref AS ref, i.name AS item, [l IN labels(i) WHERE l <> 'WorkItem'][0] AS item_kind,
       i.text AS text, i.plan AS plan, i.reference AS reference
ORDER BY plan, i.position, item_id
