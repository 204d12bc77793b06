"""CSV tables for people: one a label, one a relationship type, with the names of both ends beside their ids.

UTF-8 with a byte order mark, without which Excel garbles Chinese; programs read it as ``utf-8-sig``. For machines
there are JSON, RDF and the files for neo4j-admin.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from graph.export.cells import cell
from graph.export.files import atomic, make_folder
from graph.plan_graph import PlanGraph
from graph.schema import Label, Relationship, schema

_ENDS = ("from_id", "from_name", "to_id", "to_name")


def write_csv(graph: PlanGraph, folder: Path) -> list[Path]:
    """Writes ``nodes-LABEL.csv`` and ``relationships-TYPE.csv`` for what the graph holds; gives their paths.

    Makes ``folder`` if need be. Each file appears whole or not at all. Raises ExportError.
    """
    make_folder(folder)
    paths = []
    for name, rows in csv_tables(graph):
        paths.append(folder / name)
        with atomic(paths[-1]) as file:
            text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
            csv.writer(text).writerows(rows)
            text.detach()
    return paths


def csv_tables(graph: PlanGraph) -> Iterator[tuple[str, Iterable[list[str]]]]:
    """(file name, rows of cells with the header first) of each table, labels and types in the schema's order."""
    nodes: dict[str, list[tuple[str, dict[str, Any]]]] = defaultdict(list)
    for node_id, attributes in graph.nodes():
        nodes[attributes["labels"][0]].append((node_id, attributes))
    for name, label in schema().labels.items():
        if name in nodes:
            yield f"nodes-{name}.csv", _node_rows(nodes[name], label)
    edges: dict[str, list[tuple[str, str, dict[str, Any]]]] = defaultdict(list)
    for edge in graph.edges():
        edges[edge[2]["type"]].append(edge)
    for name, relationship in schema().relationships.items():
        if name in edges:
            yield f"relationships-{name}.csv", _edge_rows(graph, edges[name], relationship)


def _node_rows(nodes: list[tuple[str, dict[str, Any]]], label: Label) -> Iterator[list[str]]:
    keys = _keys(label)
    yield ["id", "labels", "name", *keys]
    for node_id, attributes in nodes:
        yield [cell(value) for value in (node_id, attributes["labels"], attributes["name"])] + [
            cell(attributes.get(key)) for key in keys
        ]


def _edge_rows(
    graph: PlanGraph, edges: list[tuple[str, str, dict[str, Any]]], relationship: Relationship
) -> Iterator[list[str]]:
    keys = _keys(relationship)
    yield [*_ENDS, *keys]
    names = graph.nx.nodes
    for start, end, attributes in edges:
        ends = (start, names[start]["name"], end, names[end]["name"])
        yield [cell(value) for value in (*ends, *map(attributes.get, keys))]


def _keys(kind: Label | Relationship) -> list[str]:
    return [*kind.properties, *(() if kind.evidence == "none" else schema().evidence)]
