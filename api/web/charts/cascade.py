"""Plans side by side from the topmost to the lowest, an item a line, and what carries out what between them."""

from __future__ import annotations

from dataclasses import dataclass

from queries.answers.cascade import Cascade, PlanColumn
from queries.answers.models import ItemRef, Ref

WIDTH, GAP, LINE, HEAD = 300.0, 110.0, 26.0, 34.0


@dataclass(frozen=True, slots=True)
class Box:
    """A plan's heading, or an item, where it stands; ``linked`` says whether a line begins or ends there."""

    thing: Ref | ItemRef
    x: float
    y: float
    linked: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    """A line from an item to the one that it carries out, as an SVG path."""

    path: str
    title: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """The drawing with its size."""

    width: float
    height: float
    heads: list[Box]
    boxes: list[Box]
    lines: list[Line]


def draw_cascade(told: Cascade) -> Drawing:
    """Columns by level, plans of one level one below the other."""
    linked = {end for link in told.links for end in (link.lower.id, link.upper.id)}
    heads: list[Box] = []
    boxes: list[Box] = []
    bottoms: dict[int, float] = {}
    for column in told.columns:
        x, y = column.level * (WIDTH + GAP), bottoms.get(column.level, 0.0)
        heads.append(Box(column.plan, x, y + LINE * 0.7))
        boxes += _items(column, x, y + HEAD, linked)
        bottoms[column.level] = y + HEAD + LINE * (len(column.items) + 1)
    at = {box.thing.id: box for box in boxes}
    lines = [Line(_path(at[link.lower.id], at[link.upper.id]), f"{link.score:.2f} {link.basis}") for link in told.links]
    levels = max((column.level for column in told.columns), default=0)
    return Drawing(levels * (WIDTH + GAP) + WIDTH, max(bottoms.values(), default=0.0), heads, boxes, lines)


def _items(column: PlanColumn, x: float, y: float, linked: set[str]) -> list[Box]:
    return [Box(item, x, y + LINE * (at + 0.6), item.id in linked) for at, item in enumerate(column.items)]


def _path(lower: Box, upper: Box) -> str:
    x1, y1, x2, y2 = upper.x + WIDTH, upper.y - 4, lower.x, lower.y - 4
    bend = GAP / 2
    return f"M{x1:.0f} {y1:.0f}C{x1 + bend:.0f} {y1:.0f} {x2 - bend:.0f} {y2:.0f} {x2:.0f} {y2:.0f}"
