// question:
//   zh: 画出一项工作周围的一切：责任、目标、政策、依托、细化
//   en: "Draw all that surrounds a work item: owners, targets, policies, things, annex rows"
// parameters: {item: }
// :param item => '松江2023:8';
MATCH (i:WorkItem)
WHERE i.id = $item OR i.reference = $item OR i.qualified_name = $item OR i.name = $item
MATCH around = (i)-[]-(n)
RETURN around
LIMIT 100
