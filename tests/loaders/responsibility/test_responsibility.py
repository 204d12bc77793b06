"""Every wording of responsibility: exact owners, roles, open ends, and the text that is left."""

from __future__ import annotations

import pytest

from loaders.document import SourceText
from loaders.parse import parse_structure
from tests.loaders.plans import HEAD, codes, only, owners, parse, task

ONE = "区科委 responsible"
TWO = "区科委 responsible, 区经委 responsible"
LEAD = "区科委 lead, 区经委 responsible"
HELP = "区科委 lead, 区经委 support"

WORDINGS = {
    "完成建设。(责任部门:区科委、区经委)": TWO,
    "完成建设。(责任单位:区科委、区经委,各街镇)": f"{TWO}, 各街镇 responsible",
    "完成建设。(牵头单位:区科委)": "区科委 lead",
    "完成建设。(牵头单位:区科委,支撑单位:区经委)": HELP,
    "完成建设。(牵头单位:区科委;责任单位:区经委)": LEAD,
    "完成建设。(牵头单位:区科委,配合单位:区经委,各区)": f"{HELP}, 各区 support",
    "完成建设。(区科委、区经委负责)": TWO,
    "完成建设。(区科委、区经委按职责分工负责)": TWO,
    "完成建设。(区科委牵头,区经委、区财政局按职责分工负责)": f"{LEAD}, 区财政局 responsible",
    "完成建设。(区科委牵头,区经委配合)": HELP,
    "完成建设。(区科委、区经委牵头负责)": "区科委 lead, 区经委 lead",
    "完成建设。(由区科委牵头,会同区经委、区财政局落实)": f"{LEAD}, 区财政局 responsible",
    "完成建设。(省发展改革委、各县(市、区)政府牵头)": "省发展改革委 lead, 各县(市、区)政府 lead",
    "完成建设。〔责任单位:区科委、区经委〕": TWO,
    "完成建设。【责任单位：区科委、区经委】": TWO,
    "完成建设。（责任单位：区科委、区经委）": TWO,
    "完成建设。责任单位:区科委、区经委。": TWO,
    "完成建设。\n责任单位:区科委": ONE,
    "完成建设。\n责 任 单 位:区科委": ONE,
    "完成建设。\n责任单位　区科委、区经委": TWO,
    "完成建设。\n责任单位：\n区科委、区经委": TWO,
    "完成建设。\n责任单位:区科委 区经委": TWO,
    "完成建设。\n牵头单位:区科委\n责任单位:区经委,各街镇": f"{LEAD}, 各街镇 responsible",
    "完成建设。\n配合单位：区经委\n牵头单位：区科委": "区经委 support, 区科委 lead",
    "完成建设。\n（责任单位：区科委）": ONE,
    "完成建设。责任单位:区科委责任单位:区经委": TWO,
    "完成建设。\n责任单位:区科委（牵头）、区经委（配合）": HELP,
    "完成建设。（第一责任单位：区科委，责任单位：区经委）": LEAD,
    "完成建设。（区科委、区经委）": TWO,
    "完成建设。(责任单位:区科委和区经委)": TWO,
    "完成建设。(责任单位:区科委、区经委及各街镇)": f"{TWO}, 各街镇 responsible",
    "完成建设。\n责任单位：区科委、区规划资\n源局、区经委": "区科委 responsible, 区规划资源局 responsible, 区经委 responsible",
}


@pytest.mark.parametrize("text", WORDINGS)
def test_a_marker_gives_its_owners_and_leaves_the_text(text: str) -> None:
    item = task(text)
    assert owners(item) == WORDINGS[text]
    assert (item.name, item.open_ended) == ("推进平台建设", False)
    source = f"{HEAD}1.推进平台建设。{text}\n"
    assert "".join(source[span.start : span.end] for span in item.spans).strip() == "推进平台建设。完成建设。"


OPEN = {
    "(区科委、区经委等负责)": TWO,
    "(责任单位:区科委、区经委等有关部门)": TWO,
    "(责任单位:区科委牵头,区经委等部门分工负责)": LEAD,
    "(财政部、公安部等国务院相关部门及各地区按职责分工负责)": "财政部 responsible, 公安部 responsible, 各地区 responsible",
    "(财政部、公安部等和各省级人民政府负责)": "财政部 responsible, 公安部 responsible, 各省级人民政府 responsible",
    "(财政部等有关部门和单位负责)": "财政部 responsible",
}


@pytest.mark.parametrize("text", OPEN)
def test_等_leaves_the_list_open_and_is_no_owner(text: str) -> None:
    item = task(text)
    assert owners(item) == OPEN[text]
    assert item.open_ended


