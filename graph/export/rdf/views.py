"""What the derived IRIs of an export stand for: categories as SKOS concepts, issuers as agents, years as periods.

These views serve readers of standard vocabularies; reading back does not need them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from graph.export.rdf import terms as t
from graph.export.rdf.mapping import RdfMapping
from graph.ids import digest


def view_lines(mapping: RdfMapping, viewed: Mapping[str, Iterable[Any]], end: str) -> str:
    """Lines for ``viewed``: kind (category, agent, period) to its distinct values."""
    a, base, term = f"<{mapping.term('rdf:type')}>", mapping.base, mapping.term
    lines = []
    for value in sorted(viewed["category"]):
        here = f"<{base}/id/category/{digest(value)}>"
        lines += [
            f"{here} {a} <{term('skos:Concept')}>{end}",
            f"{here} <{term('skos:prefLabel')}> {t.zh(value)}{end}",
            f"{here} <{term('skos:inScheme')}> <{base}/id/scheme/category>{end}",
        ]
    for value in sorted(viewed["agent"]):
        here = f"<{base}/id/agent/{digest(value)}>"
        lines += [f"{here} {a} <{term('foaf:Agent')}>{end}", f"{here} <{term('foaf:name')}> {t.zh(value)}{end}"]
    for year in sorted(viewed["period"]):
        here = f"<{base}/id/period/{year}>"
        first, last = (t.day(f"{year:04}-{day}") for day in ("01-01", "12-31"))
        lines += [
            f"{here} {a} <{term('dct:PeriodOfTime')}>{end}",
            f"{here} <{term('dcat:startDate')}> {first}{end}",
            f"{here} <{term('dcat:endDate')}> {last}{end}",
        ]
    return "".join(lines)


def in_order(key: str, values: list[str]) -> str:
    """A list that a set of triples would reorder or thin out, as a JSON object in a literal."""
    return t.quoted(json.dumps({key: values}, ensure_ascii=False))


def evidence_shape(mapping: RdfMapping) -> str:
    """The triples of one place in a source, as a template: filled once for each, it is the hottest text of an export."""
    iri = {curie: f"<{mapping.term(curie)}>" for curie in _EVIDENCE_TERMS}
    number = f'"%s"^^<{mapping.term("xsd:integer")}>'
    rows = [
        ("{subject}", "pg:evidence", "{here}"),
        ("{here}", "rdf:type", iri["oa:SpecificResource"]),
        ("{here}", "oa:hasSource", "{source}"),
        ("{here}", "oa:hasSelector", "{position}"),
        ("{here}", "oa:hasSelector", "{quote}"),
        ("{position}", "rdf:type", iri["oa:TextPositionSelector"]),
        ("{position}", "oa:start", number % "{start}"),
        ("{position}", "oa:end", number % "{stop}"),
        ("{quote}", "rdf:type", iri["oa:TextQuoteSelector"]),
        ("{quote}", "oa:exact", "{exact}"),
        ("{quote}", "oa:prefix", "{prefix}"),
        ("{quote}", "oa:suffix", "{suffix}"),
    ]
    return "".join(f"{s} {iri[p]} {o}{{end}}" for s, p, o in rows)


_EVIDENCE_TERMS = (
    "rdf:type", "pg:evidence", "oa:SpecificResource", "oa:hasSource", "oa:hasSelector", "oa:TextPositionSelector",
    "oa:TextQuoteSelector", "oa:start", "oa:end", "oa:exact", "oa:prefix", "oa:suffix",
)  # fmt: skip
