"""Adding one plan to an embedded store of many, beside loading all of them.

``python -m benchmarks.many_plans [--plans N] [--items N] [--owners N]`` prints seconds by the clock and of processor time
(which others on the machine disturb less): loading all into a fresh file, adding one plan more (opening for writing,
storing, closing; the median of five), opening the file for reading before and after, making the file anew when a
twentieth was added. Target: adding takes at most a twentieth of loading all.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.generate import generated_graph
from graph.plan_graph import PlanGraph
from graph.store.embedded import EmbeddedStore


def seconds(work: Callable[[], Any]) -> tuple[float, float]:
    """How long ``work`` takes, by the clock and of processor time."""
    began = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - began[0], time.process_time() - began[1]


def load(path: Path, graph: PlanGraph) -> None:
    """As ``plangraph load`` does once the plan is parsed."""
    with EmbeddedStore(path, write=True) as store:
        store.replace([graph])


def read(path: Path) -> None:
    """As a server does at its start, to its first answer."""
    with EmbeddedStore(path) as store:
        store.run("MATCH (n:Plan) RETURN count(n) AS n")


def main() -> None:
    """Reads the arguments, measures, prints."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    for name, default in (("plans", 1_000), ("items", 100), ("owners", 1_000)):
        parser.add_argument(f"--{name}", type=int, default=default, help=None if name != "items" else "of each plan")
    given = parser.parse_args()

    def plans(count: int, year: int) -> PlanGraph:
        items = count * given.items
        return generated_graph(items, given.owners, 3 * items, seed=year, plans=count, year=year)

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "store.kgl"
        every = plans(given.plans, 2020)
        print(f"{every.nx.number_of_nodes():,} nodes, {every.nx.number_of_edges():,} relationships")
        taken = {f"load {given.plans:,} plans": seconds(partial(load, path, every))}
        del every
        taken["open for reading"] = seconds(partial(read, path))
        more = [plans(1, 2020 + given.plans + number) for number in range(5)]
        each = [seconds(partial(load, path, graph)) for graph in more]
        taken["add one plan"] = statistics.median(c for c, _ in each), statistics.median(p for _, p in each)
        taken["open for reading, five added"] = seconds(partial(read, path))
        twentieth = plans(max(1, given.plans // 20), 3020 + given.plans)
        taken[f"add {given.plans // 20} plans, file made anew"] = seconds(partial(load, path, twentieth))
        print(f"{path.stat().st_size / 1e6:.1f} MB")
    whole, of_processor = next(iter(taken.values()))
    print(f"{'':36}{'clock':>9}{'of all':>9}{'processor':>11}{'of all':>9}")
    for name, (clock, processor) in taken.items():
        print(f"{name:36}{clock:9.2f}{clock / whole:9.4f}{processor:11.2f}{processor / of_processor:9.4f}")


if __name__ == "__main__":
    main()
