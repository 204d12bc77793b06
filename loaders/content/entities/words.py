"""The words of an item's text: verbs and signs that end a noun phrase, common words, places, and what is left over.

Chinese prints no word breaks. One pass takes the longest word of the lexicon at each place; letters that belong to no
word of the language are part of somebody's name. Quoted and bracketed pieces are kept whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from loaders.content.entities.heads import head_ends, head_words
from loaders.content.reading import Clause, Reading
from loaders.registry.places import all_places
from loaders.text.lexicon import any_of, kinds, lexicon

_LATIN = re.compile(r"(?=[0-9]*[A-Za-z])[A-Za-z0-9]{2,}")
_HAN = re.compile(r"[一-鿿]")
# The letters before a verb that say whether a name is complete there.
_LOOK_BACK = 40
# What a character is to a name.
COMMON, OWN, AFFIX, WIDE, PROPER = range(5)


@dataclass(frozen=True, slots=True)
class Mark:
    """What ends a phrase. ``sort``: hard, soft, list, join, etc, of, count, date, cite or edge."""

    start: int
    end: int
    sort: str
    word: str = ""
    relation: str = ""


@cache
def _table() -> Mapping[str, tuple[tuple[str, str, str], ...]]:
    """The first two characters (or the only one) of a word → (word, sort, relation), the longest word first."""
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
    table: dict[str, list[tuple[str, str, str]]] = {}
    for word, (sort, relation) in entries.items():
        table.setdefault(word[:2], []).append((word, sort, relation))
    return {first: tuple(sorted(found, key=lambda e: -len(e[0]))) for first, found in table.items()}


def _place_names() -> Iterator[str]:
    """Provinces and cities in full and short (云南省, 云南), districts in full."""
    raw = lexicon().entities
    endings = re.compile(f"(?:(?:{any_of(raw.peoples)}族?)*自治[区州]|{any_of(raw.place_ends)})$")
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

    __slots__ = ("_limits", "_own", "_topic", "nature", "reading", "text")

    def __init__(self, reading: Reading, own: tuple[str, ...] = (), topic: str = "") -> None:
        """``own`` are further names of places, those that the plan itself makes known; what its title (``topic``)
        says besides is its subject, and a common word in it."""
        self.reading, self.text = reading, reading.text
        self.nature = bytearray(len(self.text))
        self._own = own
        self._topic = frozenset(topic[at : at + 2] for at in range(len(topic) - 1))
        self._limits = self._find_limits()
        for match in _LATIN.finditer(self.text):
            if match[0] not in _latin_kinds():
                self.nature[match.start() : match.end()] = bytes([PROPER]) * len(match[0])

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
                sort in ("place", "wide") for _, sort, _ in _at(text, date.end)
            ):
                limits[date.start] = Mark(date.start, date.end, "date", text[date.start : date.end])
        for start, end in self.reading.cited:
            limits[start] = Mark(start, end, "cite")
        return limits

    def marks(self, clause: Clause) -> Iterator[Mark]:
        """The marks of a clause in order, its end being the last; fills in ``nature`` on the way."""
        at = begin = clause.start
        while at < clause.end:
            mark = self._limits.get(at)
            step = 1
            if mark is None:
                mate = self.reading.mates.get(at)
                if mate is not None and mate < clause.end:
                    self._inside(at + 1, mate)
                    step = mate + 1 - at
                else:
                    mark, step = self._word(begin, at, clause.end)
            if mark is None:
                at += step
                continue
            yield mark
            at = begin = max(mark.end, at + 1)
        yield Mark(clause.end, clause.end, "edge")

    def _word(self, begin: int, at: int, end: int) -> tuple[Mark | None, int]:
        """The mark that the word at ``at`` of a phrase begun at ``begin`` is, or None and how many characters to pass."""
        for word, sort, relation in _at(self.text, at):
            if at + len(word) > end or self._hides_place(at, word, sort):
                continue
            if sort in ("common", "place", "wide"):
                if sort != "common":
                    self._paint(at, len(word), PROPER if sort == "place" else WIDE)
                return None, len(word)
            if at > begin and self._is_within(begin, at, word, sort, relation):
                return None, len(word)
            return Mark(at, at + len(word), sort, word, relation), len(word)
        return None, self._letter(at)

    def _hides_place(self, at: int, word: str, sort: str) -> bool:
        """以上海为重点: not 以上, but 以 before a place."""
        if sort != "common" or len(word) != 2 or word[0] not in _table():
            return False
        return any(other == "place" for _, other, _ in _at(self.text, at + 1))

    def _is_within(self, begin: int, at: int, word: str, sort: str, relation: str) -> bool:
        """Whether a word that could end a phrase is a part of the name that it stands in: 某某【改扩建】工程."""
        if sort == "count":
            return True
        if sort not in ("soft", "hard"):
            return False
        if sort == "soft":
            return not _is_complete(self.text[max(begin, at - _LOOK_BACK) : at])
        after = at + len(word)
        if (relation or sort == "hard") and self.text.startswith(_programs(), after):
            return True
        if relation:
            return False
        named = OWN in self.nature[begin:at] or PROPER in self.nature[begin:at]
        return len(word) > 1 and named and self.text.startswith(_inner_heads(), after)

    def _inside(self, at: int, end: int) -> None:
        """Reads a quoted or bracketed piece, in which nothing ends a phrase."""
        while at < end:
            found = next(((w, s) for w, s, _ in _at(self.text, at) if at + len(w) <= end), None)
            if found is None:
                at += self._letter(at)
                continue
            if found[1] in ("place", "wide"):
                self._paint(at, len(found[0]), PROPER if found[1] == "place" else WIDE)
            at += len(found[0])

    def _letter(self, at: int) -> int:
        """Reads a character that begins no word."""
        own = next((name for name in self._own if self.text.startswith(name, at)), "")
        if own:
            self._paint(at, len(own), PROPER)
            return len(own)
        if not self.nature[at] and _HAN.match(self.text, at):
            said = self.text[at : at + 2] in self._topic or (at > 0 and self.text[at - 1 : at + 1] in self._topic)
            affix = self.text[at] in _affixes()
            self.nature[at] = AFFIX if affix else COMMON if said else OWN
        return 1

    def _paint(self, at: int, length: int, nature: int) -> None:
        self.nature[at : at + length] = bytes([nature]) * length


def _at(text: str, at: int) -> list[tuple[str, str, str]]:
    """The words of the lexicon that begin at ``at``, the longest first."""
    table = _table()
    found = [entry for entry in table.get(text[at : at + 2], ()) if text.startswith(entry[0], at)]
    return [*found, *table.get(text[at : at + 1], ())]


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
    end, head = next(head_ends(phrase), (0, None))
    return head is not None and end == len(phrase) and head.needs in ("letters", "function") and end > len(head.word)
