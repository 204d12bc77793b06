"""GraphML that networkx reads back with every value, whatever the texts hold."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.generate import generated_graph
from graph.errors import ExportError, SchemaError
from graph.export.graphml import iter_graphml, write_graphml
from graph.plan_graph import PlanGraph
from tests.graph.store.plans import ENTITIES, TITLES, any_text, plan_id, small_plan


def read(graph: PlanGraph) -> Any:
    return nx.read_graphml(io.BytesIO(b"".join(iter_graphml(graph))), force_multigraph=True)


def test_nodes_and_edges_come_back_with_their_types() -> None:
    graph = small_plan(cites=TITLES[1:2], entities=ENTITIES, aliases=["科委", "科技局"], value=2.5)
    found = read(graph)
    assert set(found.nodes) == set(graph.nx.nodes)
    assert found.nodes[plan_id(TITLES[0])] == {
        "labels": "Plan；Policy", "name": TITLES[0], "label": TITLES[0], "year": 2023, "jurisdiction": "310117",
        "basis": TITLES[1],
    }  # fmt: skip
    target = next(attributes for _, attributes in found.nodes(data=True) if attributes["labels"] == "Target")
    assert (target["value"], target["start"], target["comparator"]) == (2.5, 3, ">=")
    task = next(attributes for _, attributes in found.nodes(data=True) if attributes["label"] == "任务1")
    assert task["open_ended"] is True
    edges = sorted((s, t, a["type"], a.get("role", "")) for s, t, a in graph.edges())
    assert sorted((s, t, a["type"], a.get("role", "")) for s, t, a in found.edges(data=True)) == edges
    owns = next(attributes for *_, attributes in found.edges(data=True) if attributes["type"] == "OWNS")
    assert owns["evidence_source"].startswith("source-")
    assert owns["label"] == "OWNS"


def test_each_name_has_one_key_and_type_and_a_property_of_two_types_is_a_text() -> None:
    found = read(small_plan())
    section = next(attributes for _, attributes in found.nodes(data=True) if attributes["labels"] == "Section")
    assert (section["level"], section["position"]) == ("1", 1)
    keys = re.findall(r'for="(\w+)" attr.name="(\w+)"', b"".join(iter_graphml(small_plan())).decode())
    assert len(set(keys)) == len(keys)


def test_a_name_that_ends_in_graphml_is_the_file(tmp_path: Path) -> None:
    path = tmp_path / "new" / "g.graphml"
    assert write_graphml(small_plan(), path) == [path]
    assert path.is_file()


@given(any_text())
@settings(deadline=None)
def test_any_text_gives_valid_xml_of_the_same_length(text: str) -> None:
    graph = small_plan(text=text, items=1)
    source = next(a["text"] for _, a in graph.nodes("Source"))
    found = next(a["text"] for _, a in read(graph).nodes(data=True) if a["labels"] == "Source")
    assert len(found) == len(source)
    assert all(read == held or read == "\ufffd" for read, held in zip(found, source, strict=True))


@given(st.text("\t\n\r<>&\"'] 科", min_size=1))
@settings(deadline=None)
def test_marks_and_white_space_come_back_as_they_were(text: str) -> None:
    found = read(small_plan(text=text, items=1))
    assert next(a["text"] for _, a in found.nodes(data=True) if a["labels"] == "Source") == text + TITLES[0]


def test_a_control_character_is_replaced() -> None:
    found = read(small_plan(text="a\x00\x0b\x1b\ufffe科", items=1))
    assert (
        next(a["text"] for _, a in found.nodes(data=True) if a["labels"] == "Source")
        == "a\ufffd\ufffd\ufffd\ufffd科" + TITLES[0]
    )


def test_a_large_graph_comes_in_blocks() -> None:
    blocks = list(iter_graphml(generated_graph(1000, 50, 3000)))
    assert len(blocks) > 10
    assert max(map(len, blocks)) < 200_000


def test_the_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "folder"
    assert write_graphml(small_plan(), folder) == [folder / "plangraph.graphml"]
    assert (folder / "plangraph.graphml").read_bytes() == b"".join(iter_graphml(small_plan()))
    broken = small_plan(items=1)
    broken.nx.add_node("x", labels=["Unknown"], name="x")
    with pytest.raises(SchemaError, match="Unknown"):
        write_graphml(broken, folder)
    assert [p.name for p in folder.iterdir()] == ["plangraph.graphml"]
    assert (folder / "plangraph.graphml").read_bytes() == b"".join(iter_graphml(small_plan()))


def test_a_folder_that_can_not_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ExportError, match="can't be written: Not a directory"):
        write_graphml(small_plan(), tmp_path / "file" / "folder")
