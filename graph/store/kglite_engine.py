"""The embedded engine: the only module that imports kglite. Columns in, a file's bytes out, and back; and questions.

Two habits of the engine shape this module. Its bulk call merges relationships of the same two nodes unless they
come in the first call for their type and start label, so the few parallel ones of later calls are created by Cypher.
And it announces doubtful queries (a label that no node has) on standard error, which an empty store would do all day.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

import kglite
import numpy as np
import pandas as pd

from graph.errors import QueryError, QueryTimeoutError, StoreError
from graph.schema import Property, schema
from graph.store.content import Content, by_ends, shared_columns
from graph.store.parts import Columns, edge_keys, node_keys
from graph.store.port import Hit, Progress, Rows
from graph.store.text_index import UNSEARCHED, searched_keys

kglite.set_query_warning_policy("silent")

Snapshot = kglite.FrozenGraph
Graph = kglite.KnowledgeGraph
_DTYPES: Mapping[str, Any] = {"integer": "Int64", "number": "float64", "boolean": "boolean"}
_TEXT = Property("", "string", "", "")
_NODE_KEYS = {"id", "labels", "properties"}
_INDEXED = ("plan", "ref", "number", *sorted({key for keys in schema().lookups.values() for key in keys}))


def serialise(content: Content, progress: Progress | None = None) -> tuple[bytes, Graph]:
    """The engine's file of this content, and its graph; raises StoreError for values that it can't hold."""
    try:
        return _serialise(content, progress or (lambda done, total: None))
    except (kglite.KgError, ValueError, TypeError, OverflowError) as error:
        raise StoreError(f"the engine can't hold it: {_line(error)}; nothing was stored") from error


def _serialise(content: Content, progress: Progress) -> tuple[bytes, Graph]:
    graph = kglite.KnowledgeGraph()
    tables = {**content.nodes, **shared_columns(content.shared())}
    labels = {node_id: label for label, columns in tables.items() for node_id in columns["id"]}
    done, total = 0, len(labels) + sum(len(columns["plan"]) for columns in content.edges.values())
    for name, label in schema().labels.items():
        if tables.get(name, {}).get("id"):
            frame = _frame(tables[name], {**label.properties, **schema().evidence})
            graph.add_nodes(frame, name, "id", "name", labels=list(label.labels[1:]) or None)
            for key in _INDEXED:
                if key in frame:
                    graph.create_index(name, key)
            done += len(frame)
            progress(done, total)
    for name, columns in content.edges.items():
        _add_edges(graph, name, columns, labels)
        done += len(columns["plan"])
        progress(done, total)
    return graph.to_bytes(), graph


def _add_edges(graph: kglite.KnowledgeGraph, name: str, columns: Columns, labels: Mapping[str, str]) -> None:
    whole = _frame(columns, {**schema().relationship(name).properties, **schema().evidence})
    groups = sorted(by_ends(name, columns, labels).items(), key=lambda group: (-len(group[1]), group[0]))
    begun: set[str] = set()
    for (start, end), rows in groups:
        frame = whole.take(rows)
        extra = frame[:0]
        if start in begun:
            parallel = frame.duplicated(["source_id", "target_id"])
            frame, extra = frame[~parallel], frame[parallel]
        begun.add(start)
        spec = {"source_type": start, "target_type": end, "connection_name": name, "data": frame}
        graph.add_relationships_bulk([spec])
        if len(extra):
            _create_edges(graph, name, (start, end), extra)


def _create_edges(graph: kglite.KnowledgeGraph, name: str, ends: tuple[str, str], frame: pd.DataFrame) -> None:
    rows = []
    for row in frame.astype(object).to_dict("records"):
        present = {key: value for key, value in row.items() if isinstance(value, list) or not pd.isna(value)}
        rows.append({"s": present.pop("source_id"), "t": present.pop("target_id"), "p": present})
    text = (
        f"UNWIND $rows AS row MATCH (a:{ends[0]} {{id: row.s}}), (b:{ends[1]} {{id: row.t}}) "
        f"CREATE (a)-[r:{name}]->(b) SET r += row.p"
    )
    graph.cypher(text, params={"rows": rows})


def _frame(columns: Columns, types: Mapping[str, Property]) -> pd.DataFrame:
    """Columns as a frame whose types the engine keeps exactly; a column without a value is left out."""
    series = {}
    for key, values in columns.items():
        if any(value is not None for value in values):
            kind = types.get(key, _TEXT).type
            series[key] = pd.array(values, dtype=_DTYPES[kind]) if kind in _DTYPES else _texts(values)
    return pd.DataFrame(series)


def _texts(values: list[Any]) -> Any:
    """Texts or lists of texts; raises ValueError for half a character, which the engine would quietly replace."""
    present = [value for value in values if value]
    "".join(chain.from_iterable(present) if present and isinstance(present[0], list) else present).encode()
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array


def load(data: bytes) -> Graph:
    """The graph of a file's bytes; raises StoreError."""
    try:
        return kglite.from_bytes(data)
    except kglite.KgError as error:
        raise StoreError(f"the engine can't read it: {_line(error)}") from None


