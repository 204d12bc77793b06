"""What one plan states, cut out of a plan graph as columns: the unit in which stores replace, compare and remove.

A shared node (owner, policy, entity) may be stated by several plans, each in its own words. Keeping every plan's
statement apart is what lets a store take one plan back and be left with exactly what the others say.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from graph.errors import RecordError, StoreError
from graph.node_link import node_record
from graph.plan_graph import PlanGraph
from graph.schema import Label, Relationship, schema

Columns = dict[str, list[Any]]
Attributes = dict[str, Any]


@dataclass(frozen=True)
class PlanPart:
    """One plan's content. ``nodes`` by label and ``edges`` by type are columns of equal length, None where absent;
    ``shared`` holds this plan's statement of each shared node by id (``labels`` first); ``sources`` its Source ids."""

    plan: str
    shared: Mapping[str, Attributes]
    sources: tuple[str, ...]
    nodes: Mapping[str, Columns]
    edges: Mapping[str, Columns]

    @property
    def node_count(self) -> int:
        """Number of nodes that the plan states, shared ones included."""
        return len(self.shared) + sum(len(columns["id"]) for columns in self.nodes.values())

    @property
    def edge_count(self) -> int:
        """Number of relationships that the plan states."""
        return sum(len(columns["source_id"]) for columns in self.edges.values())

    @cached_property
    def digest(self) -> str:
        """SHA-256 over the content, the same for any order of nodes and edges."""
        hashed = hashlib.sha256(json.dumps([self.plan, sorted(self.shared.items())], sort_keys=True).encode())
        for tables in (self.nodes, self.edges):
            for name in sorted(tables):
                hashed.update(_table_bytes(name, tables[name]))
        return hashed.hexdigest()


def _table_bytes(name: str, columns: Columns) -> bytes:
    """A table as bytes, its rows in the order of their identity."""
    identity = [columns[key] for key in ("id", "source_id", "target_id") if key in columns]
    roles = [role or "" for role in columns["role"]] if "role" in columns else [""] * len(identity[0])
    order = [row[-1] for row in sorted(zip(*identity, roles, range(len(roles)), strict=True))]
    filled = {key: [values[i] for i in order] for key, values in columns.items() if any(v is not None for v in values)}
    return json.dumps([name, filled], sort_keys=True).encode()


def node_keys(label: Label) -> list[str]:
    """The columns of a label's table."""
    evidence = [] if label.evidence == "none" else list(schema().evidence)
    return ["id", "name", *label.properties, *evidence]


def edge_keys(relationship: Relationship) -> list[str]:
    """The columns of a relationship's table, the ids of its ends first."""
    evidence = [] if relationship.evidence == "none" else list(schema().evidence)
    return ["source_id", "target_id", *relationship.properties, *evidence]


def split(graph: PlanGraph) -> list[PlanPart]:
    """The parts of the plans that ``graph`` holds, by plan id; raises StoreError when something belongs to no plan."""
    plans = graph.plan_ids()
    if not plans:
        raise StoreError("the graph holds no plan; nothing was stored")
    nodes: dict[str, dict[str, list[tuple[str, Attributes]]]] = {plan: defaultdict(list) for plan in plans}
    edges: dict[str, dict[str, list[tuple[str, str, Attributes]]]] = {plan: defaultdict(list) for plan in plans}
    touched: dict[str, set[str]] = {plan: set() for plan in plans}
    for start, end, attributes in graph.edges():
        plan = _known(attributes["plan"], edges, f"{attributes['type']} {start} -> {end}")
        edges[plan][attributes["type"]].append((start, end, attributes))
        if len(plans) > 1:
            touched[plan].update((start, end))
    shared: dict[str, Attributes] = {}
    labels = schema().labels
    for node_id, attributes in graph.nodes():
        label = attributes["labels"][0]
        if labels[label].scope == "shared":
            shared[node_id] = attributes
        elif "plan" in attributes:
            nodes[_known(attributes["plan"], nodes, node_id)][label].append((node_id, attributes))
        else:
            for plan in plans:
                if len(plans) == 1 or node_id in touched[plan]:
                    nodes[plan][label].append((node_id, attributes))
    if len(plans) == 1:
        return [_part(plans[0], shared, nodes[plans[0]], edges[plans[0]])]
    every = set().union(*touched.values())
    return [_part(plan, _statements(plan, shared, touched[plan], every), nodes[plan], edges[plan]) for plan in plans]


def _known(plan: str, plans: Mapping[str, Any], where: str) -> str:
    if plan not in plans:
        raise StoreError(f"{where} is said by plan {plan}, which the graph does not hold; nothing was stored")
    return plan


def _statements(
    plan: str, shared: Mapping[str, Attributes], touched: set[str], every: set[str]
) -> dict[str, Attributes]:
    """What ``plan`` says of shared nodes in a graph of several plans: of those that its relationships touch."""
    statements = {}
    for node_id, attributes in shared.items():
        if node_id == plan or (attributes["labels"][0] != "Plan" and node_id not in every):
            statements[node_id] = attributes
        elif node_id in touched:
            statements[node_id] = as_policy(attributes) if attributes["labels"][0] == "Plan" else attributes
    return statements


def as_policy(attributes: Attributes) -> Attributes:
    """A Plan node's attributes as those of the Policy that other plans cite."""
    keys = ("name", *schema().label("Policy").properties)
    return {"labels": ["Policy"], **{key: attributes[key] for key in keys if key in attributes}}


def _part(
    plan: str,
    shared: Mapping[str, Attributes],
    nodes: Mapping[str, list[tuple[str, Attributes]]],
    edges: Mapping[str, list[tuple[str, str, Attributes]]],
) -> PlanPart:
    s = schema()
    node_tables: dict[str, Columns] = {}
    for label, rows in nodes.items():
        node_tables[label] = {key: [a.get(key) for _, a in rows] for key in node_keys(s.labels[label])}
        node_tables[label]["id"] = [node_id for node_id, _ in rows]
    edge_tables: dict[str, Columns] = {}
    for edge_type, links in edges.items():
        keys = edge_keys(s.relationships[edge_type])
        edge_tables[edge_type] = {key: [a.get(key) for _, _, a in links] for key in keys}
        edge_tables[edge_type]["source_id"] = [start for start, _, _ in links]
        edge_tables[edge_type]["target_id"] = [end for _, end, _ in links]
    sources = tuple(node_tables.get("Source", {}).get("id", ()))
    return PlanPart(plan, shared, sources, node_tables, edge_tables)


def merge_shared(statements: Iterable[Mapping[str, Attributes]]) -> PlanGraph:
    """A graph of the shared nodes as all plans together state them; ``statements`` in the order of loading.

    Where plans differ on a node's label (a registry learnt better in between), the one loaded last wins.
    """
    merged = PlanGraph()
    for statement in statements:
        for node_id, attributes in statement.items():
            record = node_record(node_id, attributes)
            try:
                merged.add_node(record)
            except RecordError:
                merged.nx.remove_node(node_id)
                merged.add_node(record)
    return merged
