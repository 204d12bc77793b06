"""Numbers with units in a text, before anyone asks whether they are goals.

A number that is part of a name (G60, 3.0, 5G+MEC), a year, a date, an ordinal or a document number is no quantity.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from graph import numerals
from loaders.text.dates import RANGE
from loaders.text.lexicon import lexicon
from loaders.text.patterns import Led, alternatives, any_of

_POWERS = "十百千万亿"
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number and its unit at view characters ``start``..``end``.

    ``sort`` is count, duration, big (三大), size (千亿级) or bare (no unit is printed).
    """

    start: int
    end: int
    value: float
    unit: str
    sort: str
    spread: bool = False
    more: bool = False


@cache
def _count_pattern() -> re.Pattern[str]:
    rules = lexicon().targets
    units = [*rules.units, *rules.durations]
    per, more = any_of(rules.per), alternatives(rules.more)
    return re.compile(
        rf"(?P<value>\d(?<![A-Za-z0-9.+\-{rules.ranked}]\d)"
        r"(?:\d{0,2}(?:,\d{3})+(?:\.\d+)?(?![\d])|\d{0,11}(?:\.\d{1,6})?))"
        rf"(?P<spread>%?[{RANGE}]\d{{1,12}}(?:\.\d{{1,6}})?)?(?P<more>{more})?"
        rf"(?P<unit>[十百千万亿]{{0,3}}{any_of(units)}(?:/{per})?|{rules.big}(?=[一-鿿]))(?![A-Za-z])"
    )


@cache
def _numeral_pattern() -> Led:
    """Sizes (千亿级), big ones (三大), counts in Chinese numerals after a verb or at the end, and 翻一番."""
    rules = lexicon().targets
    numerals, sizes, more = any_of(rules.numerals), any_of(rules.magnitudes), alternatives(rules.more)
    verbs, units = any_of(rules.numeral_verbs), any_of(rules.numeral_units)
    size_kinds = f"{rules.size_kinds.kind}|{rules.size_kinds.money}"
    return Led.of(
        rf"(?<![\d.十百千万亿])(?P<size>{sizes})(?P<size_unit>{size_kinds})|(?P<big>{numerals}){rules.big}(?=[一-鿿])"
        rf"|{verbs}(?P<few>[二两三四五六七八九十百千][一二三四五六七八九十百千万]{{0,5}})(?P<few_more>{more})?"
        rf"(?P<few_unit>{units})(?=[一-鿿\"])"
        rf"|(?P<many>[二两三四五六七八九][百千万]|[百千万](?={more}))(?P<many_more>{more})?(?P<many_unit>{units})"
        rf"(?={rules.at_least}|[,。;]|\Z)|{rules.fold.before}(?P<fold>[一两二三]){rules.fold.after}",
        {*(word[0] for words in (rules.magnitudes, rules.numerals, rules.numeral_verbs) for word in words)}
        | set("二两三四五六七八九百千万")
        | {rules.fold.before},
    )


@cache
def _bare_pattern() -> re.Pattern[str]:
    """A number that a word ties to an indicator and that ends its clause without a unit: 总量达到5400。"""
    rules = lexicon().targets
    return re.compile(
        rf"{any_of(rules.bare_after)}(?P<value>\d{{1,12}}(?:\.\d{{1,6}})?)(?P<unit>[万亿]{{0,2}})"
        rf"(?=[,。;、)]|{alternatives(rules.bare_ends)}|\Z)"
    )


@cache
def _voltage_pattern() -> re.Pattern[str]:
    """A voltage in a name: 【220千伏】安丰输变电工程."""
    rules = lexicon().targets
    return re.compile(rf"\d{{2,4}}{any_of(rules.voltages)}[一-鿿]{{0,12}}?{any_of(rules.voltage_names)}")


def find_quantities(text: str) -> list[Quantity]:
    """All quantities of ``text`` in order."""
    rules = lexicon().targets
    durations = frozenset(rules.durations)
    not_units, not_big = rules.not_units, rules.numeral_not_before
    found = []
    for match in _count_pattern().finditer(text):
        unit, start = match["unit"], match.start("unit")
        bare = start + len(unit) - len(unit.lstrip(_POWERS))
        if text.startswith(not_units, bare) and not text.startswith(rules.not_units_but, bare):
            continue
        if unit in durations and text[match.start() - 1 : match.start()] in rules.dated:
            continue
        if unit in rules.voltages and _voltage_pattern().match(text, match.start()):
            continue
        sort = "big" if unit == rules.big else "duration" if unit in durations else "count"
        if unit.endswith(rules.size_kinds.money) and text.startswith(rules.size_kinds.kind, match.end()):
            sort = "size"
        if sort == "big" and text.startswith(not_big, match.end()):
            continue
        value = float(match["value"].replace(",", ""))
        found.append(
            Quantity(match.start(), match.end(), value, unit, sort, bool(match["spread"]), bool(match["more"]))
        )
    for match in _numeral_pattern().finditer(text):
        quantity = _numeral(match)
        if quantity.sort != "big" or not text.startswith(not_big, match.end()):
            found.append(quantity)
    for match in _bare_pattern().finditer(text):
        if not _YEAR.fullmatch(match["value"]):
            found.append(Quantity(match.start("value"), match.end(), float(match["value"]), match["unit"], "bare"))
    found.sort(key=lambda q: q.start)
    for at in range(len(found) - 2, -1, -1):
        found[at] = _with_unit(text, found[at], found[at + 1])
    return found


def _with_unit(text: str, quantity: Quantity, following: Quantity) -> Quantity:
    """控制在45、28微克, 压减至6个、22个工作日: a number right before another has that one's unit, if it prints none or
    only its beginning."""
    shared = quantity.sort == "bare" or (
        len(quantity.unit) < len(following.unit) and following.unit.startswith(quantity.unit)
    )
    if shared and text[quantity.end : following.start] == "、":
        return replace(quantity, unit=following.unit, sort=following.sort)
    return quantity


def _numeral(match: re.Match[str]) -> Quantity:
    rules = lexicon().targets
    if match["size"]:
        value, unit = rules.magnitudes[match["size"]]
        unit = unit if match["size_unit"] == rules.size_kinds.kind else unit + rules.size_kinds.money
        return Quantity(match.start(), match.end(), float(value), unit, "size")
    if match["big"]:
        return Quantity(match.start(), match.end(), float(rules.numerals[match["big"]]), rules.big, "big")
    if match["fold"]:
        return Quantity(
            match.start("fold"), match.end(), float(numerals.value(match["fold"])), rules.fold.after, "count"
        )
    kind = "few" if match["few"] else "many"
    more, unit = bool(match[f"{kind}_more"]), match[f"{kind}_unit"]
    return Quantity(match.start(kind), match.end(), float(numerals.value(match[kind])), unit, "count", more=more)
