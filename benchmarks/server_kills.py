"""A Neo4j server killed in the middle of a write, again and again: what it holds afterwards is old or new, and whole.

Each round replaces one plan of two by another text of it, kills the server (SIGKILL) at a random moment of the write
and the writer with it, starts the server again, and compares all that it holds with the old and with the new content.
"""

from __future__ import annotations

import argparse
import contextlib
import multiprocessing
import random
import sys
import tempfile
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

import psutil

from benchmarks.generate import generated_graph
from graph.plan_graph import PlanGraph
from graph.server import CURRENT, Home, Options, State, start, stop
from graph.store.neo4j import Neo4jStore, open_neo4j


def main() -> int:
    """Prints what each round found; 1 when a server held anything else than old or new."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--times", type=int, default=10)
    parser.add_argument("--items", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    texts = [generated_graph(given.items, 60, given.items * 2, seed, plans=2) for seed in (1, 2)]
    with tempfile.TemporaryDirectory() as folder:
        home = Home(CURRENT, Path(folder))
        options = Options(bolt_port=0, http_port=0, auth=False, heap="1g")
        try:
            found = rounds(home, options, texts, given.times, random.Random(given.seed))
        finally:
            stop(home)
    print(f"{given.times} kills: {', '.join(f'{count} {what}' for what, count in sorted(found.items()))}")
    return int("broken" in found)


def rounds(home: Home, options: Options, texts: list[PlanGraph], times: int, rng: random.Random) -> Counter[str]:
    """How often the server held the old, the new, or anything else."""
    state = start(home, options, lambda line: None)
    options = replace(options, bolt_port=state.bolt_port, http_port=state.http_port)
    held = 0
    began = time.monotonic()
    write(state.bolt, texts[held])
    seconds = time.monotonic() - began
    found: Counter[str] = Counter()
    for number in range(times):
        moment = rng.uniform(0.2, 1.0) * seconds
        killed(state, texts[1 - held], moment)
        state = start(home, options, lambda line: None)
        with store(state.bolt) as opened:
            there = opened.graph()
        if there not in texts:
            found["broken"] += 1
            write(state.bolt, texts[held])
            continue
        what = "old" if there == texts[held] else "new"
        found[what] += 1
        held = texts.index(there)
        print(f"{number + 1}: killed after {moment:.1f} s of about {seconds:.1f}: {what}", flush=True)
    return found


def killed(state: State, text: PlanGraph, moment: float) -> None:
    """Begins to write ``text`` and kills server and writer after ``moment`` seconds."""
    writer = multiprocessing.get_context("fork").Process(target=write, args=(state.bolt, text), daemon=True)
    writer.start()
    time.sleep(moment)
    for pid in (state.server.pid, writer.pid):
        with contextlib.suppress(psutil.NoSuchProcess):
            process = psutil.Process(pid)
            process.kill()
            process.wait(30)
    writer.join()


def write(address: str, text: PlanGraph) -> None:
    """Replaces what the server holds of the plans of ``text``."""
    with store(address) as opened:
        opened.replace([text])


def store(address: str) -> Neo4jStore:
    """The store on the server."""
    return open_neo4j(address, write=True, password="-", database="neo4j")


if __name__ == "__main__":
    sys.exit(main())
