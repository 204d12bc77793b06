"""What one plan states, cut out of a plan graph as columns: the unit in which stores replace, compare and remove.

A shared node (owner, policy, entity) may be stated by several plans, each in its own words. Keeping every plan's
statement apart is what lets a store take one plan back and be left with exactly what the others say.
"""

from __future__ import annotations

import hashlib
import json
import marshal
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import itemgetter
from typing import Any

from graph.errors import RecordError, StoreError
from graph.node_link import node_record
from graph.plan_graph import PlanGraph
from graph.schema import Label, Relationship, schema

_MARSHAL = 2  # the version of the format without references, so that equal values give equal bytes
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
    """A table as bytes, its rows in the order of their identity; columns without a value are left out."""
    identity = [columns[key] for key in ("id", "source_id", "target_id") if key in columns]
    if "role" in columns:
        identity.append([role or "" for role in columns["role"]])
    names = list(map("\n".join, zip(*identity, strict=True)))
    order = sorted(range(len(names)), key=names.__getitem__)
    in_order = itemgetter(*order) if len(order) > 1 else tuple
    filled = {key: in_order(values) for key, values in columns.items() if any(v is not None for v in values)}
    return marshal.dumps([name, sorted(filled.items())], _MARSHAL)


def node_keys(label: Label) -> list[str]:
    """The columns of a label's table."""
    return ["id", "name", *label.properties, *_evidence_keys(label)]


def edge_keys(relationship: Relationship) -> list[str]:
    """The columns of a relationship's table, the ids of its ends first."""
    return ["source_id", "target_id", *relationship.properties, *_evidence_keys(relationship)]


def _evidence_keys(kind: Label | Relationship) -> list[str]:
    return [] if kind.evidence == "none" else list(schema().evidence)


def _columns(kind: Label | Relationship, rows: Sequence[Attributes]) -> Columns:
    """Properties and evidence as columns."""
    # A list of a column's values, rather than a tuple of a row's, keeps the garbage collector out of large graphs.
    return {key: [row.get(key) for row in rows] for key in (*kind.properties, *_evidence_keys(kind))}


def split(graph: PlanGraph) -> list[PlanPart]:
    """The parts of the plans that ``graph`` holds, by plan id; raises StoreError when something belongs to no plan."""
    plans = graph.plan_ids()
    if not plans:
        raise StoreError("the graph holds no plan; nothing was stored")
    edges = _edge_tables(graph, plans)
    touched = {
        plan: {end for columns in tables.values() for key in ("source_id", "target_id") for end in columns[key]}
        for plan, tables in edges.items()
    }
    rows: dict[str, dict[str, _Nodes]] = {plan: defaultdict(_Nodes) for plan in plans}
    shared: dict[str, Attributes] = {}
    labels = schema().labels
    for node_id, attributes in graph.nx.nodes(data=True):
        label = attributes["labels"][0]
        if labels[label].scope == "shared":
            shared[node_id] = dict(attributes)
        elif "plan" in attributes:
            if attributes["plan"] not in rows:
                raise _unknown(attributes["plan"], node_id)
            rows[attributes["plan"]][label].add(node_id, attributes)
        else:
            for plan in plans:
                if len(plans) == 1 or node_id in touched[plan]:
                    rows[plan][label].add(node_id, attributes)
    every = set().union(*touched.values())
    loose = {node for node, stated in shared.items() if stated["labels"][0] != "Plan" and node not in every}
    place = {node: at for at, node in enumerate(shared)}
    return [
        _part(
            plan,
            shared if len(plans) == 1 else _statements(plan, shared, touched[plan] | loose, place),
            {label: held.table(label) for label, held in rows[plan].items()},
            edges[plan],
        )
        for plan in plans
    ]


def _part(
    plan: str, shared: Mapping[str, Attributes], nodes: Mapping[str, Columns], edges: Mapping[str, Columns]
) -> PlanPart:
    return PlanPart(plan, shared, tuple(nodes.get("Source", {}).get("id", ())), nodes, edges)


@dataclass(slots=True)
class _Nodes:
    """Ids and attributes of nodes, side by side."""

    ids: list[str] = field(default_factory=list)
    stated: list[Attributes] = field(default_factory=list)

    def add(self, node_id: str, attributes: Attributes) -> None:
        self.ids.append(node_id)
        self.stated.append(attributes)

    def table(self, label: str) -> Columns:
        names = [row["name"] for row in self.stated]
        return {"id": self.ids, "name": names, **_columns(schema().labels[label], self.stated)}


