"""What both stores infer between plans: the same, whatever the order of loading; gone with the plans it joins."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from graph.matching.decisions import Decision, keep_decision
from graph.plan_graph import PlanGraph
from graph.store import Store, open_store
from graph.store.embedded import EmbeddedStore
from graph.store.neo4j import Neo4jStore
from graph.store.parts import split
from loaders.parse import load_plan

CASCADE = Path(__file__).parents[2] / "gold" / "cascade"
DISTRICT, CITY, BEFORE = "haimen-2025", "nantong-2025", "haimen-2024"
LINKS = (
    "MATCH (a:WorkItem)-[r:CARRIES_OUT|CONTINUES]->(b:WorkItem) "
    "RETURN type(r) AS type, a.reference AS lower, b.reference AS upper, r.score AS score, r.basis AS basis, "
    "r.judged_by AS by, r.plan = a.plan AS own ORDER BY type, lower, upper"
)
# Of 海门2025 (14 items): what it carries out of the city's plan of the year, and continues of its own of the year before.
EXPECTED = {"CARRIES_OUT": 12, "CONTINUES": 11}


def plan(name: str) -> PlanGraph:
    graph, _, _ = load_plan(CASCADE / f"{name}.txt")
    return graph


@pytest.fixture(scope="module")
def plans() -> dict[str, PlanGraph]:
    return {name: plan(name) for name in (DISTRICT, CITY, BEFORE)}


Opener = Callable[[str], Store]


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Opener]:
    """Opens embedded stores by name; they and their decisions lie in a folder of the test's own."""
    monkeypatch.chdir(tmp_path)
    stores: list[Store] = []

    def open_one(name: str) -> Store:
        stores.append(open_store(f"{name}.kgl", write=True))
        return stores[-1]

    yield open_one
    for store in stores:
        store.close()


def kinds(store: Store) -> dict[str, int]:
    found = [row[0] for row in store.run(LINKS).rows]
    return {kind: found.count(kind) for kind in sorted(set(found))}


def test_plans_are_matched_at_load_in_any_order(opened: Opener, plans: dict[str, PlanGraph]) -> None:
    told = []
    for name, order in {"up": (DISTRICT, CITY, BEFORE), "down": (BEFORE, CITY, DISTRICT)}.items():
        store = opened(name)
        for one in order:
            store.replace([plans[one]])
        told.append((store.run(LINKS).rows, store.version(), store.graph()))
    with EmbeddedStore("added.kgl", write=True, share=100) as store:
        for one in (BEFORE, DISTRICT, CITY):
            store.replace([plans[one]])
        told.append((store.run(LINKS).rows, store.version(), store.graph()))
    at_once = opened("once")
    at_once.replace(plans.values())
    told.append((at_once.run(LINKS).rows, at_once.version(), at_once.graph()))
    assert told[0] == told[1] == told[2] == told[3]
    assert kinds(at_once) == EXPECTED
    assert all(row[-1] for row in told[0][0])


def test_links_are_read_again_and_go_with_the_plan(opened: Opener, plans: dict[str, PlanGraph]) -> None:
    store = opened("a")
    store.replace(plans.values())
    with open_store("a.kgl") as reader:
        assert kinds(reader) == EXPECTED
    store.remove(plans[CITY].plan_ids()[0])
    assert kinds(store) == {"CONTINUES": EXPECTED["CONTINUES"]}
    store.remove(plans[DISTRICT].plan_ids()[0])
    assert kinds(store) == {}
    assert store.graph() == plans[BEFORE]


def test_links_are_no_part_of_what_a_plan_states(opened: Opener, plans: dict[str, PlanGraph]) -> None:
    store = opened("a")
    store.replace(plans.values())
    one = plans[DISTRICT].plan_ids()[0]
    assert store.graph([one]) == plans[DISTRICT]
    told = store.graph()
    assert {"CARRIES_OUT", "CONTINUES"} < {edge["type"] for *_, edge in told.edges()}
    assert {name for part in split(told) for name in part.edges} & {"CARRIES_OUT", "CONTINUES"} == set()
    before = store.run(LINKS).rows
    store.replace([told])  # as when an export is read back
    assert (store.run(LINKS).rows, store.graph()) == (before, told)


def test_decisions_hold_over_reloads(opened: Opener, plans: dict[str, PlanGraph]) -> None:
    store = opened("a")
    store.replace(plans.values())
    version = store.version()
    items = {a["reference"]: i for graph in plans.values() for i, a in graph.nodes("WorkItem")}
    no = Decision(items["海门2025:1"], items["南通2025:1"], "CARRIES_OUT", "reject", "王某", "街道事项另行安排")
    yes = Decision(items["海门2025:12"], items["南通2025:4"], "CARRIES_OUT", "confirm", "王某", "同一专班")
    for one in (no, yes):
        keep_decision(Path("a.decisions.yaml"), one)
    store.replace([])
    assert store.version() != version
    told = store.run(LINKS).rows
    assert ("CARRIES_OUT", "海门2025:12", "南通2025:4", 1.0, "confirmed", "王某", True) in told
    assert not any(row[1:3] == ("海门2025:1", "南通2025:1") for row in told)
    store.remove(plans[CITY].plan_ids()[0])
    store.replace([plans[CITY]])
    assert store.run(LINKS).rows == told


@pytest.mark.xdist_group("neo4j")
def test_a_server_infers_the_same(
    store: Neo4jStore, opened: Opener, plans: dict[str, PlanGraph], monkeypatch: pytest.MonkeyPatch
) -> None:
    embedded = opened("a")
    monkeypatch.setenv("PLANGRAPH_DECISIONS", "both.decisions.yaml")
    items = {a["reference"]: i for graph in plans.values() for i, a in graph.nodes("WorkItem")}
    yes = Decision(items["海门2025:12"], items["南通2025:4"], "CARRIES_OUT", "confirm", "王某", "同一专班")

    def decide() -> None:
        keep_decision(Path("both.decisions.yaml"), yes)
        for one in (embedded, store):
            one.replace([])

    steps: list[Callable[[], object]] = [
        lambda: [one.replace([plans[DISTRICT]]) for one in (embedded, store)],
        lambda: [one.replace([plans[BEFORE], plans[CITY]]) for one in (embedded, store)],
        decide,
        lambda: [one.remove(plans[CITY].plan_ids()[0]) for one in (embedded, store)],
        lambda: [one.replace([plans[CITY]]) for one in (embedded, store)],
        lambda: [one.remove(plans[BEFORE].plan_ids()[0]) for one in (embedded, store)],
    ]
    counts = []
    for step in steps:
        step()
        assert store.run(LINKS).rows == embedded.run(LINKS).rows
        assert (store.version(), store.graph()) == (embedded.version(), embedded.graph())
        counts.append(len(store.run(LINKS).rows))
    assert counts == [0, 23, 24, 11, 24, 13]
