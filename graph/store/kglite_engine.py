"""The embedded engine: the only module that imports kglite. Bytes in and out, columns out; and questions.

The engine announces doubtful queries (a label that no node has) on standard error, which an empty store would do all
day.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import Any

import kglite

from graph.errors import QueryError, QueryTimeoutError, StoreError
from graph.schema import schema
from graph.store.parts import Columns, edge_keys, node_keys
from graph.store.port import Hit, Rows
from graph.store.text_index import UNSEARCHED, searched_keys

kglite.set_query_warning_policy("silent")

Snapshot = kglite.FrozenGraph
_NODE_KEYS = {"id", "labels", "properties"}
# What reading a graph may take, in megabytes: so many, and so many for each of its file.
_LOAD_MB, _LOAD_RATIO = 256, 32
Graph = kglite.KnowledgeGraph
FAULTS = (kglite.KgError, ValueError, TypeError, OverflowError)


def encoded(graph: Graph) -> bytes:
    """The engine's file of a graph."""
    return graph.to_bytes()


def load(data: bytes) -> Graph:
    """The graph of a file's bytes; raises StoreError, also when it would come out many times as large."""
    try:
        return kglite.from_bytes(data, max_load_mb=_LOAD_MB + _LOAD_RATIO * (len(data) >> 20))
    except kglite.KgError as error:
        raise StoreError(f"the engine can't read it: {first_line(error)}") from None


def empty() -> Graph:
    """The graph of an empty store."""
    return kglite.KnowledgeGraph()


def tables(snapshot: Snapshot) -> tuple[dict[str, Columns], dict[str, Columns]]:
    """The plan-scoped nodes by label and the relationships by type that plans state, as columns."""
    held = set(snapshot.node_types)
    nodes = {}
    for name, label in schema().labels.items():
        if label.scope == "plan" and name in held:
            nodes[name] = columns_of(snapshot, f"MATCH (n:{name})", {key: f"n.`{key}`" for key in node_keys(label)})
    edges = {}
    for name, relationship in schema().relationships.items():
        if name in schema().derived():
            continue
        fields = {key: f"r.`{key}`" for key in edge_keys(relationship)} | {"source_id": "a.id", "target_id": "b.id"}
        edges[name] = with_evidence(columns_of(snapshot, f"MATCH (a)-[r:{name}]->(b)", fields))
    return nodes, {name: columns for name, columns in edges.items() if columns["plan"]}


def texts(snapshot: Snapshot) -> Iterator[tuple[Hit, list[str]]]:
    """Every node that can be searched for, with its texts besides its name."""
    held = set(snapshot.node_types)
    for name, label in schema().labels.items():
        if name in held and name not in UNSEARCHED:
            keys = searched_keys(name)
            fields = {key: f"n.`{key}`" for key in ("id", "name", *keys)}
            fields |= {key: f"n.`{key}`" for key in ("plan", "position") if key in label.properties}
            narrower = [other for other, one in schema().labels.items() if one.super == name and other in held]
            match = " AND ".join(f"NOT n:{other}" for other in narrower)  # a Plan is told once, not as Policy again
            columns = columns_of(snapshot, f"MATCH (n:{name})" + (f" WHERE {match}" if match else ""), fields)
            for row in zip(*columns.values(), strict=True):
                told = dict(zip(columns, row, strict=True))
                values = [told[key] for key in keys if told[key]]
                flat = [v for value in values for v in (value if isinstance(value, list) else [value])]
                yield Hit(told["id"], name, told["name"], told.get("plan"), told.get("position")), flat


def with_evidence(columns: Columns) -> Columns:
    """Where a relationship has no ``start`` or ``end``, the engine gives the id of the node at that end instead."""
    if "quote" in columns:
        for key in ("start", "end"):
            columns[key] = [v if q is not None else None for v, q in zip(columns[key], columns["quote"], strict=True)]
    return columns


def columns_of(graph: Graph | Snapshot, match: str, fields: Mapping[str, str], **parameters: Any) -> Columns:
    text = f"{match} RETURN {', '.join(f'{field} AS `{key}`' for key, field in fields.items())}"
    result: Any = graph.cypher(text, params=parameters, timeout_ms=0)
    return {key: result.column(key) for key in fields}


def ask(snapshot: Snapshot, text: str, parameters: Mapping[str, Any], timeout: float, row_limit: int) -> Rows:
    """The rows of a read-only text; raises QueryError in one line, or QueryTimeoutError."""
    try:
        result = snapshot.cypher(
            text, params=dict(parameters), timeout_ms=max(1, int(timeout * 1000)), row_limit=row_limit
        )
        if not isinstance(result, kglite.ResultView):
            raise QueryError("a text must give rows: leave FORMAT out")
        columns = tuple(result.columns)
        rows = tuple(tuple(_plain(row[column]) for column in columns) for row in result.to_list())
    except kglite.CypherTimeoutError:
        raise QueryTimeoutError(f"the query took longer than {timeout:g} s; narrow it or allow more time") from None
    except FAULTS as error:
        raise QueryError(first_line(error)) from None
    return Rows(columns, rows, truncated=(result.diagnostics or {}).get("total_rows") is not None)


def _plain(value: Any) -> Any:
    """A result as str, int, float, bool, None, list or dict; dates and times as ISO text.

    A whole node comes with the engine's own synonyms of its name and label among its properties; they are left out.
    """
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        plain = {str(key): _plain(item) for key, item in value.items()}
        if plain.keys() == _NODE_KEYS:
            plain["properties"] = {k: v for k, v in plain["properties"].items() if k not in schema().reserved}
        return plain
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return value


def first_line(error: Exception) -> str:
    """The first line of an engine's message, which says what and where."""
    return str(error).strip().split("\n", 1)[0]
