"""Pages of a source's file as pictures with marks on them: which pages, which part of each, where the marks are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from api.web.highlight import Mark
from graph.page_boxes import Box, PageBoxes

# Pages shown at once; margin above and below what is shown of one, and around a mark, as parts of height.
_MOST, _MARGIN, _AROUND = 4, 0.02, 0.08


@dataclass(frozen=True, slots=True)
class PageMark:
    """A rectangle on a page, of the class of a mark, with what it says."""

    box: Box
    kind: str
    title: str


@dataclass(frozen=True, slots=True)
class PageView:
    """A page of ``width`` by ``height`` of which the part from ``top`` to ``bottom`` is shown."""

    number: int
    width: int
    height: int
    top: int
    bottom: int
    marks: tuple[PageMark, ...]


def page_views(boxes: PageBoxes, start: int, end: int, marks: Iterable[Mark], *, whole: bool = False) -> list[PageView]:
    """The pages that ``text[start:end]`` stands on, at most four, each cut to it (or ``whole``), with the marks."""
    held: dict[int, list[Box]] = {}
    for box in boxes.boxes(start, end):
        held.setdefault(box.page, []).append(box)
    drawn = [
        PageMark(_padded(box), mark.kind, mark.title)
        for mark in sorted(marks, key=lambda mark: mark.start - mark.end)
        for box in boxes.boxes(mark.start, mark.end)
    ]
    views = []
    for number, found in list(held.items())[:_MOST]:
        width, height = boxes.sizes[number]
        margin = round(_MARGIN * height)
        top = max(0, min(box.top for box in found) - margin)
        bottom = min(height, max(box.bottom for box in found) + margin)
        part = (0, height) if whole else (top, bottom)
        views.append(PageView(number, width, height, *part, tuple(m for m in drawn if m.box.page == number)))
    return views


def _padded(box: Box) -> Box:
    more = max(1, round(_AROUND * (box.bottom - box.top)))
    return Box(box.page, box.left - more, box.top - more, box.right + more, box.bottom + more)
