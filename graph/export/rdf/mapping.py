"""The mapping from the graph schema to RDF terms, compiled from the ``rdf`` keys that stand beside the labels there.

``rdf`` of a property: ``term`` (default: pg: and the key in camel case), ``text`` (a Chinese text), ``reference`` (the id
of a thing), ``names`` (IRI names of the values of a closed list), ``scheme`` (the values of an open list are concepts
of this scheme), ``also`` (further terms for the same value), and views that readers don't need: ``concept``, ``agent``,
``period``, ``unit``, ``day``, ``area``. Of a label: ``classes``, ``name``, ``place``. Of a relationship: ``term`` (shortcut),
``from`` (other shortcuts by the label it starts at), ``also`` (a further one by that label), ``inverse`` (the shortcut
points from target to source), ``class``, ``above`` (of its statement), ``link``, ``object``, ``place``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache, partial
from typing import Any

from graph.errors import SchemaError
from graph.export.rdf import terms as t
from graph.ids import ID_PATTERN, digest
from graph.schema import Label, Property, Relationship, Schema, schema

Encode = Callable[[Any], str]
_OTHER_KINDS = ("agent", "category", "evidence", "finding", "graph", "place", "position", "quote", "region")
_WORDS = re.compile(r"_([a-z])")
VIEWS = ("concept", "agent", "period", "unit", "day", "area")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")


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
    open: bool
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
    """One relationship: shortcut terms by the label it starts at (``beside``: a further one), and its statement node."""

    relationship: Relationship
    kind: str
    types: tuple[str, ...]
    shortcuts: Mapping[str, str]
    beside: Mapping[str, str]
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

    @cached_property
    def prefixes(self) -> dict[str, str]:
        """Prefixes for readable files: the vocabularies, ours, and one for each kind of thing (``org-id`` beside ``org``)."""
        named = {**t.terms()["prefixes"], "pg": self.namespace}
        kinds = {label.prefix for label in self.schema.labels.values()} | {e.kind for e in self.edges.values()}
        for kind in sorted({*kinds, *_OTHER_KINDS}):
            named[f"{kind}-id" if kind in named else kind] = f"{self.base}/id/{kind}/"
        return dict(sorted(named.items()))

    def fields(self) -> Iterator[FieldMap]:
        """The fields of all labels and relationships, in the order of the schema."""
        yield from (field for _, field in self.held())

    def inferred(self) -> set[str]:
        """The shortcut terms of the relationships that are inferred."""
        return {term for edge in self.edges.values() if edge.relationship.derived for term in edge.shortcuts.values()}

    def held(self) -> Iterator[tuple[str, FieldMap]]:
        """(class, field) of all labels and relationships, in the order of the schema."""
        for node in self.nodes.values():
            yield from ((node.types[0], field) for field in node.fields)
        for edge in self.edges.values():
            yield from ((edge.types[0], field) for field in edge.fields)

    def term(self, curie: str) -> str:
        """The IRI of ``prefix:name``."""
        return t.expand(curie, self.namespace)

    def iri(self, node_id: str) -> str:
        """The IRI of a node: ``task-ab12-8`` is ``{base}/id/task/ab12-8``."""
        return f"{self.base}/id/{node_id.replace('-', '/', 1)}"

    def key(self, code: str) -> str:
        """A code as the last part of an IRI: itself where it is one of letters and digits, else a digest."""
        return code.lower() if code.isascii() and code.isalnum() else digest(code)

    def graph_iri(self, plan: str) -> str:
        """The IRI of the named graph that holds what a plan says."""
        return f"{self.base}/id/graph/{plan.partition('-')[2] or digest(plan)}"

    def place_iri(self, node_id: str) -> str:
        """The IRI of the place that an owner such as a town also is."""
        return f"{self.base}/id/place/{node_id.partition('-')[2]}"

    def _node(self, label: Label) -> NodeMap:
        above = self.schema.super_labels.get(label.super or label.name, {}).get("rdf", {})
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
        term = rdf.get("term") or f"pg:{_camel(relationship.name.lower())}"
        shortcuts: dict[str, str] = {}
        beside: dict[str, str] = {}
        for start, _ in relationship.ends:
            for name in self.schema.primary_labels(start):
                labels = self.schema.labels[name].labels
                shortcuts[name] = self.term(next((v for k, v in rdf.get("from", {}).items() if k in labels), term))
                if further := next((v for k, v in rdf.get("also", {}).items() if k in labels), None):
                    beside[name] = self.term(further)
        own = rdf.get("class", "pg:" + "".join(w.capitalize() for w in relationship.name.split("_")) + "Statement")
        above = [rdf.get("above", "pg:Statement"), *(["pg:Inference"] if relationship.derived else [])]
        return EdgeMap(
            relationship,
            own.removeprefix("pg:").lower() if "class" in rdf else "statement",
            tuple(self.term(curie) for curie in (own, *above)),
            shortcuts,
            beside,
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
        scheme = rdf.get("scheme") or prop.name.replace("_", "-")
        names = {value: rdf.get("names", {}).get(value, value) for value in prop.values}
        if names:
            concepts = {value: f"<{self.base}/id/{scheme}/{name}>" for value, name in names.items()}
            kind, encode = "iri", concepts.__getitem__
        elif "scheme" in rdf:
            kind, encode = "iri", lru_cache(maxsize=4096)(partial(self._concept, scheme))
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
            "scheme" in rdf and not names,
            prop,
            prop.type != "strings" and not rdf.get("also") and not any(view in rdf for view in VIEWS),
        )

    def _concept(self, scheme: str, value: str) -> str:
        """A value of an open list: a concept where it can be part of an IRI, else the words themselves."""
        return f"<{self.base}/id/{scheme}/{value}>" if _SLUG.match(value) else t.quoted(value)

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
