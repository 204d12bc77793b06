"""Goals that a plan sets itself outside of its items: its chapter of goals."""

from loaders.assemble import assemble
from loaders.document import SourceText
from loaders.parse import parse_text

TEXT = """青禾区清洁能源发展行动方案

一、发展目标
到2026年，全区清洁能源装机达到300万千瓦，非化石能源消费占比不低于25%。2025年底前建成监测平台。

二、重点任务
1.推进绿色建筑。实施2万平方米屋面改造，反射率不低于30%。（责任单位：区建管委）

三、组织保障
全区投入资金5亿元。
"""


def test_the_chapter_of_goals_is_the_plans_own() -> None:
    document = parse_text(SourceText(TEXT))
    assert [(t.indicator, t.value, t.unit, t.comparator, t.deadline) for t in document.targets] == [
        ("清洁能源装机", 300, "万千瓦", "=", "2026"), ("非化石能源消费占比", 25, "%", ">=", "2026"),
    ]  # fmt: skip
    assert [(m.name, m.deadline) for m in document.milestones] == [("建成监测平台", "2025-12-31")]
    assert [(t.value, t.unit) for t in document.items[0].targets] == [(2, "万平方米"), (30, "%")]


def test_the_plan_has_its_targets_in_the_graph() -> None:
    graph, _ = assemble(parse_text(SourceText(TEXT)))
    plan = next(node for node, _ in graph.nodes("Plan"))
    edges = [(kind, graph.nx.nodes[end]["name"]) for start, end, kind in (
        (start, end, edge["type"]) for start, end, edge in graph.edges("HAS_TARGET", "HAS_MILESTONE")
    ) if start == plan]  # fmt: skip
    assert sorted(edges) == [
        ("HAS_MILESTONE", "建成监测平台"),
        ("HAS_TARGET", "全区清洁能源装机达到300万千瓦"),
        ("HAS_TARGET", "非化石能源消费占比不低于25%"),
    ]


def test_the_date_that_leads_the_chapter_is_that_of_all_its_goals() -> None:
    text = (
        "云岭区数字产业行动计划\n一、主要目标\n到2026年，产业布局更加完善，引领区域发展。\n"
        "——平台支撑更强。建成创新平台5个以上。\n——应用更广。形成应用场景30个，2025年底前建成样板2个。\n二、重点任务\n1.建设平台。加快建设。\n"
    )
    document = parse_text(SourceText(text))
    assert [(t.value, t.deadline) for t in document.targets] == [(5, "2026"), (30, "2026"), (2, "2025-12-31")]
