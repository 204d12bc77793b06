"""Damaged embedded stores: each is told in one line, or opened with what it held.

One in two is damaged as disks and copies do it (bytes changed, cut out, doubled, cut off), so that checksums differ; of
the others the index, the details, the engine's graph or the items are damaged and all checksums are put right, as a program with a
fault or with bad intent would leave them. Such a store may open with other content, but nothing may end the process.
"""

from __future__ import annotations

import multiprocessing
import random
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from benchmarks.faults.found import Found
from graph.errors import PlangraphError
from graph.plan_graph import PlanGraph
from graph.store import kgl_file
from graph.store.embedded import EmbeddedStore
from graph.store.packing import unpack
from tests.graph.store.plans import TITLES, small_plan
from tests.loaders.hostile import broken

SECTIONS = ("index", "details", "engine", "items")


def make(path: Path) -> PlanGraph:
    """A store of two blocks; what it holds."""
    with EmbeddedStore(path, write=True, share=1000) as store:
        for title in TITLES[:2]:
            store.replace([small_plan(title)])
        return store.graph()


def forged(path: Path, seed: int) -> None:
    """Damages a section of a block of the store at ``path`` under right checksums."""
    file = kgl_file.read(path)
    assert file is not None
    rng = random.Random(seed)
    chosen, name = rng.randrange(len(file.blocks)), rng.choice(SECTIONS)
    blocks = list(file.blocks)
    sections = {each: getattr(blocks[chosen], each) for each in SECTIONS}
    if data := sections[name]:
        raw = data if name in ("engine", "items") or rng.random() < 0.3 else b"\0" + unpack(data)
        sections[name] = next(broken(raw, 1, seed))
    blocks[chosen] = kgl_file.Block(**sections)
    written = kgl_file.write(path, blocks[0], file.version)
    for added in blocks[1:]:
        written = kgl_file.append(path, written, added, file.version)


def told(path: Path, expected: PlanGraph) -> tuple[str, float]:
    """("same", "other", a line that names the file, or a fault; seconds), of opening, asking and adding."""
    began = time.perf_counter()
    try:
        with EmbeddedStore(path) as store:
            graph = store.graph()
            store.run("MATCH (i:WorkItem)<-[:OWNS]-(o) RETURN i.name AS item, o.name AS owner")
            store.search(["平台"])
        with EmbeddedStore(path, write=True) as store:
            store.replace([small_plan(TITLES[2])])
        said = "same" if graph == expected else "other"
    except PlangraphError as error:
        line = str(error)
        said = "line" if "\n" not in line and len(line) < 1000 else f"fault: {line[:300]!r}"
    except BaseException as error:  # an engine's panic is no Exception
        said = f"fault: {type(error).__name__}: {error}"[:300]
    return said, time.perf_counter() - began


def tried(count: int) -> Found:
    """Damages a store ``count`` times."""
    kinds: Counter[str] = Counter()
    longest = 0.0
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.kgl"
        expected, path = make(whole), Path(folder) / "plangraph.kgl"
        data, pool = whole.read_bytes(), None
        for number, spoilt in enumerate(broken(data, count, seed=1)):
            path.write_bytes(data if number % 2 else spoilt)
            if number % 2:
                forged(path, number)
            pool = pool or ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"))
            try:
                said, seconds = pool.submit(told, path, expected).result()
            except BrokenProcessPool:
                said, seconds, pool = "fault: the process died", 0.0, None
            good = said in ("same", "line") or (said == "other" and number % 2 == 1)
            kinds[said if good else "fault"] += 1
            longest = max(longest, seconds)
            if not good:
                print(f"{number}: {said}", file=sys.stderr, flush=True)
        if pool:
            pool.shutdown()
    note = f"{kinds['line']} told, {kinds['same']} as before, {kinds['other']} forged to other content"
    return Found(count, count - kinds["fault"], longest, note)
