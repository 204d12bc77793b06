"""Every query of the catalogue on the embedded store, side by side with the same question in networkx by hand.

``python -m benchmarks.queries [--items N] [--owners N] [--ownerships N] [--runs N] [NAME …]`` prints a table of
milliseconds of processor time (so that whatever else the machine does counts for neither side) and exits 1 when a
query takes more than three times what networkx takes. By hand is the oracle of the tests: plain Python that finds
the same rows. A question about the whole graph pays for its walk over the edges; one about a single thing does not,
since networkx keeps the edges by node. A query under ten milliseconds passes: a look-up in a dictionary takes
microseconds and says nothing.
"""

from __future__ import annotations

import argparse
import gc
import re
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from benchmarks.generate import generated_graph
from graph.plan_graph import PlanGraph
from graph.store import Store, open_store
from queries.catalogue import catalogue
from queries.model import REFERENCE_KINDS, Query
from queries.run import run_query
from tests.queries.oracle import ANSWERS, Oracle

MOST_TIMES = 3.0
FLOOR = 0.010
_TYPES = re.compile(r"\[\w*:([A-Z_|]+)")


def busiest(oracle: Oracle) -> dict[str, str]:
    """For each kind of reference, the thing with most relationships: the hardest case of each question."""

    def most(label: str) -> str:
        found = oracle.all(label)
        return max(found, key=lambda n: (len(oracle.into[n]) + len(oracle.out[n]), n)) if found else ""

    labels = {"item": "WorkItem", "owner": "Owner", "policy": "Policy", "entity": "Entity", "thing": "Entity"}
    return {**{name: most(label) for name, label in labels.items()}, "q": "第99"}


def seconds(work: Callable[[], Any], runs: int) -> tuple[float, Any]:
    """The least processor time of some runs, and what the last gave."""
    least, found = float("inf"), None
    for _ in range(runs):
        start = time.process_time()
        found = work()
        least = min(least, time.process_time() - start)
    return least, found


def by_hand(graph: PlanGraph, whole: Oracle, query: Query, arguments: Mapping[str, Any]) -> Any:
    """The answer in networkx, from the graph itself where the question is about all of it."""
    if any(p.required and p.kind in REFERENCE_KINDS for p in query.parameters):
        return ANSWERS[query.name](whole, arguments)
    types = {name for group in _TYPES.findall(query.text) for name in group.split("|")}
    return ANSWERS[query.name](Oracle(graph.nx, types), arguments)


def compare(store: Store, graph: PlanGraph, names: list[str], runs: int) -> bool:
    """Prints a line for each query; whether all keep to the limit."""
    whole = Oracle(graph.nx)
    things = busiest(whole)
    kept = True
    print(f"{'query':28}{'rows':>7}{'store ms':>11}{'networkx ms':>13}{'times':>8}")
    for name in names:
        query = catalogue()[name]
        given = {p.name: things[p.name] for p in query.parameters if p.required}
        ours, answer = seconds(lambda name=name, given=given: run_query(store, name, given, timeout=600), runs)  # type: ignore[misc]
        theirs, rows = seconds(lambda query=query, used=answer.arguments: by_hand(graph, whole, query, used), 1)  # type: ignore[misc]
        assert len(rows) == len(answer.rows), name
        times = ours / max(theirs, 1e-6)
        slow = ours > FLOOR and times > MOST_TIMES
        kept = kept and not slow
        mark = "  too slow" if slow else ""
        print(f"{name:28}{len(rows):7}{ours * 1000:11.1f}{theirs * 1000:13.1f}{times:8.2f}{mark}", flush=True)
    return kept


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", default=list(ANSWERS))
    for name, default in (("items", 100_000), ("owners", 2_000), ("ownerships", 300_000), ("runs", 3)):
        parser.add_argument(f"--{name}", type=int, default=default)
    options = parser.parse_args()
    gc.disable()  # its rounds over millions of objects would count against networkx alone
    graph = generated_graph(options.items, options.owners, options.ownerships)
    with tempfile.TemporaryDirectory() as folder, open_store(str(Path(folder) / "store.kgl"), write=True) as store:
        store.replace([graph])
        sys.exit(not compare(store, graph, options.names, options.runs))


if __name__ == "__main__":
    main()
