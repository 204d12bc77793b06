"""The own terms as an OWL/RDFS vocabulary and the closed lists as SKOS schemes, generated from the graph schema."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from graph.export.rdf import terms as t
from graph.export.rdf.lines import Lines, iri
from graph.export.rdf.mapping import EdgeMap, FieldMap, RdfMapping
from graph.ids import digest

_RANGES = {
    "text": "rdf:langString", "string": "xsd:string", "integer": "xsd:integer", "decimal": "xsd:decimal",
    "boolean": "xsd:boolean",
}  # fmt: skip


def vocabulary(mapping: RdfMapping) -> bytes:
    """``vocabulary.ttl``: every own class and property with zh and en labels and what stands above it."""
    lines = Lines(mapping)
    about = mapping.namespace.rstrip("#")
    lines.say(about, ("rdf:type", "owl:Ontology"), ("owl:versionInfo", t.quoted(str(mapping.schema.version))))
    lines.labels(about, {"zh": "工作计划图谱词汇", "en": "Vocabulary of the graph of work plans"}, "dct:title")
    _classes(lines, mapping)
    _own_terms(lines, mapping)
    _relationships(lines, mapping)
    _properties(lines, mapping)
    return lines.turtle()


def _classes(lines: Lines, mapping: RdfMapping) -> None:
    raw = mapping.schema.super_labels
    for name, spec in raw.items():
        here = mapping.term(f"pg:{name}")
        _describe(lines, mapping, here, "owl:Class", spec)
        lines.say(here, *(("rdfs:subClassOf", curie) for curie in spec.get("rdf", {}).get("classes", [])))
    for label in mapping.schema.labels.values():
        here = mapping.term(f"pg:{label.name}")
        if label.name not in raw:
            _describe(lines, mapping, here, "owl:Class", {"zh": label.zh, "en": label.en})
        above = [f"pg:{label.super}"] if label.super else []
        lines.say(here, *(("rdfs:subClassOf", curie) for curie in [*above, *label.rdf.get("classes", [])]))


def _own_terms(lines: Lines, mapping: RdfMapping) -> None:
    for name, spec in t.terms()["classes"].items():
        here = mapping.term(f"pg:{name}")
        _describe(lines, mapping, here, "owl:Class", spec)
        lines.say(here, ("rdfs:subClassOf", spec["above"]))
    for name, spec in t.terms()["properties"].items():
        kind = "owl:ObjectProperty" if "range" in spec else "owl:DatatypeProperty"
        _describe(lines, mapping, mapping.term(f"pg:{name}"), kind, spec)
        lines.say(mapping.term(f"pg:{name}"), ("rdfs:range", spec.get("range")))


def _relationships(lines: Lines, mapping: RdfMapping) -> None:
    for edge in mapping.edges.values():
        spec = {"zh": edge.relationship.zh, "en": edge.relationship.en}
        _describe(
            lines, mapping, edge.types[0], "owl:Class",
            {"zh": f"“{spec['zh']}”关系的陈述", "en": f"statement that a thing {spec['en']} another"},
        )  # fmt: skip
        lines.say(edge.types[0], *(("rdfs:subClassOf", iri(above)) for above in edge.types[1:]))
        for shortcut in sorted({s for s in edge.shortcuts.values() if s.startswith(mapping.namespace)}):
            told = {"zh": f"由…{spec['zh']}", "en": "is owned by"} if edge.inverse else spec
            _describe(lines, mapping, shortcut, "owl:ObjectProperty", told)
            _ends(lines, mapping, shortcut, edge)


def _ends(lines: Lines, mapping: RdfMapping, shortcut: str, edge: EdgeMap) -> None:
    first, second = zip(*edge.relationship.ends, strict=True)
    if edge.inverse:
        first, second = second, first
    for name in sorted(set(first)):
        lines.say(shortcut, ("schema:domainIncludes", f"pg:{name}"))
    for name in sorted(set(second)):
        lines.say(shortcut, ("schema:rangeIncludes", f"pg:{name}"))


def _properties(lines: Lines, mapping: RdfMapping) -> None:
    for owner, fields in _holders(mapping):
        for field in fields:
            if not field.predicate.startswith(mapping.namespace):
                continue
            kind = "owl:ObjectProperty" if field.kind == "iri" else "owl:DatatypeProperty"
            spec = {"zh": field.property.zh, "en": field.property.en}
            _describe(lines, mapping, field.predicate, kind, spec)
            range_ = _RANGES.get(field.kind)
            lines.say(field.predicate, ("rdfs:range", range_), ("schema:domainIncludes", iri(owner)))
            lines.say(field.predicate, *(("rdfs:subPropertyOf", iri(above)) for above in field.also))


def _holders(mapping: RdfMapping) -> Iterable[tuple[str, tuple[FieldMap, ...]]]:
    for node in mapping.nodes.values():
        yield node.types[0], node.fields
    for edge in mapping.edges.values():
        yield edge.types[0], edge.fields


def _describe(lines: Lines, mapping: RdfMapping, here: str, kind: str, spec: Any) -> None:
    lines.say(here, ("rdf:type", kind))
    lines.labels(here, spec)
    lines.say(here, ("rdfs:isDefinedBy", iri(mapping.namespace.rstrip("#"))))


def schemes(mapping: RdfMapping, categories: Iterable[str]) -> bytes:
    """``schemes.ttl``: the closed lists of the schema, and ``categories``, as SKOS concept schemes."""
    lines = Lines(mapping)
    for name, spec in t.terms()["schemes"].items():
        scheme = f"{mapping.base}/id/scheme/{name.replace('_', '-')}"
        lines.say(scheme, ("rdf:type", "skos:ConceptScheme"))
        lines.labels(scheme, spec, "dct:title")
    for field in _closed(mapping):
        scheme = f"{mapping.base}/id/scheme/{field.scheme}"
        for value, name in field.names.items():
            here = f"{mapping.base}/id/{field.scheme}/{name}"
            lines.say(here, ("rdf:type", "skos:Concept"), ("skos:notation", t.quoted(value)))
            lines.labels(here, t.terms()["concepts"][field.key][value], "skos:prefLabel")
            lines.say(here, ("skos:inScheme", iri(scheme)), ("skos:topConceptOf", iri(scheme)))
            lines.say(scheme, ("skos:hasTopConcept", iri(here)))
    scheme = f"{mapping.base}/id/scheme/category"
    for category in sorted(set(categories)):
        here = f"{mapping.base}/id/category/{digest(category)}"
        lines.say(here, ("rdf:type", "skos:Concept"), ("skos:prefLabel", t.zh(category)))
        lines.say(here, ("skos:inScheme", iri(scheme)), ("skos:topConceptOf", iri(scheme)))
        lines.say(scheme, ("skos:hasTopConcept", iri(here)))
    return lines.turtle()


def _closed(mapping: RdfMapping) -> list[FieldMap]:
    """The fields with a closed list of values, each list once."""
    found = {f.scheme: f for _, fields in _holders(mapping) for f in fields if f.names}
    return list(found.values())
