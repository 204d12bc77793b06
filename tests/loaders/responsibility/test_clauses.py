"""Standing clauses rule all later items, in any order of words, and are no owner themselves."""

from __future__ import annotations

import pytest

from tests.loaders.plans import codes, owners, parse

PLAN = """云岭市2024年工作方案
一、任务
1.甲事。完成甲事。（市民政局负责{clause}）
2.乙事。完成乙事。（市税务局牵头，市财政局配合）
"""

BELOW = {
    "。各市州、县市区人民政府均为责任单位，以下不再列出": "各市州、县市区人民政府",
    "。以下责任单位中均包含各市、县〔区〕政府，不再列出": "各市、县〔区〕政府",
    "。各县政府均需落实,不再一一列出": "各县政府",
    "，各县政府均需落实，以下不再重复列出": "各县政府",
    "。以下任务均需各县政府落实": "各县政府",
    "。以下任务各县政府均需落实，不再一一列出": "各县政府",
    "。以下政策均需各县（市、区）政府结合实际贯彻落实，不再单独列出": "各县（市、区）政府",
    "；以下各项工作由各县政府负责，不再列出": "各县政府",
    "。以下任务各县政府均需落实": "各县政府",
    "。以下任务各县政府、云岭经开区管委会均需结合实际落实": "各县政府 responsible/clause, 云岭经开区管委会",
}


@pytest.mark.parametrize("clause", BELOW)
def test_all_below_is_also_owned_by_those_that_a_clause_names(clause: str) -> None:
    document = parse(PLAN.format(clause=clause))
    first, second = document.items
    named = f", {BELOW[clause]} responsible" if "均" in clause and not clause[1:].startswith("以下") else ""
    assert owners(first) == f"市民政局 responsible{named}"
    assert owners(second) == f"市税务局 lead, 市财政局 support, {BELOW[clause]} responsible/clause"
    assert "text-not-understood" not in codes(document)


NESTED = """云岭市2024年工作方案
一、任务
1.甲事。牵头单位：市民政局。责任单位：市直相关单位，各县（区）人民政府（管委会）落实（以下任务均需各县区
人民政府（管委会）落实，不再列出）
2.乙事。牵头单位：市税务局
"""


def test_a_clause_in_a_bracket_of_its_own_and_a_group_broken_over_lines() -> None:
    assert [owners(item) for item in parse(NESTED).items] == [
        "市民政局 lead, 市直相关单位 responsible, 各县（区）人民政府（管委会） responsible",
        "市税务局 lead, 各县区人民政府（管委会） responsible/clause",
    ]


@pytest.mark.parametrize(
    "end", ["以下任务均需各区市政府、开发区管委落实。", "各区市政府、开发区管委均为责任单位，以下不再列出。"]
)
def test_a_clause_between_two_items(end: str) -> None:
    text = f"云岭市2024年工作方案\n1.甲事。（责任单位：市民政局）\n{end}\n2.乙事。（责任单位：市税务局）\n"
    assert [owners(item) for item in parse(text).items] == [
        "市民政局 responsible",
        "市税务局 responsible, 各区市政府 responsible/clause, 开发区管委 responsible/clause",
    ]


COMMA = """云岭市2024年工作方案
一、任务
1.甲事。（责任单位：市民政局、市教育局，市财政局、各区政府{clause}）
2.乙事。（责任单位：市税务局，市财政局、各区政府）
3.丙事。（责任单位：市税务局、市财政局）
"""


@pytest.mark.parametrize(
    "clause",
    [
        "。逗号前为牵头单位，下同",
        "。逗号前的为牵头部门，下同",
        "（逗号前为牵头单位，未明确牵头单位的按职责分工负责，下同）",
    ],
)
def test_what_stands_before_the_comma_leads(clause: str) -> None:
    first, second, third = parse(COMMA.format(clause=clause)).items
    leads = "市民政局 lead/order-clause, 市教育局 lead/order-clause"
    assert owners(first) == f"{leads}, 市财政局 responsible, 各区政府 responsible"
    assert owners(second) == "市税务局 lead/order-clause, 市财政局 responsible, 各区政府 responsible"
    assert owners(third) == "市税务局 responsible, 市财政局 responsible"


def test_a_clause_on_commas_and_one_on_all_below_in_one_marker() -> None:
    first, second, _ = parse(
        COMMA.format(clause="。逗号前为牵头单位，以下工作均涉及各县政府和云岭经开区管委会，不再一一列出")
    ).items
    assert owners(second) == (
        "市税务局 lead/order-clause, 市财政局 responsible, 各区政府 responsible, "
        "各县政府 responsible/clause, 云岭经开区管委会 responsible/clause"
    )
    assert [owner.role for owner in first.owners][:2] == ["lead", "lead"]


@pytest.mark.parametrize("text", ["以下任务需要各方努力。", "各部门均需重视，不再推诿。", "以下工作均需加强。"])
def test_prose_is_no_clause(text: str) -> None:
    document = parse(f"云岭市2024年工作方案\n{text}\n1.甲事。（责任单位：市民政局）\n")
    assert [owners(item) for item in document.items] == ["市民政局 responsible"]
