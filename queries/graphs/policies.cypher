// question:
//   zh: 画出各计划落实哪些文件，直到最上位
//   en: Draw which policies the plans carry out, up to the top
// parameters: {plan: }
// :param plan => '';
MATCH (pl:Plan)
WHERE pl.id STARTS WITH $plan OR pl.reference = $plan OR pl.name = $plan
OPTIONAL MATCH above = (pl)-[:IMPLEMENTS*1..4]->(:Policy)
RETURN pl, above
LIMIT 100
