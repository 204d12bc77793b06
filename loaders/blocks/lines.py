"""The lines of a text as ranges of its view, with what the view leaves out: blank lines and cells.

A text without paragraphs is cut into lines before its headings (see flat.py), so that one grammar reads both.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from loaders.text.view import Span, View

_LINE = re.compile("[^\n\r\f\v\u0085\u2028\u2029]+")
_PAGE = re.compile(
    r"^[ \t　]{0,40}(?:[-—–－·]{1,3}[ 　]{0,3}[0-9]{1,4}[ 　]{0,3}[-—–－·]{1,3}|第[ 　]{0,3}[0-9]{1,4}[ 　]{0,3}页[^\n]{0,16})[ \t　\r]{0,40}$",
    re.MULTILINE,
)
_BLANKS = " \t\u3000\r\n\f"
_SHORTEST_HEAD = 6
_LONGEST_HEAD = 60
_FIRST_LINES = 2_000
# What a running head does not hold: it is no sentence, cell, marker or list.
_NO_HEAD = "。;；:：、,，|\t"
_TERMINATORS = '。;!?:)]》"'


@dataclass(frozen=True, slots=True)
class Line:
    """View characters ``start`` to ``end``, which fill code points ``first`` to ``last`` of the source.

    ``gap`` is true when a blank line or page break stands before it; ``cut`` when it is a piece of a text without
    paragraphs.
    """

    start: int
    end: int
    first: int
    last: int
    gap: bool = False
    cut: bool = False


def printed_spans(text: str) -> list[Span]:
    """The text without page numbers that stand on lines of their own (— 3 —, 第3页 共9页) and without the title that
    each page repeats beside them, which part its sentences."""
    pages = [match.span() for match in _PAGE.finditer(text)]
    spans, at = [], 0
    for start, end in sorted({*pages, *_running_heads(text, pages)}):
        if start > at:
            spans.append(Span(at, start))
        at = end
    return [*spans, Span(at, len(text))]


def _running_heads(text: str, pages: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Lines beside page numbers that stand beside two of them, or among the first lines of the text; but for the
    first of them, which may be the title itself."""
    beside: dict[str, list[tuple[int, int]]] = {}
    for start, end in pages:
        for found in (_line_before(text, start), _line_after(text, end)):
            line = text[slice(*found)]
            if _SHORTEST_HEAD <= len(line) <= _LONGEST_HEAD and not any(mark in line for mark in _NO_HEAD):
                beside.setdefault(line, []).append(found)
    first = {line.strip(_BLANKS): text.find(line) for line in text[:_FIRST_LINES].split("\n")} if beside else {}
    heads = []
    for line, places in beside.items():
        at = first.get(line, min(places)[0])
        heads += [place for place in places if place[0] > at and (line in first or len(places) > 1)]
    return heads


def _line_before(text: str, at: int) -> tuple[int, int]:
    end = at
    while end and text[end - 1] in _BLANKS:
        end -= 1
    start = max(text.rfind("\n", 0, end), text.rfind("\f", 0, end)) + 1
    return _stripped(text, start, end)


def _line_after(text: str, at: int) -> tuple[int, int]:
    start = at
    while start < len(text) and text[start] in _BLANKS:
        start += 1
    end = text.find("\n", start)
    return _stripped(text, start, end if end >= 0 else len(text))


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    while end > start and text[end - 1] in _BLANKS:
        end -= 1
    while start < end and text[start] in _BLANKS:
        start += 1
    return start, end


def read_lines(view: View) -> list[Line]:
    """The lines of the view's source that print anything."""
    lines: list[Line] = []
    source, offsets, at, size = view.source, view.offsets, 0, len(view)
    before = 0
    for match in _LINE.finditer(source):
        first, last = match.span()
        start = at
        while at < size and offsets[at] < last:
            at += 1
        if at > start:
            breaks = source.count("\n", before, first) + 2 * source.count("\f", before, first)
            lines.append(Line(start, at, first, last, breaks > 1))
            before = last
    return lines


def ends_sentence(view: View, end: int) -> bool:
    """Whether the view character before ``end`` ends a sentence or a bracket."""
    return end == 0 or view.text[end - 1] in _TERMINATORS


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