@dataclass(slots=True)
class _Edges:
    """Ends and attributes of relationships, side by side."""

    starts: list[str] = field(default_factory=list)
    ends: list[str] = field(default_factory=list)
    stated: list[Attributes] = field(default_factory=list)

    def add(self, start: str, end: str, attributes: Attributes) -> None:
        self.starts.append(start)
        self.ends.append(end)
        self.stated.append(attributes)

    def table(self, name: str) -> Columns:
        return {
            "source_id": self.starts, "target_id": self.ends, **_columns(schema().relationships[name], self.stated),
        }  # fmt: skip


def _edge_tables(graph: PlanGraph, plans: list[str]) -> dict[str, dict[str, Columns]]:
    """Relationships by plan and type; what stores infer is no part of what a plan states."""
    derived = schema().derived()
    rows: dict[str, dict[str, _Edges]] = {plan: defaultdict(_Edges) for plan in plans}
    for start, neighbours in graph.nx.adjacency():
        for end, parallel in neighbours.items():
            for attributes in parallel.values():
                if attributes["type"] in derived:
                    continue
                if attributes["plan"] not in rows:
                    raise _unknown(attributes["plan"], "a relationship")
                rows[attributes["plan"]][attributes["type"]].add(start, end, attributes)
    return {plan: {name: edges.table(name) for name, edges in held.items()} for plan, held in rows.items()}


def _unknown(plan: str, where: str) -> StoreError:
    return StoreError(f"{where} belongs to plan {plan}, which the graph does not hold; nothing was stored")


def _statements(
    plan: str, shared: Mapping[str, Attributes], touched: set[str], place: Mapping[str, int]
) -> dict[str, Attributes]:
    """What ``plan`` says of shared nodes in a graph of several plans: of those that its relationships touch, and of
    those that none touches; in the order of ``place``."""
    statements = {}
    for node_id in sorted(shared.keys() & (touched | {plan}), key=place.__getitem__):
        attributes = shared[node_id]
        other = attributes["labels"][0] == "Plan" and node_id != plan
        statements[node_id] = as_policy(attributes) if other else attributes
    return statements


def as_policy(attributes: Attributes) -> Attributes:
    """A Plan node's attributes as those of the Policy that other plans cite."""
    keys = ("name", *schema().label("Policy").properties)
    return {"labels": ["Policy"], **{key: attributes[key] for key in keys if key in attributes}}


def merge_shared(statements: Iterable[Mapping[str, Attributes]]) -> PlanGraph:
    """A graph of the shared nodes as all plans together state them; ``statements`` in the order of loading.

    Where plans differ on a node's label (a registry learnt better in between), the one loaded last wins.
    """
    merged = PlanGraph()
    for node_id, different in _differing(statements).items():
        for attributes in different:
            record = node_record(node_id, attributes)
            try:
                merged.add_node(record)
            except RecordError:
                if node_id not in merged.nx:
                    raise
                merged.nx.remove_node(node_id)
                merged.add_node(record)
    return merged


def _differing(statements: Iterable[Mapping[str, Attributes]]) -> dict[str, Collection[Attributes]]:
    """The statements of each node that differ in more than the place they were read from, each with its first place.

    A thousand plans say the same of an owner; only what differs need be merged. The one said last comes last. What
    several plans say alike comes twice if it comes alone, since uniting puts lists in order.
    """
    evidence = schema().evidence.keys()
    found: dict[str, dict[Any, Attributes]] = defaultdict(dict)
    repeated = set()
    for statement in statements:
        for node_id, attributes in statement.items():
            said = tuple(
                (key, tuple(value) if isinstance(value, list) else value)
                for key, value in attributes.items()
                if key not in evidence
            )
            before = found[node_id].pop(said, None)
            if before is not None:
                repeated.add(node_id)
            found[node_id][said] = attributes if before is None else min(before, attributes, key=_place)
    return {
        node_id: [*said.values()] * 2 if len(said) == 1 and node_id in repeated else said.values()
        for node_id, said in found.items()
    }


def _place(attributes: Attributes) -> tuple[bool, str, int, int]:
    """Orders statements by the place they were read from; those without a place come last."""
    if "source" not in attributes:
        return True, "", 0, 0
    return False, attributes["source"], attributes["start"], attributes["end"]
