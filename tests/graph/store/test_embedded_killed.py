"""A writer that is killed (SIGKILL) at any moment leaves the old or the new content, never less."""

from __future__ import annotations

import multiprocessing
import random
import sys
import time
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest

from graph.store.embedded import EmbeddedStore
from tests.graph.store.plans import small_plan

KILLS = 100


def write_in_turn(path: Path, begins: Event) -> None:
    """Loads two contents in turn, without end."""
    contents = [small_plan(items=10), small_plan(items=20)]
    with EmbeddedStore(path, write=True) as store:
        begins.set()
        while True:
            for content in contents:
                store.replace([content])


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
