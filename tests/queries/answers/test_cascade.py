"""The cascade around a plan: its items, those above up to the five-year plan, those below."""

from __future__ import annotations

from queries.answers.cascade import cascade as around
from queries.answers.cascade import linked_plans
from queries.answers.view import View
from tests.queries.conftest import World


def test_a_plan_stands_between_those_above_and_below(cascade: World) -> None:
    view = View(cascade.store)
    names = {a["name"]: plan for plan, a in cascade.graph.nodes("Plan")}
    city = names["南通市2025年数字惠民重点工作安排"]
    told = around(view, city)
    assert [(column.level, column.plan.name) for column in told.columns] == [
        (0, "江苏省“十四五”数字惠民服务规划"),
        (1, "南通市2025年数字惠民重点工作安排"),
        (2, "南通市海门区2025年数字惠民工作要点"),
    ]
    assert len(told.columns[1].items) == 24
    stated = {
        (a, b)
        for a, b, edge in cascade.graph.edges("CARRIES_OUT")
        if city in (edge["plan"], cascade.graph.nx.nodes[b]["plan"])
    }
    assert {(link.lower.id, link.upper.id) for link in told.links} == stated
    assert linked_plans(view)[0] == city
