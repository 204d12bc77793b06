"""Reading a file into a graph, and what is refused with one clear line."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import PlanError, SourceError
from loaders.parse import load_plan

PLAN = "云岭区2024年工作方案\n1.推进建设。(责任单位:区科委)\n"


def test_a_file_becomes_a_graph_with_its_findings_and_source(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(PLAN, "utf-8")
    graph, findings, source = load_plan(path)
    assert [a["name"] for _, a in graph.nodes("Task")] == ["推进建设"]
    assert source.text == PLAN
    assert all(source.text[f.start : f.end] == f.quote for f in findings)


@pytest.mark.parametrize("text", ["今天天气很好。", "第一段\n第二段\n", "1. \n2. \n"])
def test_a_text_that_is_no_plan_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "diary.txt"
    path.write_text(text, "utf-8")
    with pytest.raises(PlanError, match=r"diary\.txt: no task found") as caught:
        load_plan(path)
    assert "\n" not in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"none\.txt"):
        load_plan(tmp_path / "none.txt")


def test_gb18030_gives_the_same_items(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes(PLAN.encode("gb18030"))
    graph, _, _ = load_plan(path)
    assert [a["as_printed"] for *_, a in graph.edges("OWNS")] == ["区科委"]
