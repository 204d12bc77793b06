"""A question cut into what it names and what it says: the longest word, name, number or date at every place, once
through, never back. What none of them knows is kept as it stands."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graph.store.text_index import fold
from queries.answers.names import LONGEST, Named, Names
from queries.answers.numbered import Numbered, read_number
from queries.dates import read_date, read_year
from queries.grammar import grammar

LONGEST_QUESTION = 300
UNKNOWN = "unknown"
_QUOTED = re.compile(r"[“\"「『《]([^”\"」』》“「『《]{2,60})[”\"」』》]")
_MARKS = frozenset(",.;:!?，。；：！？、…~-—[]'/ ")
_LATIN = re.compile(r"[a-z0-9']+")
# Kinds of names, the one that wins where a name is of several first.
_KINDS = ("plan", "area", "owner", "policy", "entity")
# A reference behind a plan's name, as items are called: 松江2023:8, 嘉定2024:二/一/1, 松江2023:annex3/2.
_BEHIND_PLAN = re.compile(
    r":((?:annex\d+/)?(?:\d{1,3}|[一二三四五六七八九十]{1,4})(?:/(?:\d{1,3}|[一二三四五六七八九十]{1,4}))*)(?!\d)"
)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a question: its kind (a class of words, plan, area, owner, policy, entity, item, year, date, text or
    unknown), its words as typed, and what it means."""

    kind: str
    words: str
    named: tuple[Named, ...] = ()
    number: Numbered | None = None
    value: str = ""

    @property
    def kinds(self) -> frozenset[str]:
        """What it may be taken for."""
        if self.kind == "owner" and all(one.label == "Town" for one in self.named):
            return frozenset({"owner", "town_owner"})
        if self.kind in ("policy", "entity"):
            return frozenset({"thing", self.kind, *(["text"] if self.value else [])})
        return frozenset({self.kind})


@dataclass(frozen=True, slots=True)
class _Text:
    """The text as it is read: folded, with white space only between Latin words; where each character comes from; and
    where what stands in quotes begins and ends."""

    typed: str
    line: str
    places: list[int]
    quoted: Mapping[int, int]

    def token(self, start: int, end: int, kind: str, **meant: Any) -> Token:
        return Token(kind, self.typed_between(start, end), **meant)

    def typed_between(self, start: int, end: int) -> str:
        return self.typed[self.places[start] : self.places[end - 1] + 1]


def tokens(names: Names, typed: str, year: int) -> list[Token]:
    """The pieces of a question, in order; ``year`` is the one that 年底 is of."""
    text = _read(typed[:LONGEST_QUESTION])
    found: list[Token] = []
    place, unknown = 0, -1  # where the unknown words that end at ``place`` begin, if there are any
    while place < len(text.line):
        end, token = _longest(names, text, place, year)
        if token is None:
            unknown = -1
        elif token.kind == UNKNOWN and unknown >= 0:
            found[-1] = text.token(unknown, end, UNKNOWN)
        else:
            unknown = place if token.kind == UNKNOWN else -1
            found.append(token)
        place = end
    return found


def _read(typed: str) -> _Text:
    pieces = [(" " if c.isspace() else "'" if c in "'’" else fold(c), place) for place, c in enumerate(typed)]
    chars = [(char, place) for piece, place in pieces for char in piece]
    line = "".join(char for char, _ in chars)
    kept = [one for at, one in enumerate(chars) if one[0] not in " '" or _joins(line, at)]
    places = [place for _, place in kept]
    quoted = {bisect_left(places, m.start(1)): bisect_left(places, m.end(1)) for m in _QUOTED.finditer(typed)}
    return _Text(typed, "".join(char for char, _ in kept), places, quoted)


def _joins(line: str, at: int) -> bool:
    """Whether a white space or apostrophe stands between Latin letters, the first of its row."""
    return bool(_LATIN.fullmatch(line[:at][-1:]) and _LATIN.fullmatch(line[at + 1 :].lstrip()[:1]))


def _longest(names: Names, text: _Text, place: int, year: int) -> tuple[int, Token | None]:
    """The piece that begins at ``place`` (None for a mark), and where it ends; of two as long the first read."""
    ends = [_word(text, place), _name(names, text, place), _dated(text, place, year), _numbered(text, place)]
    known = [one for one in ends if one is not None and _whole(text.line, place, one[0])]
    if known:
        return max(known, key=lambda one: one[0])
    if place in text.quoted and (end := text.quoted[place]) > place:
        return end, text.token(place, end, "text", value=text.typed_between(place, end))
    if text.line[place] in _MARKS:
        return place + 1, None
    latin = _LATIN.match(text.line, place)
    end = latin.end() if latin else place + 1
    return end, text.token(place, end, UNKNOWN)


def _whole(line: str, start: int, end: int) -> bool:
    """Whether no Latin word is cut at either end."""
    cut = (at for at in (start, end) if 0 < at < len(line))
    return not any(_LATIN.fullmatch(line[at - 1]) and _LATIN.fullmatch(line[at]) for at in cut)


def _word(text: _Text, place: int) -> tuple[int, Token] | None:
    classes = grammar().classes
    for end in range(min(len(text.line), place + grammar().longest), place, -1):
        if (found := classes.get(text.line[place:end])) and _whole(text.line, place, end):
            return end, text.token(place, end, found)
    return None


def _name(names: Names, text: _Text, place: int) -> tuple[int, Token] | None:
    for end in range(min(len(text.line), place + LONGEST), place + 1, -1):
        if named := names.by_form.get(text.line[place:end]):
            kind = next((kind for kind in _KINDS if any(one.kind == kind for one in named)), "")
            meant = tuple(one for one in named if one.kind == kind)
            quoted = text.typed_between(place, end) if text.quoted.get(place) == end else ""
            return end, text.token(place, end, kind, named=meant, value=quoted)
    latin = _LATIN.match(text.line, place)
    if latin and len(latin[0]) > 2 and (named := names.by_sound.get(latin[0])):
        owners = tuple(one for one in named if one.kind == "owner")
        return (latin.end(), text.token(place, latin.end(), "owner", named=owners)) if owners else None
    return None


def _dated(text: _Text, place: int, year: int) -> tuple[int, Token] | None:
    if dated := read_date(text.line, place, year):
        return dated[1], text.token(place, dated[1], "date", value=dated[0])
    if said := read_year(text.line, place):
        return said[1], text.token(place, said[1], "year", value=said[0])
    return None


def _numbered(text: _Text, place: int) -> tuple[int, Token] | None:
    if place and (behind := _BEHIND_PLAN.match(text.line, place)):
        return behind.end(), text.token(place, behind.end(), "item", value=behind[1])
    if read := read_number(text.line, place):
        return read[1], text.token(place, read[1], "item", number=read[0])
    return None
