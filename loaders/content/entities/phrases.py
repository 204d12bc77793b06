"""Noun phrases: what stands between the verbs, particles and signs of a clause, and which verb rules it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from loaders.content.entities.words import Mark, Words
from loaders.content.reading import Clause


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


def phrases(said: Words, clause: Clause) -> Iterator[Phrase]:
    """The phrases of a clause in order."""
    before = Mark(clause.start, clause.start, "edge")
    cue: Mark | None = None
    described = counted = False
    begin = clause.start
    for mark in said.marks(clause):
        if mark.start > begin:
            yield Phrase(begin, mark.start, before, mark, cue, described, counted)
        if mark.sort in ("hard", "soft"):
            cue = mark if mark.relation else None
            described = counted = False
        described = described or (mark.sort == "of" and not said.text.endswith("统一", begin, mark.start))
        counted = counted or mark.sort == "count"
        before, begin = mark, mark.end
