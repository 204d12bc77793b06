"""A writer that is killed (SIGKILL) at any moment leaves the old or the new content, never less."""

from __future__ import annotations

import multiprocessing
import random
import sys
import time
from itertools import count
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest

from graph.store.embedded import EmbeddedStore
from graph.store.health import check_file
from tests.graph.store.plans import plan_id, small_plan

KILLS = 100


def write_in_turn(path: Path, begins: Event) -> None:
    """Loads two contents in turn, without end."""
    contents = [small_plan(items=10), small_plan(items=20)]
    with EmbeddedStore(path, write=True) as store:
        begins.set()
        while True:
            for content in contents:
                store.replace([content])


def add_in_turn(path: Path, begins: Event) -> None:
    """Adds plan after plan behind what the file holds, without end."""
    with EmbeddedStore(path, write=True, share=1000) as store:
        begins.set()
        for number in count(2):
            store.replace([small_plan(title(number))])


def title(number: int) -> str:
    return f"{number}号园区2023年计划"


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is a signal of POSIX systems")
def test_killed_while_it_adds_plan_after_plan(tmp_path: Path) -> None:
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload([__name__])
    rng = random.Random(2024)
    held = []
    for kill in range(KILLS // 4):
        path = tmp_path / f"{kill}.kgl"
        with EmbeddedStore(path, write=True) as store:
            store.replace([small_plan(title(1))])
        begins = processes.Event()
        writer = processes.Process(target=add_in_turn, args=(path, begins))
        writer.start()
        assert begins.wait(60)
        time.sleep(rng.uniform(0, 0.3))
        writer.kill()
        writer.join()
        with EmbeddedStore(path, write=True, share=1000) as store:
            plans = store.graph().plan_ids()
            assert plans == sorted(plan_id(title(number + 1)) for number in range(len(plans)))
            held.append(len(plans))
            store.replace([small_plan(title(0))])
        assert check_file(path).faults == ()
    assert max(held) > 2, "none was added before the kill; let them live longer"


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is a signal of POSIX systems")
def test_killed_at_a_hundred_moments(tmp_path: Path) -> None:
    path = tmp_path / "plangraph.kgl"
    contents = [small_plan(items=10), small_plan(items=20)]
    began = time.perf_counter()
    with EmbeddedStore(path, write=True) as store:
        for _ in range(2):
            store.replace(contents[1:])
            store.replace(contents[:1])
    longest = time.perf_counter() - began  # a writer may live as long as four loads take
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload([__name__])
    rng = random.Random(2023)
    found = []
    left_behind = 0
    for _ in range(KILLS):
        begins = processes.Event()
        writer = processes.Process(target=write_in_turn, args=(path, begins))
        writer.start()
        assert begins.wait(60)
        time.sleep(rng.uniform(0, longest))
        writer.kill()
        writer.join()
        left_behind += any(p.suffix == ".tmp" for p in tmp_path.iterdir())
        with EmbeddedStore(path) as store:
            found.append([content == store.graph() for content in contents].index(True))
    assert set(found) == {0, 1}
    assert left_behind > KILLS / 10, "too few were killed while they wrote; let them live longer"
    with EmbeddedStore(path, write=True) as store:
        store.replace(contents[:1])
        store.replace(contents[1:])
        assert store.graph() == contents[1]
    assert sorted(p.name for p in tmp_path.iterdir()) == [".plangraph.kgl.lock", "plangraph.kgl"]
