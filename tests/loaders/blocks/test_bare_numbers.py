"""Numbers of items that no sign follows: 30 不断优化营商环境, told from figures, months and the rows of tables."""

from __future__ import annotations

import pytest

from graph.errors import PlanError
from tests.loaders.plans import codes, owners, parse

HEAD = "云岭区2024年重点工作责任分解\n"


def found(text: str) -> list[tuple[str, str, str]]:
    """Reference, name and owners of each item."""
    return [(item.ref, item.name, owners(item)) for item in parse(HEAD + text).items]


def test_numbers_that_run_on_through_the_chapters() -> None:
    text = (
        "一、经济发展\n28 推进旧区改造。改造30个小区。（责任单位：区建委）\n29　不断优化营商环境。（责任单位：区发改委）\n"
        "二、城市建设\n30  5G基站新增200个。（责任单位：区科委）\n31\t提升城市品质。新增绿地5 公顷。（责任单位：区绿容局）\n"
    )
    assert found(text) == [
        ("28", "推进旧区改造", "区建委 responsible"),
        ("29", "不断优化营商环境", "区发改委 responsible"),
        ("30", "5G基站新增200个", "区科委 responsible"),
        ("31", "提升城市品质", "区绿容局 responsible"),
    ]
    assert codes(parse(HEAD + text)) == []


def test_numbers_that_begin_again_with_each_chapter() -> None:
    text = (
        "一、经济发展\n1 招大引强。\n责任单位：区商务委\n2 培育企业。\n责任单位：区经委\n3 稳住外贸。\n责任单位：区商务委\n"
        "二、民生\n1 办好学校。\n责任单位：区教育局\n2 建好医院。\n责任单位：区卫健委\n"
    )
    assert [(ref, said) for ref, _, said in found(text)] == [
        ("一/1", "区商务委 responsible"),
        ("一/2", "区经委 responsible"),
        ("一/3", "区商务委 responsible"),
        ("二/1", "区教育局 responsible"),
        ("二/2", "区卫健委 responsible"),
    ]


def test_a_lost_sign_between_signed_numbers_and_words_that_begin_like_units() -> None:
    text = (
        "一、任务\n1. 推进旧区改造。（责任单位：区建委）\n2 加快道路建设。（责任单位：区交通委）\n"
        "3. 优化营商环境。其中新建\n5 个平台。（责任单位：区发改委）\n4 个人信息保护有序推进。（责任单位：区网信办）\n"
        "5. 提升城市品质。（责任单位：区绿容局）\n"
    )
    assert [(ref, said) for ref, _, said in found(text)] == [
        ("1", "区建委 responsible"),
        ("2", "区交通委 responsible"),
        ("3", "区发改委 responsible"),
        ("4", "区网信办 responsible"),
        ("5", "区绿容局 responsible"),
    ]


@pytest.mark.parametrize(
    "lines",
    [
        "3 月完成选址；\n4 月开工建设；\n5 月主体完工。\n",
        "2023 年建成；\n2024 年投用；\n2025 年评估。\n",
        "1 座中心、\n2 个基地、\n3 条产业链。\n",
        "12 区级平台上线。\n30 余家企业参加。\n",
    ],
)
def test_figures_and_dates_at_the_beginning_of_lines_are_no_items(lines: str) -> None:
    text = f"一、任务\n（一）新建学校。新建\n{lines}责任单位：区教育局\n（二）新建公园。\n责任单位：区绿容局\n"
    assert [(ref, said) for ref, _, said in found(text)] == [
        ("一", "区教育局 responsible"),
        ("二", "区绿容局 responsible"),
    ]


@pytest.mark.parametrize(
    "rows",
    [
        "序号 任务 责任单位\n1 推进旧区改造 区建委\n2 加快道路建设 区交通委\n3 优化营商环境 区发改委\n",
        "1 推进旧区改造   区建委   2024年\n2 加快道路建设   区交通委   2024年\n3 优化营商环境   区发改委   长期\n",
        "1 总则 3\n2 任务 5\n3 保障 12\n",
    ],
)
def test_rows_are_no_items_with_names_of_all_their_cells(rows: str) -> None:
    with pytest.raises(PlanError, match="no task found"):
        parse(HEAD + rows)
