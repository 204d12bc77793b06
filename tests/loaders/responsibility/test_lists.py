"""Lists of owners as real plans word them: 等 before a group, bodies called in, prefixes printed once, predicates."""

from __future__ import annotations

import pytest

from loaders.assemble import assemble
from loaders.registry import registry
from tests.loaders.plans import only, owners, parse, task

GROUPS = {
    "(市民政局、市应急局等市直有关部门（单位）按职责分工负责)": "市民政局 responsible, 市应急局 responsible, 市直有关部门（单位） responsible",
    "(责任单位:市民政局等市直有关部门、单位,各县、市、区政府)": "市民政局 responsible, 市直有关部门、单位 responsible, 各县、市、区政府 responsible",
    "(市水务局、东湖区等相关区政府负责)": "市水务局 responsible, 东湖区 responsible, 相关区政府 responsible",
    "(市民政局牵头,市税务局等市级各有关部门配合)": "市民政局 lead, 市税务局 support, 市级各有关部门 support",
    "(市民政局等行业主管部门负责)": "市民政局 responsible, 行业主管部门 responsible",
    "(市直有关部门、单位按职责分工负责)": "市直有关部门、单位 responsible",
    "(市直相关单位及各县区按职责分工负责)": "市直相关单位 responsible, 各县区 responsible",
    "(各市、县(市、区)相关部门负责)": "各市、县(市、区)相关部门 responsible",
    "(各市、县(市、区)市场监管局(知识产权局)负责)": "各市、县(市、区)市场监管局(知识产权局) responsible",
    "(各区、市教育局负责)": "各区 responsible, 市教育局 responsible",
    "(中、省驻甲有关单位负责)": "中、省驻甲有关单位 responsible",
    "(领导小组各成员单位负责)": "领导小组各成员单位 responsible",
    "(各有关部门、单位及各街镇配合)": "各有关部门、单位 support, 各街镇 support",
    "(市城建局,全市供水、供气企业负责)": "市城建局 responsible, 全市供水、供气企业 responsible",
}


@pytest.mark.parametrize("text", GROUPS)
def test_a_group_that_says_whose_it_is_is_an_owner(text: str) -> None:
    item = task(f"完成建设。{text}")
    assert owners(item) == GROUPS[text]
    assert not item.open_ended


OPEN = {
    "(市民政局等有关部门负责)": "市民政局 responsible",
    "(市民政局等主管部门负责)": "市民政局 responsible",
    "(市民政局牵头,市税务局等部门配合)": "市民政局 lead, 市税务局 support",
    "(市民政局等有关部门(单位)负责)": "市民政局 responsible",
    "(市民政局会同有关部门负责)": "市民政局 lead",
}


@pytest.mark.parametrize("text", OPEN)
def test_a_group_of_no_one_in_particular_leaves_the_list_open(text: str) -> None:
    item = task(f"完成建设。{text}")
    assert (owners(item), item.open_ended) == (OPEN[text], True)


CALLED = {
    "(市民政局会同市税务局负责)": "市民政局 lead, 市税务局 support",
    "(市民政局会同市税务局、各区政府)": "市民政局 lead, 市税务局 support, 各区政府 support",
    "(市民政局、市财政局会同市级有关部门负责)": "市民政局 lead, 市财政局 lead, 市级有关部门 support",
    "(责任单位:市民政局会同市税务局;市财政局)": "市民政局 lead, 市税务局 support, 市财政局 responsible",
    "(牵头单位:市民政局会同市税务局)": "市民政局 lead, 市税务局 support",
    "(市民政局牵头,会同市税务局落实)": "市民政局 lead, 市税务局 responsible",
}


@pytest.mark.parametrize("text", CALLED)
def test_who_calls_in_leads_and_who_is_called_in_helps(text: str) -> None:
    assert owners(task(f"完成建设。{text}")) == CALLED[text]


PREDICATES = {
    "(各县区人民政府结合实际落实)": "各县区人民政府 responsible",
    "(市直各单位按职责完成有关工作)": "市直各单位 responsible",
    "(市民政局牵头做好资金保障)": "市民政局 lead",
    "(市民政局牵头,市税务局配合完成)": "市民政局 lead, 市税务局 support",
    "(市民政局等部门按照职能牵头负责)": "市民政局 lead",
    "(分工方案:市民政局负责本级信息发布)": "市民政局 responsible",
    "(牵头部门:市民政局;目标位置:全省前5)": "市民政局 lead",
}


@pytest.mark.parametrize("text", PREDICATES)
def test_a_verb_is_no_part_of_a_name(text: str) -> None:
    assert owners(task(f"完成建设。{text}")) == PREDICATES[text]


@pytest.mark.parametrize(
    "label", ["承办部门", "协办部门", "属地单位", "任务单位", "联系单位", "负责考核部门", "分工单位"]
)
def test_a_label_is_a_stem_and_a_noun(label: str) -> None:
    role = "support" if label[:2] in ("协办", "联系") else "responsible"
    assert owners(task(f"完成建设。({label}：区科委)")) == f"区科委 {role}"


