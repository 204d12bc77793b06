"""A view remembers in bounded memory, computes once for all who ask at once, and refuses what is too large."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from graph.errors import QueryError
from queries.answers import view as module
from queries.answers.view import View
from tests.queries.conftest import World


def test_what_is_asked_at_once_is_computed_once(songjiang: World) -> None:
    view, calls, started = View(songjiang.store), [], threading.Barrier(8)

    def make() -> list[int]:
        calls.append(1)
        time.sleep(0.05)
        return [1]

    def ask(_: int) -> list[int]:
        started.wait()
        return view.once("key", make)

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, range(8))) == [[1]] * 8
    assert calls == [1]


def test_memory_is_bounded(songjiang: World) -> None:
    view = View(songjiang.store, kept=2_000)
    for number in range(50):
        assert view.once(str(number), lambda: list(range(9))) == list(range(9))
    assert view.held <= 2_000
    assert view.once("large", lambda: list(range(1000))) == list(range(1000))
    assert view.once("after", lambda: [1]) == [1]
    assert view.held <= 2_000


def test_what_failed_is_tried_again(songjiang: World) -> None:
    view = View(songjiang.store)
    with pytest.raises(ZeroDivisionError):
        view.once("key", lambda: 1 // 0)
    assert view.once("key", lambda: 2) == 2


def test_more_rows_than_a_view_takes_are_refused(songjiang: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 10)
    view = View(songjiang.store)
    with pytest.raises(QueryError, match="workload-by-owner: more than 10 rows"):
        view.ask("workload-by-owner")
    with pytest.raises(QueryError, match="more than 10 rows"):
        view.read("MATCH (i:WorkItem) RETURN i.id AS id")
    assert len(view.ask("workload-by-owner", limit=5)) == 5


def test_what_is_lasting_is_never_forgotten(songjiang: World) -> None:
    view, made = View(songjiang.store, kept=10_000), list[str]()

    def once(key: str, *, lasting: bool = False) -> None:
        view.once(key, lambda: made.append(key) or "x" * 8_000, lasting=lasting)  # type: ignore[func-returns-value]

    once("names", lasting=True)
    for key in ("a", "b", "a"):
        once(key)
        once("names", lasting=True)
    assert made == ["names", "a", "b", "a"]
