"""Plans added behind what a store file holds: what is read is the same as if the file had been made anew."""

from __future__ import annotations

from pathlib import Path

import networkx as nx
import pytest

from graph.errors import StoreError
from graph.ids import owner_id
from graph.plan_graph import PlanGraph
from graph.records import Edge, Evidence
from graph.store import kgl_file
from graph.store.embedded import EmbeddedStore
from tests.graph.store.forged import forge
from tests.graph.store.plans import ENTITIES, OWNERS, TITLES, linked, plan_id, small_plan, union


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store that holds a plan which cites the second, and shares owners and things with it."""
    with EmbeddedStore(tmp_path / "plangraph.kgl", write=True) as store:
        store.replace([first()])
    return tmp_path / "plangraph.kgl"


def first() -> PlanGraph:
    return small_plan(cites=TITLES[1:2], entities=ENTITIES, aliases=["科委"])


def blocks(path: Path) -> int:
    file = kgl_file.read(path)
    assert file is not None
    return len(file.blocks)


def adding(path: Path) -> EmbeddedStore:
    return EmbeddedStore(path, write=True, share=100)


def test_what_was_there_is_not_written_again(path: Path) -> None:
    before, status = path.read_bytes(), path.stat()
    second = small_plan(TITLES[1], entities=ENTITIES, aliases=["科技局"])
    with adding(path) as store:
        assert [change.action for change in store.replace([second])] == ["new"]
        assert store.graph() == linked(union(first(), second))
    assert path.stat().st_ino == status.st_ino
    head = 64
    assert path.read_bytes()[head : len(before)] == before[head:]
    assert blocks(path) == 2
    with EmbeddedStore(path) as reader:
        assert reader.graph() == linked(union(first(), second))
        asked = "MATCH (a:Plan)-[r:IMPLEMENTS]->(b:Plan) RETURN a.name AS a, b.name AS b, r.cue AS cue"
        assert reader.run(asked).rows == ((TITLES[0], TITLES[1], "落实"),)
        assert reader.run("MATCH (o:Department {name: '区科委'}) RETURN o.aliases AS a").rows == (
            (["科委", "科技局"],),
        )


def test_a_plan_is_added_without_the_engine_s_graph(path: Path) -> None:
    """It is as large as all that the store holds; a file that has lost it takes a plan, and can't be asked."""
    forge(path, lambda index, details: None, engine=b"no graph")
    second = small_plan(TITLES[1], entities=ENTITIES)
    with adding(path) as store:
        assert store.sources() == {node_id for node_id, _ in first().nodes("Source")}
        store.replace([second])
        assert store.sources() == {node_id for graph in (first(), second) for node_id, _ in graph.nodes("Source")}
    assert blocks(path) == 2
    with pytest.raises(StoreError, match="the engine can't read it"):
        EmbeddedStore(path)


def test_a_relationship_to_another_plan_s_own_item_makes_the_file_anew(path: Path) -> None:
    second = small_plan(TITLES[1])
    both = union(first(), second)
    own, other = (next(i for i, _ in graph.nodes("WorkItem")) for graph in (second, first()))
    place = Evidence(second.nx.nodes[own]["source"], 0, 2, "依托")
    both.add_edge(Edge("DEPENDS_ON", own, other, plan_id(TITLES[1]), {"cue": "依托"}, place))
    with adding(path) as store:
        store.replace([both])
        assert blocks(path) == 1
        assert store.graph() == linked(both)


def test_a_file_is_made_anew_when_much_was_added(path: Path) -> None:
    with EmbeddedStore(path, write=True, share=2.5) as store:
        for title, expected in zip(
            ("甲园2020年计划", "乙园2020年计划", "丙园2020年计划", "丁园2020年计划"), (2, 3, 1, 2), strict=True
        ):
            store.replace([small_plan(title, entities=ENTITIES)])
            assert blocks(path) == expected
        whole = store.graph()
    with EmbeddedStore(path) as reader:
        assert reader.graph() == whole
        assert len(whole.plan_ids()) == 5


def test_a_plan_that_replaces_another_makes_the_file_anew(path: Path) -> None:
    with adding(path) as store:
        store.replace([small_plan(TITLES[1])])
        store.replace([small_plan(items=1)])
        assert blocks(path) == 1
        assert store.graph() == linked(union(small_plan(items=1), small_plan(TITLES[1])))
        assert store.remove(plan_id(TITLES[1]))
        assert store.graph() == small_plan(items=1)


def test_two_plans_of_one_source_make_the_file_anew(path: Path) -> None:
    second = small_plan(TITLES[1])
    source = next(node_id for node_id, _ in first().nodes("Source"))
    own = next(node_id for node_id, _ in second.nodes("Source"))
    nx.relabel_nodes(second.nx, {own: source}, copy=False)
    with adding(path) as store:
        store.replace([second])
        assert blocks(path) == 1
        assert len(list(store.graph().nodes("Source"))) == 1


def test_a_label_that_plans_differ_on_makes_the_file_anew(path: Path) -> None:
    later = small_plan(TITLES[1])
    later.nx.nodes[owner_id("310117", OWNERS[0])]["labels"] = ["Town", "Owner"]
    with adding(path) as store:
        store.replace([later])
        assert blocks(path) == 1
        assert store.run("MATCH (o:Town) RETURN o.name AS name").rows == (("区科委",),)


def test_what_the_engine_can_not_hold_is_not_added(path: Path) -> None:
    graph = small_plan(TITLES[1], items=1)
    next(attributes for _, attributes in graph.nodes("Scene"))["text"] = "\ud800"
    before = path.read_bytes()
    with adding(path) as store, pytest.raises(StoreError, match=r"the engine can't hold it: .*; nothing was stored$"):
        store.replace([graph])
    assert path.read_bytes() == before


def test_a_reader_in_between_sees_one_or_the_other(path: Path) -> None:
    with adding(path) as writer, EmbeddedStore(path) as reader:
        writer.replace([small_plan(TITLES[1])])
        assert reader.graph() == first()
        assert reader.refresh()
        assert reader.version() == writer.version()
        assert reader.graph() == writer.graph()


def test_bytes_that_a_killed_writer_left_are_not_read(path: Path) -> None:
    version = EmbeddedStore(path).version()
    with path.open("ab") as file:
        file.write(b"half a block")
    assert EmbeddedStore(path).version() == version
    with adding(path) as store:
        store.replace([small_plan(TITLES[1])])
    assert EmbeddedStore(path).graph() == linked(union(first(), small_plan(TITLES[1])))
