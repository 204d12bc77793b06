"""Tables without rules: columns from the alignment of words below a header whose cells are names of columns.

The cells of the header part the page; a line goes on the table as long as it leaves a gap free between each two columns.
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from loaders.readers.aligned_rows import Row, Unaligned, rows_of
from loaders.readers.builder import placed
from loaders.readers.pdf_layout import Line, joined
from loaders.text.lexicon import lexicon
from loaders.text.patterns import any_of, kinds
from loaders.text.view import fold

_OWNERS = frozenset({"lead", "responsible", "support"})
# Columns whose cells tell where rows begin, the best first.
_KEYS = ("seq", "content", "name", "topic")
_HEADER_LINES = 3
_LEVEL, _GAP, _APART = 0.4, 0.3, 2.5
# Below a header that a page prints again there may be more room.
_BELOW_HEADER = 5.0

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table: the kinds and texts of their titles, and the gaps that were free between them."""

    kinds: tuple[str, ...]
    titles: tuple[str, ...]
    free: tuple[tuple[Interval, ...], ...]

    @property
    def key(self) -> int:
        """The column whose cells tell where rows begin."""
        return next((self.kinds.index(kind) for kind in _KEYS if kind in self.kinds), 0)


@dataclass(slots=True)
class Aligned:
    """A table on a page: its columns, header and rows (None where they can't be told), the lines that it takes, and
    whether it goes on from the page before or may go on on the next."""

    columns: Columns
    header: list[Line]
    lines: list[Line]
    rows: list[Row] | None = None
    goes_on: bool = False
    open_end: bool = False
    pieces: list[list[Line]] = field(default_factory=list)


def aligned_tables(lines: Sequence[Line], width: float, before: Aligned | None) -> list[Aligned]:
    """The tables without rules among the lines of a page, from top to bottom; ``before`` is the one that the page before
    ended in."""
    levels = _levels(lines)
    found: list[Aligned] = []
    at = 0
    if before is not None and levels and _header_at(levels, 0) is None:
        table = Aligned(before.columns, [], [], goes_on=True)
        at = _take(table, levels, 0)
        if _several(table):
            found.append(table)
        else:
            at = 0
    while at < len(levels):
        header = _header_at(levels, at)
        if header is None:
            at += 1
            continue
        columns, cells, size = header
        same = before is not None and not found and at == 0 and columns.titles == before.columns.titles
        table = Aligned(columns, cells, _of(levels[at : at + size]), goes_on=same)
        if same and before is not None:
            free = tuple(map(_common, columns.free, before.columns.free))
            table.columns = Columns(columns.kinds, columns.titles, free) if all(free) else columns
        at = _take(table, levels, at + size)
        if table.pieces:
            found.append(table)
    for table in found:
        table.open_end = table is found[-1] and at >= len(levels) and levels[-1][-1].line in table.lines
        table.rows = _rows(table, width, before if table.goes_on else None)
    return found


@dataclass(frozen=True, slots=True)
class _Piece:
    """A run of characters without a gap, and the line that it is part of."""

    place: Line
    line: Line

    @property
    def middle(self) -> float:
        return (self.place.top + self.place.bottom) / 2


def _levels(lines: Sequence[Line]) -> list[list[_Piece]]:
    """The pieces of lines, those on one level together, from top to bottom."""
    pieces = [_Piece(place, line) for line in lines for place in line.pieces or (line,)]
    levels: list[list[_Piece]] = []
    for piece in sorted(pieces, key=lambda piece: piece.middle):
        if levels and piece.middle - levels[-1][0].middle < _LEVEL * piece.place.size:
            levels[-1].append(piece)
        else:
            levels.append([piece])
    return [sorted(level, key=lambda piece: piece.place.left) for level in levels]


def _of(levels: Sequence[Sequence[_Piece]]) -> list[Line]:
    found: dict[int, Line] = {id(piece.line): piece.line for level in levels for piece in level}
    return list(found.values())


def _header_at(levels: Sequence[list[_Piece]], at: int) -> tuple[Columns, list[Line], int] | None:
    """The columns that a header at level ``at`` makes, its cells and how many levels it takes."""
    best: tuple[int, Columns, list[Line], int] | None = None
    for size in range(1, _HEADER_LINES + 1):
        group = levels[at : at + size]
        if len(group) < size or (size > 1 and _distance(group[-2], group[-1]) > group[-1][0].place.size):
            break
        cells = _stacked([piece.place for level in group for piece in level])
        titles = tuple(fold(placed(cell.text)) for cell in cells)
        known = [_titles().get(title) or _titles().get(title.partition("(")[0].strip("*:")) for title in titles]
        told = [kind for kind in known if kind]
        if len(told) < 2 or len(told) * 5 < len(titles) * 4 or not set(told) & _OWNERS or not set(told) & {*_KEYS[1:]}:
            continue
        if best is None or len(told) > best[0]:
            free = tuple(((cell.right, after.left),) for cell, after in pairwise(cells))
            best = len(told), Columns(tuple(kind or "" for kind in known), titles, free), cells, size
    return best[1:] if best else None


