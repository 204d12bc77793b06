// question:
//   zh: 任务、场景、项目各有多少？涉及多少部门？
//   en: How many items and owners are there by kind of item?
// group: workload
// parameters: {plan: }
// columns: item_kind, items, owner_count, ownerships, leads
// chart: {type: bar, x: item_kind, y: items}
// :param plan => '';
MATCH (pl:Plan)
WHERE pl.id STARTS WITH $plan OR pl.reference = $plan OR pl.name = $plan
MATCH (i:WorkItem {plan: pl.id})
OPTIONAL MATCH (i)<-[r:OWNS]-(o:Owner)
RETURN [l IN labels(i) WHERE l <> 'WorkItem'][0] AS item_kind, count(DISTINCT i.id) AS items,
       count(DISTINCT o.id) AS owner_count, count(r) AS ownerships,
       sum(CASE r.role WHEN 'lead' THEN 1 ELSE 0 END) AS leads
ORDER BY items DESC, item_kind
