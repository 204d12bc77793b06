"""Headings without an owner beside headings that name theirs: tasks that state none, told as such."""

from __future__ import annotations

from tests.loaders.plans import codes, owners, parse

PLAN = """云岭市2024年数字化工作要点
一、重点任务
（一）推进一网通办。年底前实现全部事项网上办理。（责任单位：市数据局、市司法局）
（二）建设城市大脑。完善数据底座，接入部门系统。
（三）推进智慧交通。建设信号灯联网平台。
（四）建设智慧水务。完成水厂改造。（责任单位：市水务局）
（五）建设智慧校园。新建校园网。
二、有关事宜
（一）报送信息。每月报送进展。
"""


def test_headings_beside_several_with_owners_are_tasks() -> None:
    document = parse(PLAN)
    assert [(item.ref, owners(item)) for item in document.items] == [
        ("一", "市数据局 responsible, 市司法局 responsible"),
        ("二", ""),
        ("三", ""),
        ("四", "市水务局 responsible"),
        ("五", ""),
    ]
    assert codes(document) == ["item-without-owner"] * 3


def test_beside_a_single_one_they_are_sections() -> None:
    document = parse(PLAN.replace("（责任单位：市水务局）", ""))
    assert [item.ref for item in document.items] == ["一"]
