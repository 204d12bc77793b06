// question:
//   zh: 画出一项工作和它的责任主体
//   en: Draw a work item and its owners
// parameters: {item: }
// :param item => '松江2023:8';
MATCH (i:WorkItem)
WHERE i.id = $item OR i.reference = $item OR i.qualified_name = $item OR i.name = $item
MATCH owned = (i)<-[:OWNS]-(:Owner)
RETURN owned
LIMIT 100
