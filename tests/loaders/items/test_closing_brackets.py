"""Brackets of bodies without a word of responsibility behind titles and items, and clauses that say what brackets name."""

from __future__ import annotations

import pytest

from tests.loaders.plans import codes, owners, parse

HEAD = "云岭区2024年重点工作安排\n"


def found(text: str) -> list[tuple[str, str, str]]:
    """Reference, name and owners of each item."""
    return [(item.ref, item.name, owners(item)) for item in parse(HEAD + text).items]


def test_the_bodies_behind_titles_own_the_items_below_that_name_nobody() -> None:
    text = (
        "一、总体要求\n坚持创新驱动。\n二、产业提升行动（区经委）\n1.培育先进企业。新增企业20家。\n2.发展数字经济。（区数据局）\n"
        "三、城市更新行动〔区建委、区规划资源局〕\n1.改造旧区。改造30个小区。\n2.建设公园。新增10个。\n"
    )
    document = parse(HEAD + text)
    assert [(item.ref, owners(item)) for item in document.items] == [
        ("二/1", "区经委 responsible/clause"),
        ("二/2", "区数据局 responsible"),
        ("三/1", "区建委 responsible/clause, 区规划资源局 responsible/clause"),
        ("三/2", "区建委 responsible/clause, 区规划资源局 responsible/clause"),
    ]
    assert [section.name for section in document.sections][-2:] == ["产业提升行动", "城市更新行动"]


def test_one_title_among_many_may_name_whom_its_tasks_are_for() -> None:
    text = (
        "一、产业提升\n1.培育企业。\n2.发展经济。\n二、城市更新\n3.改造旧区。\n三、支持重点单位（区人民医院、区图书馆）\n"
        "4.完善设施。\n5.加强保障。\n"
    )
    document = parse(HEAD + text)
    assert [owners(item) for item in document.items] == [""] * 5
    assert codes(document) == ["plan-without-owners"]


def test_most_items_end_in_bodies() -> None:
    text = (
        "一、任务\n1.推进科技创新，建设平台3个（区科委、区财政局）\n2.推进农业（含畜牧业）发展（区农业农村委）；\n"
        "3.推进城市建设（一期）。\n4.推进商圈（10个）建设（区商务委、各街镇）。\n"
    )
    assert found(text) == [
        ("1", "推进科技创新，建设平台3个", "区科委 responsible, 区财政局 responsible"),
        ("2", "推进农业（含畜牧业）发展", "区农业农村委 responsible"),
        ("3", "推进城市建设（一期）", ""),
        ("4", "推进商圈（10个）建设", "区商务委 responsible, 各街镇 responsible"),
    ]


def test_a_few_items_that_end_in_bodies_name_no_owners() -> None:
    text = "一、任务\n1.改造学校。\n2.组建机构（区数据局）\n3.改造道路。\n4.服务单位（区图书馆）\n5.建设公园。\n"
    assert [said for _, _, said in found(text)] == [""] * 5


@pytest.mark.parametrize(
    ("clause", "first", "second"),
    [
        ("（括号中为牵头负责部门、人员、电话）", "区科委 lead", "区农业农村委 lead, 区水务局 lead"),
        ("注：括号内为责任单位及责任人，列第一位的为牵头单位。", "区科委 lead/order-clause", "区农业农村委 lead/order-clause, 区水务局 responsible"),
        ("（各项任务后括号内为责任单位及责任人，排在第一位的为牵头单位）", "区科委 lead/order-clause", "区农业农村委 lead/order-clause, 区水务局 responsible"),
        ("说明：条目后括弧内的单位为该项任务牵头单位，电话为联系人电话。", "区科委 lead", "区农业农村委 lead, 区水务局 lead"),
    ],
)  # fmt: skip
def test_a_clause_says_what_brackets_name(clause: str, first: str, second: str) -> None:
    text = (
        f"{clause}\n一、任务\n1.推进科技创新。建设平台。（区科委 张三 12345678）\n"
        "2.推进农业（含畜牧业）发展（区农业农村委李小明、区水务局：王芳），新增农田5万亩。\n3.推进城市建设（一期）。\n"
    )
    assert [said for _, _, said in found(text)] == [first, second, ""]


def test_persons_and_telephones_beside_bodies_are_no_owners() -> None:
    text = (
        "（括号内为责任单位、责任人和联系电话）\n一、任务\n1.推进供水（区水务局，赵六，13812345678）\n"
        "2.推进供气（区建委欧阳国庆021-57820000）\n"
    )
    assert [said for _, _, said in found(text)] == ["区水务局 responsible", "区建委 responsible"]


def test_a_note_at_the_end_rules_the_whole_text() -> None:
    text = (
        "一、任务\n1.推进科技创新，建设平台（区科委、区财政局）\n2.推进农业发展（区农业农村委）\n"
        "注：括号内为责任单位，列第一位的为牵头单位。\n"
    )
    assert [said for _, _, said in found(text)] == [
        "区科委 lead/order-clause, 区财政局 responsible",
        "区农业农村委 lead/order-clause",
    ]
