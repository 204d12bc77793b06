"""A writer that is killed (SIGKILL) at any moment leaves the old or the new content, never less."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from benchmarks.faults.kills import contents, held_after_replacing, plans_after_adding
from graph.store.embedded import EmbeddedStore

KILLS = 100
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is a signal of POSIX systems")


def test_killed_while_it_adds_plan_after_plan(tmp_path: Path) -> None:
    held = plans_after_adding(KILLS // 4, tmp_path)
    assert min(held) >= 1
    assert max(held) > 2, "none was added before the kill; let them live longer"


def test_killed_at_a_hundred_moments(tmp_path: Path) -> None:
    path = tmp_path / "plangraph.kgl"
    found, left_behind = held_after_replacing(KILLS, tmp_path)
    assert set(found) == {0, 1}
    assert left_behind > KILLS / 10, "too few were killed while they wrote; let them live longer"
    first, second = contents()
    with EmbeddedStore(path, write=True) as store:
        store.replace([first])
        store.replace([second])
        assert store.graph() == second
    assert sorted(p.name for p in tmp_path.iterdir()) == [".plangraph.kgl.lock", "plangraph.kgl"]
