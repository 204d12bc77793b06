"""A last sentence that says nothing but whose an item is: 由省商务厅牵头，省财政厅配合。"""

from __future__ import annotations

import pytest

from tests.loaders.plans import owners, parse, task


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("由省商务厅牵头，省财政厅、省公安厅配合。", "省商务厅 lead, 省财政厅 support, 省公安厅 support"),
        ("省商务厅牵头负责，各市（州）人民政府抓好落实。", "省商务厅 lead, 各市（州）人民政府 responsible"),
        ("由各县区政府、省商务厅按职责分工负责", "各县区政府 responsible, 省商务厅 responsible"),
        ("由省交通运输厅牵头，省公安厅配合，2024年底前完成。", "省交通运输厅 lead, 省公安厅 support"),
        (
            "由省水利厅牵头，省农业农村厅等部门和南京、无锡等市人民政府配合。",
            "省水利厅 lead, 省农业农村厅 support, 南京 support, 无锡等市人民政府 support",
        ),
    ],
)
def test_bodies_and_verbs_make_a_sentence(said: str, found: str) -> None:
    item = task(f"加强监管。{said}")
    assert owners(item) == found
    assert [span.end for span in item.spans] == [item.owners[0].span.start - said.startswith("由")]


@pytest.mark.parametrize(
    "said",
    [
        "各地要抓好落实。",
        "各有关单位密切配合。",
        "省商务厅要切实负责。",
        "坚持省负总责、市县负责。",
        "省港航公司负责运营。",
        "由企业负责。",
        "由省商务厅牵头推进。",
    ],
)
def test_sentences_that_say_more_or_name_no_body_own_nothing(said: str) -> None:
    text = f"江南省2024年工作方案\n一、任务\n1.加强监管。{said}\n2.推进建设。（责任单位：省水利厅）\n"
    assert [owners(item) for item in parse(text).items if item.number == "1"] in ([], [""])


def test_items_counted_by_signs_in_brackets() -> None:
    text = (
        "临江市2024年工作任务\n1. 提高质量\n⑴ 深化改革（责任单位：市公安局）\n⑵ 提升教育（责任单位：市教育局）\n"
        "2. 提升水平\n⑶ 实施更新（责任单位：市住建局）\n"
    )
    assert [(item.ref, owners(item)) for item in parse(text).items] == [
        ("⑴", "市公安局 responsible"),
        ("⑵", "市教育局 responsible"),
        ("⑶", "市住建局 responsible"),
    ]
