// :param q => '区科委';
// :param limit => 100;
// :param skip => 0;
CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh()
CALL () {
  WITH $q AS words
  WHERE words =~ '[一-龥]+'
  CALL db.index.fulltext.queryNodes('plangraph_words', '"' + words + '"') YIELD node
  WITH node
  WHERE node:Owner OR node:Policy OR node:Entity OR node:WorkItem
  RETURN node AS n
  UNION
  WITH $q AS words
  WHERE NOT words =~ '[一-龥]+'
  MATCH (n:Owner|Policy|Entity|WorkItem)
  RETURN n
}
WITH n.name AS found, n.id AS found_id, n
WHERE toLower(found) CONTAINS toLower($q)
WITH found, found_id, n
ORDER BY size(found), found, found_id
SKIP $skip LIMIT $limit
RETURN found_id, found,
       [l IN labels(n) WHERE NOT l IN ['Owner', 'Entity', 'WorkItem', 'Policy'] OR size(labels(n)) = 1][0] AS found_kind,
       n.qualified_name AS qualified_name
ORDER BY size(found), found, found_id
