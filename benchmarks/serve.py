"""``serve`` over large stores: what a server over Neo4j takes in memory and time, and what first answers take embedded.

``python -m benchmarks.serve [--items N] [--plans N] [--requests N] [--heap 2g] [--store ADDRESS]`` fills a Neo4j server of
its own by ``export neo4j`` and import (or asks the filled store at ADDRESS), serves it, and prints for each question the
first answer, then p50 and p99 of many that were never asked before (over few connections, so that a wait in line is no
part of them), then the resident memory over many requests. Targets: under 300 MB, and level.

Then the embedded store (``--embedded N`` items, 0 for none): first answers beside the time that the text of the catalogue
takes by itself on the same store. Target: at most three times.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from benchmarks.api import ask, fetch, p99, served
from benchmarks.faults.requests import PARTS, level, resident
from benchmarks.generate import generated_graph
from graph.export.neo4j import write_neo4j
from graph.plan_graph import PlanGraph
from graph.server import CURRENT, Home, Options, stop
from graph.server.bulk import import_export
from graph.store import Store, open_store
from queries.run import run_query

MOST_MEGABYTES = 300.0
MOST_TIMES = 3.0
CONNECTIONS = 2
# Different addresses of items; all are asked for the memory. First answers of the embedded store that a median is of.
ADDRESSES, FIRST = 200, 15
_PLANS = "MATCH (p:Plan) RETURN p.id AS id ORDER BY id"
_ITEMS = "MATCH (i:WorkItem {plan: $plan}) RETURN i.id AS id ORDER BY i.position, id LIMIT $most"


@contextmanager
def filled(items: int, plans: int, heap: str) -> Iterator[str]:
    """The address of a Neo4j server of its own that holds so many generated items."""
    with tempfile.TemporaryDirectory() as folder:
        home = Home(CURRENT, Path(folder) / "home")
        began = time.perf_counter()
        graph = generated_graph(items, items // 50, 3 * items, plans=plans)
        _set_apart(graph)
        print(f"{graph.nx.number_of_nodes():,} nodes, {graph.nx.number_of_edges():,} relationships", flush=True)
        write_neo4j(graph, Path(folder) / "export")
        del graph
        options = Options(bolt_port=0, http_port=0, auth=False, heap=heap, page_cache="1g")
        try:
            state = import_export(home, Path(folder) / "export", options, lambda line: None)
            print(f"generated, exported, imported in {time.perf_counter() - began:.0f} s", flush=True)
            yield state.bolt
        finally:
            stop(home)


def _set_apart(graph: PlanGraph) -> None:
    """Makes each plan one of a place of its own, so that nothing follows between them: matching has its benchmark."""
    for number, plan in enumerate(graph.plan_ids()):
        graph.nx.nodes[plan]["jurisdiction"] = f"{100_000 + number}"


def addresses(store: Store) -> dict[str, list[str]]:
    """Different addresses of each question, spread over the plans."""
    plans = [row["id"] for row in store.run(_PLANS).dicts()]
    most = -(-ADDRESSES // min(len(plans), 100))
    chosen = plans[:: -(-len(plans) // 100)]
    items = [quote(row["id"]) for plan in chosen for row in store.run(_ITEMS, {"plan": plan, "most": most}).dicts()]
    words = [f"第{number}项" for number in range(1, 150)] + [f"推进第{number}" for number in range(1, 150)]
    owners = [f"第{number}局" for number in range(1, 100)]
    return {
        "co-owners": [f"/api/v1/items/{item}/co-owners" for item in items],
        "item": [f"/api/v1/items/{item}" for item in items],
        "workload": [f"/api/v1/workload?plan={plan}" for plan in plans],
        "search": [f"/api/v1/search?q={quote(word)}" for word in [*words, *owners]],
    }


def times(port: int, asked: dict[str, list[str]], most: int) -> None:
    """Prints a row a question."""
    print(f"{'':12}{'first':>9}{'p50':>9}{'p99':>9} ms{'answers':>9}")
    for name, paths in asked.items():
        _, first = fetch(port, paths[-1])
        some = paths[: min(len(paths) - 1, most)]
        _, taken = asyncio.run(ask(port, some, len(some), CONNECTIONS))
        row = "".join(f"{1000 * seconds:9.1f}" for seconds in (first, statistics.median(taken), p99(taken)))
        print(f"{name:12}{row}   {len(taken):9}", flush=True)
    _, whole = fetch(port, "/api/v1/workload")
    print(f"{'workload of all plans, first':38}{1000 * whole:9.1f} ms")


def memory(port: int, pid: int, asked: dict[str, list[str]], requests: int) -> bool:
    """Prints resident memory after each part of so many requests; false when it is too large or grows."""
    paths = [path for each in itertools.zip_longest(*asked.values()) for path in each if path]
    sizes = []
    print(f"MB after each part of {requests:,} requests of {len(paths):,} addresses:", end=" ", flush=True)
    for part in range(PARTS):
        begin = part * len(paths) // PARTS  # another part of the addresses comes first each time
        asyncio.run(ask(port, [*paths[begin:], *paths[:begin]], requests // PARTS, CONNECTIONS))
        sizes.append(resident(pid))
        print(f"{sizes[-1]:.0f}", end=" ", flush=True)
    print()
    return level(sizes) and max(sizes) < MOST_MEGABYTES


def over_neo4j(address: str, requests: int, timed: int) -> bool:
    """Measures a server over a filled store."""
    os.environ.setdefault("NEO4J_PASSWORD", "-")
    with open_store(address) as store:
        asked = addresses(store)
    with served("ours", address) as (port, pid):
        print(f"memory at the start: {resident(pid):.0f} MB")
        times(port, asked, timed)
        return memory(port, pid, asked, requests)


def over_file(items: int, plans: int) -> bool:
    """First answers over an embedded store, each beside the text of the catalogue that it asks; the median of FIRST."""
    good = True
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "store.kgl")
        with open_store(path, write=True) as store:
            store.replace([generated_graph(items, items // 50, 3 * items, plans=plans)])
        with open_store(path) as store, served("ours", path) as (port, _):
            asked = addresses(store)
            ids = [one.rpartition("/")[2] for one in asked["item"][1 : FIRST + 1]]
            plan_ids = [one.rpartition("=")[2] for one in asked["workload"][1 : FIRST + 1]]
            texts = {
                "co-owners": ("co-owners-of-item", [{"item": one, "sample": 20} for one in ids]),
                "workload": ("workload-by-owner", [{"plan": one, "limit": 200_000} for one in plan_ids]),
                "search": ("search", [{"q": f"第{number}项"} for number in range(2, FIRST + 2)]),
            }
            print(f"-- embedded, {items:,} items: first answer, the catalogue's text, ms; ratio (target {MOST_TIMES})")
            for name, (text, arguments) in texts.items():
                for one in (0, -1):  # what a version's first question of a kind makes once is not meant
                    fetch(port, asked[name][one])
                    run_query(store, text, arguments[one], resolved=True)
                own, answers = [], []
                for path_asked, given in zip(asked[name][1 : FIRST + 1], arguments, strict=True):
                    began = time.perf_counter()
                    run_query(store, text, given, resolved=True)
                    own.append(time.perf_counter() - began)
                    answers.append(fetch(port, path_asked)[1])
                ours, bare = statistics.median(answers), statistics.median(own)
                good &= ours <= MOST_TIMES * bare
                print(f"{name:12}{1000 * ours:9.1f}{1000 * bare:9.1f}{ours / bare:9.2f}", flush=True)
    return good


def main() -> int:
    """Reads the arguments, measures; 1 when something falls short."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--items", type=int, default=300_000, help="items on the Neo4j server; 0 for none")
    parser.add_argument("--plans", type=int, default=300)
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--timed", type=int, default=150, help="new answers of each question whose times are told")
    parser.add_argument("--heap", default="2g", help="of the Neo4j server")
    parser.add_argument("--store", help="a filled store to be asked instead")
    parser.add_argument("--embedded", type=int, default=100_000, help="items of the embedded store; 0 for none")
    given = parser.parse_args()
    good = True
    if given.store:
        good &= over_neo4j(given.store, given.requests, given.timed)
    elif given.items:
        with filled(given.items, given.plans, given.heap) as address:
            good &= over_neo4j(address, given.requests, given.timed)
    if given.embedded:
        good &= over_file(given.embedded, max(1, given.embedded // 1000))
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
