"""Graphs of the embedded engine: built from a content, and extended by plans that they do not hold.

The engine's bulk call merges relationships of the same two nodes unless they come in the first call for their type
and start label, so the few parallel ones of later calls are created by Cypher.
"""

from __future__ import annotations

import contextlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from itertools import chain
from typing import TYPE_CHECKING, Any

from graph.errors import StoreError
from graph.plan_graph import PlanGraph
from graph.schema import Label, Property, schema
from graph.store.content import Content, by_ends, joined, shared_columns
from graph.store.kglite_engine import FAULTS, Graph, Snapshot, columns_of, empty, first_line, with_evidence
from graph.store.parts import Attributes, Columns, PlanPart, edge_keys, merge_shared, node_keys
from graph.store.port import Progress

if TYPE_CHECKING:
    import pandas as pd  # 60 MB, imported where something is written: who reads needs no frames

_DTYPES: Mapping[str, Any] = {"integer": "Int64", "number": "float64", "boolean": "boolean"}
_TEXT = Property("", "string", "", "")
_INDEXED = ("plan", "ref", "number", *sorted({key for keys in schema().lookups.values() for key in keys}))


def built(content: Content, progress: Progress | None = None) -> Graph:
    """The engine's graph of this content; raises StoreError for values that it can't hold."""
    graph = empty()
    with _told():
        _add(graph, {**content.nodes, **shared_columns(content.shared())}, content.edges, progress=progress)
    return graph


def extend(graph: Graph, parts: Iterable[PlanPart], progress: Progress | None = None) -> None:
    """Adds plans that ``graph`` does not hold, with Sources of their own; raises StoreError.

    Shared nodes become what all plans together state of them. That needs only what the graph holds and what the new
    plans say, since uniting statements does not depend on how they are grouped.
    """
    latest = list(parts)
    new = Content().replaced({part.plan: part for part in latest})
    held = _shared(graph, {node_id for part in latest for node_id in part.shared})
    shared = merge_shared([held, *(part.shared for part in latest)])
    moved = {
        node_id for node_id, attributes in shared.nodes()
        if node_id in held and held[node_id]["labels"] != attributes["labels"]
    }  # fmt: skip
    with _told():
        lifted = lift_edges(graph, moved)
        for label in {held[node_id]["labels"][0] for node_id in moved}:
            graph.cypher(f"UNWIND $ids AS id MATCH (n:{label} {{id: id}}) DETACH DELETE n", params={"ids": list(moved)})
        kept, fresh = PlanGraph(), PlanGraph()
        for node_id, attributes in shared.nodes():
            if node_id not in held or node_id in moved:
                fresh.nx.add_node(node_id, **attributes)
            elif attributes != held[node_id]:
                kept.nx.add_node(node_id, **attributes)
        _set(graph, kept)
        _add(graph, {**new.nodes, **shared_columns(fresh)}, joined([new.edges, lifted]), shared, progress)


def joined_with(graph: Graph, edges: Mapping[str, Columns]) -> Snapshot:
    """A snapshot of the graph, which it changes, with relationships of types that it has none of between its nodes."""
    prefixes = {label.prefix: name for name, label in schema().labels.items()}
    for name, columns in edges.items():
        ends = {i: prefixes[i.split("-", 1)[0]] for key in ("source_id", "target_id") for i in columns[key]}
        _add_edges(graph, name, columns, ends, None)
    return graph.freeze()


@contextlib.contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except FAULTS as error:
        raise StoreError(f"the engine can't hold it: {first_line(error)}; nothing was stored") from error


def _add(
    graph: Graph,
    nodes: Mapping[str, Columns],
    edges: Mapping[str, Columns],
    known: PlanGraph | None = None,
    progress: Progress | None = None,
) -> None:
    """Adds nodes that the graph does not hold and relationships. ``known``: shared nodes that may be their ends; None
    says that the graph is empty."""
    labels = {node_id: schema().label(label).name for label, columns in nodes.items() for node_id in columns["id"]}
    added = None if known is None else frozenset(labels)
    tell = progress or (lambda done, total: None)
    done, total = 0, len(labels) + sum(len(columns["plan"]) for columns in edges.values())
    for name, label in schema().labels.items():
        if nodes.get(name, {}).get("id"):
            frame = _frame(nodes[name], {**label.properties, **schema().evidence})
            graph.add_nodes(frame, name, "id", "name", labels=list(label.labels[1:]) or None)
            for key in _INDEXED:
                if key in frame and not graph.has_index(name, key):
                    graph.create_index(name, key)
            done += len(frame)
            tell(done, total)
    if known is not None:
        labels |= {node_id: attributes["labels"][0] for node_id, attributes in known.nodes()}
        ends = {end for columns in edges.values() for key in ("source_id", "target_id") for end in columns[key]}
        labels |= labels_of(graph, ends - labels.keys())
    for name, columns in edges.items():
        _add_edges(graph, name, columns, labels, added)
        done += len(columns["plan"])
        tell(done, total)


