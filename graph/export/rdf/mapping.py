"""The mapping from the graph schema to RDF terms, compiled from the ``rdf`` keys that stand beside the labels there.

``rdf`` of a property: ``term`` (default: pg: and the key in camel case), ``text`` (a Chinese text), ``reference`` (the id
of a thing), ``names`` (IRI names of the values of a closed list), ``also`` (further terms for the same value), and
views that readers don't need: ``concept``, ``agent``, ``period``, ``unit``. Of a label: ``classes``, ``name``, ``place``.
Of a relationship: ``term`` (shortcut), ``from`` (other shortcuts by the label it starts at), ``inverse`` (the shortcut
points from target to source), ``class``, ``above`` (of its statement), ``link``, ``object``, ``place``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from graph.errors import SchemaError
from graph.export.rdf import terms as t
from graph.ids import ID_PATTERN
from graph.schema import Label, Property, Relationship, Schema, schema

Encode = Callable[[Any], str]
_WORDS = re.compile(r"_([a-z])")
VIEWS = ("concept", "agent", "period", "unit")


@dataclass(frozen=True, slots=True)
class FieldMap:
    """One property: its predicate and how a value becomes a term.

    ``kind`` is what the JSON-LD context needs; ``simple`` says that one value is one triple and nothing else.
    """

    key: str
    predicate: str
    kind: str
    encode: Encode
    many: bool
    also: tuple[str, ...]
    views: Mapping[str, str]
    names: Mapping[str, str]
    scheme: str
    property: Property
    simple: bool


@dataclass(frozen=True, slots=True)
class NodeMap:
    """One primary label: its classes (own first), the term of its name, its fields."""

    label: Label
    types: tuple[str, ...]
    name: str
    fields: tuple[FieldMap, ...]
    place: str | None


@dataclass(frozen=True, slots=True)
class EdgeMap:
    """One relationship: shortcut terms by the label it starts at, and its statement node."""

    relationship: Relationship
    kind: str
    types: tuple[str, str]
    shortcuts: Mapping[str, str]
    inverse: bool
    link: str | None
    object: str | None
    place: str | None
    fields: tuple[FieldMap, ...]


class RdfMapping:
    """All terms of one base address: ``nodes`` by primary label, ``edges`` by relationship type, and IRIs."""

    def __init__(self, base: str, against: Schema | None = None) -> None:
        """``base`` is an address without a slash at its end; raises SchemaError where two properties share a term."""
        self.schema = against or schema()
        self.base = base
        self.namespace = f"{base}/vocabulary#"
        self.nodes = {name: self._node(label) for name, label in self.schema.labels.items()}
        self.edges = {name: self._edge(r) for name, r in self.schema.relationships.items()}
        self.evidence = self._fields(self.schema.evidence, "evidence")

    def term(self, curie: str) -> str:
        """The IRI of ``prefix:name``."""
        return t.expand(curie, self.namespace)

    def iri(self, node_id: str) -> str:
        """The IRI of a node: ``task-ab12-8`` is ``{base}/id/task/ab12-8``."""
        return f"{self.base}/id/{node_id.replace('-', '/', 1)}"

    def place_iri(self, node_id: str) -> str:
        """The IRI of the place that an owner such as a town also is."""
        return f"{self.base}/id/place/{node_id.partition('-')[2]}"

    def _node(self, label: Label) -> NodeMap:
        above = self.schema.super_labels[label.super].get("rdf", {}) if label.super else {}
        curies = [f"pg:{name}" for name in label.labels] + above.get("classes", []) + label.rdf.get("classes", [])
        place = label.rdf.get("place")
        return NodeMap(
            label,
            tuple(self.term(curie) for curie in dict.fromkeys(curies)),
            self.term(label.rdf.get("name", "rdfs:label")),
            self._fields(label.properties, label.name, label.rdf.get("name", "rdfs:label")),
            self.term(place) if place else None,
        )

    def _edge(self, relationship: Relationship) -> EdgeMap:
        rdf = relationship.rdf
        shortcuts = {}
        for start, _ in relationship.ends:
            for name in self.schema.primary_labels(start):
                label = self.schema.labels[name]
                other = next((v for k, v in rdf.get("from", {}).items() if k in label.labels), None)
                shortcuts[name] = self.term(other or rdf.get("term") or f"pg:{_camel(relationship.name.lower())}")
        own = rdf.get("class", "pg:" + "".join(w.capitalize() for w in relationship.name.split("_")) + "Statement")
        above: str = rdf.get("above", "pg:Statement")
        return EdgeMap(
            relationship,
            own.removeprefix("pg:").lower() if "class" in rdf else "statement",
            (self.term(own), self.term(above)),
            shortcuts,
            rdf.get("inverse", False),
            self.term(rdf["link"]) if "link" in rdf else None,
            self.term(rdf["object"]) if "object" in rdf else None,
            rdf.get("place"),
            self._fields(relationship.properties, relationship.name),
        )

    def _fields(self, properties: Mapping[str, Property], where: str, *taken: str) -> tuple[FieldMap, ...]:
        seen = {self.term(term): "name" for term in taken}
        fields = []
        for prop in properties.values():
            field = self._field(prop)
            if field.predicate in seen:
                raise SchemaError(f"schema: {where}.{prop.name}: shares its RDF term with {seen[field.predicate]}")
            seen[field.predicate] = prop.name
            fields.append(field)
        return tuple(fields)

    def _field(self, prop: Property) -> FieldMap:
        rdf = prop.rdf
        scheme = prop.name.replace("_", "-")
        names = {value: rdf.get("names", {}).get(value, value) for value in prop.values}
        if names:
            concepts = {value: f"<{self.base}/id/{scheme}/{name}>" for value, name in names.items()}
            kind, encode = "iri", concepts.__getitem__
        elif rdf.get("reference"):
            kind, encode = "iri", lru_cache(maxsize=4096)(self._reference)
        else:
            kind, encode = _literal(prop)
        return FieldMap(
            prop.name,
            self.term(rdf.get("term") or f"pg:{_camel(prop.name)}"),
            kind,
            encode,
            prop.type == "strings",
            tuple(self.term(curie) for curie in rdf.get("also", [])),
            {view: self.term(rdf[view]) for view in VIEWS if view in rdf},
            names,
            scheme,
            prop,
            prop.type != "strings" and not rdf.get("also") and not any(view in rdf for view in VIEWS),
        )

    def _reference(self, node_id: str) -> str:
        return f"<{self.iri(node_id)}>" if ID_PATTERN.match(node_id) else t.quoted(node_id)


@cache
def rdf_mapping(base: str) -> RdfMapping:
    """The mapping of this package's schema under ``base``."""
    return RdfMapping(base)


def _camel(key: str) -> str:
    return _WORDS.sub(lambda match: match[1].upper(), key)


def _literal(prop: Property) -> tuple[str, Encode]:
    if prop.rdf.get("text"):
        return "text", t.zh
    return {
        "string": ("string", t.quoted),
        "strings": ("string", t.quoted),
        "integer": ("integer", t.integer),
        "number": ("decimal", t.decimal),
        "boolean": ("boolean", t.boolean),
        "date": ("date", t.day),
    }[prop.type]  # type: ignore[return-value] # each takes the Python type of its schema type
