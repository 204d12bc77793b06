"""Findings of the loader as things of their own: kind, severity, sentence in zh and en, and the place in the text.

A Source node keeps its findings as JSON. What the loader writes there becomes nodes that any reader can ask for, and
comes back the same; any other text in that property stays a literal.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from graph.export.rdf import terms as t
from graph.export.rdf.mapping import RdfMapping
from graph.export.rdf.views import EvidenceText
from graph.findings import Finding, finding_kinds, findings_from_json, findings_to_json
from graph.languages import GIVEN

Subjects = Mapping[str, Mapping[str, list[Any]]]


def held_findings(value: str) -> list[Finding] | None:
    """The findings that ``value`` holds, or None where it is no text that ``findings_to_json`` writes."""
    try:
        found = findings_from_json(value)
        known = all(finding.code in finding_kinds() for finding in found)
        return found if known and findings_to_json(found) == value else None
    except (ValueError, TypeError, AttributeError, RecursionError):
        return None


class FindingText:
    """The lines of the findings of one source; ``evidence`` writes their places."""

    def __init__(self, mapping: RdfMapping, evidence: EvidenceText) -> None:
        self._mapping, self._evidence = mapping, evidence
        self._term = {curie: f"<{mapping.term(curie)}>" for curie in _TERMS}

    def lines(self, node_id: str, source: Mapping[str, Any], findings: list[Finding], end: str) -> Iterator[str]:
        """The nodes of ``findings`` in the source ``node_id``, and the links to them."""
        base, term = self._mapping.base, self._term
        subject = f"<{self._mapping.iri(node_id)}>"
        for number, finding in enumerate(findings, 1):
            key = f"{node_id.partition('-')[2]}-{number}"
            here = f"<{base}/id/finding/{key}>"
            yield f"{subject} {term['pg:hasFinding']} {here}{end}"
            yield f"{here} {term['rdf:type']} {term['pg:Finding']}{end}"
            yield f"{here} {term['pg:order']} {t.integer(number)}{end}"
            yield f"{here} {term['pg:findingCode']} {t.quoted(finding.code)}{end}"
            yield f"{here} {term['pg:severity']} <{base}/id/severity/{finding.severity}>{end}"
            for language in GIVEN:
                message, advice = finding.message(language), finding.advice(language)
                yield f"{here} {term['rdfs:comment']} {_told(message, language)}{end}"
                yield f"{here} {term['pg:advice']} {_told(advice, language)}{end}"
            if finding.item is not None:
                yield f"{here} {term['pg:ref']} {t.quoted(finding.item)}{end}"
            for word, value in sorted(finding.words.items()):
                yield f"{here} {term['pg:word']} {t.zh(f'{word}={value}')}{end}"
            yield from self._place(here, f"finding-{key}", node_id, source, finding, end)

    def _place(
        self, here: str, key: str, node_id: str, source: Mapping[str, Any], finding: Finding, end: str
    ) -> Iterator[str]:
        """The evidence, or where the finding points to no words, its bare position."""
        place = {"source": node_id, "start": finding.start, "end": finding.end, "quote": finding.quote}
        if finding.quote and source["text"][finding.start : finding.end] == finding.quote:
            yield self._evidence.link(here, key, end)
            yield self._evidence.lines(key, place, source, end)
        else:
            yield f"{here} {self._term['oa:start']} {t.integer(finding.start)}{end}"
            yield f"{here} {self._term['oa:end']} {t.integer(finding.end)}{end}"
            yield f"{here} {self._term['oa:exact']} {t.zh(finding.quote)}{end}"


def _told(text: str, language: str) -> str:
    return t.zh(text) if language == "zh" else f"{t.quoted(text)}@{language}"


class FindingReader:
    """Findings back from ``subjects`` (IRI → predicate IRI → terms)."""

    def __init__(self, mapping: RdfMapping, subjects: Subjects) -> None:
        self._subjects = subjects
        self._term = {curie: mapping.term(curie) for curie in _TERMS}

    def json(self, source_iri: str) -> str | None:
        """The property of the Source ``source_iri``, or None where it has no findings as nodes; raises ValueError."""
        nodes = [value.value for value in self._subjects[source_iri].get(self._term["pg:hasFinding"], ())]
        found = sorted((self._one(iri) for iri in nodes), key=lambda pair: pair[0])
        return findings_to_json(finding for _, finding in found) if found else None

    def _one(self, iri: str) -> tuple[int, Finding]:
        own = self._subjects.get(iri, {})
        place = {**own}
        for evidence in own.get(self._term["pg:evidence"], ()):
            for selector in self._subjects.get(evidence.value, {}).get(self._term["oa:hasSelector"], ()):
                place |= self._subjects.get(selector.value, {})

        def text(curie: str) -> str:
            values = place.get(self._term[curie], [])
            if len(values) != 1:
                raise ValueError(f"<{iri}>: a finding has {len(values)} values of {curie}, not one")
            return t.plain(values[0].value)

        item = text("pg:ref") if own.get(self._term["pg:ref"]) else None
        words = dict(t.plain(v.value).split("=", 1) for v in own.get(self._term["pg:word"], ()) if "=" in v.value)
        start, end = int(text("oa:start")), int(text("oa:end"))
        return int(text("pg:order")), Finding(text("pg:findingCode"), start, end, text("oa:exact"), item, words)


_TERMS = (
    "rdf:type", "rdfs:comment", "oa:start", "oa:end", "oa:exact", "oa:hasSelector", "pg:Finding", "pg:hasFinding",
    "pg:findingCode", "pg:severity", "pg:advice", "pg:order", "pg:ref", "pg:word", "pg:evidence",
)  # fmt: skip
