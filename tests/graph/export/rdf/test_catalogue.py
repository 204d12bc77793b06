"""The sheet for Chinese catalogues: facts of the data, what the owner says, and nothing else."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from graph.errors import ExportError
from graph.export.rdf import RdfSettings, write_rdf
from graph.plan_graph import PlanGraph


def fields(folder: Path) -> dict[str, str]:
    """The core metadata by field."""
    sheet = json.loads((folder / "catalogue-sheet.json").read_text("utf-8"))
    return {row["字段"]: row["值"] for row in sheet["核心元数据"]}


def test_facts_are_filled_in_and_decisions_of_the_owner_stay_empty(exported: Path) -> None:
    found = fields(exported)
    assert found["信息资源名称"] == "松江区2023年工作安排（知识图谱）"
    assert (found["信息资源提供方"], found["发布日期"]) == ("松江区科委", "2026-11-22")
    assert found["信息资源格式"] == "ttl、nt.gz、jsonld、rdf、trig、zip、xlsx、graphml"
    empty = [field for field, value in found.items() if not value]
    assert empty == [
        "信息资源分类", "信息资源代码", "信息资源提供方代码", "共享类型", "共享条件", "共享方式", "是否向社会开放", "开放条件",
        "更新周期", "关联资源代码",
    ]  # fmt: skip


def test_what_the_owner_says_stands_in_both_files(graph: PlanGraph, settings: RdfSettings, tmp_path: Path) -> None:
    said = (("code", "310117-0001"), ("open", "是"), ("update_cycle", "每年"))
    write_rdf(graph, tmp_path, replace(settings, portal=said))
    found = fields(tmp_path)
    assert (found["信息资源代码"], found["是否向社会开放"], found["更新周期"]) == ("310117-0001", "是", "每年")
    book = openpyxl.load_workbook(tmp_path / "catalogue-sheet.xlsx")
    assert book.sheetnames == ["核心元数据", "信息项"]
    assert ("信息资源代码", "code", "310117-0001") in list(book["核心元数据"].values)
    heading, *items = book["信息项"].values
    assert heading == ("表", "信息项名称", "item", "数据类型", "说明", "条数")
    assert ("Task 任务", "完成时限", "deadline", "日期型 D", "latest deadline", 1) in items


def test_a_field_that_nobody_knows_is_refused_before_anything_is_written(
    graph: PlanGraph, settings: RdfSettings, tmp_path: Path
) -> None:
    with pytest.raises(ExportError, match="--portal colour=…: no such field; known: classification, code, "):
        write_rdf(graph, tmp_path / "out", replace(settings, portal=(("colour", "red"),)))
    assert not (tmp_path / "out").exists()
