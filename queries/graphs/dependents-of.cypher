// question:
//   zh: 画出哪些工作依托它，谁负责
//   en: Draw which items depend on a thing, and who owns them
// parameters: {thing: }
// :param thing => '同济大学松江机器人研究中心';
CALL () {
  MATCH (t:Entity) WHERE t.id = $thing OR t.name = $thing RETURN t
  UNION MATCH (t:Policy) WHERE t.id = $thing OR t.name = $thing RETURN t
}
MATCH needs = (t)<-[:DEPENDS_ON|BUILDS]-(i:WorkItem)
OPTIONAL MATCH owned = (i)<-[:OWNS]-(:Owner)
RETURN needs, owned
LIMIT 100
