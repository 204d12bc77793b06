"""Rows of a table without rules, from where the lines of its columns stand.

One column tells where rows begin. The cells of a row are aligned at their tops, middles or bottoms; a table that fits none
of these, or that more than one reading fits, is not read.
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from loaders.readers.builder import placed
from loaders.readers.line_break import ems, had_to_break
from loaders.readers.pdf_layout import Line

_OWNERS = frozenset({"lead", "responsible", "support"})
_WORK = frozenset({"content", "name", "topic", "deadline"})
_NUMBER = re.compile(r"[(（]?(?:\d{1,4}|[一二三四五六七八九十百]{1,4})[)）]?[、.．]?\Z")
_HEADED = re.compile(
    r"(?:[(（]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[)）]?[、.．]|[(（](?:\d{1,3}|[一二三四五六七八九十]{1,3})[)）])"
)
_ENDED = "。;；！!"
# In heights of the type: what is level, what is more than the space between lines of a cell, and the margin of cells.
_LEVEL, _LEAD, _PADDING = 0.5, 0.6, 1.2


class Unaligned(Exception):  # noqa: N818 # no error: the page is read as lines
    """The cells of a table can't be told apart."""


@dataclass(slots=True)
class Row:
    """The lines of each cell; for how many more characters the last one has ``room``; ``unsure`` whether what it holds may
    be two rows; ``carries_on`` whether it goes on a row of the page before."""

    cells: list[list[Line]]
    room: list[float] = field(default_factory=list)
    unsure: bool = False
    carries_on: bool = False


def rows_of(
    columns: list[list[Line]], kinds: Sequence[str], key: int, edge: float, last: Row | None, *, goes_on: bool
) -> list[Row]:
    """The rows of ``columns`` (the lines of each), whose rows ``key`` tells; ``edge`` is where the last one ends at most.

    ``goes_on``: whether the table began on a page before, whose ``last`` row is None where it was not read. Raises
    Unaligned.
    """
    grid = _Grid(columns, kinds, key, edge)
    keys = grid.key_cells(last)
    if not keys:
        raise Unaligned
    ways = [
        found for way in (grid.by_tops, grid.by_middles, grid.by_bottoms) if (found := way(keys, goes_on)) is not None
    ]
    if not ways:
        raise Unaligned
    odd = [grid.odd_breaks(rows) for rows in ways]
    best = ways[odd.index(min(odd))]
    if any(count == min(odd) and _lines(rows) != _lines(best) for rows, count in zip(ways, odd, strict=True)):
        raise Unaligned
    if goes_on and not grid.begins_surely(best, keys[0][0], last, by_tops=best == grid.by_tops(keys, goes_on)):
        raise Unaligned
    for row in best:
        row.room = [grid.room(at, cell[-1]) if cell else 0.0 for at, cell in enumerate(row.cells)]
    return best


def _lines(rows: list[Row]) -> list[list[list[int]]]:
    return [[[id(line) for line in cell] for cell in row.cells] for row in rows]


