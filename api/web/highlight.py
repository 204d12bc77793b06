"""A stretch of a source cut into pieces, each with what stands there, so that a template can mark it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

CLASSES = ("owner", "target", "policy", "entity", "detail", "finding", "missed", "extra", "wrong")


@dataclass(frozen=True, slots=True)
class Mark:
    """Code points ``start`` to ``end`` of a source that say something: its class, a title, and where it leads."""

    start: int
    end: int
    kind: str
    title: str
    node: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text with the marks that cover it, the shortest first."""

    text: str
    start: int
    marks: tuple[Mark, ...] = field(default=())

    @property
    def kinds(self) -> tuple[str, ...]:
        """Classes of the marks, each once."""
        return tuple(dict.fromkeys(mark.kind for mark in self.marks))

    @property
    def node(self) -> str:
        """Where the innermost mark that leads anywhere leads."""
        return next((mark.node for mark in self.marks if mark.node), "")

    @property
    def title(self) -> str:
        """What the marks say."""
        return " · ".join(dict.fromkeys(mark.title for mark in self.marks))


def cut(text: str, start: int, end: int, marks: Iterable[Mark]) -> Iterator[Piece]:
    """``text[start:end]`` cut at the ends of the marks; together the pieces are that stretch, unchanged."""
    inside = [m for m in marks if m.start < end and m.end > start and m.end > m.start]
    borders = sorted({start, end, *(b for m in inside for b in (m.start, m.end) if start < b < end)})
    opening = sorted(inside, key=lambda m: m.start)
    active: list[Mark] = []
    index = 0
    for left, right in pairwise(borders):
        while index < len(opening) and opening[index].start <= left:
            active.append(opening[index])
            index += 1
        active = [m for m in active if m.end > left]
        ordered = sorted(active, key=lambda m: (m.end - m.start, CLASSES.index(m.kind), m.node))
        yield Piece(text[left:right], left, tuple(ordered))
