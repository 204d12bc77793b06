"""Tables as grids of cells: lines with tabs or pipes, and tables flattened to one cell a paragraph.

A grid begins at a header (a row whose cells are column names of tables.yaml) and ends where its rows end. Cells are
lists of view ranges, since a page break may part one cell in two.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, lru_cache

from graph.numerals import ORDINAL
from loaders.blocks.lines import Line, cells_of, is_tabular
from loaders.outline.headings import heading_at
from loaders.responsibility.names import is_body
from loaders.text.lexicon import lexicon
from loaders.text.patterns import alternatives, any_of, by_length, kinds
from loaders.text.view import View

# A column that no list names.
UNKNOWN = "unknown"
OWNER_KINDS = ("lead", "responsible", "support")
_LONGEST_HEADER_CELL = 24
_LOOK_AHEAD = 4
_MOST_COLUMNS = 60
_LONGEST_VARIANT = 12
_SHORTEST_WORD = 4
_LOOK_ROWS = 20
_MOSTLY = 0.7
_WORK_SIZE = 6
_PIECES = re.compile("[、,;/]")

Cell = list[tuple[int, int]]


@dataclass(slots=True)
class GridRow:
    """Cells of one printed row, empty ones included; ``gap`` when a blank line or page break stands before it."""

    cells: list[Cell]
    gap: bool
    line: Line


@dataclass(slots=True)
class Grid:
    """A table as printed. ``kinds`` and ``titles`` are its columns; ``first``..``last`` the lines it takes (exclusive);
    ``refused`` when its cells can't be told apart."""

    kinds: list[str]
    titles: list[str]
    first: int
    last: int
    rows: list[GridRow] = field(default_factory=list)
    flat: bool = False
    stray: list[Line] = field(default_factory=list)
    refused: bool = False


def cell_text(view: View, cell: Cell) -> str:
    """The folded text of a cell."""
    if len(cell) == 1:
        return view.text[cell[0][0] : cell[0][1]]
    return "".join([view.text[start:end] for start, end in cell])


def column_kind(title: str, exact: bool = False) -> str | None:
    """What the column of that title holds, or None; a longer title is told by the column name in it unless ``exact``."""
    if not title or len(title) > _LONGEST_HEADER_CELL:
        return None
    table = _column_kinds()
    bare = title.partition("(")[0].strip("*:")
    if title in table or bare in table:
        return table.get(title) or table.get(bare)
    if exact or len(bare) > _LONGEST_VARIANT or any(mark in bare for mark in ":。,;、"):
        return None
    return next((table[word] for word in _long_words() if word in bare), None) if _any_long().search(bare) else None


@cache
def _any_long() -> re.Pattern[str]:
    return re.compile(alternatives(_long_words()))


@cache
def _long_words() -> tuple[str, ...]:
    """Column names long enough to be told inside a longer title (2024年工作目标), the longest first."""
    return tuple(word for word in by_length(_column_kinds()) if len(word) >= _SHORTEST_WORD)


@cache
def _column_kinds() -> dict[str, str]:
    return kinds(lexicon().tables.columns)


def header_kinds(texts: list[str]) -> list[str] | None:
    """The kinds of columns when the cells are a header: most of them known, one of work or of responsibility."""
    printed = [text for text in texts if text]
    found = [column_kind(text) for text in printed]
    known = [kind for kind in found if kind]
    if len(printed) > _MOST_COLUMNS or len(known) < 2 or len(known) * 5 < len(printed) * 3:
        return None
    if not set(known) & {*OWNER_KINDS, "content", "name", "topic"}:
        return None
    return [(column_kind(text) or UNKNOWN) if text else "" for text in texts]


def kinds_by_content(view: View, kinds: list[str], titles: list[str], rows: list[list[Cell]]) -> list[str]:
    """``kinds`` with the columns that no list names told by what their cells hold: bodies, or the work itself."""
    found = list(kinds)
    for column, kind in enumerate(kinds):
        texts = [cell_text(view, row[column]) for row in rows if column < len(row) and row[column]]
        if kind != UNKNOWN or not texts:
            continue
        if sum(bodies_in(text) == 1 for text in texts) >= _MOSTLY * len(texts):
            words = lexicon().tables.owner_words
            found[column] = next(
                (role for role in ("lead", "support") if any(w in titles[column] for w in words[role])), "responsible"
            )
        elif not set(found) & {"content", "name", "topic"} and sum(map(len, texts)) >= _WORK_SIZE * len(texts):
            found[column] = "content"
    return found


