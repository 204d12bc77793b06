"""The lines of a text as ranges of its view, with what the view leaves out: blank lines and cells.

A text without paragraphs is cut into lines before its headings (see flat.py), so that one grammar reads both.
"""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass

from loaders.text.view import Span, View

_LINE = re.compile("[^\n\r\f\v\u0085\u2028\u2029]+")
# What ends a sentence, or a bracket that closes one.
ENDS = '。;!?:)]》"'


@dataclass(frozen=True, slots=True)
class Line:
    """View characters ``start`` to ``end``, which fill code points ``first`` to ``last`` of the source.

    ``gap`` is true when a blank line or page break stands before it; ``cut`` when it is a piece of a text without
    paragraphs; ``heading`` when its number is that of a heading (see roles.py).
    """

    start: int
    end: int
    first: int
    last: int
    gap: bool = False
    cut: bool = False
    heading: bool = False


def read_lines(view: View) -> list[Line]:
    """The lines of the view's source that print anything."""
    lines: list[Line] = []
    source, at, before = view.source, 0, 0
    for match in _LINE.finditer(source):
        first, last = match.span()
        start, at = at, view.index(last)
        if at > start:
            breaks = source.count("\n", before, first) + 2 * source.count("\f", before, first)
            lines.append(Line(start, at, first, last, breaks > 1))
            before = last
    return lines


def is_tabular(view: View, line: Line) -> bool:
    """Whether a line prints cells: it has a tab, or pipes around and between its words."""
    printed = view.source[line.first : line.last]
    return "\t" in printed.strip(" \u3000") or printed.count("|") >= 2


def cells_of(view: View, line: Line) -> list[tuple[int, int]]:
    """The cells of a line whose source prints tabs or pipes: view ranges, empty cells included."""
    source = view.source
    mark = "\t" if "\t" in source[line.first : line.last] else "|"
    cells, at, start = [], line.first, line.start
    while True:
        stop = source.find(mark, at, line.last)
        end = view.index(stop) if stop >= 0 else line.end
        cells.append((start, end))
        if stop < 0:
            break
        at = stop + 1
        start = view.index(at)
    if mark == "|":
        cells = [(a, b - (b > a and view.text[b - 1] == "|")) for a, b in cells]
        if cells and cells[0][0] == cells[0][1]:
            cells = cells[1:]
        if cells and cells[-1][0] == cells[-1][1]:
            cells = cells[:-1]
    return cells


def without_lines(view: View, lines: list[Line], left_out: Container[int]) -> View:
    """The view without the lines of these indexes."""
    kept = [Span(line.first, line.last) for index, line in enumerate(lines) if index not in left_out]
    return View(view.source, kept)
