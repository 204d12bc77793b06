"""What a list of places prints once behind the last: 广州、深圳、东莞市人民政府 are three governments, each printed as it is."""

from __future__ import annotations

import pytest

from loaders.assemble import assemble
from loaders.document import SourceText
from loaders.parse import parse_text
from tests.loaders.plans import owners, task


def wholes(said: str) -> list[str]:
    """The whole names of the owners of one task."""
    return [owner.whole or owner.printed for owner in task(said).owners]


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("(责任单位:广州、深圳、东莞市人民政府)", ["广州市人民政府", "深圳市人民政府", "东莞市人民政府"]),
        ("(广州、深圳、东莞市政府按职责分工负责)", ["广州市政府", "深圳市政府", "东莞市政府"]),
        ("(责任单位:省水利厅,韶关、清远等市人民政府)", ["省水利厅", "韶关市人民政府", "清远市人民政府"]),
        ("(责任单位:南京、无锡、徐州等设区市人民政府)", ["南京市人民政府", "无锡市人民政府", "徐州市人民政府"]),
        ("(责任单位:杭州、宁波、嘉兴等3市)", ["杭州市", "宁波市", "嘉兴市"]),
        ("(责任单位:市水务局、东城区、西城区政府)", ["市水务局", "东城区政府", "西城区政府"]),
        ("(责任单位:朝阳、海淀和丰台区政府)", ["朝阳区政府", "海淀区政府", "丰台区政府"]),
        ("(省交通运输厅和广州、深圳市政府负责)", ["省交通运输厅", "广州市政府", "深圳市政府"]),
        ("(责任单位:镇财政所、泖港、叶榭、新浜镇)", ["镇财政所", "泖港镇", "叶榭镇", "新浜镇"]),
        ("(责任单位:方松、岳阳街道,区科委)", ["方松街道", "岳阳街道", "区科委"]),
    ],
)
def test_places_share_the_ending_of_the_last(said: str, found: list[str]) -> None:
    assert wholes(said) == found


def test_what_is_printed_stays_and_roles_and_the_open_end_hold() -> None:
    item = task("(省自然资源厅会同湛江、茂名等市人民政府负责)")
    assert owners(item) == "省自然资源厅 lead, 湛江 support, 茂名等市人民政府 support"
    assert [owner.whole for owner in item.owners] == ["", "湛江市人民政府", "茂名市人民政府"]
    assert item.open_ended


@pytest.mark.parametrize(
    "said",
    [
        "(责任单位:发改、财政、海淀区政府)",
        "(责任单位:铁路、公路、海淀区政府)",
        "(责任单位:开发区、海淀区政府)",
        "(责任单位:石泉、汉阴等县（区）人民政府)",
        "(责任单位:广州,海淀区政府)",
    ],
)
def test_what_may_be_no_place_shares_nothing(said: str) -> None:
    assert [owner.whole for owner in task(said).owners if owner.whole] == []


def test_the_graph_holds_the_whole_names() -> None:
    text = "广东省2024年重点工作安排\n一、重点任务\n1.治理流域。（责任单位：广州、深圳市人民政府）\n2.建设绿道。（责任单位：广州市人民政府）\n"
    graph, _ = assemble(parse_text(SourceText(text)))
    names = {key: node["name"] for key, node in graph.nodes("Department")}
    owns = sorted((edge["as_printed"], names[owner]) for owner, _, edge in graph.edges("OWNS"))
    assert owns == [
        ("广州", "广州市政府"),
        ("广州市人民政府", "广州市政府"),
        ("深圳市人民政府", "深圳市政府"),
    ]
