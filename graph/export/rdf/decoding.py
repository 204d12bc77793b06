"""RDF subjects back to checked records: the mapping run the other way."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pyoxigraph as ox

from graph.errors import RecordError
from graph.export.rdf import terms as t
from graph.export.rdf.findings import FindingReader
from graph.export.rdf.mapping import EdgeMap, FieldMap, rdf_mapping
from graph.records import Edge, Evidence, Node

Subject = dict[str, list[Any]]


class Decoder:
    """Nodes and edges of ``subjects`` (IRI → predicate IRI → terms) under ``base``; raises RecordError."""

    def __init__(self, subjects: Mapping[str, Subject], base: str) -> None:
        self._subjects = subjects
        self._mapping = mapping = rdf_mapping(base)
        self._term = {curie: mapping.term(curie) for curie in _TERMS}
        self._things = f"{base}/id/"
        self._labels = {frozenset(n.label.labels): n for n in mapping.nodes.values()}
        self._own = {mapping.term(f"pg:{name}"): name for labels in self._labels for name in labels}
        self._statements = {edge.types[0]: edge for edge in mapping.edges.values()}
        self._findings = FindingReader(mapping, subjects)
        self._linked = self._links()

    def node(self, iri: str) -> Node | None:
        """The node that ``iri`` is, or None."""
        subject = self._subjects[iri]
        labels = frozenset(self._own[v.value] for v in subject.get(self._term["rdf:type"], ()) if v.value in self._own)
        if not labels:
            return None
        node = self._labels.get(labels)
        if node is None:
            raise RecordError(f"<{iri}>: {' and '.join(sorted(labels))} is no label with its super-label")
        names = subject.get(node.name, [])
        if len(names) != 1:
            raise RecordError(f"<{iri}>: has {len(names)} names, not one")
        properties = self._properties(subject, node.fields, iri)
        properties |= self._findings_of(iri)
        return Node(self._id(iri), node.label.name, t.plain(names[0].value), properties, self._evidence(subject, iri))

    def _findings_of(self, iri: str) -> dict[str, str]:
        try:
            held = self._findings.json(iri)
        except (ValueError, KeyError) as error:
            raise RecordError(str(error)) from None
        return {} if held is None else {"findings": held}

    def edge(self, iri: str) -> Edge | None:
        """The relationship that the statement ``iri`` states, or None."""
        subject = self._subjects[iri]
        kinds = [v.value for v in subject.get(self._term["rdf:type"], ()) if v.value in self._statements]
        if not kinds:
            return None
        edge = self._statements[kinds[0]]
        first, second = self._ends(iri, subject, edge)
        properties = self._properties(subject, edge.fields, iri)
        plan = properties.pop("plan", None)
        if not isinstance(plan, str):
            raise RecordError(f"<{iri}>: states no plan")
        source, target = (second, first) if edge.inverse else (first, second)
        return Edge(edge.relationship.name, source, target, plan, properties, self._evidence(subject, iri))

    def _ends(self, iri: str, subject: Subject, edge: EdgeMap) -> tuple[str, str]:
        if edge.link:
            return self._id(self._linked.get((edge.link, iri), "")), self._one(subject, edge.object or "", iri)
        return (
            self._one(subject, self._term["rdf:subject"], iri),
            self._one(subject, self._term["rdf:object"], iri, place=edge.place is not None),
        )

    def _one(self, subject: Subject, predicate: str, iri: str, *, place: bool = False) -> str:
        values = subject.get(predicate, [])
        if len(values) != 1 or not isinstance(values[0], ox.NamedNode):
            raise RecordError(f"<{iri}>: has {len(values)} values of <{predicate}>, not one thing")
        value = values[0].value
        # A town as a place has an IRI of its own beside the town as an owner; they share their key.
        place_of = f"{self._things}place/"
        if place and value.startswith(place_of):
            value = f"{self._things}org/{value.removeprefix(place_of)}"
        return self._id(value)

    def _id(self, iri: str) -> str:
        kind, slash, key = iri.removeprefix(self._things).partition("/")
        if not iri.startswith(self._things) or not slash:
            raise RecordError(f"<{iri}>: is no thing under {self._things}")
        return f"{kind}-{key}"

    def _links(self) -> dict[tuple[str, str], str]:
        """(link term, statement) → subject, for statements that only their subject points to."""
        terms = {edge.link for edge in self._mapping.edges.values() if edge.link}
        return {
            (term, value.value): iri
            for iri, subject in self._subjects.items()
            for term in terms & subject.keys()
            for value in subject[term]
        }

    def _properties(self, subject: Subject, fields: Iterable[FieldMap], iri: str) -> dict[str, Any]:
        ordered = self._in_order(subject, iri)
        found: dict[str, Any] = {}
        for field in fields:
            values = [self._value(term, field, iri) for term in subject.get(field.predicate, ())]
            if not values:
                continue
            if not field.many and len(values) != 1:
                raise RecordError(f"<{iri}>: has {len(values)} values of {field.key}, not one")
            found[field.key] = sorted(values) if field.many else values[0]
            if field.key in ordered:
                if sorted(set(ordered[field.key])) != found[field.key]:
                    raise RecordError(f"<{iri}>: the order given for {field.key} does not fit its values")
                found[field.key] = ordered[field.key]
        return found

    def _in_order(self, subject: Subject, iri: str) -> dict[str, list[str]]:
        lists: dict[str, list[str]] = {}
        for term in subject.get(self._term["pg:inOrder"], ()):
            try:
                raw = json.loads(t.plain(term.value))
                lists.update({str(key): [str(v) for v in values] for key, values in raw.items()})
            except (ValueError, AttributeError, TypeError, RecursionError):
                raise RecordError(f"<{iri}>: an order of a list is no JSON object of lists") from None
        return lists

    def _value(self, term: Any, field: FieldMap, iri: str) -> Any:
        if isinstance(term, ox.NamedNode):
            if field.names:
                scheme, _, name = term.value.removeprefix(self._things).partition("/")
                value = next((v for v, n in field.names.items() if n == name and scheme == field.scheme), None)
                if value is None:
                    raise RecordError(f"<{iri}>: <{term.value}> is no value of {field.key}")
                return value
            if field.open:
                scheme, _, value = term.value.removeprefix(self._things).partition("/")
                if scheme != field.scheme or not value:
                    raise RecordError(f"<{iri}>: <{term.value}> is no concept of {field.scheme}")
                return value
            return self._id(term.value)
        try:
            return _DECODE.get(field.property.type, t.plain)(term.value)
        except (ValueError, OverflowError):
            raise RecordError(f"<{iri}>: {term.value[:60]!r} is no {field.property.type} for {field.key}") from None

    def _evidence(self, subject: Subject, iri: str) -> Evidence | None:
        places = subject.get(self._term["pg:evidence"], [])
        if not places:
            return None
        if len(places) != 1:
            raise RecordError(f"<{iri}>: has {len(places)} places as evidence, not one")
        parts: dict[str, list[Any]] = {}
        here = self._subjects.get(places[0].value, {})
        for part in (here, *(self._subjects.get(v.value, {}) for v in here.get(self._term["oa:hasSelector"], ()))):
            parts.update(part)
        found = self._properties(parts, self._mapping.evidence, places[0].value)
        for field in self._mapping.evidence:
            if field.property.required and field.key not in found:
                raise RecordError(f"<{iri}>: its evidence has no {field.key}")
        return Evidence(**found)


_TERMS = ("rdf:type", "rdf:subject", "rdf:object", "pg:inOrder", "pg:evidence", "oa:hasSelector")


def _boolean(lexical: str) -> bool:
    if lexical not in ("true", "false", "1", "0"):
        raise ValueError(lexical)
    return lexical in ("true", "1")


_DECODE: Mapping[str, Callable[[str], Any]] = {"integer": int, "number": float, "boolean": _boolean}
