"""Noun phrases: what stands between the verbs, particles and signs of a clause, and which verb rules it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from loaders.content.entities.words import Mark, Words
from loaders.content.reading import Clause
from loaders.text.lexicon import lexicon


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


_BEGINNING = Mark(0, 0, "edge")
# 以…为依托 has its two words no farther apart.
_REACH = 80


def _relied_on(said: Words, mark: Mark, clause: Clause) -> Mark | None:
    """The verb that 以…为依托 is, where ``mark`` is its first word."""
    around = lexicon().cues.relied_on
    if mark.word != around.before:
        return None
    end = said.text.find(around.after, mark.end, min(clause.end, mark.end + _REACH))
    return mark._replace(word=around.word, relation="DEPENDS_ON") if end > 0 else None


def phrases(said: Words, clause: Clause) -> Iterator[Phrase]:
    """The phrases of a clause in order."""
    before = _BEGINNING
    cue: Mark | None = None
    described = counted = False
    begin = clause.start
    for mark in said.marks(clause):
        if mark.start > begin:
            yield Phrase(begin, mark.start, before, mark, cue, described, counted)
        if mark.sort in ("hard", "soft"):
            cue = _relied_on(said, mark, clause) if not mark.relation else mark
            described = counted = False
        described = described or (
            mark.sort == "of" and not said.text.endswith(lexicon().cues.definite, begin, mark.start)
        )
        counted = counted or mark.sort == "count"
        before, begin = mark, mark.end
