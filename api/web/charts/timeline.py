"""A time line: one dot a target or milestone, stacked over the month in which it is due."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, LEFT, RIGHT, DOT, BOTTOM, TOP = 960.0, 36.0, 36.0, 15.0, 44.0, 16.0
MAX_MONTHS = 120
STACK = 14


@dataclass(frozen=True, slots=True)
class Due:
    """Something due: a node, its deadline (ISO date, month or year) and what it says."""

    id: str
    deadline: str
    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Point:
    """A dot at its place."""

    x: float
    y: float
    due: Due


@dataclass(frozen=True, slots=True)
class Tick:
    """A month on the axis; ``label`` is empty where there is no room for one."""

    x: float
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """A drawing in a box of ``width`` by ``height``; ``axis`` is the height of the axis."""

    width: float
    height: float
    axis: float
    points: list[Point]
    ticks: list[Tick]


def month_of(deadline: str) -> tuple[int, int]:
    """(year, month) by the end of which something is due: a year alone is due in December."""
    parts = deadline.split("-")
    return int(parts[0]), int(parts[1]) if len(parts) > 1 else 12


def draw_timeline(dues: Sequence[Due]) -> Timeline | None:
    """Dots over months; None when nothing is due."""
    if not dues:
        return None
    stacks: dict[int, list[Due]] = defaultdict(list)
    for due in sorted(dues, key=lambda d: (month_of(d.deadline), d.kind, d.id)):
        year, month = month_of(due.deadline)
        stacks[year * 12 + month - 1].append(due)
    first, last = min(stacks), max(stacks)
    if last - first < 11:
        first = min(first, last - last % 12)
        last = max(last, first + 11)
    step = (WIDTH - LEFT - RIGHT) / max(last - first, 1)
    tallest = min(max(len(stack) for stack in stacks.values()), STACK)
    axis = TOP + DOT * tallest + 8
    points = []
    for month, stack in stacks.items():
        x = LEFT + (month - first) * step
        points += [
            Point(round(x + _shift(i // STACK), 1), round(axis - 10 - DOT * (i % STACK), 1), due)
            for i, due in enumerate(stack)
        ]
    every = max(1, round((last - first) / 12))
    ticks = [
        Tick(
            round(LEFT + (month - first) * step, 1),
            f"{month // 12}-{month % 12 + 1:02d}" if (month - first) % every == 0 or month in stacks else "",
            len(stacks.get(month, ())),
        )
        for month in range(first, last + 1)
        if (month - first) % every == 0 or month in stacks
    ]
    return Timeline(WIDTH, axis + BOTTOM, axis, points, ticks)


def _shift(column: int) -> float:
    """Stacks too tall for one column go on beside it, left and right in turn."""
    return DOT * ((column + 1) // 2) * (1 if column % 2 else -1) if column else 0.0