@pytest.mark.parametrize(
    ("listed", "place", "whole"),
    [
        ("省科技厅、财政厅", "江苏省苏州市", ["", "省财政厅"]),
        ("省委组织部、宣传部、省财政厅", "江苏省", ["", "省宣传部", ""]),
        ("自治区商务厅、财政厅、市税务局、财政局", "云岭市", ["", "自治区财政厅", "", "市财政局"]),
        ("省科技厅、各市人民政府、财政局", "云岭市", ["", "", ""]),
        ("省科技厅、人民银行云岭支行", "云岭市", ["", ""]),
        ("各级发改部门、审改部门、省财政厅", "云岭省", ["", "各级审改部门", ""]),
    ],
)
def test_a_prefix_that_a_list_prints_once(listed: str, place: str, whole: list[str]) -> None:
    item = only(f"{place}2024年工作方案\n一、任务\n1.建设平台。完成一期。（{listed}负责）\n")
    assert [owner.whole for owner in item.owners] == whole


def test_a_body_with_a_shared_prefix_is_the_same_as_with_its_own() -> None:
    text = "江苏省苏州市2024年工作方案\n一、任务\n1.建设平台。（省科技厅、财政厅负责）\n2.发展产业。（省财政厅、市财政局负责）\n"
    graph = assemble(parse(text)).graph
    names = {name["name"]: name["jurisdiction"] for _, name in graph.nodes("Department")}
    assert names == {"省科技厅": "320000", "省财政厅": "320000", "市财政局": "320500"}


@pytest.mark.parametrize(
    ("printed", "plan", "name", "jurisdiction"),
    [
        ("财政厅", "450000", "自治区财政厅", "450000"),
        ("自治区财政厅", "450000", "自治区财政厅", "450000"),
        ("自治区财政厅", "450100", "自治区财政厅", "450000"),
        ("市北集团", "310106", "市北集团", "310106"),
        ("闵行区政府", "310000", "闵行区政府", "310112"),
        ("区人民政府", "310112", "闵行区政府", "310112"),
        ("市政府", "310112", "上海市政府", "310000"),
        ("区政府", "云岭区", "云岭区政府", "云岭区"),
        ("省科技厅", "plan-1", "省科技厅", "plan-1"),
        ("宣传部", "440000", "省委宣传部", "440000"),
    ],
)
def test_whose_body_a_name_means(printed: str, plan: str, name: str, jurisdiction: str) -> None:
    owner = registry().resolve(printed, plan)
    assert (owner.name, owner.jurisdiction) == (name, jurisdiction)


def test_traditional_characters_are_read_alike_and_stay_as_printed() -> None:
    item = task("完成建設。（主辦機關：區經濟局；協辦機關：區衛生局、區財政局）")
    assert owners(item) == "區經濟局 lead, 區衛生局 support, 區財政局 support"
    assert owners(task("完成建設。\n責任單位：區經濟局、區衛生局")) == "區經濟局 responsible, 區衛生局 responsible"


@pytest.mark.parametrize(
    ("listed", "names"),
    [
        ("市渔业局、云岭海关等具有行政强制权和财产登记、保管职能的政府部门和单位", ["市渔业局", "云岭海关"]),
        ("市渔业局等负有监管职责的部门", ["市渔业局"]),
        ("市水务局、市电力公司等相关部门和单位及各地", ["市水务局", "市电力公司", "各地"]),
    ],
)
def test_bodies_that_are_only_described_leave_the_list_open(listed: str, names: list[str]) -> None:
    item = task(f"完成清理。（责任单位：{listed}）")
    assert [owner.printed for owner in item.owners] == names


def test_the_end_of_a_line_parts_a_name_that_looked_whole() -> None:
    item = task("持续提高监管效能。（各地各有关部\n门按职责分工负责）")
    assert owners(item) == "各地各有关部门 responsible"


@pytest.mark.parametrize(
    ("listed", "names"),
    [
        ("各级司\n法行政部门", ["各级司法行政部门"]),
        ("人民银行\n临江中心支行", ["人民银行临江中心支行"]),
        ("国家税务总局\n临江市税务局", ["国家税务总局临江市税务局"]),
        ("各县（市、区）人民\n政府", ["各县（市、区）人民政府"]),
        ("各乡\n镇街道", ["各乡镇街道"]),
        ("各有关部门及各市、县级政府", ["各有关部门", "各市、县级政府"]),
        ("区科委\n区财政局", ["区科委", "区财政局"]),
        ("区海事局、等区直单位", ["区海事局", "区直单位"]),
    ],
)
def test_where_the_end_of_a_line_parts_names(listed: str, names: list[str]) -> None:
    assert [owner.printed for owner in task(f"完成建设。（{listed}负责）").owners] == names
