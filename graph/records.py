"""Nodes and edges as records that were checked against the schema before anything holds them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from graph.errors import RecordError
from graph.ids import ID_PATTERN
from graph.schema import TYPES, Property, Schema, schema

Value = str | int | float | bool | list[str]
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?\Z")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A place in a source: ``quote == text[start:end]``, in code points, end exclusive."""

    source: str
    start: int
    end: int
    quote: str

    def properties(self) -> dict[str, Value]:
        """As the four properties that carry it on a node or edge."""
        return {"source": self.source, "start": self.start, "end": self.end, "quote": self.quote}


@dataclass(frozen=True, slots=True)
class Node:
    """A node: id, primary label, name, other properties, and where the text says so."""

    id: str
    label: str
    name: str
    properties: Mapping[str, Value | None] = field(default_factory=dict)
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """A relationship of type ``type`` from ``source`` to ``target`` (node ids) that ``plan`` states."""

    type: str
    source: str
    target: str
    plan: str
    properties: Mapping[str, Value | None] = field(default_factory=dict)
    evidence: Evidence | None = None

    @property
    def key(self) -> str:
        """Identity among the edges between the same two nodes: type, role and plan."""
        role = self.properties.get("role")
        return ":".join(str(part) for part in (self.type, role, self.plan) if part)


def node_attributes(node: Node, against: Schema | None = None) -> dict[str, Any]:
    """The checked attributes of ``node``: labels (primary first), name and properties; raises RecordError."""
    s = against or schema()
    if node.label not in s.labels:
        raise RecordError(f"node {node.id}: unknown label {node.label!r}")
    label = s.labels[node.label]
    where = f"{node.label} {node.id}"
    if not ID_PATTERN.match(node.id) or not node.id.startswith(label.prefix + "-"):
        raise RecordError(f"{where}: an id is {label.prefix}- and lower-case ASCII words joined by -")
    if not isinstance(node.name, str) or not node.name:
        raise RecordError(f"{where}: a name is missing")
    checked = _checked(node.properties, label.properties, where)
    return {
        "labels": list(label.labels),
        "name": node.name,
        **checked,
        **_evidence(node.evidence, label.evidence, where),
    }


def edge_attributes(
    edge: Edge, from_labels: list[str], to_labels: list[str], against: Schema | None = None
) -> dict[str, Any]:
    """The checked attributes of ``edge`` between nodes of these labels; raises RecordError."""
    s = against or schema()
    where = f"{edge.type} {edge.source} -> {edge.target}"
    if edge.type not in s.relationships:
        raise RecordError(f"edge {where}: unknown relationship type")
    relationship = s.relationships[edge.type]
    if not any(a in from_labels and b in to_labels for a, b in relationship.ends):
        raise RecordError(f"edge {where}: can't join {from_labels[0]} to {to_labels[0]}")
    checked = _checked({**edge.properties, "plan": edge.plan}, relationship.properties, where)
    return {"type": edge.type, **checked, **_evidence(edge.evidence, relationship.evidence, where)}


def _checked(given: Mapping[str, Value | None], allowed: Mapping[str, Property], where: str) -> dict[str, Any]:
    present = {key: value for key, value in given.items() if value is not None and value != []}
    for key in present:
        if key not in allowed:
            raise RecordError(f"{where}: unknown property {key!r}; the schema knows {', '.join(allowed)}")
    for key, prop in allowed.items():
        if key in present:
            _check_value(present[key], prop, where)
        elif prop.required:
            raise RecordError(f"{where}: property {key!r} is missing")
    return {key: _plain(present[key], prop) for key, prop in allowed.items() if key in present}


def _plain(value: Value, prop: Property) -> Value:
    """The one form in which a value is held: lists for tuples, and floats for numbers (20 and 20.0 are one content)."""
    if prop.type == "number" and isinstance(value, int):
        return float(value)
    return list(value) if isinstance(value, tuple) else value


def _check_value(value: Value, prop: Property, where: str) -> None:
    expected = TYPES[prop.type]
    if not isinstance(value, expected) or (isinstance(value, bool) and prop.type != "boolean"):
        raise RecordError(f"{where}: {prop.name} must be {prop.type}, not {type(value).__name__}")
    if prop.values and value not in prop.values:
        raise RecordError(f"{where}: {prop.name} must be one of {', '.join(prop.values)}, not {value!r}")
    if prop.type == "date" and not _DATE.match(str(value)):
        raise RecordError(f"{where}: {prop.name} must be an ISO date, month or year, not {value!r}")
    if prop.type == "strings" and isinstance(value, list) and not all(isinstance(v, str) for v in value):
        raise RecordError(f"{where}: {prop.name} must hold strings only")
    if isinstance(value, float) and not abs(value) < float("inf"):
        raise RecordError(f"{where}: {prop.name} must be a finite number")


def _evidence(evidence: Evidence | None, rule: str, where: str) -> dict[str, Value]:
    if evidence is None:
        if rule == "required":
            raise RecordError(f"{where}: evidence is missing")
        return {}
    if rule == "none":
        raise RecordError(f"{where}: carries no evidence by the schema")
    if not 0 <= evidence.start < evidence.end or len(evidence.quote) != evidence.end - evidence.start:
        raise RecordError(f"{where}: evidence {evidence.start}..{evidence.end} does not fit its quote")
    return evidence.properties()
