// question:
//   zh: 哪些工作的名称或正文提到这些文字？
//   en: Which work items mention this text in name or body?
// group: search
// parameters: {q: {required: true, zh: 查找的文字, en: text to look for}, plan: , limit: , skip: }
// columns: item_id, ref, item, item_kind, text, plan, reference?
// :param q => '数据';
// :param plan => '';
// :param limit => 100;
// :param skip => 0;
MATCH (pl:Plan)
WHERE pl.id STARTS WITH $plan OR pl.reference = $plan OR pl.name = $plan
MATCH (i:WorkItem {plan: pl.id})
WHERE toLower(i.name) CONTAINS toLower($q) OR toLower(i.text) CONTAINS toLower($q)
WITH i
ORDER BY i.plan, i.position, i.id
SKIP $skip LIMIT $limit
RETURN i.id AS item_id, i.ref AS ref, i.name AS item, [l IN labels(i) WHERE l <> 'WorkItem'][0] AS item_kind,
       i.text AS text, i.plan AS plan, i.reference AS reference
ORDER BY plan, i.position, item_id
