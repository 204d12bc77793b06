"""The plan graph: a networkx MultiDiGraph that only checked records can enter.

Its ``nx`` graph is what ``parse`` prints, what exports write and what analytics run on: node attributes are
``labels`` (primary first), ``name`` and the schema's properties; edge attributes are ``type`` and its properties.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any

import networkx as nx

from graph.errors import RecordError
from graph.records import Edge, Node, edge_attributes, node_attributes
from graph.schema import schema


class PlanGraph:
    """A graph of one or more plans. ``nx`` is the underlying MultiDiGraph; add to it only through this class."""

    def __init__(self) -> None:
        self.nx: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        # What the views ``nx.nodes`` and ``nx.adj`` read, which take three times as long.
        self._nodes: dict[str, dict[str, Any]] = vars(self.nx)["_node"]
        self._adjacent: dict[str, dict[str, dict[str, Any]]] = vars(self.nx)["_adj"]

    def add_node(self, node: Node) -> None:
        """Adds a checked node. The same node again is no change; a different one of that id is refused.

        A Plan takes the place of a Policy of the same id (a cited document that is now loaded), never the reverse.
        """
        self._enter(node.id, node_attributes(node))

    def _enter(self, node_id: str, attributes: dict[str, Any]) -> None:
        held = self._nodes.get(node_id)
        if held is None:
            self.nx.add_node(node_id, **attributes)
            return
        label, other = attributes["labels"][0], held["labels"][0]
        if (label, other) == ("Policy", "Plan"):
            return
        if label != other and label != "Plan":
            raise RecordError(f"{label} {node_id}: already there as {other}")
        united = attributes if label != other else _merge(node_id, dict(held), attributes)
        held.clear()
        held.update(united)

    def add_edge(self, edge: Edge) -> None:
        """Adds a checked edge between nodes that are there. One of the same identity is kept as it was first stated."""
        nodes, key = self._nodes, edge.key
        for end in (edge.source, edge.target):
            if end not in nodes:
                raise RecordError(f"edge {edge.type} {edge.source} -> {edge.target}: node {end} is not there")
        attributes = edge_attributes(edge, nodes[edge.source]["labels"], nodes[edge.target]["labels"])
        if key not in self._adjacent[edge.source].get(edge.target, ()):
            self.nx.add_edge(edge.source, edge.target, key=key, **attributes)

    def add(self, records: Iterable[Node | Edge]) -> None:
        """Adds records in order; nodes must come before the edges that join them."""
        for record in records:
            if isinstance(record, Node):
                self.add_node(record)
            else:
                self.add_edge(record)

    def update(self, other: PlanGraph) -> None:
        """Adds all that ``other`` holds; shared nodes unite, edges of the same identity stay as they are here."""
        for node_id, attributes in other.nx.nodes(data=True):
            self._enter(node_id, dict(attributes))
        for start, end, key, attributes in other.nx.edges(keys=True, data=True):
            if not self.nx.has_edge(start, end, key):
                self.nx.add_edge(start, end, key=key, **attributes)

    def nodes(self, *labels: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """(id, attributes) of the nodes that carry any of ``labels`` (all nodes when none is given)."""
        wanted = set(labels)
        for node_id, attributes in self.nx.nodes(data=True):
            if not wanted or wanted & set(attributes["labels"]):
                yield node_id, attributes

    def edges(self, *types: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """(from, to, attributes) of the edges of any of ``types`` (all edges when none is given)."""
        for start, end, attributes in self.nx.edges(data=True):
            if not types or attributes["type"] in types:
                yield start, end, attributes

    def in_order(self) -> PlanGraph:
        """The same nodes and relationships, plan by plan as printed, whatever the order of insertion."""
        ordered = PlanGraph()
        place = {
            node_id: (a.get("plan", ""), a.get("position", -1), node_id) for node_id, a in self.nx.nodes(data=True)
        }
        ordered.nx.add_nodes_from((node_id, self._nodes[node_id]) for node_id in sorted(place, key=place.__getitem__))
        edges = sorted(self.nx.edges(keys=True, data=True), key=lambda edge: (place[edge[0]], place[edge[1]], edge[2]))
        for start, end, key, attributes in edges:
            ordered.nx.add_edge(start, end, key=key, **attributes)
        return ordered

    def plan_ids(self) -> list[str]:
        """Ids of the loaded plans, sorted."""
        return sorted(node_id for node_id, _ in self.nodes("Plan"))

    def digest(self) -> str:
        """SHA-256 over the sorted nodes and edges: equal for equal content, whatever the order of insertion."""
        hashed = hashlib.sha256()
        nodes = (json.dumps([n, a], ensure_ascii=True, sort_keys=True) for n, a in self.nx.nodes(data=True))
        edges = (
            json.dumps([s, t, k, a], ensure_ascii=True, sort_keys=True)
            for s, t, k, a in self.nx.edges(keys=True, data=True)
        )
        for lines in (sorted(nodes), sorted(edges)):
            for line in lines:
                hashed.update(line.encode())
                hashed.update(b"\n")
        return hashed.hexdigest()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PlanGraph) and self.digest() == other.digest()

    __hash__ = None  # type: ignore[assignment] # mutable


def _merge(node_id: str, held: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """Two statements about one shared node: gaps are filled, lists united, the earliest evidence kept.

    The outcome does not depend on which came first, so graphs of several plans are equal in any order of loading.
    """
    label = schema().label(held["labels"][0])
    if label.scope == "plan" and held != new:
        raise RecordError(f"{label.name} {node_id}: stated twice with different content")
    place = tuple(schema().evidence)
    merged: dict[str, Any] = {"labels": held["labels"], "name": min(held["name"], new["name"])}
    for key, prop in label.properties.items():
        pair = [side[key] for side in (held, new) if key in side]
        if pair:
            merged[key] = sorted({*pair[0], *pair[-1]}) if prop.type == "strings" else min(pair)
    cited = [side for side in (held, new) if "source" in side]
    if cited:
        first = min(cited, key=lambda side: (side["source"], side["start"], side["end"]))
        merged.update({key: first[key] for key in place if key in first})
    return merged
