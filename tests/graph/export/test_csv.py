"""CSV tables that a spreadsheet shows rightly and never runs."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import ExportError
from graph.export.csv import csv_tables, write_csv
from graph.plan_graph import PlanGraph
from tests.graph.store.plans import ENTITIES, TITLES, any_text, plan_id, small_plan


def table(graph: PlanGraph, name: str) -> list[dict[str, str]]:
    header, *rows = dict(csv_tables(graph))[name]
    return [dict(zip(header, row, strict=True)) for row in rows]


def test_a_table_a_label_and_a_relationship_type(tmp_path: Path) -> None:
    graph = small_plan(cites=TITLES[1:2], entities=ENTITIES)
    names = [path.name for path in write_csv(graph, tmp_path / "out")]
    assert names == [
        "nodes-Plan.csv", "nodes-Policy.csv", "nodes-Section.csv", "nodes-Scene.csv", "nodes-Project.csv",
        "nodes-Department.csv", "nodes-Target.csv", "nodes-Platform.csv", "nodes-Source.csv",
        "relationships-OWNS.csv", "relationships-PART_OF.csv", "relationships-IMPLEMENTS.csv",
        "relationships-BUILDS.csv", "relationships-HAS_TARGET.csv", "relationships-FROM_SOURCE.csv",
    ]  # fmt: skip
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == sorted(names)


def test_the_files_have_a_byte_order_mark_and_read_back(tmp_path: Path) -> None:
    graph = small_plan(aliases=["科委", "科技局"])
    write_csv(graph, tmp_path)
    assert (tmp_path / "nodes-Department.csv").read_bytes().startswith(b"\xef\xbb\xbfid,labels,name,")
    with (tmp_path / "nodes-Department.csv").open(encoding="utf-8-sig", newline="") as file:
        first = next(csv.DictReader(file))
    assert first["name"] == "区科委"
    assert first["labels"] == "Department；Owner"
    assert first["aliases"] == "科委；科技局"
    assert first["level"] == ""


def test_relationships_name_both_ends() -> None:
    row = table(small_plan(), "relationships-OWNS.csv")[0]
    assert (row["from_name"], row["to_name"], row["role"], row["position"], row["quote"]) == (
        "区科委", "任务1", "lead", "1", "科委",
    )  # fmt: skip
    assert row["plan"] == plan_id(TITLES[0])


def test_numbers_and_truth_values() -> None:
    assert [row["value"] for row in table(small_plan(value=20, items=1), "nodes-Target.csv")] == ["20"]
    assert [row["value"] for row in table(small_plan(value=-2.5, items=1), "nodes-Target.csv")] == ["-2.5"]
    assert [row["open_ended"] for row in table(small_plan(items=1), "nodes-Scene.csv")] == ["true"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "'=1"])
def test_a_text_that_a_spreadsheet_would_run_is_quoted(text: str) -> None:
    assert [row["text"] for row in table(small_plan(text=text, items=1), "nodes-Scene.csv")] == ["'" + text]


@given(st.one_of(any_text(), st.text("=+-@'科", min_size=1)))
def test_any_text_can_be_restored(text: str) -> None:
    cell = table(small_plan(text=text, items=1), "nodes-Scene.csv")[0]["text"]
    assert (cell[1:] if len(cell) > 1 and cell.startswith("'") else cell) == text
    assert len(cell) == 1 or not cell.startswith(tuple("=+-@\t\r\n"))


def test_a_folder_that_can_not_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ExportError, match="can't be written"):
        write_csv(small_plan(), tmp_path / "file")