@cache
def _titles() -> dict[str, str]:
    return kinds(lexicon().tables.columns)


def _distance(above: Sequence[_Piece], below: Sequence[_Piece]) -> float:
    return min(piece.place.top for piece in below) - max(piece.place.bottom for piece in above)


def _stacked(pieces: list[Line]) -> list[Line]:
    """Pieces as cells from left to right: those above each other are one."""
    cells: list[list[Line]] = []
    for piece in sorted(pieces, key=lambda piece: piece.left):
        if cells and piece.left < max(part.right for part in cells[-1]):
            cells[-1].append(piece)
        else:
            cells.append([piece])
    return [beside(sorted(cell, key=lambda part: part.top)) for cell in cells]


def beside(parts: Sequence[Line]) -> Line:
    """Pieces in reading order as one."""
    text = ""
    for part in parts:
        text = joined(text, part.text)
    return Line(
        text, min(part.left for part in parts), max(part.right for part in parts), min(part.top for part in parts),
        max(part.bottom for part in parts), tuple(glyph for part in parts for glyph in part.glyphs),
    )  # fmt: skip


def _take(table: Aligned, levels: Sequence[list[_Piece]], at: int) -> int:
    """Takes the levels from ``at`` on that leave a gap between each two columns; the level after them."""
    last = levels[at - 1] if at else None
    while at < len(levels):
        level = levels[at]
        size = statistics.median(piece.place.size for piece in level)
        apart = _APART if table.pieces or not table.header else _BELOW_HEADER
        if last is not None and _distance(last, level) > apart * size:
            break
        if table.pieces and len(level) == 1 and _is_note(level[0].place.text):
            break
        if at and not table.pieces and table.goes_on and not table.header:
            break
        if table.pieces and _header_at(levels, at) is not None:
            break
        free = tuple(_still_free(gaps, level, _GAP * size) for gaps in table.columns.free)
        if not all(free):
            break
        table.columns = Columns(table.columns.kinds, table.columns.titles, free)
        table.pieces.append([piece.place for piece in level])
        table.lines += [line for line in _of([level]) if line not in table.lines]
        last, at = level, at + 1
    return at


def _still_free(gaps: Sequence[Interval], level: Sequence[_Piece], least: float) -> tuple[Interval, ...]:
    """What ``level`` leaves of gaps, where it leaves ``least``."""
    for piece in level:
        left, right = piece.place.left, piece.place.right
        parts = [part for start, end in gaps for part in ((start, min(end, left)), (max(start, right), end))]
        gaps = [(start, end) for start, end in parts if end - start >= least]
        gaps = list(dict.fromkeys(gaps))
    return tuple(gaps)


def _common(gaps: Sequence[Interval], others: Sequence[Interval]) -> tuple[Interval, ...]:
    """What is free in both."""
    both = ((max(a, c), min(b, d)) for a, b in gaps for c, d in others)
    return tuple((start, end) for start, end in both if start < end)


def _is_note(text: str) -> bool:
    """Whether a line says something of the table: 注：…"""
    return _note().match(fold(placed(text))) is not None


@cache
def _note() -> re.Pattern[str]:
    return re.compile(rf"{any_of(lexicon().responsibility.note_words)}:")


def _several(table: Aligned) -> bool:
    return any(len(level) > 1 for level in table.pieces)


def _middle(gaps: Sequence[Interval], pieces: Sequence[Line]) -> float:
    """The middle of the gap between two columns: of several the one that most pieces reach."""

    def reached(gap: Interval) -> tuple[int, float]:
        near = sum(min(abs(piece.right - gap[0]), abs(piece.left - gap[1])) < _GAP * piece.size for piece in pieces)
        return near, gap[1] - gap[0]

    left, right = max(gaps, key=reached)
    return (left + right) / 2


def _rows(table: Aligned, width: float, before: Aligned | None) -> list[Row] | None:
    """The rows of a table, or None where its cells can't be told apart."""
    pieces = [piece for level in table.pieces for piece in level]
    middles = [_middle(gaps, pieces) for gaps in table.columns.free]
    held: list[list[Line]] = [[] for _ in table.columns.kinds]
    for level in table.pieces:
        cells: dict[int, list[Line]] = {}
        for piece in level:
            column = sum(middle < (piece.left + piece.right) / 2 for middle in middles)
            cells.setdefault(column, []).append(piece)
        for column, parts in cells.items():
            held[column].append(beside(parts))
    edge = width - min(line.left for line in (*table.header, *pieces))
    last = before.rows[-1] if before is not None and before.rows else None
    try:
        return rows_of(held, table.columns.kinds, table.columns.key, edge, last, goes_on=table.goes_on)
    except Unaligned:
        return None
