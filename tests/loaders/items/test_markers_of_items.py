"""What the markers of an item rule: leads that headings state, several markers in one item, names given whole."""

from __future__ import annotations

import pytest

from loaders.assemble import assemble
from tests.loaders.plans import HEAD, codes, owners, parse, task

LEAD = """云岭市2024年工作方案
一、任务
（一）推进甲枢纽（牵头单位：市甲局）
1.建设车站。完成主体。（责任单位：市乙局、市甲局）
2.连通道路。（市丙局牵头，市乙局配合）
（二）推进乙枢纽（牵头单位：市丁局）
1.建设码头。（责任单位：市乙局）
"""


def test_a_heading_with_a_lead_leads_the_items_below_that_name_none() -> None:
    document = parse(LEAD)
    assert [(item.name, owners(item)) for item in document.items] == [
        ("建设车站", "市甲局 lead/clause, 市乙局 responsible"),
        ("连通道路", "市丙局 lead, 市乙局 support"),
        ("建设码头", "市丁局 lead/clause, 市乙局 responsible"),
    ]
    assert [section.name for section in document.sections] == ["任务", "推进甲枢纽", "推进乙枢纽"]
    assert "item-without-owner" not in codes(document)


def test_numbers_that_run_on_from_heading_to_heading_are_items_of_their_leads() -> None:
    document = parse(
        "云岭市2024年清单\n一、任务\n（一）土地（牵头部门：市甲局；目标位置：全省前5）\n1、优化供应。扩大规模。\n2、优化登记。加快办理。\n"
        "（二）纳税（牵头部门：市乙局）\n3、优化服务。方便企业。\n"
    )
    assert [(item.number, owners(item)) for item in document.items] == [
        ("1", "市甲局 lead/clause"),
        ("2", "市甲局 lead/clause"),
        ("3", "市乙局 lead/clause"),
    ]


def test_points_that_start_again_are_parts_of_the_task_above() -> None:
    document = parse(
        "云岭市2024年清单\n一、任务\n（一）优化土地（责任单位：市甲局）\n1、优化供应。\n2、优化登记。\n（二）优化纳税（责任单位：市乙局）\n1、优化服务。\n"
    )
    assert [(item.name, owners(item)) for item in document.items] == [
        ("优化土地", "市甲局 responsible"),
        ("优化纳税", "市乙局 responsible"),
    ]


def scopes(text: str) -> list[tuple[str, str | None]]:
    source = f"{HEAD}1.推进平台建设。{text}\n"
    return [
        (owner.printed, source[owner.scope.start : owner.scope.end] if owner.scope else None)
        for owner in task(text).owners
    ]


def test_several_markers_in_one_item_each_rule_their_words() -> None:
    assert scopes(
        "新建基站。（责任单位：区科委、区经委）降低成本。（责任单位：区税务局）\n减少材料。（区政务办牵头）"
    ) == [
        ("区科委", "推进平台建设。新建基站。"),
        ("区经委", "推进平台建设。新建基站。"),
        ("区税务局", "降低成本。"),
        ("区政务办", "减少材料。"),
    ]


def test_an_owner_of_two_markers_rules_from_the_first_to_the_last_of_its_words() -> None:
    found = dict(scopes("新建基站。（责任单位：区科委）降低成本。（责任单位：区税务局）培训人员。（责任单位：区科委）"))
    assert found["区科委"] == "推进平台建设。新建基站。（责任单位：区科委）降低成本。（责任单位：区税务局）培训人员。"


@pytest.mark.parametrize("text", ["完成一期。（责任单位：区科委）", "完成一期。\n牵头单位：区科委\n责任单位：区经委"])
def test_one_marker_or_markers_in_a_row_rule_the_whole_item(text: str) -> None:
    assert all(scope is None for _, scope in scopes(text))


def test_scopes_stand_on_the_edges() -> None:
    text = f"{HEAD}1.推进平台建设。新建基站。（责任单位：区科委）降低成本。（责任单位：区税务局）\n"
    graph = assemble(parse(text)).graph
    found = {
        graph.nx.nodes[start]["name"]: text[edge["scope_start"] : edge["scope_end"]]
        for start, _, edge in graph.edges("OWNS")
    }
    assert found == {"区科委": "推进平台建设。新建基站。", "区税务局": "降低成本。"}


def test_a_plan_without_owners_is_one_finding() -> None:
    document = parse(f"{HEAD}1.建设平台。完成一期。\n2.发展产业。扩大规模。\n3.办好教育。新建学校。\n")
    assert len(document.items) == 3
    assert codes(document).count("plan-without-owners") == 1
    assert "item-without-owner" not in codes(document)


@pytest.mark.parametrize(
    "headings", [("市渔业局", "市水务局"), ("综合协调组", "宣传报道组"), ("启动阶段", "实施阶段（2024年5月）")]
)
def test_bodies_groups_and_phases_as_headings_are_no_tasks(headings: tuple[str, str]) -> None:
    first, second = headings
    document = parse(
        f"云岭市2024年方案\n一、任务\n1.建设平台。（责任单位：市科技局）\n2.建设园区。（责任单位：市科技局）\n"
        f"二、分工\n（一）{first}\n负责日常工作。\n（二）{second}\n负责其他工作。\n"
    )
    assert [item.name for item in document.items] == ["建设平台", "建设园区"]
    assert codes(document).count("heading-no-task") == 1


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("加快推进覆盖全区各镇街道和重点园区的新一代信息基础设施建设和改造提升工作并按时完成，年底完成", None),
        ("围绕“十四五”规划，推进“一网通办，一网统管”改革和企业群众办事服务体系的全面升级改造，年底完成", None),
        (
            "推进建设，加快改造，完善服务，提升效率，扩大规模，优化结构，深化改革，促进发展，保障民生",
            "推进建设，加快改造，完善服务，提升效率，扩大规模，优化结构，深化改革，促进发展",
        ),
    ],
)
def test_a_long_name_ends_at_a_clause_or_is_given_whole(sentence: str, name: str | None) -> None:
    item = parse(f"{HEAD}1.{sentence}。（责任单位：区科委）\n").items[0]
    assert item.name == (name or sentence.removesuffix("，年底完成"))
