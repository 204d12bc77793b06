"""Neo4j: loading a large graph in each of the ways there are, and the catalogue's queries on both engines.

``python -m benchmarks.neo4j [--items N] [--sizes N,N,…] [--memory 6g]`` starts a server of its own (fetched when it
is not there) and prints seconds. Ours starts from the plan graph; the bare driver starts from ready rows and writes
them by UNWIND as a person would, a transaction a batch; the import by hand starts from ready rows and ends in a
database, as ours does. Targets: our load at most 1.2 times the bare driver, our export and import at most 1.3 times
the import of files written by hand.
"""

from __future__ import annotations

import argparse
import csv
import os
import shutil
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import neo4j

from benchmarks.generate import generated_graph
from graph.export.neo4j import write_neo4j
from graph.plan_graph import PlanGraph
from graph.server import CURRENT, Home, Options, State, start, stop
from graph.server.admin import run_admin
from graph.store import Store, open_store
from graph.store.neo4j import Neo4jStore, open_neo4j
from queries.catalogue import catalogue
from queries.run import run_query

BATCH = 10_000
Nodes = Mapping[tuple[str, ...], list[dict[str, Any]]]
Edges = Mapping[tuple[str, str, str], list[dict[str, Any]]]


def rows(graph: PlanGraph) -> tuple[Nodes, Edges]:
    """Ready rows: nodes by labels, relationships by type and primary labels of their ends."""
    nodes: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    edges: dict[tuple[str, str, str], list[dict[str, Any]]] = defaultdict(list)
    labels = {}
    for node_id, attributes in graph.nodes():
        labels[node_id] = attributes["labels"][0]
        row = {key: value for key, value in attributes.items() if key != "labels"}
        nodes[tuple(attributes["labels"])].append({"id": node_id, **row})
    for start_id, end_id, attributes in graph.edges():
        row = {key: value for key, value in attributes.items() if key != "type"}
        edges[attributes["type"], labels[start_id], labels[end_id]].append({"s": start_id, "e": end_id, "p": row})
    return nodes, edges


def by_bare_driver(session: neo4j.Session, nodes: Nodes, edges: Edges) -> None:
    """What a person writes: constraints, then UNWIND with MERGE for nodes and CREATE for relationships."""
    for label, *_ in nodes:
        session.run(f"CREATE CONSTRAINT IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE").consume()
    for labels, held in nodes.items():
        more = "".join(f" SET n:{label}" for label in labels[1:])
        text = f"UNWIND $rows AS row MERGE (n:{labels[0]} {{id: row.id}}){more} SET n += row"
        for batch in batches(held):
            session.run(text, rows=batch).consume()
    for (name, start_label, end_label), links in edges.items():
        text = (
            f"UNWIND $rows AS row MATCH (a:{start_label} {{id: row.s}}) MATCH (b:{end_label} {{id: row.e}}) "
            f"CREATE (a)-[r:{name}]->(b) SET r = row.p"
        )
        for batch in batches(links):
            session.run(text, rows=batch).consume()


def batches(held: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """``held`` in pieces that fit a message."""
    for first in range(0, len(held), BATCH):
        yield held[first : first + BATCH]


def files_by_hand(nodes: Nodes, edges: Edges, folder: Path) -> list[str]:
    """CSV files as a person writes them with the csv module; the arguments that name them."""
    arguments = ["--id-type=string", "--multiline-fields=true", "--read-buffer-size=64m"]
    for labels, held in nodes.items():
        name = write_csv(folder / f"{labels[0]}.csv", held, {"id": "id:ID"})
        arguments.append(f"--nodes={':'.join(labels)}={name}")
    links = defaultdict(list)
    for (name, *_), held in edges.items():
        links[name] += [{"s": row["s"], "e": row["e"], **row["p"]} for row in held]
    for name, held in links.items():
        path = write_csv(folder / f"{name}.csv", held, {"s": ":START_ID", "e": ":END_ID"})
        arguments.append(f"--relationships={name}={path}")
    return arguments


def write_csv(path: Path, held: list[dict[str, Any]], renamed: Mapping[str, str]) -> Path:
    """One CSV file with the keys of all rows as its columns."""
    types = {int: "long", float: "double", bool: "boolean"}
    keys = {key: types.get(type(value), "string") for row in held for key, value in row.items()}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(keys), quoting=csv.QUOTE_MINIMAL)
        file.write(",".join(renamed.get(key, f"{key}:{kind}") for key, kind in keys.items()) + "\n")
        writer.writerows(held)
    return path


