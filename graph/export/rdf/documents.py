"""Documents about the data as they answer at their addresses: in every form of RDF, or as rows for a page.

``vocabulary`` with examples from nothing but itself, ``schemes``, ``shapes``; what a record says of one IRI.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from graph.export.rdf.jsonld import write_jsonld
from graph.export.rdf.mapping import RdfMapping
from graph.export.rdf.writers import TRIPLES, transcode

FORMS = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": TRIPLES,
    "rdf": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
}


@dataclass(frozen=True, slots=True)
class Value:
    """An object of a triple for a page: its text, and the address where it is an IRI, the language where it has one."""

    text: str
    address: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Described:
    """A subject with its properties: (short name of the predicate, its address, values), in the order written."""

    iri: str
    short: str
    rows: tuple[tuple[str, str, tuple[Value, ...]], ...]

    def first(self, short: str, language: str = "") -> str:
        """The text of the first value of the property ``short`` (in ``language``), or nothing."""
        values = next((found for name, _, found in self.rows if name == short), ())
        return next((v.text for v in values if not language or v.language.startswith(language)), "")


def written(lines: str, form: str, mapping: RdfMapping) -> bytes:
    """N-Triples text as ``ttl``, ``nt``, ``rdf`` or ``jsonld``."""
    target = io.BytesIO()
    if form == "jsonld":
        by_subject = sorted(lines.splitlines(keepends=True), key=lambda line: line.partition(" ")[0])
        write_jsonld(ox.parse("".join(by_subject).encode(), TRIPLES), target, mapping)
    else:
        transcode(lines.encode(), target, FORMS[form], mapping)
    return target.getvalue()


def shapes_in(turtle: bytes, form: str) -> bytes:
    """Turtle that has blank nodes as ``nt``, ``rdf`` or ``jsonld``."""
    return ox.serialize(ox.parse(turtle, ox.RdfFormat.TURTLE), format=FORMS[form]) or b""


def described(lines: str, mapping: RdfMapping) -> list[Described]:
    """The subjects of N-Triples text with what is said of them, for a page."""
    subjects: dict[str, dict[str, list[Value]]] = {}
    for triple in ox.parse(lines.encode(), TRIPLES):
        if isinstance(triple.subject, ox.NamedNode):
            properties = subjects.setdefault(triple.subject.value, {})
            properties.setdefault(triple.predicate.value, []).append(_value(triple.object, mapping))
    return [
        Described(iri, short(iri, mapping), tuple((short(p, mapping), p, tuple(vs)) for p, vs in properties.items()))
        for iri, properties in subjects.items()
    ]


def _value(term: object, mapping: RdfMapping) -> Value:
    if isinstance(term, ox.NamedNode):
        return Value(short(term.value, mapping), term.value)
    assert isinstance(term, ox.Literal)
    return Value(term.value, "", term.language or "")


def short(iri: str, mapping: RdfMapping) -> str:
    """``prefix:name`` of an IRI, or the IRI itself."""
    cut = max(iri.rfind("/"), iri.rfind("#")) + 1
    named = next((prefix for prefix, namespace in mapping.prefixes.items() if namespace == iri[:cut]), None)
    return f"{named}:{iri[cut:]}" if named and iri[cut:] else iri


def about(lines: Iterable[str], iri: str) -> str:
    """Those of ``lines`` whose subject is ``iri``."""
    start = f"<{iri}> "
    return "".join(line for line in lines if line.startswith(start))
