"""Where the characters of a source stand on its pages, as a Source node keeps it (``boxes``), and what is asked of it.

The JSON is a list of pages, each ``[number, width, height, [[start, top, bottom, x0, …, xn], …]]``: the n characters of
the text from code point ``start`` stand side by side between ``top`` and ``bottom``, the first from x0 to x1. Lengths
are whole numbers of a unit that is the page's own, from its top left. Blanks have no place.
"""

from __future__ import annotations

import bisect
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

# By how much of its height a character may lie above or below the one before it, or apart from it, on one line.
_LEVEL, _APART = 0.3, 1.0


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on page ``page``."""

    page: int
    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True, slots=True)
class Run:
    """Characters side by side: that of code point ``start + i`` stands between ``edges[i]`` and ``edges[i + 1]``."""

    page: int
    start: int
    top: int
    bottom: int
    edges: tuple[int, ...]

    @property
    def end(self) -> int:
        """The code point after its last character."""
        return self.start + len(self.edges) - 1


@dataclass(frozen=True, slots=True)
class PageBoxes:
    """The ``sizes`` (width, height) of pages by number, and the runs in the order of the text."""

    sizes: dict[int, tuple[int, int]] = field(default_factory=dict)
    runs: tuple[Run, ...] = ()

    def page_at(self, offset: int) -> int | None:
        """The page that holds the first character from ``offset`` on; None where nothing of the text has a place."""
        at = bisect.bisect_right(self.runs, offset, key=lambda run: run.end)
        return self.runs[min(at, len(self.runs) - 1)].page if self.runs else None

    def line_at(self, offset: int) -> int | None:
        """Which line of its page, counted from the top, holds the first character from ``offset`` on."""
        at = bisect.bisect_right(self.runs, offset, key=lambda run: run.end)
        if at == len(self.runs):
            return None
        here = self.runs[at]
        middles = sorted((run.top + run.bottom) / 2 for run in self.runs if run.page == here.page)
        height, lines, last = here.bottom - here.top, 0, float("-inf")
        for middle in middles:
            if middle > (here.top + here.bottom) / 2:
                break
            if middle - last > height / 2:
                lines += 1
                last = middle
        return max(lines, 1)

    def boxes(self, start: int, end: int) -> list[Box]:
        """The boxes of ``text[start:end]``, one for each stretch of a line."""
        found: list[Box] = []
        for run in self.runs[bisect.bisect_right(self.runs, start, key=lambda run: run.end) :]:
            if run.start >= end:
                break
            first, last = max(start, run.start) - run.start, min(end, run.end) - run.start
            box = Box(run.page, run.edges[first], run.top, run.edges[last], run.bottom)
            if found and _one_line(found[-1], box):
                box = _around((found.pop(), box))
            found.append(box)
        return found

    def region(self, start: int, end: int) -> tuple[Box, tuple[int, int]] | None:
        """The rectangle around ``text[start:end]`` on the page where it begins, and the size of that page."""
        boxes = self.boxes(start, end)
        if not boxes:
            return None
        return _around([box for box in boxes if box.page == boxes[0].page]), self.sizes[boxes[0].page]

    def to_json(self) -> str:
        """The text that a Source keeps."""
        lines: dict[int, list[list[int]]] = {number: [] for number in sorted(self.sizes)}
        for run in self.runs:
            lines[run.page].append([run.start, run.top, run.bottom, *run.edges])
        pages = [[number, *self.sizes[number], found] for number, found in lines.items()]
        return json.dumps(pages, separators=(",", ":"))


def _one_line(one: Box, other: Box) -> bool:
    """Whether ``other`` goes on where ``one`` ends."""
    height = max(one.bottom - one.top, 1)
    level = abs(one.top - other.top) + abs(one.bottom - other.bottom) < 2 * _LEVEL * height
    return one.page == other.page and level and -_LEVEL * height <= other.left - one.right <= _APART * height


def _around(boxes: Sequence[Box]) -> Box:
    return Box(
        boxes[0].page,
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )


def put_together(sizes: dict[int, tuple[int, int]], placed: Iterable[tuple[int, Box]]) -> PageBoxes:
    """The boxes of a text from those of its characters: (code point, box) in the order of the text."""
    runs: list[Run] = []
    start, held = 0, list[Box]()
    for offset, box in placed:
        if held and not (offset == start + len(held) and _one_line(held[-1], box) and box.left >= held[-1].left):
            runs.append(_run(start, held))
            held = []
        start = start if held else offset
        held.append(box)
    if held:
        runs.append(_run(start, held))
    return PageBoxes(dict(sorted(sizes.items())), tuple(runs))


def _run(start: int, boxes: list[Box]) -> Run:
    around = _around(boxes)
    edges = (*(box.left for box in boxes), boxes[-1].right)
    return Run(around.page, start, around.top, around.bottom, edges)


@lru_cache(maxsize=32)
def page_boxes(text: str) -> PageBoxes:
    """What a Source's ``boxes`` say; raises ValueError for a text that ``to_json`` does not write."""
    try:
        sizes, runs = {}, []
        for number, width, height, lines in json.loads(text):
            sizes[number] = (width, height)
            runs += [Run(number, start, top, bottom, tuple(edges)) for start, top, bottom, *edges in lines]
    except (TypeError, ValueError, RecursionError):
        raise ValueError("no boxes of pages") from None
    whole = all(
        isinstance(value, int)
        for run in runs
        for value in (run.page, run.start, run.top, run.bottom, *run.edges)
    )  # fmt: skip
    if not whole or any(len(run.edges) < 2 for run in runs) or any(min(size) < 1 for size in sizes.values()):
        raise ValueError("no boxes of pages")
    return PageBoxes(sizes, tuple(sorted(runs, key=lambda run: run.start)))