def seconds(work: Callable[[], Any]) -> float:
    """How long ``work`` takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


class Bench:
    """A server of its own in a temporary folder, emptied between the ways."""

    def __init__(self, folder: Path, memory: str) -> None:
        self.home = Home(CURRENT, folder / "home")
        self.options = Options(bolt_port=0, http_port=0, auth=False, heap=memory, page_cache="1g")
        self.folder = folder

    def fresh(self) -> State:
        """The server, running on an empty database."""
        stop(self.home)
        for name in ("databases", "transactions"):
            shutil.rmtree(self.home.path / "data" / name / "neo4j", ignore_errors=True)
        return start(self.home, self.options, lambda line: None)

    def store(self, state: State) -> Neo4jStore:
        """The store on the server."""
        return open_neo4j(state.bolt, write=True, password="-", database="neo4j")

    def imported(self, write: Callable[[Path], list[str]]) -> float:
        """Seconds of writing files and importing them."""
        self.fresh()
        stop(self.home)
        target = Path(tempfile.mkdtemp(dir=self.folder))
        classpath = os.pathsep.join(str(jar) for jar in CURRENT.jars(lambda line: None))
        fixed = ["database", "import", "full", "neo4j", "--overwrite-destination"]
        return seconds(lambda: run_admin(self.home, classpath, [*fixed, *write(target)], folder=target, heap="2g"))


def loading(bench: Bench, graph: PlanGraph) -> None:
    """Prints the seconds of each way to load ``graph``."""
    nodes, edges = rows(graph)
    print(f"{'':44}{'seconds':>10}{'ratio':>8}")

    def tell(name: str, value: float, base: float) -> float:
        print(f"{name:44}{value:10.2f}{value / base:8.2f}", flush=True)
        return value

    state = bench.fresh()
    with neo4j.GraphDatabase.driver(state.bolt) as driver, driver.session() as session:
        bare = seconds(lambda: by_bare_driver(session, nodes, edges))
    tell("bare driver, UNWIND, a transaction a batch", bare, bare)
    state = bench.fresh()
    with bench.store(state) as store:
        store.prepare()
        tell("store: load, one transaction", seconds(lambda: store.replace([graph])), bare)
        tell("store: load again, unchanged", seconds(lambda: store.replace([graph])), bare)
    by_hand = bench.imported(lambda folder: files_by_hand(nodes, edges, folder))
    tell("files by hand and neo4j-admin import", by_hand, by_hand)
    exported = bench.imported(lambda folder: [str(write_neo4j(graph, folder) and "@import.args")])
    tell("export neo4j and neo4j-admin import", exported, by_hand)


def answering(bench: Bench, sizes: list[int]) -> None:
    """Prints the milliseconds of each query on both engines, the better of two runs, by the number of items."""
    taken: dict[str, list[float]] = defaultdict(list)
    for size in sizes:
        graph = generated_graph(size, max(20, size // 100), size * 3)
        with bench.store(bench.fresh()) as server, tempfile.TemporaryDirectory() as folder:
            server.replace([graph])
            with open_store(str(Path(folder) / "b.kgl"), write=True) as embedded:
                embedded.replace([graph])
                for name, given in arguments(graph).items():
                    taken[name] += [asked(server, name, given), asked(embedded, name, given)]
    heading = "".join(f"{f'{size} Neo4j':>14}{'embedded':>10}" for size in sizes)
    print(f"{'milliseconds':28}{heading}")
    for name, values in taken.items():
        print(f"{name:28}" + "".join(f"{value * 1000:{14 - 4 * (i % 2)}.1f}" for i, value in enumerate(values)))


def arguments(graph: PlanGraph) -> dict[str, dict[str, str]]:
    """What each query is asked: of things, the one with most relationships."""
    busiest: dict[str, str] = {}
    for kind, label in (("item", "WorkItem"), ("owner", "Owner"), ("policy", "Policy"), ("entity", "Entity")):
        found = [(graph.nx.degree(node_id), node_id) for node_id, _ in graph.nodes(label)]
        busiest[kind] = max(found)[1] if found else ""
    busiest["thing"] = busiest["entity"]
    return {
        query.name: {p.name: busiest.get(p.kind, "工作9") for p in query.parameters if p.required}
        for query in catalogue().values()
        if query.kind == "cypher"
    }


def asked(store: Store, name: str, given: Mapping[str, str]) -> float:
    """Seconds of a query, the better of two runs."""
    return min(seconds(lambda: run_query(store, name, given, timeout=300)) for _ in range(2))


def main() -> None:
    """Reads the arguments, measures, prints."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--items", type=int, default=100_000)
    parser.add_argument("--sizes", default="1000,10000,100000")
    parser.add_argument("--memory", default="6g")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), given.memory)
        try:
            if given.items:
                graph = generated_graph(given.items, max(20, given.items // 100), given.items * 3)
                print(f"{graph.nx.number_of_nodes():,} nodes, {graph.nx.number_of_edges():,} relationships")
                loading(bench, graph)
            if given.sizes:
                answering(bench, [int(size) for size in given.sizes.split(",")])
        finally:
            stop(bench.home)


if __name__ == "__main__":
    main()
