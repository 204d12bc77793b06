"""Writers of an embedded store killed (SIGKILL) at random moments: the old or the new content is left, never less."""

from __future__ import annotations

import multiprocessing
import random
import tempfile
import time
from collections.abc import Callable
from itertools import count as numbers
from multiprocessing.synchronize import Event
from pathlib import Path

from benchmarks.faults.found import Found
from graph.plan_graph import PlanGraph
from graph.store.embedded import EmbeddedStore
from graph.store.health import check_file
from tests.graph.store.plans import plan_id, small_plan

# A store grows to so many times what it began with before it is made anew: it is added to throughout.
_SHARE = 1000


def replace_in_turn(path: Path, begins: Event) -> None:
    """Loads two contents in turn, without end."""
    with EmbeddedStore(path, write=True) as store:
        begins.set()
        while True:
            for content in contents():
                store.replace([content])


def add_in_turn(path: Path, begins: Event) -> None:
    """Adds plan after plan behind what the file holds, without end."""
    with EmbeddedStore(path, write=True, share=_SHARE) as store:
        begins.set()
        for number in numbers(2):
            store.replace([small_plan(title(number))])


def contents() -> list[PlanGraph]:
    """The two that are loaded in turn."""
    return [small_plan(items=10), small_plan(items=20)]


def title(number: int) -> str:
    """The title of the plan that is added as that one."""
    return f"{number}号园区2023年计划"


def kill(write: Callable[[Path, Event], None], path: Path, moment: float) -> None:
    """Lets a process ``write`` for so many seconds, then kills it."""
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload([__name__, "pandas"])  # which the first write would import while it is timed
    begins = processes.Event()
    writer = processes.Process(target=write, args=(path, begins))
    writer.start()
    if not begins.wait(120):
        raise TimeoutError("the writer did not begin")
    time.sleep(moment)
    writer.kill()
    writer.join()


def held_after_replacing(count: int, folder: Path) -> tuple[list[int], int]:
    """(which of the two contents each kill left, -1 for neither; how often a half-written file lay there)."""
    path, known = folder / "plangraph.kgl", contents()
    began = time.perf_counter()
    with EmbeddedStore(path, write=True) as store:
        for _ in range(2):
            store.replace(known[1:])
            store.replace(known[:1])
    longest = time.perf_counter() - began  # a writer may live as long as four loads take
    rng, found, halves = random.Random(2023), [], 0
    for _ in range(count):
        kill(replace_in_turn, path, rng.uniform(0, longest))
        halves += any(p.suffix == ".tmp" for p in folder.iterdir())
        with EmbeddedStore(path) as store:
            there = store.graph()
        found.append(known.index(there) if there in known else -1)
    return found, halves


def plans_after_adding(count: int, folder: Path) -> list[int]:
    """How many plans each kill left, -1 where these are not all that were added up to one, or the store has a fault."""
    rng, held = random.Random(2024), []
    for number in range(count):
        path = folder / f"{number}.kgl"
        with EmbeddedStore(path, write=True) as store:
            began = time.perf_counter()
            store.replace([small_plan(title(1))])
            seconds = time.perf_counter() - began
        kill(add_in_turn, path, rng.uniform(0, 4 * seconds))
        with EmbeddedStore(path, write=True, share=_SHARE) as store:
            plans = store.graph().plan_ids()
            store.replace([small_plan(title(0))])
        whole = plans == sorted(plan_id(title(at + 1)) for at in range(len(plans))) and not check_file(path).faults
        held.append(len(plans) if whole else -1)
    return held


def tried(count: int) -> Found:
    """Kills ``count`` times: one in four while plans are added, the others while one is replaced."""
    adding = count // 4
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as first, tempfile.TemporaryDirectory() as second:
        replaced, halves = held_after_replacing(count - adding, Path(first))
        added = plans_after_adding(adding, Path(second))
    good = sum(one >= 0 for one in [*replaced, *added])
    note = f"{halves} in the middle of a file; {sum(one > 1 for one in added)} of {adding} after something was added"
    return Found(count, good, (time.perf_counter() - began) / count, note)
