"""Where a text names documents: in 《》, as a quoted name with the word for its kind, by place or topic and kind, or by
number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from loaders.text.dates import RANGE
from loaders.text.lexicon import lexicon
from loaders.text.patterns import alternatives, any_of

if TYPE_CHECKING:
    from loaders.content.reading import Reading

NUMBER = r"[一-鿿]{2,16}\[(?:19|20)\d\d\]第?\d{1,5}号"
# A number that stands for its document begins with the code of a body, which is short.
_LONGEST_CODE = 8
_BARE_NUMBER = re.compile(NUMBER)
# Shortest name without signs that is a title and no way of speaking.
_SHORTEST = 9


@dataclass(frozen=True, slots=True)
class Title:
    """A title at view characters ``start``..``end`` (its signs included), named ``name_start``..``name_end``; ``number``: it is
    a number that stands for its document."""

    start: int
    end: int
    name_start: int
    name_end: int
    number: bool = False


@dataclass(frozen=True, slots=True)
class _Words:
    """The lexicon of titles, compiled."""

    cue: re.Pattern[str]
    joined: re.Pattern[str]
    years: re.Pattern[str]
    quoted: re.Pattern[str]
    by_place: re.Pattern[str]
    by_period: re.Pattern[str]
    by_topic: re.Pattern[str]
    plain_not: tuple[str, ...]
    scopes: tuple[str, ...]
    periods: tuple[str, ...]
    bare_titles: tuple[str, ...]
    not_suffixes: tuple[str, ...]
    not_after: tuple[str, ...]
    not_before: tuple[str, ...]


@cache
def _words() -> _Words:
    raw = lexicon().policies
    cues = any_of(raw.plain_cues)
    rest = rf"(?![一-鿿]{{0,2}}{any_of(raw.not_followed)})"
    regions = lexicon().entities.region_kinds
    place = rf"(?:{any_of(raw.plain_beginnings)}|[一-鿿]{{2,5}}?[{regions}])"
    by_place = rf"{cues}(?P<name>{place}[^,。;:、\"()《》]{{3,36}}?{any_of(raw.plain_suffixes)}){rest}"
    by_topic = rf"{cues}(?P<name>[一-鿿]{{4,24}}?{any_of(raw.topic_suffixes)}){rest}"
    joined = any_of((*raw.plain_cues, *raw.title_joiners))
    period = (
        rf"{joined}(?P<name>(?![{raw.not_places}])[一-鿿]{{2,5}}[{regions}]"
        rf"\"十[一二三四五六]五\"[一-鿿]{{0,24}}?{any_of(raw.period_documents)})"
    )
    return _Words(
        cue=re.compile(any_of(word for listed in raw.relations.values() for word in listed)),
        joined=re.compile(f"(?:{lexicon().responsibility.open_end.sign}?{raw.files})?{any_of(raw.title_joiners)}"),
        years=re.compile(
            rf"\((?:(?:19|20)\d\d(?:年?[{RANGE}](?:(?:19|20)\d\d)?年?)?|{alternatives(raw.notes)})[^()]{{0,8}}\)"
        ),
        quoted=re.compile(rf"([^,。;:、\"()《》]{{0,8}}?){any_of(raw.quoted_suffixes)}"),
        by_place=re.compile(by_place),
        by_period=re.compile(period),
        by_topic=re.compile(by_topic),
        plain_not=raw.plain_not,
        scopes=raw.scopes,
        periods=raw.period_names,
        bare_titles=raw.bare_titles,
        not_suffixes=raw.not_policy_suffixes,
        not_after=raw.not_policy_after,
        not_before=raw.not_policy_before,
    )


def find_titles(reading: Reading) -> list[Title]:
    """All documents that ``reading`` names, those in 《》 first; one may stand within another."""
    return [*bracketed(reading), *_quoted(reading), *_plain(reading), *_numbers(reading)]


def bracketed(reading: Reading) -> Iterator[Title]:
    """Titles in 《》, the outermost of nested ones."""
    text, rules, passed = reading.text, _words(), 0
    for start in sorted([at for at in reading.mates if text[at] == "《"]):
        end = reading.mates[start] + 1
        if start < passed or end - start < 4:
            continue
        passed = end
        name = text[start + 1 : end - 1]
        if name.endswith(rules.not_suffixes) or text.startswith(rules.not_after, end):
            continue
        if not text.endswith(rules.not_before, 0, start):
            yield Title(start, end, start + 1, end - 1)


def _quoted(reading: Reading) -> Iterator[Title]:
    """`"满格上海"行动计划`: a quoted name and the word for a kind of document, with years in brackets if printed."""
    text, rules = reading.text, _words()
    for start in sorted([at for at in reading.mates if text[at] == '"']):
        close = reading.mates[start]
        match = rules.quoted.match(text, close + 1)
        name = text[start + 1 : close]
        if not match or name.startswith(rules.periods) or len(name) > 20 or reading.inside(start, "《"):
            continue
        if rules.cue.search(match[1]) or any(word in match[1] for word in rules.plain_not):
            continue
        end = _with_years(text, match.end())
        yield Title(start, end, start, end)


def _plain(reading: Reading) -> Iterator[Title]:
    """`落实上海市城市更新行动方案`: after a cue, a name from a place or a topic to the word for a kind of document."""
    text, rules = reading.text, _words()
    by_period = (rules.by_period,) if '五"' in text else ()  # its pattern is slow, and few texts print "十四五"
    for match in (m for p in (rules.by_place, *by_period, rules.by_topic) for m in p.finditer(text)):
        start = match.start("name")
        start += next((len(scope) for scope in rules.scopes if text.startswith(scope, start)), 0)
        name = text[start : match.end()]
        if len(name) < _SHORTEST or any(word in name for word in rules.plain_not) or reading.inside(start, "《"):
            continue
        if match.re is rules.by_topic and rules.cue.search(name):
            continue
        end = _with_years(text, match.end())
        yield Title(start, end, start, end)


def _numbers(reading: Reading) -> Iterator[Title]:
    """Documents cited by their number alone, right after a cue or one another: 按照国发〔2018〕42号文件."""
    text, cue, last = reading.text, _words().cue, len(reading.text)
    for match in _BARE_NUMBER.finditer(text) if "[" in text else ():
        start = match.start()
        for found in cue.finditer(text, start, match.end()):
            start = found.end()
        cited = start > match.start() or bool(cue.search(text[max(0, start - 2) : start]))
        joined = _words().joined.match(text, last)
        if joined and joined.end() >= match.start():
            cited, start = True, joined.end()
        if text.startswith(_words().bare_titles, start):
            continue  # …的意见国办发〔2020〕24号: the number that follows a heading
        if cited and 2 <= text.index("[", start) - start <= _LONGEST_CODE:
            yield Title(start, match.end(), start, match.end(), number=True)
            last = match.end()


def _with_years(text: str, end: int) -> int:
    years = _words().years.match(text, end)
    return years.end() if years else end
