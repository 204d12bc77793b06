"""Loading a large graph into the embedded store, side by side with the engine's own bulk call on the same data.

``python -m benchmarks.store [--items N] [--owners N] [--ownerships N] [--runs N]`` prints a table of seconds. The
engine's share starts from ready data frames and ends in its memory (bulk call) or in its file (with save); the
store's share starts from the plan graph and ends in a durable file, so it also cuts the graph into plans, takes its
digest and makes the frames. Target: at most three times the bulk call.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import kglite
import pandas as pd

from benchmarks.generate import generated_graph
from graph.plan_graph import PlanGraph
from graph.store import open_store

Frames = tuple[list[dict[str, Any]], list[dict[str, Any]]]


def frames(graph: PlanGraph) -> Frames:
    """The arguments of the engine's bulk calls: a frame by label, and one by type and labels of the ends."""
    nodes: dict[str, list[dict[str, Any]]] = defaultdict(list)
    edges: dict[tuple[str, str, str], list[dict[str, Any]]] = defaultdict(list)
    for node_id, attributes in graph.nodes():
        row = {key: value for key, value in attributes.items() if key != "labels"}
        nodes[attributes["labels"][0]].append({"id": node_id, **row})
    for start, end, attributes in graph.edges():
        ends = (graph.nx.nodes[start]["labels"][0], graph.nx.nodes[end]["labels"][0])
        row = {key: value for key, value in attributes.items() if key != "type"}
        edges[(attributes["type"], *ends)].append({"source_id": start, "target_id": end, **row})
    node_specs = [
        {"node_type": label, "unique_id_field": "id", "node_title_field": "name", "data": pd.DataFrame(rows)}
        for label, rows in nodes.items()
    ]
    edge_specs = [
        {"connection_name": name, "source_type": start, "target_type": end, "data": pd.DataFrame(rows)}
        for (name, start, end), rows in edges.items()
    ]
    return node_specs, edge_specs


def bulk(specs: Frames) -> kglite.KnowledgeGraph:
    """The engine's own way: two bulk calls into an empty graph."""
    graph = kglite.KnowledgeGraph()
    graph.add_nodes_bulk(specs[0])
    graph.add_connections_bulk(specs[1])
    return graph


def seconds(work: Callable[[], Any]) -> tuple[float, Any]:
    """How long ``work`` takes, and what it gives."""
    began = time.perf_counter()
    result = work()
    return time.perf_counter() - began, result


def measure(graph: PlanGraph, specs: Frames, folder: Path) -> dict[str, float]:
    """One run of each, in turn, into fresh files."""
    bulk_call, engine = seconds(lambda: bulk(specs))
    saving, _ = seconds(partial(engine.save, str(folder / "engine.kgl")))
    taken = {"kglite bulk call": bulk_call, "kglite bulk call and save": bulk_call + saving}
    path = folder / "store.kgl"
    with open_store(str(path), write=True) as store:
        taken["store: load"], _ = seconds(lambda: store.replace([graph]))
        taken["store: load again, unchanged"], _ = seconds(lambda: store.replace([graph]))
    taken["store: open"], reader = seconds(lambda: open_store(str(path)))
    reader.close()
    path.unlink()
    return taken


def main() -> None:
    """Reads the arguments, measures, prints the best of the runs."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    for name, default in (("items", 100_000), ("owners", 1_000), ("ownerships", 300_000), ("runs", 3)):
        parser.add_argument(f"--{name}", type=int, default=default)
    arguments = parser.parse_args()
    graph = generated_graph(arguments.items, arguments.owners, arguments.ownerships)
    print(f"{graph.nx.number_of_nodes():,} nodes, {graph.nx.number_of_edges():,} relationships")
    specs = frames(graph)
    with tempfile.TemporaryDirectory() as folder:
        runs = [measure(graph, specs, Path(folder)) for _ in range(arguments.runs)]
    best = {name: min(run[name] for run in runs) for name in runs[0]}
    print(f"{'best of ' + str(arguments.runs):32}{'seconds':>10}{'x bulk':>10}{'x bulk+save':>13}")
    for name, value in best.items():
        ratios = value / best["kglite bulk call"], value / best["kglite bulk call and save"]
        print(f"{name:32}{value:10.2f}{ratios[0]:10.2f}{ratios[1]:13.2f}")


if __name__ == "__main__":
    main()
