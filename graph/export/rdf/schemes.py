"""The closed and open lists of the schema as SKOS concept schemes: what roles, parts, comparators and kinds mean."""

from __future__ import annotations

from collections.abc import Iterable

from graph.export.rdf import terms as t
from graph.export.rdf.lines import Lines, iri
from graph.export.rdf.mapping import RdfMapping
from graph.ids import digest


def schemes(mapping: RdfMapping, categories: Iterable[str]) -> Lines:
    """Every list with its concepts: labels, definitions, notation; and ``categories`` as the scheme of categories."""
    lines = Lines(mapping)
    names = {field.scheme: field.names for field in mapping.fields() if field.names}
    for name, scheme in t.terms()["schemes"].items():
        here = f"{mapping.base}/id/scheme/{name}"
        lines.say(here, ("rdf:type", "skos:ConceptScheme"))
        lines.labels(here, scheme, "dct:title")
        for value, told in scheme.get("concepts", {}).items():
            concept = f"{mapping.base}/id/{name}/{names.get(name, {}).get(value, value)}"
            _concept(lines, here, concept)
            lines.say(concept, ("skos:notation", t.quoted(value)))
            lines.labels(concept, told, "skos:prefLabel")
            if "define" in told:
                lines.labels(concept, told["define"], "skos:definition")
    here = f"{mapping.base}/id/scheme/category"
    for category in sorted(set(categories)):
        concept = f"{mapping.base}/id/category/{digest(category)}"
        _concept(lines, here, concept)
        lines.say(concept, ("skos:prefLabel", t.zh(category)))
    return lines


def _concept(lines: Lines, scheme: str, concept: str) -> None:
    lines.say(concept, ("rdf:type", "skos:Concept"), ("skos:inScheme", iri(scheme)), ("skos:topConceptOf", iri(scheme)))
    lines.say(scheme, ("skos:hasTopConcept", iri(concept)))
