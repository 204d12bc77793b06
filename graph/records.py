"""Nodes and edges as records that were checked against the schema before anything holds them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from graph.errors import RecordError
from graph.ids import ID_PATTERN
from graph.schema import TYPES, Property, Schema, schema

Value = str | int | float | bool | list[str]
_NOTHING: Mapping[str, Value | None] = MappingProxyType({})
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?\Z")


class Evidence(NamedTuple):
    """A place in a source: ``quote == text[start:end]``, in code points, end exclusive; on ``page``, if it has pages."""

    source: str
    start: int
    end: int
    quote: str
    page: int | None = None

    def properties(self) -> dict[str, Value]:
        """As the properties that carry it on a node or edge."""
        place: dict[str, Value] = {"source": self.source, "start": self.start, "end": self.end, "quote": self.quote}
        return place if self.page is None else {**place, "page": self.page}


class Node(NamedTuple):
    """A node: id, primary label, name, other properties, and where the text says so."""

    id: str
    label: str
    name: str
    properties: Mapping[str, Value | None] = _NOTHING
    evidence: Evidence | None = None


class Edge(NamedTuple):
    """A relationship of type ``type`` from ``source`` to ``target`` (node ids) that ``plan`` states."""

    type: str
    source: str
    target: str
    plan: str
    properties: Mapping[str, Value | None] = _NOTHING
    evidence: Evidence | None = None

    @property
    def key(self) -> str:
        """Identity among the edges between the same two nodes: type, role and plan."""
        role = self.properties.get("role")
        return f"{self.type}:{role}:{self.plan}" if role else f"{self.type}:{self.plan}"


class _FaultError(Exception):
    """What is wrong with a record, without which."""


def node_attributes(node: Node, against: Schema | None = None) -> dict[str, Any]:
    """The checked attributes of ``node``: labels (primary first), name and properties; raises RecordError."""
    s = against or schema()
    if node.label not in s.labels:
        raise RecordError(f"node {node.id}: unknown label {node.label!r}")
    label = s.labels[node.label]
    try:
        if not node.id.startswith(label.prefix + "-") or not ID_PATTERN.match(node.id):
            raise _FaultError(f"an id is {label.prefix}- and lower-case ASCII words joined by -")
        if not isinstance(node.name, str) or not node.name:
            raise _FaultError("a name is missing")
        attributes: dict[str, Any] = {"labels": list(label.labels), "name": node.name}
        _put_checked(node.properties, label.properties, attributes)
        _put_evidence(node.evidence, label.evidence, attributes)
    except _FaultError as fault:
        raise RecordError(f"{node.label} {node.id}: {fault}") from None
    return attributes


def edge_attributes(
    edge: Edge, from_labels: list[str], to_labels: list[str], against: Schema | None = None
) -> dict[str, Any]:
    """The checked attributes of ``edge`` between nodes of these labels; raises RecordError."""
    s = against or schema()
    try:
        if edge.type not in s.relationships:
            raise _FaultError("unknown relationship type")
        relationship = s.relationships[edge.type]
        if (from_labels[0], to_labels[0]) not in relationship.pairs:
            raise _FaultError(f"can't join {from_labels[0]} to {to_labels[0]}")
        attributes: dict[str, Any] = {"type": edge.type}
        _put_checked({**edge.properties, "plan": edge.plan}, relationship.properties, attributes)
        _put_evidence(edge.evidence, relationship.evidence, attributes)
    except _FaultError as fault:
        raise RecordError(f"edge {edge.type} {edge.source} -> {edge.target}: {fault}") from None
    return attributes


def _put_checked(
    given: Mapping[str, Value | None], allowed: Mapping[str, Property], attributes: dict[str, Any]
) -> None:
    """Puts what is ``given`` into ``attributes``, in the order of the schema."""
    if not given.keys() <= allowed.keys():
        for key, value in given.items():
            if key not in allowed and value is not None and value != []:
                raise _FaultError(f"unknown property {key!r}; the schema knows {', '.join(allowed)}")
    for key, prop in allowed.items():
        value = given.get(key)
        if value is None or value == []:
            if prop.required:
                raise _FaultError(f"property {key!r} is missing")
        elif prop.free and isinstance(value, str):
            attributes[key] = value
        else:
            attributes[key] = _held(value, prop)


def _held(value: Value, prop: Property) -> Value:
    """A checked value in the one form in which it is held: lists for tuples, and floats for numbers (20 and 20.0 are one
    content)."""
    _check_value(value, prop)
    if prop.type == "number" and isinstance(value, int):
        return float(value)
    return list(value) if isinstance(value, tuple) else value


def _check_value(value: Value, prop: Property) -> None:
    if not isinstance(value, TYPES[prop.type]) or (isinstance(value, bool) and prop.type != "boolean"):
        raise _FaultError(f"{prop.name} must be {prop.type}, not {type(value).__name__}")
    if prop.values and value not in prop.values:
        raise _FaultError(f"{prop.name} must be one of {', '.join(prop.values)}, not {value!r}")
    if prop.type == "date" and not _DATE.match(str(value)):
        raise _FaultError(f"{prop.name} must be an ISO date, month or year, not {value!r}")
    if prop.type == "strings" and isinstance(value, list) and not all(isinstance(v, str) for v in value):
        raise _FaultError(f"{prop.name} must hold strings only")
    if isinstance(value, float) and not abs(value) < float("inf"):
        raise _FaultError(f"{prop.name} must be a finite number")


def _put_evidence(evidence: Evidence | None, rule: str, attributes: dict[str, Any]) -> None:
    if evidence is None:
        if rule == "required":
            raise _FaultError("evidence is missing")
        return
    if rule == "none":
        raise _FaultError("carries no evidence by the schema")
    if not 0 <= evidence.start < evidence.end or len(evidence.quote) != evidence.end - evidence.start:
        raise _FaultError(f"evidence {evidence.start}..{evidence.end} does not fit its quote")
    if evidence.page is not None and evidence.page < 1:
        raise _FaultError(f"pages count from 1, not {evidence.page}")
    attributes |= evidence.properties()
