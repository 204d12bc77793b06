"""networkx node-link data: what ``plangraph parse --format json`` prints, and back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import networkx as nx

from graph.errors import RecordError
from graph.plan_graph import PlanGraph
from graph.records import Edge, Evidence, Node
from graph.schema import schema

# In node-link data an edge's "source" is its start node, so the Source of its evidence goes by this key there.
EDGE_EVIDENCE_SOURCE = "evidence_source"


def to_node_link(graph: PlanGraph) -> dict[str, Any]:
    """Node-link data as ``networkx.node_link_data(G, edges="edges")`` gives it."""
    data: dict[str, Any] = nx.node_link_data(graph.nx, edges="edges")
    for edge in data["edges"]:
        attributes = graph.nx.edges[edge["source"], edge["target"], edge["key"]]
        if "source" in attributes:
            edge[EDGE_EVIDENCE_SOURCE] = attributes["source"]
    return data


def edge_records(graph: PlanGraph) -> Iterator[dict[str, Any]]:
    """Edges as node-link data has them, one after the other."""
    for source, target, key, attributes in graph.nx.edges(keys=True, data=True):
        record = {**attributes, "source": source, "target": target, "key": key}
        if "source" in attributes:
            record[EDGE_EVIDENCE_SOURCE] = attributes["source"]
        yield record


def json_lines(graph: PlanGraph) -> Iterator[str]:
    """The same as JSON Lines: ``{"record": "node", …}`` for every node, then ``{"record": "edge", …}``."""
    for node, attributes in graph.nodes():
        yield _line({"record": "node", **attributes, "id": node})
    for edge in edge_records(graph):
        yield _line({"record": "edge", **edge})


def _line(record: dict[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n"


def from_node_link(data: dict[str, Any]) -> PlanGraph:
    """A checked plan graph from node-link data; raises RecordError for what breaks the schema."""
    graph = PlanGraph()
    try:
        for raw in data["nodes"]:
            graph.add_node(node_record(raw["id"], raw))
        for raw in data["edges"]:
            attributes = {**raw, "source": raw.get(EDGE_EVIDENCE_SOURCE)}
            graph.add_edge(edge_record(raw["source"], raw["target"], attributes))
    except (KeyError, TypeError) as error:
        raise RecordError(f"node-link data: {error!r} is missing or of the wrong kind") from None
    return graph


def node_record(node_id: str, attributes: dict[str, Any]) -> Node:
    """A Node record from a graph node's attributes (labels, name, properties, evidence)."""
    label = schema().label(attributes["labels"][0])
    properties = {key: attributes[key] for key in label.properties if key in attributes}
    return Node(node_id, label.name, attributes["name"], properties, _evidence(attributes))


def edge_record(source: str, target: str, attributes: dict[str, Any]) -> Edge:
    """An Edge record from a graph edge's attributes (type, plan, properties, evidence)."""
    relationship = schema().relationship(attributes["type"])
    properties = {key: attributes[key] for key in relationship.properties if key in attributes and key != "plan"}
    return Edge(relationship.name, source, target, attributes["plan"], properties, _evidence(attributes))


def _evidence(attributes: dict[str, Any]) -> Evidence | None:
    if "quote" not in attributes:
        return None
    return Evidence(
        attributes["source"], attributes["start"], attributes["end"], attributes["quote"], attributes.get("page")
    )
