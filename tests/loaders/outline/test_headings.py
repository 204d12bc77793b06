"""Headings of every numbering: which are items, which are sections, and how items are referred to."""

from __future__ import annotations

import pytest

from tests.loaders.plans import codes, owners, parse


def outline(text: str) -> list[str]:
    """Items as ref name, and sections as §ref name, in the order of the text."""
    document = parse(text)
    found = [(s.span.start, f"§{s.ref} {s.name}") for s in document.sections]
    found += [(i.span.start, f"{i.ref} {i.name}") for i in document.items]
    return [line for _, line in sorted(found)]


MARK = "。完成一期。(责任单位:区科委)"
STYLES = {
    "{0}、": ["一", "二"],
    "({0})": ["一", "二"],
    "（{0}）": ["一", "二"],
    "{0}.": ["1", "2"],
    "{0}、 ": ["1", "2"],
    "{0}．": ["1", "2"],
    "({0}) ": ["1", "2"],
    "- {0}、": ["1", "2"],
    "行动{0} ": ["1", "2"],
    "——任务{0}：": ["1", "2"],
    "第{0}条 ": ["一", "二"],
    "**{0}. ": ["1", "2"],
    "### （{0}）": ["一", "二"],
}


@pytest.mark.parametrize("style", STYLES)
def test_every_style_of_numbers(style: str) -> None:
    lines = [f"{style.format(number)}建设平台{number}{MARK}" for number in STYLES[style]]
    assert outline("云岭区2024年工作方案\n" + "\n".join(lines)) == [f"{n} 建设平台{n}" for n in STYLES[style]]


def test_numbers_that_run_on_are_the_reference() -> None:
    text = f"云岭区2024年工作方案\n一、产业\n1.甲事{MARK}\n二、民生\n2.乙事{MARK}\n"
    assert outline(text) == ["§一 产业", "1 甲事", "§二 民生", "2 乙事"]


def test_numbers_that_restart_are_paths() -> None:
    text = f"云岭区2024年工作方案\n一、产业\n（一）企业\n1.甲事{MARK}\n2.乙事{MARK}\n（二）园区\n1.丙事{MARK}\n"
    assert outline(text) == ["§一 产业", "§一/一 企业", "一/一/1 甲事", "一/一/2 乙事", "§一/二 园区", "一/二/1 丙事"]


def test_a_chapter_that_carries_the_marker_is_an_item() -> None:
    text = f"云岭区2024年工作方案\n一、任务\n（一）甲事{MARK}\n二、保障\n各部门要落实。\n（责任单位：区经委）\n"
    assert outline(text) == ["§一 任务", "一/一 甲事", "二 保障"]


def test_a_marker_after_the_last_point_rules_the_heading_above() -> None:
    text = """云岭区2024年工作方案
一、任务
（一）建设平台
1.完成一期。
2.完成二期。
（责任单位：区科委）
（二）建设网络（牵头单位：区经委）
1.新建基站。
"""
    document = parse(text)
    assert [(i.ref, i.name, owners(i), len(i.spans)) for i in document.items] == [
        ("一", "建设平台", "区科委 responsible", 3),
        ("二", "建设网络", "区经委 lead", 2),
    ]


def test_chapters_of_goals_are_sections_and_unmarked_tasks_are_reported() -> None:
    text = f"云岭区2024年工作方案\n一、总体要求\n（一）指导思想。坚持创新。\n二、任务\n（二）甲事{MARK}\n（三）乙事{MARK}\n（四）丙事。\n"
    document = parse(text)
    assert [item.ref for item in document.items] == ["二", "三", "四"]
    assert [(f.code, f.item) for f in document.findings] == [("item-without-owner", "四")]


def test_owners_as_headings_are_reported_and_not_invented() -> None:
    document = parse(
        "云岭区2024年整治方案\n一、任务分工\n（一）区绿化市容局\n1.负责道路保洁。\n（二）区城管执法局\n1.整治占道。\n"
    )
    assert [(item.ref, item.owners) for item in document.items] == [("一/一/1", []), ("一/二/1", [])]
    assert codes(document) == ["heading-no-task", "plan-without-owners"]


def test_a_wrapped_line_is_no_heading() -> None:
    text = """云岭区2024年工作方案
1、建设网络。新建基站350个，总量达到
5400个。推进3.0场景建设，
3.0场景覆盖全区。(责任部门:区科委、区文
旅局、区经委)
2、建设平台。(责任部门:区科委)
"""
    document = parse(text)
    assert [(item.ref, owners(item)) for item in document.items] == [
        ("1", "区科委 responsible, 区文旅局 responsible, 区经委 responsible"),
        ("2", "区科委 responsible"),
    ]


