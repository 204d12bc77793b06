"""The own terms as an OWL 2 DL vocabulary, generated from the graph schema and ``definitions.yaml``.

DL allows no undeclared term, so the terms of other vocabularies are declared as what they are used for, and says
nothing of ranges that it has no datatype for (xsd:date): those are hints (schema:rangeIncludes) for readers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from graph.export.rdf import terms as t
from graph.export.rdf.lines import Lines, iri
from graph.export.rdf.mapping import EdgeMap, RdfMapping
from graph.schema import load_yaml

_RANGES = {"text": "rdf:PlainLiteral", "string": "xsd:string", "integer": "xsd:integer", "decimal": "xsd:decimal", "boolean": "xsd:boolean"}  # fmt: skip
_ANNOTATIONS = (
    "dct:created", "dct:description", "dct:isReplacedBy", "dct:issued", "dct:license", "dct:modified", "dct:title",
    "schema:domainIncludes", "schema:rangeIncludes", "skos:definition", "skos:editorialNote", "skos:example",
    "vann:preferredNamespacePrefix", "vann:preferredNamespaceUri",
)  # fmt: skip
_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")


@cache
def definitions() -> Mapping[str, Any]:
    """What the own terms mean, as the data file says."""
    found: Mapping[str, Any] = load_yaml(files("graph.export.rdf").joinpath("definitions.yaml").read_text("utf-8"))
    return found


def vocabulary(mapping: RdfMapping) -> Lines:
    """Every own class and property: one label a language, definition, what stands above it.

    A term that ``definitions.yaml`` does not know is told in the schema's own words.
    """
    lines = Lines(mapping)
    _ontology(lines, mapping)
    _classes(lines, mapping)
    _statements(lines, mapping)
    _properties(lines, mapping)
    for name, successor in definitions()["deprecated"].items():
        here = mapping.term(f"pg:{name}")
        kind = "owl:ObjectProperty" if definitions()["properties"][successor].get("object") else "owl:DatatypeProperty"
        lines.say(here, ("rdf:type", kind), ("owl:deprecated", t.boolean(True)))
        lines.say(here, ("dct:isReplacedBy", f"pg:{successor}"), ("rdfs:isDefinedBy", iri(_about(mapping))))
        lines.labels(here, {"zh": f"{name}（已被取代）", "en": f"{name} (replaced)"})
    return lines


def _about(mapping: RdfMapping) -> str:
    return mapping.namespace.rstrip("#")


def _ontology(lines: Lines, mapping: RdfMapping) -> None:
    spec, about = definitions()["ontology"], _about(mapping)
    lines.say(
        about,
        ("rdf:type", "owl:Ontology"),
        ("owl:versionIRI", iri(f"{about}/{spec['version']}")),
        ("owl:versionInfo", t.quoted(spec["version"])),
        ("dct:issued", t.quoted(spec["issued"])),
        ("dct:modified", t.quoted(spec["modified"])),
        ("dct:license", iri(spec["license"])),
        ("vann:preferredNamespacePrefix", t.quoted(spec["prefix"])),
        ("vann:preferredNamespaceUri", t.quoted(mapping.namespace)),
    )
    lines.labels(about, spec["name"], "dct:title")
    lines.labels(about, spec["about"], "dct:description")
    lines.labels(about, spec["deprecation"], "skos:editorialNote")
    for curie in _ANNOTATIONS:
        lines.say(mapping.term(curie), ("rdf:type", "owl:AnnotationProperty"))


def _classes(lines: Lines, mapping: RdfMapping) -> None:
    above = {name: spec.get("rdf", {}).get("classes", []) for name, spec in mapping.schema.super_labels.items()}
    for label in mapping.schema.labels.values():
        supers = [f"pg:{label.super}"] if label.super else []
        above[label.name] = [*above.get(label.name, []), *supers, *label.rdf.get("classes", [])]
    told = {label.name: _schemas_words(label.name, label.zh, label.en) for label in mapping.schema.labels.values()}
    for name, spec in (told | definitions()["classes"]).items():
        here = mapping.term(f"pg:{name}")
        _describe(lines, mapping, name, "owl:Class", spec)
        for curie in above.pop(name, []):
            lines.say(here, ("rdfs:subClassOf", curie))
            if not curie.startswith("pg:"):
                lines.say(mapping.term(curie), ("rdf:type", "owl:Class"))
        lines.say(here, ("rdfs:subClassOf", spec.get("above")), ("rdfs:seeAlso", spec.get("see")))


def _statements(lines: Lines, mapping: RdfMapping) -> None:
    """The class of the statements of each relationship that has none of its own."""
    for edge in mapping.edges.values():
        name = edge.types[0].rpartition("#")[2]
        told = edge.relationship
        if name not in definitions()["classes"]:
            rest = {"zh": "相似度与依据", "en": "score and basis"} if told.derived else {"zh": "出处", "en": "evidence"}
            words = {
                "zh": f"“{told.zh}”陈述",
                "en": _words(name),
                "define": {
                    "zh": f"“{told.zh}”关系的陈述，含所属计划与{rest['zh']}",
                    "en": f"statement that a thing {told.en} another, with plan and {rest['en']}",
                },
            }
            _describe(lines, mapping, name, "owl:Class", words)
        lines.say(edge.types[0], *(("rdfs:subClassOf", iri(one)) for one in edge.types[1:]))
        for above in edge.types[1:]:
            lines.say(above, ("rdf:type", "owl:Class"))


def _properties(lines: Lines, mapping: RdfMapping) -> None:
    for name, spec in (_schemas_properties(mapping) | definitions()["properties"]).items():
        kind = "owl:ObjectProperty" if spec.get("object") else "owl:DatatypeProperty"
        _describe(lines, mapping, name, kind, spec)
    for edge in mapping.edges.values():
        for shortcut in _own(mapping, edge.shortcuts.values()):
            _ends(lines, mapping, shortcut, edge)
    for owner, field in mapping.held():
        for predicate in _own(mapping, (field.predicate, *field.views.values())):
            lines.say(predicate, ("schema:domainIncludes", iri(owner)))
        if field.predicate.startswith(mapping.namespace):
            lines.say(field.predicate, ("rdfs:range", _RANGES.get(field.kind)))
            if field.kind == "date":
                lines.say(
                    field.predicate, *(("schema:rangeIncludes", f"xsd:{n}") for n in ("date", "gYearMonth", "gYear"))
                )
            for above in field.also:
                lines.say(field.predicate, ("rdfs:subPropertyOf", iri(above)))
                lines.say(above, ("rdf:type", "owl:ObjectProperty" if field.kind == "iri" else "owl:DatatypeProperty"))


def _schemas_properties(mapping: RdfMapping) -> dict[str, dict[str, Any]]:
    """The own properties in the words of the schema, the first place that names each."""
    found: dict[str, dict[str, Any]] = {}
    for _, field in mapping.held():
        for predicate in _own(mapping, (field.predicate,)):
            name = predicate.rpartition("#")[2]
            words = _schemas_words(name, field.property.zh, field.property.en)
            found.setdefault(name, {**words, "object": field.kind == "iri"})
    for edge in mapping.edges.values():
        for shortcut in _own(mapping, edge.shortcuts.values()):
            name = shortcut.rpartition("#")[2]
            found.setdefault(name, {**_schemas_words(name, edge.relationship.zh, edge.relationship.en), "object": True})
    return found


def _schemas_words(name: str, zh: str, en: str) -> dict[str, Any]:
    return {"zh": zh, "en": _words(name), "define": {"zh": zh, "en": en}}


def _own(mapping: RdfMapping, predicates: Iterable[str]) -> list[str]:
    return sorted({predicate for predicate in predicates if predicate.startswith(mapping.namespace)})


def _ends(lines: Lines, mapping: RdfMapping, shortcut: str, edge: EdgeMap) -> None:
    first, second = zip(*edge.relationship.ends, strict=True)
    if edge.inverse:
        first, second = second, first
    lines.say(shortcut, *(("schema:domainIncludes", f"pg:{name}") for name in sorted(set(first))))
    lines.say(shortcut, *(("schema:rangeIncludes", f"pg:{name}") for name in sorted(set(second))))


def _words(name: str) -> str:
    return _CAPITAL.sub(" ", name).lower()


def _describe(lines: Lines, mapping: RdfMapping, name: str, kind: str, spec: Mapping[str, Any]) -> None:
    here = mapping.term(f"pg:{name}")
    lines.say(here, ("rdf:type", kind))
    lines.labels(here, {"zh": spec["zh"], "en": spec["en"]})
    lines.labels(here, spec["define"], "skos:definition")
    lines.say(here, ("rdfs:isDefinedBy", iri(_about(mapping))))