NAMES = {
    "区公安分局(交管)、区“两旧”专班、省市场监管局(省知识产权局)": [
        "区公安分局(交管)", "区“两旧”专班", "省市场监管局(省知识产权局)",
    ],
    "工业和信息化部、文化和旅游部、粮食和储备局": ["工业和信息化部", "文化和旅游部", "粮食和储备局"],
    "中央和国家机关工委和区规划和自然资源局": ["中央和国家机关工委", "区规划和自然资源局"],
    "各街镇及经开区、重点园区": ["各街镇及经开区", "重点园区"],
    "各有关部门和单位": ["各有关部门和单位"],
    "国务院相关部门和单位及各地区": ["国务院相关部门和单位", "各地区"],
    "各镇、街道，市、区有关部门": ["各镇、街道", "市、区有关部门"],
    "各省、自治区、直辖市人民政府": ["各省、自治区、直辖市人民政府"],
    "区委政法委、区委编办": ["区委政法委", "区委编办"],
    "区委 政法委": ["区委政法委"],
    "各街镇（经开区）": ["各街镇（经开区）"],
    "区科委<br>区经委": ["区科委", "区经委"],
    "区科委/区经委": ["区科委", "区经委"],
}  # fmt: skip


@pytest.mark.parametrize("names", NAMES)
def test_names_are_split_where_both_sides_are_bodies(names: str) -> None:
    assert [owner.printed for owner in task(f"完成建设。(责任单位:{names})").owners] == NAMES[names]


def test_offsets_point_at_the_printed_names() -> None:
    text = f"{HEAD}１．推进平台建设。（责任 部门：区科委、区 经 委）\n"
    item = only(text)
    assert [(text[o.span.start : o.span.end], o.printed, o.position) for o in item.owners] == [
        ("区科委", "区科委", 1), ("区 经 委", "区经委", 2),
    ]  # fmt: skip


def test_several_markers_in_one_item() -> None:
    item = task("(责任单位:区科委)加强宣传。(责任单位:区经委、区科委)\n降低成本。(责任单位:区税务局)")
    assert owners(item) == f"{TWO}, 区税务局 responsible"


def test_persons_are_no_owners() -> None:
    item = task("\n牵头领导:张三\n责任人:李四\n责任单位:区科委\n完成时限:2024年12月")
    assert owners(item) == ONE
    assert [(d.printed, d.iso) for d in item.deadlines] == [("2024年12月", "2024-12")]


def test_a_time_in_a_marker_is_a_deadline() -> None:
    item = task("（区科委、区经委负责；2025年12月底前完成）")
    assert owners(item) == TWO
    assert [(d.printed, d.iso) for d in item.deadlines] == [("2025年12月底前", "2025-12-31")]


@pytest.mark.parametrize(
    "text",
    [
        "完成建设。",
        "完成建设。(责任单位:无)",
        "由区科委牵头推进。",
        "建立由政府负责人牵头的机制。",
        "完成试点(以区科委为主)。",
    ],
)
def test_no_owner_is_guessed(text: str) -> None:
    document = parse(f"{HEAD}1.推进平台建设。{text}\n")
    assert [owners(item) for item in document.items] == [""]
    assert codes(document) == ["item-without-owner"]


ORDER = """云岭区2024年重点工作方案
一、加快发展
（一）建设平台。完成一期。（区科委、区经委负责{clause}）
（二）发展产业。（区经委、区财政局负责）
（三）办好教育。（区教育局、区财政局牵头负责）
"""


@pytest.mark.parametrize("clause", ["。列第一位者为牵头单位，下同", "，排在第一位的部门为牵头部门，下同"])
def test_the_first_named_leads_from_the_clause_on(clause: str) -> None:
    assert [owners(item) for item in parse(ORDER.format(clause=clause)).items] == [
        "区科委 lead/order-clause, 区经委 responsible",
        "区经委 lead/order-clause, 区财政局 responsible",
        "区教育局 lead, 区财政局 lead",
    ]


def test_without_the_clause_nobody_leads() -> None:
    assert owners(parse(ORDER.format(clause="")).items[0]) == TWO


def test_a_clause_in_the_preface_rules_all() -> None:
    text = """云岭市2024年重点工作方案
现将任务分解如下（排在第一位的部门为牵头部门，下同）。
1.建设平台。（责任单位：市科技局、市财政局）
以下任务均需各区市政府、开发区管委落实，不再一一列出。
2.发展产业。（责任单位：市工信局）
"""
    assert [owners(item) for item in parse(text).items] == [
        "市科技局 lead/order-clause, 市财政局 responsible",
        "市工信局 lead/order-clause, 各区市政府 responsible/clause, 开发区管委 responsible/clause",
    ]


CLAUSES = {
    "责任单位（排第一位的为牵头单位，下同）：市科技局、市财政局": "市科技局 lead/order-clause, 市财政局 responsible",
    "（市科技局、市财政局负责，排名第一的为牵头单位）": "市科技局 lead/order-clause, 市财政局 responsible",
    "（市科技局、市财政局负责，第一个为牵头单位，以下同）": "市科技局 lead/order-clause, 市财政局 responsible",
}


