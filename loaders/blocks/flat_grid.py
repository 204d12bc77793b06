"""Tables flattened to one cell a paragraph: the header's cells follow each other, then the cells of each row.

Cells are parted by lines with nothing but |, by blank lines, or are one line each. A row begins at the next number;
where no column is numbered, a row is as many cells as the header has.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from loaders.blocks.broken_grid import broken_grid
from loaders.blocks.grid import (
    OWNER_KINDS,
    Cell,
    Grid,
    GridRow,
    bodies_in,
    cell_text,
    column_kind,
    header_kinds,
    outside,
)
from loaders.blocks.lines import Line
from loaders.outline.headings import heading_at
from loaders.outline.tree import opens_annex
from loaders.text.deadlines import looks_like_deadline
from loaders.text.lexicon import lexicon
from loaders.text.view import View

_PIPE = "|"
_LONGEST_BAND = 60
_LONGEST_PLAIN_BAND = 20


@dataclass(frozen=True, slots=True)
class _FlatCell:
    """A cell, the line that it begins at and the line after it."""

    cell: Cell
    first: int
    last: int


def find_flat_grids(view: View, lines: list[Line], grids: list[Grid]) -> list[Grid]:
    """Flattened tables outside the ``grids`` already found, with those."""

    def read(index: int) -> tuple[Grid | None, int]:
        return _grid_at(view, lines, index) if _is_column(view, lines[index]) else (None, index + 1)

    return outside(lines, grids, read)


def _is_column(view: View, line: Line) -> bool:
    return line.end - line.start <= 24 and column_kind(_plain(view.text[line.start : line.end]), exact=True) is not None


def _plain(text: str) -> str:
    return text.strip("*|")


def _grid_at(view: View, lines: list[Line], index: int) -> tuple[Grid | None, int]:
    """The table whose header begins at line ``index``, and the line to go on from."""
    broken = broken_grid(view, lines, index)
    if broken is not None:
        return broken, broken.last
    reader = _Reader(view, lines, index)
    titles = reader.header()
    found = header_kinds(titles)
    if found is None or len(titles) < 3 or not set(found) & set(OWNER_KINDS):
        return None, index + 1
    grid = Grid(found, titles, index, reader.at, flat=True)
    reader.rows(grid)
    return (grid, grid.last) if grid.rows else (None, max(reader.headed, index + 1))


class _Reader:
    def __init__(self, view: View, lines: list[Line], index: int) -> None:
        self.view, self.lines, self.at = view, lines, index
        near = range(index, min(len(lines), index + 8))
        self.pipes = any(self._text(i) == _PIPE for i in near)
        self.blanks = not self.pipes and sum(lines[i].gap for i in near) * 2 > len(near) - 1
        self.headed = 0
        self.gapless = not self.pipes and not self.blanks

    def _text(self, index: int) -> str:
        line = self.lines[index]
        return self.view.text[line.start : line.end]

    def _next(self) -> _FlatCell | None:
        """The next cell, or None at the end of the text or where an annex begins."""
        lines, at = self.lines, self.at
        while at < len(lines) and self._text(at) == _PIPE:
            at += 1
        if at >= len(lines) or opens_annex(self.view, lines[at]) is not None:
            return None
        first, cell = at, []
        while at < len(lines):
            if self._text(at) == _PIPE or (at > first and self.blanks and lines[at].gap):
                break
            cell.append((lines[at].start, lines[at].end))
            at += 1
            if self.gapless and self._text(at - 1)[-1] not in "、,":
                break
        self.at = at
        return _FlatCell(cell, first, at)

    def header(self) -> list[str]:
        """Column titles from here on; the reader then stands at the first cell that is none."""
        titles: list[str] = []
        while True:
            held = self.at
            found = self._next()
            title = _plain(cell_text(self.view, found.cell)) if found else ""
            if not title or column_kind(title, exact=True) is None or title in titles:
                self.at = held
                return titles
            titles.append(title)

    def rows(self, grid: Grid) -> None:
        """All rows of the table; ``grid.last`` is then the line after it."""
        cells, starts = self._cells(grid)
        self._under_one_title(grid, starts)
        if "seq" not in grid.kinds and starts:
            grid.kinds.insert(starts[0], "seq")
            grid.titles.insert(starts[0], "")
        seq = grid.kinds.index("seq") if "seq" in grid.kinds else None
        if seq is not None and starts:
            self._numbered(grid, cells, starts, seq)
        elif seq is None:
            self._counted(grid, cells)

    def _cells(self, grid: Grid) -> tuple[list[_FlatCell], list[int]]:
        """The cells after the header without its repetitions, and where the next numbers from 1 on stand among them.

        Ends where no number comes for the length of two rows (for as long as owners fit, where none is numbered).
        """
        titles, width = grid.titles, len(grid.titles)
        owner = next(i for i, kind in enumerate(grid.kinds) if kind in OWNER_KINDS)
        cells: list[_FlatCell] = []
        texts: list[str] = []
        starts: list[int] = []
        while (found := self._next()) is not None:
            cells.append(found)
            texts.append(_plain(cell_text(self.view, found.cell)))
            if texts[-1] == titles[-1] and texts[-width:] == titles:
                del cells[-width:], texts[-width:]
                self.headed = found.last if not cells else self.headed
                continue
            at = len(cells) - 1
            if texts[at].strip(".、") == str(len(starts) + 1) and (at - starts[-1] >= 2 if starts else at < width):
                starts.append(at)
            elif at - (starts[-1] if starts else 0) > 2 * width + 2 and (starts or not _owns(texts, at, width, owner)):
                break
        return cells, starts

    def _under_one_title(self, grid: Grid, starts: list[int]) -> None:
        """Puts 牵头单位 and 配合单位 in the place of the 责任单位 that they stand under: a header of two rows gives the
        second row's titles last, so it has one more than the rows have cells."""
        kinds, last = grid.kinds, len(grid.kinds)
        while last and kinds[last - 1] in ("lead", "support"):
            last -= 1
        sizes = sorted(b - a for a, b in itertools.pairwise(starts))
        if len(kinds) - last < 2 or "responsible" not in kinds[:last] or not sizes:
            return
        if sizes[len(sizes) // 2] != len(kinds) - 1:
            return
        at = kinds.index("responsible")
        grid.kinds, grid.titles = (
            [*listed[:at], *listed[last:], *listed[at + 1 : last]] for listed in (kinds, grid.titles)
        )

    def _numbered(self, grid: Grid, cells: list[_FlatCell], starts: list[int], seq: int) -> None:
        after = len(grid.kinds) - seq - 1
        before = cells[: starts[0]]
        for start, stop in zip(starts, [*starts[1:], len(cells)], strict=True):
            before = self._bands(grid, before, seq)
            own = cells[start + 1 : stop]
            own = own if seq else self._joined(grid, own)
            taken = self._own(own[:after], grid, seq, stop == len(cells))
            lead = before[-seq:] if seq else []
            row = [*([[]] * (seq - len(lead))), *(c.cell for c in lead), cells[start].cell, *(c.cell for c in taken)]
            self._add(grid, row, [*lead, cells[start], *taken])
            before = own[len(taken) :]

    def _joined(self, grid: Grid, own: list[_FlatCell]) -> list[_FlatCell]:
        """The cells of a row after its number, with bodies on lines of their own put together where there are more
        cells than columns and only one of these holds bodies."""
        found: list[_FlatCell] = []
        single = sum(kind in OWNER_KINDS for kind in grid.kinds) == 1
        spare = len(own) - len(grid.kinds) + 1 if self.gapless and single else 0
        for cell in own:
            before = found[-1] if found else None
            both = before and all(_names_bodies(cell_text(self.view, each.cell)) for each in (before, cell))
            if spare > 0 and before and both:
                found[-1] = _FlatCell(before.cell + cell.cell, before.first, cell.last)
                spare -= 1
            else:
                found.append(cell)
        return found

    def _own(self, own: list[_FlatCell], grid: Grid, seq: int, ends: bool) -> list[_FlatCell]:
        """The cells of a row after its number, without those at their end that begin the next row: a band, or
        (where columns stand before the number) a cell in the place of owners that names no body."""
        owner = next(i for i, kind in enumerate(grid.kinds) if kind in OWNER_KINDS) - seq - 1
        width = len(grid.kinds) - seq - 1
        for at, cell in enumerate(own):
            text = cell_text(self.view, cell.cell)
            if at and (_names_band(text) or (seq and at == owner and not ends and not _names_bodies(text))):
                return own[:at]
        if 1 < len(own) < width and not ends and not seq and self._is_plain_band(own):
            return own[:-1]
        return own

    def _is_plain_band(self, own: list[_FlatCell]) -> bool:
        """Whether the last cell of a row that lost some is a title without a number over the rows after it: short
        after a longer cell, and no body or time."""
        text, before = (cell_text(self.view, cell.cell) for cell in (own[-1], own[-2]))
        said = _names_bodies(text) or looks_like_deadline(text) or any(mark in text for mark in "。,;、")
        return not said and len(text) <= _LONGEST_PLAIN_BAND < len(before)

    def _bands(self, grid: Grid, cells: list[_FlatCell], seq: int) -> list[_FlatCell]:
        """Adds the bands among the cells before a row's number as rows of their own; gives the cells that are left."""
        left = []
        for cell in cells:
            if _names_band(cell_text(self.view, cell.cell)):
                self._add(grid, [cell.cell], [cell])
            else:
                left.append(cell)
        return left

    def _counted(self, grid: Grid, cells: list[_FlatCell]) -> None:
        width = len(grid.titles)
        owner = next(i for i, kind in enumerate(grid.kinds) if kind in OWNER_KINDS)
        for at in range(0, len(cells) - width + 1, width):
            row = cells[at : at + width]
            if not _may_own(cell_text(self.view, row[owner].cell)):
                break
            self._add(grid, [c.cell for c in row], row)

    def _add(self, grid: Grid, row: list[Cell], cells: list[_FlatCell]) -> None:
        grid.rows.append(GridRow(row, False, self.lines[cells[0].first]))
        grid.last = cells[-1].last


def _names_band(text: str) -> bool:
    """Whether a cell is a heading over the rows after it: 行动一:…, 二、…"""
    heading = heading_at(text, 0, len(text))
    return heading is not None and heading.style.name != "number" and heading.end < len(text) <= _LONGEST_BAND


def _names_bodies(text: str) -> bool:
    return text in lexicon().tables.empty or bodies_in(text) > 0


def _may_own(text: str) -> bool:
    return len(text) <= 200 and "。" not in text[:-1]


def _owns(texts: list[str], at: int, width: int, owner: int) -> bool:
    """Whether the owner cell of the row that ``at`` is in may be one, where rows are counted by cells."""
    index = at - at % width + owner
    return index > at or _may_own(texts[index])
