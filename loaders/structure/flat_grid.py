"""Tables flattened to one cell a paragraph: the header's cells follow each other, then the cells of each row.

Cells are parted by lines with nothing but |, by blank lines, or are one line each. A row begins at the next number;
where no column is numbered, a row is as many cells as the header has.
"""

from __future__ import annotations

from dataclasses import dataclass

from loaders.structure.grid import OWNER_KINDS, Cell, Grid, GridRow, cell_text, column_kind, header_kinds
from loaders.structure.lines import Line
from loaders.structure.outline import opens_annex
from loaders.view import View

_PIPE = "|"
_LONGEST_RUN = 400_000


@dataclass(frozen=True, slots=True)
class _FlatCell:
    """A cell, the line that it begins at and the line after it."""

    cell: Cell
    first: int
    last: int


def find_flat_grids(view: View, lines: list[Line], grids: list[Grid]) -> list[Grid]:
    """Flattened tables outside the ``grids`` already found, with those: in the order of the text."""
    taken = {grid.first: grid.last for grid in grids}
    found = list(grids)
    index = 0
    while index < len(lines):
        if index in taken:
            index = taken[index]
            continue
        grid = _grid_at(view, lines, index) if _is_column(view, lines[index]) else None
        if grid is not None:
            found.append(grid)
            index = grid.last
        else:
            index += 1
    return sorted(found, key=lambda grid: grid.first)


def _is_column(view: View, line: Line) -> bool:
    return line.end - line.start <= 24 and column_kind(_plain(view.text[line.start : line.end])) is not None


def _plain(text: str) -> str:
    return text.strip("*|")


def _grid_at(view: View, lines: list[Line], index: int) -> Grid | None:
    reader = _Reader(view, lines, index)
    titles = reader.header()
    found = header_kinds(titles)
    if found is None or len(titles) < 3 or not set(found) & set(OWNER_KINDS):
        return None
    grid = Grid(found, titles, index, reader.at, flat=True)
    reader.rows(grid)
    return grid if grid.rows else None


class _Reader:
    def __init__(self, view: View, lines: list[Line], index: int) -> None:
        self.view, self.lines, self.at = view, lines, index
        near = range(index, min(len(lines), index + 8))
        self.pipes = any(self._text(i) == _PIPE for i in near)
        self.blanks = not self.pipes and sum(lines[i].gap for i in near) * 2 > len(near) - 1
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
            if not title or column_kind(title) is None or title in titles:
                self.at = held
                return titles
            titles.append(title)

    def rows(self, grid: Grid) -> None:
        """All rows of the table; ``grid.last`` is then the line after it."""
        cells = self._cells(grid.titles)
        texts = [cell_text(self.view, cell.cell) for cell in cells]
        starts = _numbers(texts, len(grid.titles))
        if "seq" not in grid.kinds and starts:
            lead = starts[0]
            grid.kinds.insert(lead, "seq")
            grid.titles.insert(lead, "")
        seq = grid.kinds.index("seq") if "seq" in grid.kinds else None
        if seq is not None and starts:
            self._numbered(grid, cells, starts, seq)
        elif seq is None:
            self._counted(grid, cells)

    def _cells(self, titles: list[str]) -> list[_FlatCell]:
        """All cells after the header, the repeated header left out."""
        cells: list[_FlatCell] = []
        while (found := self._next()) is not None:
            cells.append(found)
        texts = [_plain(cell_text(self.view, cell.cell)) for cell in cells]
        kept, at = [], 0
        while at < len(cells):
            if texts[at] == titles[0] and texts[at : at + len(titles)] == titles:
                at += len(titles)
            else:
                kept.append(cells[at])
                at += 1
        return kept

    def _numbered(self, grid: Grid, cells: list[_FlatCell], starts: list[int], seq: int) -> None:
        after = len(grid.kinds) - seq - 1
        before: list[_FlatCell] = cells[: starts[0]]
        for start, stop in zip(starts, [*starts[1:], len(cells)], strict=True):
            own = cells[start + 1 : stop]
            ends = stop == len(cells)
            taken = own[:after] if ends or len(own) > after else own
            lead = before[-seq:] if seq else []
            row = [*([[]] * (seq - len(lead))), *(c.cell for c in lead), cells[start].cell, *(c.cell for c in taken)]
            self._add(grid, row, [*lead, cells[start], *taken])
            before = own[len(taken) :]

    def _counted(self, grid: Grid, cells: list[_FlatCell]) -> None:
        width = len(grid.titles)
        owner = next(i for i, kind in enumerate(grid.kinds) if kind in OWNER_KINDS)
        for at in range(0, len(cells) - width + 1, width):
            row = cells[at : at + width]
            text = cell_text(self.view, row[owner].cell)
            if len(text) > 200 or "。" in text[:-1]:
                break
            self._add(grid, [c.cell for c in row], row)

    def _add(self, grid: Grid, row: list[Cell], cells: list[_FlatCell]) -> None:
        grid.rows.append(GridRow(row, False, self.lines[cells[0].first]))
        grid.last = cells[-1].last


def _numbers(texts: list[str], width: int) -> list[int]:
    """Where rows begin: cells that are the next number, from 1 on, at least two cells apart."""
    starts: list[int] = []
    limit = 2 * width + 2
    for at, text in enumerate(texts):
        if starts and at - starts[-1] > limit:
            break
        if not starts and at > width:
            break
        if text.strip(".、") == str(len(starts) + 1) and (not starts or at - starts[-1] >= 2):
            starts.append(at)
    return starts