def rows(graph: Graph, text: str, parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The rows of a text of our own."""
    result: Any = graph.cypher(text, params=dict(parameters), timeout_ms=0)
    found: list[dict[str, Any]] = result.to_list()
    return found


def joined(graph: Graph, edges: Mapping[str, Columns]) -> Snapshot:
    """A snapshot of the graph with relationships between nodes that it holds, no two of one type between the same."""
    prefixes = {label.prefix: name for name, label in schema().labels.items()}
    for name, columns in edges.items():
        ends = {i: prefixes[i.split("-", 1)[0]] for key in ("source_id", "target_id") for i in columns[key]}
        _add_edges(graph, name, columns, ends)
    return graph.freeze()


def empty() -> Snapshot:
    """The snapshot of an empty store."""
    return kglite.KnowledgeGraph().freeze()


def tables(snapshot: Snapshot) -> tuple[dict[str, Columns], dict[str, Columns]]:
    """The plan-scoped nodes by label and the relationships by type that a snapshot holds, as columns."""
    held = set(snapshot.node_types)
    nodes = {}
    for name, label in schema().labels.items():
        if label.scope == "plan" and name in held:
            nodes[name] = _columns(snapshot, f"MATCH (n:{name})", {key: f"n.`{key}`" for key in node_keys(label)})
    edges = {}
    for name, relationship in schema().relationships.items():
        fields = {key: f"r.`{key}`" for key in edge_keys(relationship)} | {"source_id": "a.id", "target_id": "b.id"}
        edges[name] = _with_evidence(_columns(snapshot, f"MATCH (a)-[r:{name}]->(b)", fields))
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
            columns = _columns(snapshot, f"MATCH (n:{name})" + (f" WHERE {match}" if match else ""), fields)
            for row in zip(*columns.values(), strict=True):
                told = dict(zip(columns, row, strict=True))
                values = [told[key] for key in keys if told[key]]
                flat = [v for value in values for v in (value if isinstance(value, list) else [value])]
                yield Hit(told["id"], name, told["name"], told.get("plan"), told.get("position")), flat


def _with_evidence(columns: Columns) -> Columns:
    """Where a relationship has no ``start`` or ``end``, the engine gives the id of the node at that end instead."""
    if "quote" in columns:
        for key in ("start", "end"):
            columns[key] = [v if q is not None else None for v, q in zip(columns[key], columns["quote"], strict=True)]
    return columns


def _columns(snapshot: Snapshot, match: str, fields: Mapping[str, str]) -> Columns:
    text = f"{match} RETURN {', '.join(f'{field} AS `{key}`' for key, field in fields.items())}"
    result = snapshot.cypher(text, timeout_ms=0)
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
    except (kglite.KgError, ValueError, TypeError, OverflowError) as error:
        raise QueryError(_line(error)) from None
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


def _line(error: Exception) -> str:
    """The first line of an engine's message, which says what and where."""
    return str(error).strip().split("\n", 1)[0]