@lru_cache(maxsize=1 << 14)
def bodies_in(text: str) -> float:
    """Which share of what a cell lists is names of bodies (市财政局、市教育局等)."""
    pieces = [piece for piece in _PIECES.split(text) if piece]
    words = lexicon().responsibility  # 县、区政府 and 市直部门、单位 are each the name of one group
    pieces = [piece for piece in pieces if piece not in words.places and piece not in words.carries_on] or pieces
    sign = words.open_end.sign
    return sum(is_body(piece) or is_body(piece.partition(sign)[0]) for piece in pieces) / len(pieces) if pieces else 0.0


def outside(lines: list[Line], found: list[Grid], read: Callable[[int], tuple[Grid | None, int]]) -> list[Grid]:
    """The grids ``found`` with those that ``read`` finds at lines outside them: it gives the grid that begins at a line,
    or None, and the line to go on from."""
    taken = {grid.first: grid.last for grid in found}
    grids, index = list(found), 0
    while index < len(lines):
        if index in taken:
            index = taken[index]
            continue
        grid, index = read(index)
        if grid is not None:
            grids.append(grid)
    return grids


def find_grids(view: View, lines: list[Line], found: list[Grid]) -> list[Grid]:
    """The grids of lines that print cells, with those ``found`` before."""

    def read(index: int) -> tuple[Grid | None, int]:
        grid = _grid_at(view, lines, index) if is_tabular(view, lines[index]) else None
        return grid, grid.last if grid else index + 1

    return outside(lines, found, read)


def _grid_at(view: View, lines: list[Line], index: int) -> Grid | None:
    texts = [view.text[start:end].strip("*") for start, end in cells_of(view, lines[index])]
    found = header_kinds(texts) or _unlisted_header(view, lines, index, texts)
    if found is None:
        return None
    while found and not found[-1]:
        found.pop()
    grid = Grid(found, texts[: len(found)], index, index + 1)
    _take_rows(view, lines, grid)
    grid.kinds = kinds_by_content(view, grid.kinds, grid.titles, [row.cells for row in grid.rows])
    return grid


def _unlisted_header(view: View, lines: list[Line], index: int, texts: list[str]) -> list[str] | None:
    """The kinds of columns whose titles no list names, where the rows below are as many cells each, bodies in one."""
    if len([text for text in texts if text]) < 2 or any(
        len(t) > _LONGEST_VARIANT or set(t) & set("。;,、:") for t in texts
    ):
        return None
    rows: list[list[Cell]] = []
    for line in lines[index + 1 : index + 1 + _LOOK_ROWS]:
        cells = cells_of(view, line) if is_tabular(view, line) else []
        if len(cells) != len(texts):
            break
        rows.append([[cell] if cell[1] > cell[0] else [] for cell in cells])
    if len(rows) < 2:
        return None
    kinds = [(column_kind(text) or UNKNOWN) if text else "" for text in texts]
    found = kinds_by_content(view, kinds, texts, rows)
    return found if set(found) & set(OWNER_KINDS) and set(found) & {"content", "name", "topic"} else None


def _take_rows(view: View, lines: list[Line], grid: Grid) -> None:
    index = grid.first + 1
    while index < len(lines):
        line = lines[index]
        if not is_tabular(view, line):
            ahead = next(
                (k for k in range(index, min(len(lines), index + _LOOK_AHEAD)) if is_tabular(view, lines[k])), None
            )
            if ahead is None or any(_ends_table(view, lines[k]) for k in range(index, ahead)):
                break
            for stray in lines[index:ahead]:
                if heading_at(view.text, stray.start, stray.end):
                    grid.rows.append(GridRow([[(stray.start, stray.end)]], stray.gap, stray))
                else:
                    grid.stray.append(stray)
            index = ahead
            continue
        cells = cells_of(view, line)
        if index > grid.first + 1 and _other_table(view, cells, grid):
            break
        grid.rows.append(GridRow([[cell] if cell[1] > cell[0] else [] for cell in cells], line.gap, line))
        index += 1
    grid.last = index


def _other_table(view: View, cells: list[tuple[int, int]], grid: Grid) -> bool:
    """Whether the cells are the header of another table (the same header again is only repeated)."""
    found = header_kinds([view.text[start:end].strip("*") for start, end in cells])
    return found is not None and [k for k in found if k] != [k for k in grid.kinds if k]


def _ends_table(view: View, line: Line) -> bool:
    text = view.text[line.start : min(line.end, line.start + 30)]
    return line.end - line.start > 80 or _after_table().match(text) is not None


@cache
def _after_table() -> re.Pattern[str]:
    tables = lexicon().tables
    return re.compile(f"{any_of(tables.captions)}[0-9{ORDINAL}]{{1,3}}|{any_of(tables.annex_starts)}")
