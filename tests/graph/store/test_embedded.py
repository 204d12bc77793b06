"""The embedded store behind the port: replace, remove, ask, refresh."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from graph.errors import QueryError, QueryTimeoutError, StoreError
from graph.ids import owner_id
from graph.plan_graph import PlanGraph
from graph.store import Change, open_store
from graph.store.embedded import EmbeddedStore
from tests.graph.store.plans import ENTITIES, OWNERS, TITLES, plan_id, small_plan, union

FIRST, SECOND = plan_id(TITLES[0]), plan_id(TITLES[1])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "plangraph.kgl"


def opened(path: Path) -> EmbeddedStore:
    return EmbeddedStore(path, write=True)


def names(store: EmbeddedStore, label: str) -> list[str]:
    return [row[0] for row in store.run(f"MATCH (n:{label}) RETURN n.name AS name ORDER BY name").rows]


def test_a_plan_comes_back_as_it_was_put_in(path: Path) -> None:
    graph = small_plan(aliases=["科委", "科学技术委员会"], cites=TITLES[1:2], entities=ENTITIES, value=2.5)
    with opened(path) as store:
        assert store.replace([graph]) == [Change(FIRST, "new", 12, 19)]
        assert store.graph().digest() == graph.digest()
    with open_store(str(path)) as reader:
        assert reader.graph().digest() == graph.digest()
        assert reader.graph([FIRST]) == graph


def test_a_write_tells_how_far_it_is(path: Path) -> None:
    told: list[tuple[int, int]] = []
    with opened(path) as store:
        (change,) = store.replace([small_plan()], lambda done, total: told.append((done, total)))
        assert told == sorted(told)
        assert {total for _, total in told} == {change.nodes + change.edges}
        assert told[-1] == (change.nodes + change.edges, change.nodes + change.edges)


def test_loading_twice_changes_nothing_and_leaves_the_file_alone(path: Path) -> None:
    with opened(path) as store:
        store.replace([small_plan()])
        version, status = store.version(), path.stat()
        assert store.replace([small_plan()]) == [Change(FIRST, "unchanged", 9, 14)]
        assert store.version() == version
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (status.st_ino, status.st_mtime_ns)


def test_a_corrected_plan_replaces_what_that_plan_said_and_nothing_else(path: Path) -> None:
    other = small_plan(TITLES[1], owners=OWNERS[1:])
    with opened(path) as store:
        store.replace([small_plan(owners=OWNERS[:2], entities=ENTITIES), other])
        before = store.version()
        corrected = small_plan(owners=OWNERS[1:2], items=1)
        assert [change.action for change in store.replace([corrected, other])] == ["replaced", "unchanged"]
        assert store.graph() == union(corrected, other)
        assert names(store, "Owner") == ["区发改委", "区经委"]
        assert names(store, "Entity") == []
        assert store.version() != before


def test_a_shared_owner_keeps_what_the_other_plan_says_of_it(path: Path) -> None:
    with opened(path) as store:
        store.replace([small_plan(aliases=["科委"]), small_plan(TITLES[1], aliases=["科技局"])])
        owner = owner_id("310117", OWNERS[0])
        asked = "MATCH (o:Department {id: $id}) RETURN o.aliases AS aliases"
        assert store.run(asked, {"id": owner}).rows == ((["科委", "科技局"],),)
        store.remove(FIRST)
        assert store.run(asked, {"id": owner}).rows == ((["科技局"],),)


def test_a_removed_plan_that_another_cites_is_a_policy_again(path: Path) -> None:
    citing = small_plan(cites=(TITLES[1],))
    with opened(path) as store:
        store.replace([citing, small_plan(TITLES[1])])
        assert names(store, "Plan") == [TITLES[1], TITLES[0]]
        assert store.remove(SECOND)
        assert names(store, "Plan") == [TITLES[0]]
        assert names(store, "Policy") == [TITLES[1], TITLES[0]]
        assert store.graph() == citing
        assert not store.remove(SECOND)
        assert store.remove(FIRST)
        assert store.run("MATCH (n) RETURN count(n) AS n").rows == ((0,),)


def test_the_version_depends_on_the_content_alone(path: Path, tmp_path: Path) -> None:
    plans = [small_plan(title) for title in TITLES]
    with opened(path) as one, opened(tmp_path / "other.kgl") as other:
        one.replace(plans)
        for plan in reversed(plans):
            other.replace([plan])
        assert one.version() == other.version()
        assert one.graph() == other.graph()


def test_a_plan_given_twice_counts_as_it_was_given_last(path: Path) -> None:
    with opened(path) as store:
        store.replace([small_plan(items=1), small_plan(items=2)])
        assert store.graph() == small_plan(items=2)


def test_what_belongs_to_no_plan_is_refused_and_nothing_is_stored(path: Path) -> None:
    lost = small_plan()
    lost.nx.nodes[FIRST]["labels"] = ["Policy"]
    with opened(path) as store:
        with pytest.raises(StoreError, match="holds no plan"):
            store.replace([lost])
        stray = small_plan()
        next(iter(stray.nx.edges(data=True)))[2]["plan"] = SECOND
        with pytest.raises(StoreError, match=f"belongs to plan {SECOND}, which the graph does not hold"):
            store.replace([stray])
        assert store.graph() == PlanGraph()
        with pytest.raises(StoreError, match="the store holds no plan plan-x"):
            store.graph(["plan-x"])
    assert not path.exists()


def test_a_department_that_a_later_plan_knows_to_be_a_town_is_one(path: Path) -> None:
    later = small_plan(TITLES[1])
    later.nx.nodes[owner_id("310117", OWNERS[0])]["labels"] = ["Town", "Owner"]
    with opened(path) as store:
        store.replace([small_plan()])
        store.replace([later])
        assert names(store, "Town") == ["区科委"]
        assert names(store, "Department") == ["区经委"]


def test_rows_are_plain_values(path: Path) -> None:
    with opened(path) as store:
        store.replace([small_plan(items=1)])
        rows = store.run(
            "MATCH (t:Target) RETURN t.value AS value, [1, t.unit] AS list, {day: date('2023-12-31')} AS map, "
            "t.start AS start, t.value > 1 AS more"
        )
        assert rows.dicts() == [
            {"value": 20.0, "list": [1, None], "map": {"day": "2023-12-31"}, "start": 3, "more": True}
        ]
        node = store.run("MATCH (n:Source) RETURN n").rows[0][0]
        assert node["labels"] == ["Source"]
        assert sorted(node["properties"]) == ["id", "length", "name", "sha256", "text"]


def test_parameters_and_super_labels(path: Path) -> None:
    with opened(path) as store:
        store.replace([small_plan(items=3)])
        asked = "MATCH (o:Owner)-[r:OWNS {role: $role}]->(i:WorkItem) WHERE o.name IN $names RETURN count(r) AS n"
        assert store.run(asked, {"role": "lead", "names": ["区科委"]}).rows == ((3,),)
        assert store.run("MATCH (n:Project) RETURN labels(n) AS l").rows == ((["Project", "WorkItem"],),)


def test_a_row_limit_cuts_and_says_so(path: Path) -> None:
    with opened(path) as store:
        rows = store.run("UNWIND range(1, 10) AS x RETURN x", row_limit=3)
        assert (rows.rows, rows.truncated) == (((1,), (2,), (3,)), True)
        assert not store.run("UNWIND range(1, 3) AS x RETURN x", row_limit=3).truncated


def test_a_slow_query_is_stopped(path: Path) -> None:
    with opened(path) as store, pytest.raises(QueryTimeoutError, match=r"^the query took longer than 0\.1 s"):
        store.run("UNWIND range(1, 1000000) AS a UNWIND range(1, 1000000) AS b RETURN count(*) AS n", timeout=0.1)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "Empty query"),
        ("MATCH (n RETURN n", "col 17: Unexpected token"),
        ("RETURN $x AS x", r"Missing parameter: \$x"),
        ("RETURN m.name AS x", "Undefined variable 'm'"),
        ("RETURN 1 / 0 AS x", "division by zero"),
        ("RETURN 1 AS x FORMAT CSV", "must give rows"),
    ],
)
def test_a_wrong_text_is_one_clear_line(path: Path, text: str, message: str) -> None:
    with opened(path) as store, pytest.raises(QueryError, match=message) as caught:
        store.run(text)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("value", [object(), 2**80, {1: 2}])
def test_a_parameter_that_the_engine_does_not_know_is_a_query_error(path: Path, value: object) -> None:
    with opened(path) as store, pytest.raises(QueryError):
        store.run("RETURN $x.a AS x", {"x": value})


def test_a_reader_sees_a_new_file_after_refresh_and_a_snapshot_until_then(path: Path) -> None:
    with opened(path) as writer:
        writer.replace([small_plan()])
        with open_store(str(path)) as reader:
            assert isinstance(reader, EmbeddedStore)
            writer.replace([small_plan(TITLES[1])])
            assert reader.graph() == small_plan()
            assert reader.refresh()
            assert reader.graph() == writer.graph()
            assert reader.version() == writer.version()
            assert not reader.refresh()


def test_a_reader_does_not_write(path: Path) -> None:
    with opened(path) as writer:
        writer.replace([small_plan()])
    with open_store(str(path)) as reader, pytest.raises(StoreError, match="opened for reading only"):
        reader.replace([small_plan(items=1)])


def test_an_unknown_scheme_is_refused() -> None:
    with pytest.raises(StoreError, match="http://x: unknown kind of store; give a file path or one of bolt"):
        open_store("http://x")


def test_what_a_store_gives_back_is_no_change_to_it(path: Path) -> None:
    with opened(path) as store:
        store.replace([small_plan(title, items=3, entities=ENTITIES) for title in TITLES])
        again = [store.graph([plan_id(title)]) for title in reversed(TITLES)]
        assert {change.action for change in store.replace(again)} == {"unchanged"}
        turned = PlanGraph()
        turned.nx.add_nodes_from(reversed(list(again[0].nx.nodes(data=True))))
        for start, end, key, attributes in reversed(list(again[0].nx.edges(keys=True, data=True))):
            turned.nx.add_edge(start, end, key=key, **attributes)
        assert [change.action for change in store.replace([turned])] == ["unchanged"]


def test_threads_ask_while_the_store_is_written(path: Path) -> None:
    contents = [small_plan(items=2), small_plan(items=5)]
    done = threading.Event()

    def ask(reader: EmbeddedStore) -> set[tuple[int, int]]:
        found = set()
        while not done.is_set():
            reader.refresh()
            asked = "MATCH (i:WorkItem) WITH count(i) AS items MATCH ()-[r:OWNS]->() RETURN items, count(r) AS owns"
            found.add(reader.run(asked).rows[0])
        return found

    with opened(path) as writer, ThreadPoolExecutor(3) as pool:
        writer.replace(contents[:1])
        with EmbeddedStore(path) as reader:
            asking = [pool.submit(ask, reader) for _ in range(3)]
            for _ in range(10):
                for content in contents:
                    writer.replace([content])
            done.set()
            assert set().union(*(answer.result() for answer in asking)) == {(2, 8), (5, 20)}
