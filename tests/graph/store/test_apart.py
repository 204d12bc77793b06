"""A text that somebody wrote: its rows as the store gives them, and an end whatever it asks for."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from graph.errors import QueryError, QueryTimeoutError, StoreError
from graph.store import open_store
from graph.store.apart import run_apart
from loaders.parse import load_plan
from tests.graph.store.plans import small_plan

DATA = Path(__file__).parents[3] / "data" / "songjiang-2023.txt"
ENDLESS = "MATCH (a), (b) MATCH p = allShortestPaths((a)-[*]-(b)) RETURN count(p)"


@pytest.fixture(scope="module")
def songjiang(tmp_path_factory: pytest.TempPathFactory) -> str:
    address = str(tmp_path_factory.mktemp("apart") / "plans.kgl")
    with open_store(address, write=True) as store:
        store.replace([load_plan(DATA)[0]])
    return address


def test_rows_are_those_of_the_store(songjiang: str) -> None:
    text = "MATCH (t:Task) WHERE t.number < $n RETURN t.number AS number, t AS task ORDER BY number"
    with open_store(songjiang) as store:
        assert run_apart(songjiang, text, {"n": 4}) == store.run(text, {"n": 4})
    assert run_apart(songjiang, "UNWIND range(1, 9) AS i RETURN i", row_limit=2).truncated


def test_a_search_for_paths_ends_in_time(songjiang: str) -> None:
    before = time.monotonic()
    with pytest.raises(QueryTimeoutError, match=r"^the query took longer than 0\.5 s; narrow it or allow more time$"):
        run_apart(songjiang, ENDLESS, timeout=0.5)
    assert time.monotonic() - before < 10
    assert run_apart(songjiang, "RETURN 1 AS one").rows == ((1,),)


def test_it_may_be_asked_beside_other_threads(tmp_path: Path) -> None:
    address, found = str(tmp_path / "plans.kgl"), []
    with open_store(address, write=True) as store:
        store.replace([small_plan("甲计划")])
    thread = threading.Thread(target=lambda: found.append(run_apart(address, "MATCH (p:Plan) RETURN p.name AS name")))
    thread.start()
    thread.join()
    assert [rows.rows for rows in found] == [(("甲计划",),)]


def test_faults_arrive_as_they_are(songjiang: str, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no store yet"):
        run_apart(str(tmp_path / "none.kgl"), "RETURN 1")
    with pytest.raises(QueryError, match="DELETE is refused"):
        run_apart(songjiang, "MATCH (n) DELETE n")
    with pytest.raises(QueryError):
        run_apart(songjiang, "RETURN nothing here")