class _Grid:
    def __init__(self, columns: list[list[Line]], kinds: Sequence[str], key: int, edge: float) -> None:
        self.columns, self.kinds, self.key = columns, kinds, key
        lines = [line for column in columns for line in column]
        self.size = statistics.median(line.size for line in lines)
        self.em = statistics.median((line.right - line.left) / ems(placed(line.text)) for line in lines)
        self.lefts = [min((line.left for line in column), default=edge) for column in columns]
        rights = [max((line.right for line in column), default=0.0) for column in columns]
        after = [
            min(self.lefts[at + 1 :], default=max(edge, rights[at]) + _PADDING * self.em) for at in range(len(columns))
        ]
        self.limits = [max(right, left - _PADDING * self.em) for right, left in zip(rights, after, strict=True)]
        gaps = [b.top - a.bottom for column in columns for a, b in pairwise(column)]
        self.lead = max(min(gaps, default=0.0), 0.0) + _LEAD * self.size

    def room(self, column: int, line: Line) -> float:
        """For how many more characters a line leaves room in its column."""
        inset = line.left - self.lefts[column]
        return (self.limits[column] - line.right + (inset if inset > _LEVEL * self.em else 0.0)) / self.em

    def broken(self, column: int, line: Line, after: Line) -> bool:
        """Whether a line of a column broke because what the next one begins with did not fit."""
        return had_to_break(self.room(column, line), after.text)

    def parts(self, column: int) -> list[list[Line]]:
        """The lines of a column in what may be cells: a line that need not break there, or stands apart, ends one."""
        found: list[list[Line]] = []
        for line in self.columns[column]:
            last = found[-1][-1] if found else None
            if last is not None and line.top - last.bottom <= self.lead and self.broken(column, last, line):
                found[-1].append(line)
            else:
                found.append([line])
        return found

    def odd_breaks(self, rows: list[Row]) -> int:
        """How many cells end in a line that had to break before the next one, or hold one that had not."""
        cell_of = {
            id(line): (at, column)
            for at, row in enumerate(rows)
            for column, cell in enumerate(row.cells)
            for line in cell
        }
        return sum(
            self.broken(column, line, after) != (cell_of[id(line)] == cell_of[id(after)])
            for column, lines in enumerate(self.columns)
            for line, after in pairwise(lines)
            if after.top - line.bottom <= self.lead
        )

    def key_cells(self, last: Row | None) -> list[list[Line]]:
        """The cells of the key column; without the first where it goes on the ``last`` row of the page before."""
        if self.kinds[self.key] == "seq":
            lines = self.columns[self.key]
            if not all(_NUMBER.match(placed(line.text)) for line in lines):
                raise Unaligned
            return [[line] for line in lines]
        found: list[list[Line]] = []
        for part in self.parts(self.key):
            while part:  # a full line may end a cell, too: the next one begins with a number
                size = next((at for at, line in enumerate(part) if at and _HEADED.match(placed(line.text))), len(part))
                found.append(part[:size])
                part = part[size:]
        return found[1:] if found and last is not None and self._carries_on(found[0][0], last) else found

    def _carries_on(self, first: Line, last: Row) -> bool:
        """Whether the row that begins with the key's line ``first`` goes on the ``last`` one of the page before."""
        before = last.cells[self.key]
        if (
            not before
            or not had_to_break(last.room[self.key], first.text)
            or placed(before[-1].text)[-1:] in _ENDED
            or _HEADED.match(placed(first.text))
        ):
            return False
        beside = [
            (at, lines[0]) for at, lines in enumerate(self.columns) if lines and self._level(lines[0].top, first.top)
        ]
        return all(had_to_break(last.room[at], line.text) for at, line in beside if last.cells[at])

    def begins_surely(self, rows: list[Row], key: Line, last: Row | None, *, by_tops: bool) -> bool:
        """Whether nothing of the row before is taken for part of the first of ``rows``, where the page parts a table."""
        numbered = self.kinds[self.key] == "seq" or _HEADED.match(placed(key.text)) is not None
        if by_tops:
            return last is not None or (numbered and not rows[0].carries_on)
        return last is not None and not any(
            last.cells[at]
            and placed(last.cells[at][-1].text)[-1:] not in _ENDED
            and had_to_break(last.room[at], lines[0].text)
            for at, lines in enumerate(self.columns)
            if lines
        )

    def _level(self, one: float, other: float) -> bool:
        return abs(one - other) <= _LEVEL * self.size

    def by_tops(self, keys: list[list[Line]], goes_on: bool) -> list[Row] | None:
        """Rows whose cells begin on one level; what stands above the first goes on the page before."""
        tops = [key[0].top for key in keys]
        rows = [Row([[] for _ in self.columns]) for _ in (None, *keys)]
        again: list[set[int]] = [set() for _ in rows]
        for column in range(len(self.columns)):
            for part in self.parts(column):
                for line in part:
                    row = sum(top <= line.top + _LEVEL * self.size for top in tops)
                    cell = rows[row].cells[column]
                    if not cell and row and not self._level(line.top, tops[row - 1]):
                        return None
                    if cell and line is part[0]:
                        again[row].add(column)
                    cell.append(line)
        if (any(rows[0].cells) and not goes_on) or any(self._two(columns) for columns in again):
            return None
        if self.kinds[self.key] != "seq":
            for one, columns in zip(rows, again, strict=True):
                one.unsure = self.key in columns or sum(map(bool, one.cells)) == 1
        rows[0].carries_on = True
        return rows if any(rows[0].cells) else rows[1:]

    def _two(self, again: set[int]) -> bool:
        """Whether a row in which these columns begin again may be two."""
        kinds = {self.kinds[at] for at in again}
        return bool(kinds & _OWNERS and kinds & _WORK)

    def by_middles(self, keys: list[list[Line]], goes_on: bool) -> list[Row] | None:
        """Rows whose cells have their middles on one level."""
        middles = [(key[0].top + key[-1].bottom) / 2 for key in keys]
        return self._around(keys, [self._centred(column, middles) for column in range(len(self.columns))], goes_on)

    def by_bottoms(self, keys: list[list[Line]], goes_on: bool) -> list[Row] | None:
        """Rows whose cells end on one level."""
        ends = [key[-1].bottom for key in keys]
        return self._around(keys, [self._ending(column, ends) for column in range(len(self.columns))], goes_on)

    def _around(self, keys: list[list[Line]], found: list[list[list[Line]] | None], goes_on: bool) -> list[Row] | None:
        """Rows of the cells that each column was found to have; None where one has none, or the key has lines besides."""
        if sum(map(len, keys)) != len(self.columns[self.key]):
            return None
        found[self.key] = keys
        columns = [cells for cells in found if cells is not None]
        if len(columns) < len(found):
            return None
        return [Row(list(cells)) for cells in zip(*columns, strict=True)]

    def _centred(self, column: int, middles: list[float]) -> list[list[Line]] | None:
        """The lines of a column as cells about ``middles``, each line in one; None where that can't be."""
        cells: list[list[Line]] = [[] for _ in middles]
        lines, at, row = self.columns[column], 0, 0
        while at < len(lines):
            while row < len(middles) and middles[row] < lines[at].top:
                row += 1
            if row == len(middles):
                return None
            sums = (
                (abs((lines[at].top + lines[end].bottom) / 2 - middles[row]), end)
                for end in range(at, len(lines))
                if row + 1 == len(middles) or lines[end].bottom <= middles[row + 1]
            )
            off, end = min(sums, default=(self.size, at))
            if off > _LEVEL / 2 * self.size:
                return None
            cells[row] = lines[at : end + 1]
            at, row = end + 1, row + 1
        return cells

    def _ending(self, column: int, ends: list[float]) -> list[list[Line]] | None:
        """The lines of a column as cells that end at ``ends``; None where that can't be."""
        cells: list[list[Line]] = [[] for _ in ends]
        for line in self.columns[column]:
            row = sum(end < line.bottom - _LEVEL * self.size for end in ends)
            if row == len(ends):
                return None
            cells[row].append(line)
        level = all(
            not cell or abs(cell[-1].bottom - end) <= _LEVEL * self.size for cell, end in zip(cells, ends, strict=True)
        )
        return cells if level else None