def _add_edges(
    graph: Graph, name: str, columns: Columns, labels: Mapping[str, str], added: frozenset[str] | None
) -> None:
    """``added``: the nodes that have no relationship yet; None when no node has."""
    import numpy as np

    whole = _frame(columns, {**schema().relationship(name).properties, **schema().evidence})
    groups = sorted(by_ends(name, columns, labels).items(), key=lambda group: (-len(group[1]), group[0]))
    begun: set[str] = set()
    for (start, end), rows in groups:
        frame = whole.take(rows)
        extra = frame[:0]
        if start in begun or added is not None:
            parallel = frame.duplicated(["source_id", "target_id"])
            if added is not None:
                ends = zip(frame["source_id"], frame["target_id"], strict=True)
                parallel |= np.array([s not in added and t not in added for s, t in ends], dtype=bool)
            frame, extra = frame[~parallel], frame[parallel]
        begun.add(start)
        if len(frame):
            spec = {"source_type": start, "target_type": end, "connection_name": name, "data": frame}
            graph.add_relationships_bulk([spec])
        if len(extra):
            _create_edges(graph, name, (start, end), extra)


def _set(graph: Graph, nodes: PlanGraph) -> None:
    """Makes the nodes, which the graph holds, what ``nodes`` says; statements that unite never lose a property."""
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for node_id, attributes in nodes.nodes():
        stated = {key: value for key, value in attributes.items() if key != "labels"}
        rows[attributes["labels"][0]].append({"id": node_id, "p": stated})
    for label, held in rows.items():
        graph.cypher(f"UNWIND $rows AS row MATCH (n:{label} {{id: row.id}}) SET n += row.p", params={"rows": held})


def _shared(graph: Graph, ids: Set[str]) -> dict[str, Attributes]:
    """The attributes of those of ``ids`` that are shared nodes of the graph."""
    found: dict[str, Attributes] = {}
    for label, wanted in _by_label(graph, ids):
        if label.scope == "shared":
            fields = {key: f"n.`{key}`" for key in node_keys(label)}
            columns = columns_of(graph, _those(label), fields, ids=wanted)
            for values in zip(*columns.values(), strict=True):
                row = {key: value for key, value in zip(columns, values, strict=True) if value is not None}
                found[row.pop("id")] = {"labels": list(label.labels), **row}
    return found


def labels_of(graph: Graph, ids: Set[str]) -> dict[str, str]:
    """The primary labels of those of ``ids`` that the graph holds."""
    found: dict[str, str] = {}
    for label, wanted in _by_label(graph, ids):
        columns = columns_of(graph, _those(label), {"id": "n.id"}, ids=wanted)
        found |= dict.fromkeys(columns["id"], label.name)
    return found


def _by_label(graph: Graph, ids: Set[str]) -> Iterator[tuple[Label, list[str]]]:
    """Labels that the graph has, each with those of ``ids`` that may be of it."""
    by_prefix: dict[str, list[str]] = defaultdict(list)
    for node_id in sorted(ids):
        by_prefix[node_id.split("-", 1)[0]].append(node_id)
    held = set(graph.node_types)
    for label in schema().labels.values():
        if label.name in held and by_prefix[label.prefix]:
            yield label, by_prefix[label.prefix]


def _those(label: Label) -> str:
    """Matches the nodes ``n`` of ``$ids`` whose primary label it is."""
    narrower = "".join(f" AND NOT n:{other}" for other in schema().primary_labels(label.name) if other != label.name)
    return f"UNWIND $ids AS id MATCH (n:{label.name} {{id: id}}){narrower.replace(' AND', ' WHERE', 1)}"


def lift_edges(graph: Graph, ids: Set[str]) -> dict[str, Columns]:
    """The relationships of the shared nodes ``ids``, which go when the nodes do."""
    lifted: list[dict[str, Columns]] = []
    for label, wanted in _by_label(graph, ids):
        for name, relationship in schema().relationships.items():
            for start, end in (("n", "m"), ("m", "n")):
                fields = {key: f"r.`{key}`" for key in edge_keys(relationship)}
                fields |= {"source_id": f"{start}.id", "target_id": f"{end}.id"}
                match = f"{_those(label)} MATCH ({start})-[r:{name}]->({end})"
                columns = with_evidence(columns_of(graph, match, fields, ids=wanted))
                if start == "m":  # between two of them it was found from its start already
                    again = [i for i, source in enumerate(columns["source_id"]) if source not in ids]
                    columns = {key: [values[i] for i in again] for key, values in columns.items()}
                if columns["plan"]:
                    lifted.append({name: columns})
    return joined(lifted)


def _create_edges(graph: Graph, name: str, ends: tuple[str, str], frame: pd.DataFrame) -> None:
    import pandas as pd

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
    import pandas as pd

    series = {}
    for key, values in columns.items():
        if any(value is not None for value in values):
            kind = types.get(key, _TEXT).type
            series[key] = pd.array(values, dtype=_DTYPES[kind]) if kind in _DTYPES else _texts(values)
    return pd.DataFrame(series)


def _texts(values: list[Any]) -> Any:
    """Texts or lists of texts; raises ValueError for half a character, which the engine would quietly replace."""
    import numpy as np

    present = [value for value in values if value]
    "".join(chain.from_iterable(present) if present and isinstance(present[0], list) else present).encode()
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array
