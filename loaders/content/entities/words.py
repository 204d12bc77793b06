"""The words of an item's text: verbs and signs that end a noun phrase, common words, places, and what is left over.

Chinese prints no word breaks. One pass takes the longest word of the lexicon at each place; letters that belong to no
word of the language are part of somebody's name. Quoted and bracketed pieces are kept whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set
from functools import cache
from typing import NamedTuple

from loaders.content.entities.heads import end_head, head_words
from loaders.content.reading import Clause, Reading
from loaders.registry.places import all_places
from loaders.text.lexicon import lexicon
from loaders.text.patterns import any_of, kinds

_LATIN = re.compile("[A-Za-z0-9]{2,}")
# The letters before a verb that say whether a name is complete there.
_LOOK_BACK = 40
# What a character is to a name.
COMMON, OWN, AFFIX, WIDE, PROPER = range(5)
# … and what words of a sort are.
_NATURES = {"place": PROPER, "wide": WIDE}


class Mark(NamedTuple):
    """What ends a phrase. ``sort``: hard, soft, list, join, etc, of, count, date, cite or edge."""

    start: int
    end: int
    sort: str
    word: str = ""
    relation: str = ""


class Entry(NamedTuple):
    """A word of the lexicon; ``within``: the word may be the end of a letter and the beginning of a place (【以上】海)."""

    word: str
    size: int
    sort: str
    relation: str
    within: bool


@cache
def _table() -> Mapping[str, tuple[Entry, ...]]:
    """The first two characters (or the only one) of a word → the words that may stand there, the longest first."""
    cues, entries = lexicon().cues, dict[str, tuple[str, str]]()
    entries.update(dict.fromkeys(lexicon().vocabulary.common, ("common", "")))
    entries.update((word, ("common", "")) for word in head_words() if len(word) > 1)
    entries.update(dict.fromkeys(lexicon().entities.wide, ("wide", "")))
    entries.update(dict.fromkeys(_place_names(), ("place", "")))
    entries.update(dict.fromkeys(lexicon().entities.places, ("place", "")))
    for word in lexicon().vocabulary.verbs:
        entries[word] = ("hard", "")
    entries.update(dict.fromkeys(lexicon().vocabulary.soft, ("soft", "")))
    for relation, verbs in (("BUILDS", cues.builds), ("DEPENDS_ON", cues.depends_on), ("ABOUT", cues.about)):
        entries.update(dict.fromkeys(verbs.soft, ("soft", relation)))
        entries.update(dict.fromkeys(verbs.hard, ("hard", relation)))
    entries.update(dict.fromkeys(cues.counting, ("count", "")))
    entries.update({word: (sort, "") for word, sort in kinds(cues.joiners).items()})
    table: dict[str, list[Entry]] = {}
    for word, (sort, relation) in entries.items():
        within = sort == "common" and len(word) == 2 and word[0] in entries
        table.setdefault(word[:2], []).append(Entry(word, len(word), sort, relation, within))
    for pair, found in table.items():
        found.sort(key=lambda entry: -entry.size)
        found += table.get(pair[0], ()) if len(pair) > 1 else ()
    return {first: tuple(found) for first, found in table.items()}


@cache
def _plain_words() -> frozenset[str]:
    """The common words of two letters that stand alone in the table: most words of a text."""
    table = _table()
    alone = (pair for pair, found in table.items() if len(pair) > 1 and found[0].size == 2)
    return frozenset(pair for pair in alone if table[pair][0].sort == "common" and not table[pair][0].within)


def _place_names() -> Iterator[str]:
    """Provinces and cities in full and short (云南省, 云南), districts in full."""
    raw = lexicon().entities
    own = f"(?:{any_of(raw.peoples)}{raw.people}?)*{any_of(raw.autonomous)}"
    endings = re.compile(f"(?:{own}|{any_of(raw.place_ends)})$")
    for place in all_places():
        if place.level == "district":
            if len(place.name) > 2:
                yield place.name
            continue
        yield place.name
        short = endings.sub("", place.name)
        if len(short) >= 2:
            yield short


class Words:
    """The marks of a reading, clause by clause, and what each of its characters is to a name."""

    __slots__ = ("_heads", "_limits", "_own", "_stops", "_topic", "nature", "reading", "text")

    def __init__(self, reading: Reading, own: tuple[str, ...] = (), topic: Set[str] = frozenset()) -> None:
        """``own`` are further names of places, those that the plan itself makes known; the pairs of letters of its title
        (``topic``) are its subject, and a common word in it."""
        self.reading, self.text = reading, reading.text
        self.nature = bytearray(len(self.text))
        self._own = own
        self._topic = topic
        self._limits = self._find_limits()
        self._stops = {*self._limits, *reading.mates}
        self._heads = bytearray(len(self.text))
        table = _by_last_letter()
        for sign in _last_letters().finditer(self.text):
            if self.text.endswith(table[sign[0]], 0, sign.end()):
                self._heads[sign.start()] = 1
        for match in _LATIN.finditer(self.text):
            if not match[0].isdigit() and match[0] not in _latin_kinds():
                self.nature[match.start() : match.end()] = bytes([PROPER]) * len(match[0])

    def may_name(self, start: int, end: int) -> bool:
        """Whether a head noun, or a quote, ends in ``start``..``end``: few phrases hold any."""
        return self._heads.find(1, start, end) >= 0

    def head_places(self, start: int, end: int) -> Iterator[int]:
        """Where head nouns may end in ``start``..``end``, counted from ``start``, the last first."""
        while (end := self._heads.rfind(1, start, end)) >= 0:
            yield end + 1 - start

    def _find_limits(self) -> dict[int, Mark]:
        """Marks that are found before a clause is read: dates, numbers, cited titles."""
        limits: dict[int, Mark] = {}
        text, raw = self.text, lexicon().entities
        for quantity in self.reading.quantities:
            if not self.reading.inside(quantity.start, '"') and quantity.unit not in _measures():
                end = quantity.end + 2 if text.startswith(raw.limit_signs, quantity.end) else quantity.end
                limits[quantity.start] = Mark(quantity.start, end, "count", text[quantity.start : end])
        for date in self.reading.times:
            if not text.startswith(raw.not_dates, date.end) and not any(
                entry.sort in ("place", "wide") for entry in _at(text, date.end)
            ):
                limits[date.start] = Mark(date.start, date.end, "date", text[date.start : date.end])
        for start, end in self.reading.cited:
            limits[start] = Mark(start, end, "cite")
        return limits

    def marks(self, clause: Clause) -> Iterator[Mark]:
        """The marks of a clause in order, its end being the last; fills in ``nature`` on the way."""
        at = begin = clause.start
        mates = self.reading.mates
        while at < clause.end:
            mark = self._limits.get(at)
            if mark is None:
                mate = mates.get(at)
                if mate is not None and mate < clause.end:
                    self._inside(at + 1, mate)
                    at = mate + 1
                else:
                    mark, at = self._next(begin, at, clause.end)
            if mark is not None:
                yield mark
                at = begin = max(mark.end, at + 1)
        yield Mark(clause.end, clause.end, "edge")

    def _next(self, begin: int, at: int, end: int) -> tuple[Mark | None, int]:
        """The next mark of a phrase begun at ``begin`` and where it begins, passing the word at ``at`` and those after
        it; None and where to go on, at the end or where something stands that no word tells."""
        text, table, plain, stops, last = self.text, _table(), _plain_words(), self._stops, end - 2
        while True:
            pair = text[at : at + 2]
            if pair in plain and at <= last:
                at += 2
                if at >= end or at in stops:
                    return None, at
                continue
            for word, size, sort, relation, within in table.get(pair) or table.get(text[at], ()):
                if at + size > end or (size > 2 and not text.startswith(word, at)):
                    continue
                if within and any(entry.sort == "place" for entry in _at(text, at + 1)):
                    continue  # 以上海为重点: not 以上, but 以 before a place
                if sort == "common":
                    pass
                elif sort in _NATURES:
                    self._paint(at, size, _NATURES[sort])
                elif not (at > begin and self._is_within(begin, at, word, sort, relation)):
                    return Mark(at, at + size, sort, word, relation), at
                at += size
                break
            else:
                at += self._letter(at)
            if at >= end or at in stops:
                return None, at

    def _is_within(self, begin: int, at: int, word: str, sort: str, relation: str) -> bool:
        """Whether a word that could end a phrase is a part of the name that it stands in: 某某【改扩建】工程."""
        if sort == "count":
            return len(word) == 1 or word not in lexicon().cues.counting or self.text[at - 1] == '"'
        if sort not in ("soft", "hard"):
            return False
        if sort == "soft":
            if any(entry.sort == "place" for entry in _at(self.text, at + len(word))):
                return False  # 对接【某市】港
            return not _is_complete(self.text[max(begin, at - _LOOK_BACK) : at])
        after = at + len(word)
        if relation != "DEPENDS_ON" and self._is_program(after):
            return True
        if relation:
            return False
        named = OWN in self.nature[begin:at] or PROPER in self.nature[begin:at]
        return len(word) > 1 and named and self.text.startswith(_inner_heads(), after)

    def _is_program(self, at: int) -> bool:
        """Whether a noun of programmes stands at ``at`` and ends its phrase: 扩建【工程】, not 纳入【工程】审批系统."""
        if not self.text.startswith(_programs(), at):
            return False
        noun = next(word for word in _programs() if self.text.startswith(word, at))
        entry = next(iter(_at(self.text, at + len(noun))), None)
        return entry is None or entry.sort != "common"

    def _inside(self, at: int, end: int) -> None:
        """Reads a quoted or bracketed piece, in which nothing ends a phrase."""
        while at < end:
            found = next((entry for entry in _at(self.text, at) if at + entry.size <= end), None)
            if found is None:
                at += self._letter(at)
                continue
            if found.sort in _NATURES:
                self._paint(at, found.size, _NATURES[found.sort])
            at += found.size

    def _letter(self, at: int) -> int:
        """Reads a character that begins no word."""
        if self.text.startswith(self._own, at):
            own = next(name for name in self._own if self.text.startswith(name, at))
            self._paint(at, len(own), PROPER)
            return len(own)
        letter = self.text[at]
        if not self.nature[at] and "一" <= letter <= "鿿":
            said = self.text[at : at + 2] in self._topic or (at > 0 and self.text[at - 1 : at + 1] in self._topic)
            affix = letter in _affixes()
            self.nature[at] = AFFIX if affix else COMMON if said else OWN
        return 1

    def _paint(self, at: int, length: int, nature: int) -> None:
        self.nature[at : at + length] = bytes([nature]) * length


def _at(text: str, at: int) -> list[Entry]:
    """The words of the lexicon that begin at ``at``, the longest first."""
    table = _table()
    found = table.get(text[at : at + 2]) or table.get(text[at : at + 1], ())
    return [entry for entry in found if text.startswith(entry.word, at)]


@cache
def _by_last_letter() -> Mapping[str, tuple[str, ...]]:
    """Head nouns, and a quote, by their last letters."""
    table: dict[str, list[str]] = {}
    for word in ('"', *head_words()):
        table.setdefault(word[-1], []).append(word)
    return {last: tuple(found) for last, found in table.items()}


@cache
def _last_letters() -> re.Pattern[str]:
    return re.compile(f"[{''.join(_by_last_letter())}]")


@cache
def _measures() -> frozenset[str]:
    return frozenset(lexicon().entities.measures)


@cache
def _programs() -> tuple[str, ...]:
    return tuple(lexicon().entities.programs)


@cache
def _inner_heads() -> tuple[str, ...]:
    return tuple(lexicon().entities.inner_heads)


@cache
def _latin_kinds() -> frozenset[str]:
    return frozenset(lexicon().entities.latin_kinds)


@cache
def _affixes() -> frozenset[str]:
    return frozenset(lexicon().vocabulary.affixes.replace(" ", ""))


def _is_complete(phrase: str) -> bool:
    """Whether ``phrase`` already ends in a head noun that makes it a name."""
    head = end_head(phrase)
    return head is not None and head.needs in ("letters", "function") and len(phrase) > len(head.word)
