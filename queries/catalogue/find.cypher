// question:
//   zh: 哪些部门、计划、文件、实体、事项的名称里有这些文字？
//   en: Which owners, plans, policies, named things and items have this text in their name?
// group: search
// parameters: {q: {required: true, example: 区科委, zh: 查找的文字, en: text to look for}, limit: , skip: }
// columns: found_id, found, found_kind, qualified_name?
// :param q => '区科委';
// :param limit => 100;
// :param skip => 0;
MATCH (n:Owner|Policy|Entity|WorkItem)
WHERE toLower(n.name) CONTAINS toLower($q)
WITH n.name AS found, n.id AS found_id, n
ORDER BY size(found), found, found_id
SKIP $skip LIMIT $limit
RETURN found_id, found,
       [l IN labels(n) WHERE NOT l IN ['Owner', 'Entity', 'WorkItem', 'Policy'] OR size(labels(n)) = 1][0] AS found_kind,
       n.qualified_name AS qualified_name
ORDER BY size(found), found, found_id
