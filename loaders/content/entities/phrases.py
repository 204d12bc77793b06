"""Noun phrases: what stands between the verbs, particles and signs of a clause, and which verb rules it.

Chinese prints no word breaks. The words that end a phrase are a lexicon; everything between two of them is one
phrase. A verb that can also be part of a name (提升工程) ends a phrase only where one would begin. Quoted and
bracketed pieces are kept whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from loaders.content.entities.heads import head_ends
from loaders.content.reading import Clause, Reading
from loaders.text.lexicon import lexicon

_JOINERS = {
    "、": "list",
    "以及": "join",
    "和": "join",
    "及": "join",
    "与": "join",
    "或": "join",
    "等": "etc",
    "的": "of",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """What ends a phrase. ``sort``: hard, soft, list, join, etc, of, count, date, cite or edge."""

    start: int
    end: int
    sort: str
    word: str = ""
    relation: str = ""


@dataclass(slots=True)
class Phrase:
    """View characters ``start``..``end`` between the marks ``before`` and ``after``, ruled by the verb ``cue``.

    ``described``: a 的 stands between cue and phrase; ``counted``: a number or 一批 does.
    """

    start: int
    end: int
    before: Mark
    after: Mark
    cue: Mark | None
    described: bool = False
    counted: bool = False


@dataclass(slots=True)
class _State:
    """What rules the next phrase, while a clause is read from left to right."""

    cue: Mark | None = None
    described: bool = False
    counted: bool = False

    def pass_mark(self, mark: Mark) -> None:
        if mark.sort in ("hard", "soft"):
            self.cue = mark if mark.relation else None
            self.described = self.counted = False
        elif mark.sort == "of":
            self.described = True
        elif mark.sort == "count":
            self.counted = True


@dataclass(slots=True)
class _Limits:
    """Marks that are found before a clause is scanned: dates, numbers, cited titles."""

    by_start: dict[int, Mark] = field(default_factory=dict)


@cache
def _marks() -> Mapping[str, tuple[tuple[str, str, str], ...]]:
    """First character → (word, sort, relation), the longest word first; whole words before marks."""
    raw = lexicon().cues
    entries: dict[str, tuple[str, str]] = {}
    for word in raw.hard:
        entries[word] = ("hard", "")
    for relation, verbs in (("BUILDS", raw.builds), ("DEPENDS_ON", raw.depends_on)):
        entries.update(dict.fromkeys(verbs.soft, ("soft", relation)))
        entries.update(dict.fromkeys(verbs.hard, ("hard", relation)))
    entries.update(dict.fromkeys(raw.counting, ("count", "")))
    entries.update({word: (sort, "") for word, sort in _JOINERS.items()})
    entries.update(dict.fromkeys(raw.whole, ("whole", "")))
    table: dict[str, list[tuple[str, str, str]]] = {}
    for word, (sort, relation) in entries.items():
        table.setdefault(word[0], []).append((word, sort, relation))
    return {first: tuple(sorted(found, key=lambda e: -len(e[0]))) for first, found in table.items()}


def find_phrases(reading: Reading, cited: Iterable[tuple[int, int]] = ()) -> dict[Clause, list[Phrase]]:
    """The phrases of each clause of ``reading``, in order; ``cited`` ranges are titles and belong to no phrase."""
    limits = _limits(reading, cited)
    return {clause: list(_in_clause(reading, clause, limits)) for clause in reading.clauses}


def _limits(reading: Reading, cited: Iterable[tuple[int, int]]) -> _Limits:
    limits = _Limits()
    text = reading.text
    proper = lexicon().entities.proper
    for quantity in reading.quantities:
        if not reading.inside(quantity.start, '"'):
            end = quantity.end + 2 if text.startswith(("以上", "左右", "以内"), quantity.end) else quantity.end
            limits.by_start[quantity.start] = Mark(quantity.start, end, "count", text[quantity.start : end])
    for time in reading.times:
        if not text.startswith(proper, time.end):
            limits.by_start[time.start] = Mark(time.start, time.end, "date", text[time.start : time.end])
    for start, end in cited:
        limits.by_start[start] = Mark(start, end, "cite")
    return limits


def _in_clause(reading: Reading, clause: Clause, limits: _Limits) -> Iterator[Phrase]:
    state = _State()
    before = Mark(clause.start, clause.start, "edge")
    begin = clause.start
    for mark in _clause_marks(reading, clause, limits):
        if mark.start > begin:
            yield Phrase(begin, mark.start, before, mark, state.cue, state.described, state.counted)
        state.pass_mark(mark)
        before, begin = mark, mark.end


def _clause_marks(reading: Reading, clause: Clause, limits: _Limits) -> Iterator[Mark]:
    """The marks of a clause in order, its end being the last."""
    text, at, begin = reading.text, clause.start, clause.start
    while at < clause.end:
        mark = limits.by_start.get(at)
        step = 1
        if mark is None:
            mate = reading.mates.get(at)
            if mate is not None and mate < clause.end:
                step = mate + 1 - at
            else:
                mark, step = _word_mark(text, begin, at, clause.end)
        if mark is None:
            at += step
            continue
        yield mark
        at = begin = max(mark.end, at + 1)
    yield Mark(clause.end, clause.end, "edge")


def _word_mark(text: str, begin: int, at: int, end: int) -> tuple[Mark | None, int]:
    """The mark that the word at ``at`` of a phrase begun at ``begin`` is, or None and how many characters to pass."""
    for word, sort, relation in _marks().get(text[at], ()):
        if at + len(word) > end or not text.startswith(word, at):
            continue
        if sort == "whole":
            return None, len(word)
        if at > begin and (sort == "count" or (sort == "soft" and not _is_complete(text[max(begin, at - 40) : at]))):
            continue
        return Mark(at, at + len(word), sort, word, relation), len(word)
    return None, 1


def _is_complete(phrase: str) -> bool:
    """Whether ``phrase`` already ends in a head noun that makes it a name."""
    end, head = next(head_ends(phrase), (0, None))
    return (
        head is not None and end == len(phrase) and head.strength in ("sure", "strong") and len(phrase) > len(head.word)
    )
