"""The graphs that the catalogue is asked about, each in an embedded store and, for the oracle, as networkx graph."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

from benchmarks.generate import generated_graph
from graph.plan_graph import PlanGraph
from graph.store import Store, open_store
from loaders.parse import load_plan
from queries.answers.view import View
from tests.graph.store.plans import linked
from tests.queries.oracle import Oracle
from tests.queries.plans import drawn_plan

CASCADE = Path(__file__).parents[1] / "gold" / "cascade"
SONGJIANG = Path(__file__).parents[2] / "data" / "songjiang-2023.txt"
PLANS = Path(__file__).parents[3] / "shared" / "plans"


@dataclass(frozen=True, slots=True)
class World:
    """One content, in a store and as the oracle sees it."""

    store: Store
    graph: PlanGraph
    oracle: Oracle


def world(folder: Path, graphs: Iterable[PlanGraph]) -> World:
    """These plans in a store of their own."""
    graphs = list(graphs)
    store = open_store(str(folder / "store.kgl"), write=True)
    store.replace(graphs)
    united = PlanGraph()
    for graph in graphs:
        united.update(graph)
    united = linked(united)
    return World(store, united, Oracle(united.nx))


@pytest.fixture(scope="session")
def songjiang(tmp_path_factory: pytest.TempPathFactory) -> World:
    """The Songjiang plan of 2023, as its text is read."""
    return world(tmp_path_factory.mktemp("songjiang"), [load_plan(SONGJIANG)[0]])


@pytest.fixture(scope="session")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> World:
    """Two plans of one district and one of another, in which every relationship occurs."""
    plans = [drawn_plan(1), drawn_plan(2), drawn_plan(3, jurisdiction="310114")]
    return world(tmp_path_factory.mktemp("drawn"), plans)


@pytest.fixture(scope="session")
def together(tmp_path_factory: pytest.TempPathFactory) -> World:
    """The Songjiang plan beside a made-up one of the same district, with which it shares owners."""
    return world(tmp_path_factory.mktemp("together"), [load_plan(SONGJIANG)[0], drawn_plan(4)])


@pytest.fixture(scope="session")
def generated(tmp_path_factory: pytest.TempPathFactory) -> World:
    """A generated graph of 600 items in two plans, few owners owning many."""
    return world(tmp_path_factory.mktemp("generated"), [generated_graph(600, 40, 1500, seed=7, plans=2)])


@pytest.fixture(scope="session")
def cascade(tmp_path_factory: pytest.TempPathFactory) -> World:
    """A five-year plan, a city's plan, and a district's of two years, as their texts are read."""
    names = ("jiangsu-2021", "nantong-2025", "haimen-2024", "haimen-2025")
    return world(tmp_path_factory.mktemp("cascade"), [load_plan(CASCADE / f"{name}.txt")[0] for name in names])


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> World:
    """A store without any plan."""
    return world(tmp_path_factory.mktemp("empty"), [])


@pytest.fixture(scope="session")
def districts(tmp_path_factory: pytest.TempPathFactory) -> View:
    """Four plans of four places (one bare of tasks' leads, one numbered 一、二) as their texts are read."""
    files = [
        SONGJIANG,
        *(PLANS / f"{name}.txt" for name in ("03_huangpu_kezaisheng_2025", "04_jiading_haimian_2024", "sanya")),
    ]
    if missing := [file.name for file in files if not file.exists()]:
        pytest.skip(f"the sample plans {', '.join(missing)} are not here")
    return View(world(tmp_path_factory.mktemp("districts"), [load_plan(file)[0] for file in files]).store)


@pytest.fixture(params=["songjiang", "drawn", "together", "generated", "cascade", "empty"])
def any_world(request: pytest.FixtureRequest) -> World:
    """Each of the graphs in turn."""
    found: World = request.getfixturevalue(request.param)
    return found
