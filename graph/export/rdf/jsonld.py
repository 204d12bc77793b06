"""JSON-LD with one context for all files, published as ``context.jsonld`` and embedded so that it is read offline.

Things are written one after the other, so the file streams; keys are the local names of the terms.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby
from typing import IO, Any

import pyoxigraph as ox

from graph.export.rdf import terms as t
from graph.export.rdf.mapping import FieldMap, RdfMapping, rdf_mapping

_XSD = t.terms()["prefixes"]["xsd"]
_TYPE = t.terms()["prefixes"]["rdf"] + "type"
_SAFE_INTEGER = 2**53
_KINDS = {
    "text": {"@language": t.LANGUAGE},
    "iri": {"@type": "@id"},
    "integer": {"@type": "xsd:integer"},
    "decimal": {"@type": "xsd:decimal"},
    "boolean": {"@type": "xsd:boolean"},
    "string": {},
    "date": {},
}


def context(mapping: RdfMapping) -> dict[str, Any]:
    """The context: prefixes in use, and a key with its kind of value for every term."""
    return _compiled(mapping.base)[0]


def context_file(mapping: RdfMapping) -> bytes:
    """``context.jsonld``."""
    return json.dumps({"@context": context(mapping)}, ensure_ascii=False, indent=1).encode() + b"\n"


def write_jsonld(quads: Iterable[ox.Quad], target: IO[bytes], mapping: RdfMapping) -> None:
    """Writes triples, those of one subject together, as one JSON-LD document, a line for each subject."""
    head = json.dumps(context(mapping), ensure_ascii=False, indent=1)
    target.write(f'{{"@context": {head},\n"@graph": ['.encode())
    separator = "\n"
    for thing in objects(quads, mapping):
        target.write(f"{separator}{json.dumps(thing, ensure_ascii=False, separators=(',', ':'))}".encode())
        separator = ",\n"
    target.write(b"\n]}\n")


def objects(quads: Iterable[ox.Quad], mapping: RdfMapping) -> Iterator[dict[str, Any]]:
    """JSON-LD node objects of triples, one for each run of triples with the same subject."""
    _, keys, short = _compiled(mapping.base)
    for subject, group in groupby(quads, key=lambda quad: quad.subject.value):  # type: ignore[union-attr] # IRIs only
        thing: dict[str, Any] = {"id": _compact(subject, short)}
        for quad in group:
            predicate = quad.predicate.value
            if predicate == _TYPE:
                key, value = "type", _compact(quad.object.value, short)  # type: ignore[union-attr] # an IRI
            else:
                key, kind = keys.get(predicate) or (_compact(predicate, short), "")
                value = _value(quad.object, kind, short)
            held = thing.setdefault(key, value)
            if held is not value:
                thing[key] = [*held, value] if isinstance(held, list) else [held, value]
        yield thing


def _value(term: Any, kind: str, short: dict[str, str]) -> Any:
    if isinstance(term, ox.NamedNode):
        compact = _compact(term.value, short)
        return compact if kind == "iri" else {"id": compact}
    datatype = term.datatype.value.removeprefix(_XSD)
    if term.language:
        return term.value if kind == "text" and term.language == t.LANGUAGE else _tagged(term)
    if datatype == "integer" and kind == "integer" and abs(int(term.value)) < _SAFE_INTEGER:
        return int(term.value)
    if datatype == "boolean" and kind == "boolean":
        return term.value == "true"
    if datatype == kind != "date":
        return term.value
    return {"@value": term.value} if datatype == "string" else {"@value": term.value, "@type": f"xsd:{datatype}"}


def _tagged(term: Any) -> dict[str, str]:
    return {"@value": term.value, "@language": term.language}


def _compact(iri: str, short: dict[str, str]) -> str:
    for cut in (iri.rfind("/") + 1, iri.rfind("#") + 1):
        if cut and (prefix := short.get(iri[:cut])) is not None:
            return f"{prefix}:{iri[cut:]}"
    return iri


@cache
def _compiled(base: str) -> tuple[dict[str, Any], dict[str, tuple[str, str]], dict[str, str]]:
    """The context, predicate → (key, kind), and namespace → prefix."""
    mapping = rdf_mapping(base)
    named = mapping.prefixes
    made: dict[str, Any] = {"@version": 1.1, "id": "@id", "type": "@type", **named}
    keys: dict[str, tuple[str, str]] = {}
    for predicate, kind in sorted(_kinds(mapping).items()):
        name = predicate[max(predicate.rfind("/"), predicate.rfind("#")) + 1 :]
        key = name if name not in made else next(f"{p}_{name}" for p, ns in named.items() if ns + name == predicate)
        made[key] = {"@id": predicate, **_KINDS[kind]}
        keys[predicate] = (key, kind)
    return made, keys, {namespace: prefix for prefix, namespace in named.items()}


def _kinds(mapping: RdfMapping) -> dict[str, str]:
    """Every predicate of the data and the kind of its values; where uses differ, a kind that fits all."""
    found: dict[str, set[str]] = {}
    fields: list[FieldMap] = [*mapping.evidence]
    for node in mapping.nodes.values():
        found.setdefault(node.name, set()).add("text")
        fields += node.fields
    for edge in mapping.edges.values():
        fields += edge.fields
        for iri in filter(None, (*edge.shortcuts.values(), *edge.beside.values(), edge.link, edge.object)):
            found.setdefault(iri, set()).add("iri")
    for field in fields:
        for predicate in (field.predicate, *field.also):
            found.setdefault(predicate, set()).add(field.kind)
        for view, predicate in field.views.items():
            found.setdefault(predicate, set()).add("date" if view == "day" else "iri")
    for curie, kind in _FIXED.items():
        found.setdefault(mapping.term(curie), set()).add(kind)
    return {predicate: kinds.pop() if len(kinds) == 1 else "string" for predicate, kinds in found.items()}


_FIXED = {
    "pg:evidence": "iri", "pg:inOrder": "string", "oa:hasSelector": "iri", "oa:prefix": "text", "oa:suffix": "text",
    "rdf:value": "string", "dct:conformsTo": "iri",
    "rdf:subject": "iri", "rdf:predicate": "iri", "rdf:object": "iri", "skos:prefLabel": "text", "foaf:name": "text",
    "skos:inScheme": "iri", "skos:notation": "string", "dcat:startDate": "date", "dcat:endDate": "date",
}  # fmt: skip