def test_a_text_without_paragraphs() -> None:
    text = (
        "各街道办事处：为做好工作，现通知如下。一、扩大投资（一）开工建设物流园。完成投资4亿元。（区发改局负责）"
        "（二）引进项目。包括（一）类和（二）类。（区招商局负责）二、改善民生（三）新增学位。（区教育局负责）"
        "各部门要抓好落实，情况年底前上报。云岭区人民政府办公室2024年1月5日（此件公开发布）"
    )
    document = parse(text)
    assert [(item.ref, item.name, owners(item), item.deadlines) for item in document.items] == [
        ("一", "开工建设物流园", "区发改局 responsible", []),
        ("二", "引进项目", "区招商局 responsible", []),
        ("三", "新增学位", "区教育局 responsible", []),
    ]
    assert (document.meta.date, document.meta.issuer) == ("2024-01-05", "云岭区人民政府办公室")
    assert [(f.code, f.quote[:4]) for f in document.findings] == [("text-not-understood", "各部门要")]


def test_a_gap_in_the_numbers_is_reported() -> None:
    document = parse(f"云岭区2024年工作方案\n1.甲事{MARK}\n3.乙事{MARK}\n")
    assert [(f.code, f.words) for f in document.findings] == [("number-gap", {"before": "1", "after": "3"})]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("1.开工建设物流园二期,年内完成投资4.2亿元。", "开工建设物流园二期,年内完成投资4.2亿元"),
        ("1.强化规划管控。坚持规划引领。", "强化规划管控"),
        ("1.加强规划\n\n坚持规划引领，完成修编。", "加强规划"),
    ],
)
def test_titles(line: str, name: str) -> None:
    (item,) = parse(f"云岭区2024年工作方案\n{line}\n(责任单位:区科委)\n").items
    assert item.name == name


def test_a_notice_with_points_of_its_own_comes_before_the_plan() -> None:
    text = f"""云岭区人民政府办公室关于印发2024年工作方案的通知
云政办〔2024〕1号
各街道办事处：
一、各单位要高度重视。
二、要加强考核。
云岭区人民政府办公室
2024年1月3日
2024年工作方案
一、任务
（一）甲事{MARK}
"""
    assert outline(text) == ["§一 任务", "一 甲事"]


def test_tasks_without_any_number() -> None:
    text = "云岭区2024年任务分工\n建设平台，完成一期。（责任单位：区科委）\n建设网络。\n责任单位：区经委\n"
    assert [(i.ref, i.name, owners(i)) for i in parse(text).items] == [
        ("1", "建设平台，完成一期", "区科委 responsible"),
        ("2", "建设网络", "区经委 responsible"),
    ]


def test_a_notice_with_points_hands_on_a_plan_in_an_annex() -> None:
    text = f"""云岭区人民政府办公室关于印发云岭区2024年工作方案的通知
云政办〔2024〕3号
一、各单位要高度重视。
二、要加强考核，年底前报送。
附件：云岭区2024年工作方案
云岭区人民政府办公室
2024年1月5日
附件
云岭区2024年工作方案
一、任务
（一）建设平台{MARK}
"""
    assert outline(text) == ["§一 任务", "一 建设平台"]
    assert parse(text).items[0].part == "body"


def test_a_list_of_annexes_is_no_annex() -> None:
    text = f"""云岭区2024年工作方案
一、任务
（一）建设平台{MARK}
附件：1.任务分解表
2.指标表
附件1
序号\t任务\t责任单位
1\t建设网络\t区科委
"""
    assert outline(text) == ["§一 任务", "一 建设平台", "annex1/1 建设网络"]


def test_a_table_of_contents_is_left_out() -> None:
    text = f"云岭区2024年工作方案\n目录\n一、任务........1\n（一）建设平台....2\n一、任务\n（一）建设平台{MARK}\n"
    assert outline(text) == ["§一 任务", "一 建设平台"]


def test_old_signs_for_numbers() -> None:
    text = f"云岭区2024年工作方案\n一、任务\n㈠建设平台{MARK}\n㈡建设网络\n⒈加快建设{MARK}\n⒉抓紧验收{MARK}\n"
    assert outline(text) == ["§一 任务", "一/㈠ 建设平台", "§一/㈡ 建设网络", "一/㈡/⒈ 加快建设", "一/㈡/⒉ 抓紧验收"]