@pytest.mark.parametrize("marker", CLAUSES)
def test_wordings_of_the_order_clause(marker: str) -> None:
    text = f"云岭市2024年工作方案\n1.甲事。\n{marker}\n2.乙事。（市工信局、市教育局负责）\n"
    first, second = parse(text).items
    assert owners(first) == CLAUSES[marker]
    rest = "市工信局 lead/order-clause" if "同" in marker else "市工信局 responsible"
    assert owners(second) == f"{rest}, 市教育局 responsible"


def test_a_clause_inside_a_marker_adds_owners_to_all_below() -> None:
    text = """威海市2023年工作要点
1.甲事。(牵头单位:市大数据局;责任单位:市直有关部门、单位,各区市政府、开发区管委。以下任务均需各区市政府、开发区管委落实,不再一一列出)
2.乙事。(牵头单位:市教育局)
"""
    assert [owners(item) for item in parse(text).items] == [
        "市大数据局 lead, 市直有关部门、单位 responsible, 各区市政府 responsible, 开发区管委 responsible",
        "市教育局 lead, 各区市政府 responsible/clause, 开发区管委 responsible/clause",
    ]


def test_a_name_after_由_and_lists_of_so_many_bodies() -> None:
    assert (
        owners(task("（市级由市科技局负责，区级层面由各区政府负责）")) == "市科技局 responsible, 各区政府 responsible"
    )
    assert task("（责任单位：市科技局等10个部门，排名不分先后）").open_ended


def test_a_label_inside_a_bracket() -> None:
    assert owners(task("(重点工作；责任单位：区科委)")) == ONE
    assert owners(task("(区科委，配合单位：区经委)")) == "区科委 responsible, 区经委 support"


def test_page_numbers_do_not_part_a_marker() -> None:
    text = f"{HEAD}1.推进平台建设。新建基站,推进速\n— 3 —\n率提升。(责任部门:区科委、区文\n第 4 页 共 9 页\n旅局)\n"
    (item,) = parse_structure(SourceText(text)).items
    assert owners(item) == "区科委 responsible, 区文旅局 responsible"
    last = item.owners[-1].span
    assert text[last.start : last.end] == "区文\n第 4 页 共 9 页\n旅局"


def test_a_bracket_that_never_closes_ends_with_its_task() -> None:
    items = parse("云岭区要点\n一、任务\n1.建设平台。(责任单位:区科委、区经委\n2.推广应用。(责任单位:区税务局)\n").items
    assert [owners(item) for item in items] == ["区科委 responsible, 区经委 responsible", "区税务局 responsible"]


def test_a_bracket_without_a_label_that_a_scan_never_closes() -> None:
    listed = "区科委、区经委、各县(市、区)人民政府。逗号前为牵头单位,以下工作均涉及各街道管委会,不再一一列出"
    items = parse(f"云岭区要点\n一、任务\n1.建设平台。[{listed}\n2.推广应用。(责任单位:区税务局)\n").items
    assert owners(items[0]).startswith("区科委 responsible, 区经委 responsible, 各县(市、区)人民政府 responsible")
    assert owners(items[1]).startswith("区税务局 responsible")
    assert owners(task("建设平台。(区科委牵头建设的平台投入使用。")) == owners(task("建设平台。(")) == ""


def test_bodies_and_a_time_in_a_bracket_without_words() -> None:
    item = task("做好推广。(区科委、区经委;2024年底)")
    assert owners(item) == "区科委 responsible, 区经委 responsible"
    assert [deadline.iso for deadline in item.deadlines] == ["2024-12-31"]
    assert owners(task("做好推广。(区科委、工作方案)")) == ""
    assert (
        owners(task("做好推广。(区科委、区经委、东方物流)"))
        == "区科委 responsible, 区经委 responsible, 东方物流 responsible"
    )


@pytest.mark.parametrize("said", ["含云岭高新区,下同", "不包括农场,下同", "即一级预算单位,下同"])
def test_a_bracket_that_explains_a_word_names_no_owner(said: str) -> None:
    item = task(f"各县(区)({said})做好登记。(责任单位:市民政局)")
    assert owners(item) == "市民政局 responsible"


def test_a_salutation_over_two_lines_is_no_marker() -> None:
    text = (
        "云岭市民政局关于组织养老服务试点的通知\n各县、区民政局,市直各养老服务\n主管部门:\n"
        "为落实市民政局、市财政局有关部署,现将事项通知如下:\n一、开展试点。(市民政局负责)\n二、做好总结。(市财政局负责)\n"
    )
    assert [owners(item) for item in parse_structure(SourceText(text)).items] == [
        "市民政局 responsible",
        "市财政局 responsible",
    ]
