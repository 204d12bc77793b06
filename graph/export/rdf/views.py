"""What the derived IRIs of an export stand for: categories as SKOS concepts, issuers as agents, years as periods.

These views serve readers of standard vocabularies; reading back does not need them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from graph.export.rdf import terms as t
from graph.export.rdf.mapping import RdfMapping
from graph.export.rdf.places import jurisdiction_iri
from graph.ids import digest
from graph.page_boxes import page_boxes

_MEDIA_FRAGMENTS = "http://www.w3.org/TR/media-frags/"
CONTEXT = 16  # code points of prefix and suffix around a quote


def view_lines(mapping: RdfMapping, viewed: Mapping[str, Iterable[Any]]) -> str:
    """Lines for ``viewed``: kind (category, agent, period) to its distinct values."""
    end = " .\n"
    a, base, term = f"<{mapping.term('rdf:type')}>", mapping.base, mapping.term
    lines = []
    for value in sorted(viewed.get("category", ())):
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


def graph_lines(mapping: RdfMapping, nodes: Mapping[str, Mapping[str, Any]]) -> str:
    """What the named graph of each plan is: a part of the data set, about that plan."""
    a, term = f"<{mapping.term('rdf:type')}>", mapping.term
    lines = []
    for plan in sorted(node_id for node_id, attributes in nodes.items() if attributes["labels"][0] == "Plan"):
        here = f"<{mapping.graph_iri(plan)}>"
        lines += [
            f"{here} {a} <{term('void:Dataset')}> .\n",
            f"{here} <{term('dct:title')}> {t.zh(nodes[plan]['name'])} .\n",
            f"{here} <{term('foaf:primaryTopic')}> <{mapping.iri(plan)}> .\n",
        ]
    return "".join(lines)


def in_order(key: str, values: list[str]) -> str:
    """A list that a set of triples would reorder or thin out, as a JSON object in a literal."""
    return t.quoted(json.dumps({key: values}, ensure_ascii=False))


def place_lines(mapping: RdfMapping, place: str, attributes: Mapping[str, Any], end: str) -> str:
    """The place that an owner such as a town also is, with its name and code."""
    term = mapping.term
    lines = f"{place} <{term('rdf:type')}> <{term('dct:Location')}>{end}"
    lines += f"{place} <{term('skos:prefLabel')}> {t.zh(attributes['name'])}{end}"
    lines += f"{place} <{term('dct:isPartOf')}> <{jurisdiction_iri(mapping, attributes['jurisdiction'])}>{end}"
    if "code" in attributes:
        lines += f"{place} <{term('skos:notation')}> {t.quoted(attributes['code'])}{end}"
    return lines


class EvidenceText:
    """Places in a source as Web Annotation resources with two selectors, and a third for the region of the page where
    the source has pages; each node of them has an IRI of its own."""

    def __init__(self, mapping: RdfMapping) -> None:
        self._mapping, self._base = mapping, f"{mapping.base}/id"
        self._source = mapping.evidence[0].encode
        self._link = f"<{mapping.term('pg:evidence')}>"
        # The hottest lines of an export: what stays the same in each of them is made once.
        oa, type_ = mapping.term("oa:"), f"> <{mapping.term('rdf:type')}> <{mapping.term('oa:')}"
        self._constant = (
            f"{type_}SpecificResource>", f"> <{oa}hasSource> ", f"> <{oa}hasSelector> <", f"{type_}TextPositionSelector>",
            f'> <{oa}start> "', f'> <{oa}end> "', f'"^^<{mapping.term("xsd:integer")}>', f"{type_}TextQuoteSelector>",
            f"> <{oa}exact> ", f"> <{oa}prefix> ", f"> <{oa}suffix> ",
        )  # fmt: skip

    def link(self, subject: str, key: str, end: str) -> str:
        """The triple that points to the evidence named ``key``."""
        return f"{subject} {self._link} <{self._base}/evidence/{key}>{end}"

    def lines(self, key: str, place: Mapping[str, Any], held: Mapping[str, Any], end: str) -> str:
        """The evidence named ``key`` at ``place`` (source, start, end, quote, page) of the source node ``held``."""
        text = held["text"]
        specific, source, selector, position, first, last, number, quote, exact, prefix, suffix = self._constant
        start, stop = place["start"], place["end"]
        here = f"<{self._base}/evidence/{key}"
        where, words = f"{self._base}/position/{key}", f"{self._base}/quote/{key}"
        return (
            f"{here}{specific}{end}{here}{source}{self._source(place['source'])}{end}"
            f"{here}{selector}{where}>{end}{here}{selector}{words}>{end}"
            f"<{where}{position}{end}<{where}{first}{start}{number}{end}<{where}{last}{stop}{number}{end}"
            f"<{words}{quote}{end}<{words}{exact}{t.zh(place['quote'])}{end}"
            f"<{words}{prefix}{t.zh(text[max(0, start - CONTEXT) : start])}{end}"
            f"<{words}{suffix}{t.zh(text[stop : stop + CONTEXT])}{end}"
            f"{self._region(key, place, held, end) if held.get('boxes') else ''}"
        )

    def _region(self, key: str, place: Mapping[str, Any], held: Mapping[str, Any], end: str) -> str:
        """The lines that say where on which page the words stand, as a media fragment."""
        region = _fragment(held["boxes"], place["start"], place["end"])
        if region is None:
            return ""
        term, here = self._mapping.term, f"<{self._base}/region/{key}>"
        page = place.get("page")
        return "".join(
            f"{subject} <{term(predicate)}> {value}{end}"
            for subject, predicate, value in (
                (f"<{self._base}/evidence/{key}>", "oa:hasSelector", here),
                (here, "rdf:type", f"<{term('oa:FragmentSelector')}>"),
                (here, "dct:conformsTo", f"<{_MEDIA_FRAGMENTS}>"),
                (here, "rdf:value", t.quoted(region)),
                *(((here, "pg:page", t.integer(page)),) if page is not None else ()),
            )
        )


def _fragment(boxes: str, start: int, end: int) -> str | None:
    """``page=3&xywh=percent:x,y,w,h`` of a stretch of text, as far as it stands on the page where it begins."""
    try:
        found = page_boxes(boxes).region(start, end)
    except ValueError:  # what somebody else wrote into the property
        return None
    if found is None:
        return None
    box, (width, height) = found
    left, right = (100 * value / width for value in (box.left, box.right))
    top, bottom = (100 * value / height for value in (box.top, box.bottom))
    return f"page={box.page}&xywh=percent:{left:.2f},{top:.2f},{right - left:.2f},{bottom - top:.2f}"
