"""Which plans a plan's items are matched with."""

from __future__ import annotations

from graph.matching.plans import Implements, PlanHead, Relations

HEADS = [
    PlanHead("country", "数字惠民规划", "CN", None, ""),
    PlanHead("city", "南通市2024年数字惠民安排", "320600", 2024, ""),
    PlanHead("a2022", "崇川区2022年数字惠民要点", "320613", 2022, ""),
    PlanHead("a2023", "崇川区2023年数字惠民要点", "320613", 2023, ""),
    PlanHead("b2023", "海门区2023年数字惠民要点", "320614", 2023, ""),
    PlanHead("park2023", "崇川区2023年公园绿地养护计划", "320613", 2023, ""),
    PlanHead("a2024", "崇川区2024年数字惠民要点", "320613", 2024, ""),
]
CHAIN = [
    Implements("a2024", "city", "南通市2024年数字惠民安排"),
    Implements("a2024", "own-country", "“数字惠民规划”"),
    Implements("city", "not-loaded", "江苏省数字惠民规划"),
    Implements("not-loaded", "country", "数字惠民规划"),
]


def test_plans_above_are_reached_through_others_the_lower_first() -> None:
    relations = Relations(HEADS, CHAIN)
    assert relations.above("a2024") == ["city", "country"]
    assert relations.above("city") == ["country"]
    assert relations.above("country") == []


def test_a_title_without_a_place_means_the_countrys_plan_where_it_is_loaded() -> None:
    assert Relations(HEADS, CHAIN[1:2]).above("a2024") == ["country"]
    assert Relations(HEADS[1:], CHAIN[1:2]).above("a2024") == []


def test_plans_before_are_those_of_the_same_place_and_series_then_the_latest() -> None:
    relations = Relations(HEADS, CHAIN)
    assert relations.before("a2024") == ["a2023", "a2022", "park2023"]
    assert (relations.before("a2022"), relations.before("country"), relations.before("b2023")) == ([], [], [])


def test_plans_that_carry_out_each_other_end() -> None:
    relations = Relations(HEADS, [Implements("a2023", "a2022", ""), Implements("a2022", "a2023", "")])
    assert (relations.above("a2023"), relations.above("a2022")) == (["a2022"], ["a2023"])


def test_order_of_plans_does_not_count() -> None:
    one, other = Relations(HEADS, CHAIN), Relations(HEADS[::-1], CHAIN[::-1])
    assert [(one.above(h.id), one.before(h.id)) for h in HEADS] == [
        (other.above(h.id), other.before(h.id)) for h in HEADS
    ]
