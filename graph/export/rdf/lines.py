"""A few triples written by hand: rows of CURIEs, IRIs and literals to N-Triples."""

from __future__ import annotations

from graph.export.rdf import terms as t
from graph.export.rdf.mapping import RdfMapping


class Lines:
    """Collects triples for a document about the data (vocabulary, schemes, record), in the order they are said."""

    def __init__(self, mapping: RdfMapping) -> None:
        self._mapping = mapping
        self._rows: dict[str, None] = {}

    def say(self, subject: str, *pairs: tuple[str, str | None]) -> None:
        """Triples about ``subject`` (an IRI): (predicate CURIE, object); an object None is left out.

        An object is a literal in N-Triples form (it starts with a quote), an IRI in angle brackets, or a CURIE.
        """
        for predicate, value in pairs:
            if value is not None:
                term = value if value[0] in '"<' else f"<{self._mapping.term(value)}>"
                self._rows[f"<{subject}> <{self._mapping.term(predicate)}> {term} .\n"] = None

    def add(self, other: Lines) -> None:
        """The triples of ``other`` after these."""
        self._rows |= other._rows

    def labels(self, subject: str, spec: dict[str, str], predicate: str = "rdfs:label") -> None:
        """The zh and en of a data entry as labels."""
        self.say(subject, (predicate, t.zh(spec["zh"])), (predicate, f"{t.quoted(spec['en'])}@en"))

    def text(self) -> str:
        """All as N-Triples."""
        return "".join(self._rows)


def iri(address: str) -> str:
    """An address as an object."""
    return f"<{address}>"
