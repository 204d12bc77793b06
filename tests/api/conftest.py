"""The Songjiang plan in an embedded store, and a server over it, once for all tests here."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from graph.plan_graph import PlanGraph
from graph.store import open_store
from loaders.parse import load_plan
from tests.api.server import serving

DATA = Path(__file__).parents[2] / "data" / "songjiang-2023.txt"


@pytest.fixture(scope="session")
def plan() -> PlanGraph:
    """The graph of the sample plan."""
    return load_plan(DATA)[0]


@pytest.fixture(scope="session")
def store(plan: PlanGraph, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store file that holds the sample plan."""
    path = str(tmp_path_factory.mktemp("store") / "plans.kgl")
    with open_store(path, write=True) as opened:
        opened.replace([plan])
    return path


@pytest.fixture(scope="session")
def address(store: str) -> Iterator[str]:
    """Where a server over the store answers."""
    with serving(store) as (found, _):
        yield found


@pytest.fixture(scope="session")
def client(address: str) -> Iterator[httpx.Client]:
    """A client of that server."""
    with httpx.Client(base_url=address, timeout=30) as opened:
        yield opened
