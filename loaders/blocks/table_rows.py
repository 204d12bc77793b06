"""Rows of a grid laid on its columns: shifted and missing cells put right, continued rows joined, bands told apart."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from loaders.blocks.grid import OWNER_KINDS, UNKNOWN, Cell, Grid, GridRow, cell_text, column_kind
from loaders.outline.headings import heading_at
from loaders.responsibility.names import Names
from loaders.text.deadlines import looks_like_deadline
from loaders.text.lexicon import lexicon
from loaders.text.patterns import alternatives
from loaders.text.view import View

_NUMBER = re.compile(r"\(?[0-9]{1,6}\)?[.、]?\Z|\(?[一二三四五六七八九十百]{1,4}\)?、?\Z|[0-9]{1,2}[.-][0-9]{1,2}\Z")
_ARABIC = re.compile("[0-9]{1,4}[.、]?")
_CHINESE = re.compile(r"\(?[一二三四五六七八九十]{1,3}\)?[、.]?")
_LONGEST_BAND = 60
_MAX_CELLS = 40
_JUNK = set(",.;、。:|*'\"")
# Cells stay in the columns that they are printed in unless another way fits clearly better.
_PRINTED = 1.5
_MAY_STAND = -0.5
# How well a cell fits a column by its kind; a column left empty costs little when its cells are often merged.
_SKIP = {
    "category": 0.4,
    "topic": 0.8,
    "other": 0.6,
    UNKNOWN: 0.6,
    "seq": 1.0,
    "reference": 0.6,
    "person": 0.6,
    "support": 0.5,
}


@dataclass(slots=True)
class TableRow:
    """A row by column index; ``number`` as printed, ``band`` an index into the table's bands or None."""

    cells: dict[int, Cell]
    number: str
    band: int | None
    page: int
    start: int
    end: int

    def cell(self, index: int | None) -> Cell:
        """The cell of a column, empty when it has none."""
        return self.cells.get(index, []) if index is not None else []


@dataclass(slots=True)
class Band:
    """A row that only names the rows after it."""

    number: str
    start: int
    name_start: int
    end: int


@dataclass(slots=True)
class Table:
    """A grid's rows on its columns, with bands and the rows that could not be read. In a ``flat`` table nothing shows
    at which column a cell was lost."""

    kinds: list[str]
    titles: list[str]
    rows: list[TableRow] = field(default_factory=list)
    bands: list[Band] = field(default_factory=list)
    lost: list[tuple[int, int]] = field(default_factory=list)
    flat: bool = False

    def column(self, *wanted: str) -> int | None:
        """The first column of any of these kinds."""
        return next((i for i, kind in enumerate(self.kinds) if kind in wanted), None)


def read_table(view: View, grid: Grid, names: Names) -> Table:
    """The rows of ``grid`` on its columns."""
    table = Table(list(grid.kinds), list(grid.titles), flat=grid.flat)
    page, band = 0, None
    counted = any(_ARABIC.fullmatch(cell_text(view, row.cells[0])) for row in grid.rows if row.cells)
    for index, row in enumerate(grid.rows):
        filled = [cell for cell in row.cells if cell and not set(cell_text(view, cell)) <= _JUNK]
        page += row.gap
        if not any(c.isalnum() for cell in filled for c in cell_text(view, cell)) or _is_header(
            view, table, row, index
        ):
            continue
        if _takes_band(view, table, row, filled) or (counted and _takes_numbered_band(view, table, row, filled)):
            band = len(table.bands) - 1
            continue
        _take_row(view, table, row, filled, band, page, names)
    return table


def unknown_columns(table: Table) -> list[str]:
    """The titles of columns that hold something and that neither a list nor their cells tell."""
    return [
        table.titles[column]
        for column, kind in enumerate(table.kinds)
        if kind == UNKNOWN and any(row.cell(column) for row in table.rows)
    ]


def _is_header(view: View, table: Table, row: GridRow, index: int) -> bool:
    """A repeated header, or the second line of one (牵头单位 and 配合单位 under 责任单位), which refines the columns."""
    texts = [cell_text(view, cell).strip("*") for cell in row.cells]
    found = [(at, text, column_kind(text)) for at, text in enumerate(texts) if text]
    if len(found) < 2 and not (index == 0 and found and found[0][2]):
        return False
    if any(kind is None for _, _, kind in found):
        repeated = [text for text in texts if text]
        return repeated == [title for title in table.titles if title]
    if index == 0:
        for at, text, kind in found:
            while len(table.kinds) <= at:
                table.kinds.append("")
                table.titles.append("")
            table.kinds[at], table.titles[at] = kind or "other", text
    return True


def _takes_band(view: View, table: Table, row: GridRow, filled: list[Cell]) -> bool:
    """Takes a row that only names the rows after it: one cell, or a heading mark and its title in two."""
    start, end = filled[0][0][0], filled[-1][-1][1]
    heading = heading_at(view.text, start, end)
    mark_alone = heading is not None and heading.end == filled[0][-1][1] and heading.style.name != "number"
    if len(filled) > 1 and not (mark_alone and len(filled) == 2 and end - start <= _LONGEST_BAND):
        return False
    if heading is None:
        alone = row.cells[0] is filled[0] and table.column("seq") is not None
        if not alone or end - start > _LONGEST_BAND or _NUMBER.match(view.text[start:end]):
            return False
    elif heading.end >= end or end - start > 2 * _LONGEST_BAND:
        return False
    number, name = (heading.number, heading.end) if heading else ("", start)
    table.bands.append(Band(number, start, name, end))
    return True


def _takes_numbered_band(view: View, table: Table, row: GridRow, filled: list[Cell]) -> bool:
    """Takes a row of a Chinese number and a title, where the rows that state work are counted 1, 2, 3."""
    if len(filled) != 2 or row.cells[:2] != filled or table.column("seq") != 0:
        return False
    number, (start, end) = cell_text(view, filled[0]), (filled[1][0][0], filled[1][-1][1])
    if not _CHINESE.fullmatch(number) or end - start > _LONGEST_BAND:
        return False
    table.bands.append(Band(number.strip("()、."), filled[0][0][0], start, end))
    return True


def _take_row(
    view: View, table: Table, row: GridRow, filled: list[Cell], band: int | None, page: int, names: Names
) -> None:
    start, end = min(c[0][0] for c in filled), max(c[-1][1] for c in filled)
    cells = _laid(view, table, row, filled, names)
    seq = table.column("seq")
    number = cell_text(view, cells.get(seq, [])) if seq is not None else ""
    number = number.strip("().、") if _NUMBER.match(number) else ""
    last = table.rows[-1] if table.rows else None
    if seq is not None and not number and last is not None and _continues(view, table, last, cells):
        for column, cell in cells.items():
            last.cells.setdefault(column, []).extend(cell)
        last.end = max(last.end, end)
        return
    table.rows.append(TableRow(cells, number, band, page, start, end))


def _continues(view: View, table: Table, last: TableRow, cells: dict[int, Cell]) -> bool:
    """Whether a row without a number carries on the row before it over a page break."""
    work = [i for i, kind in enumerate(table.kinds) if kind in ("content", "name", "topic") and i in cells]
    owners = [i for i, kind in enumerate(table.kinds) if kind in OWNER_KINDS and i in cells]
    if not work or not owners:
        return True
    if len(work) > 1:
        return False  # a title, a text and owners: a row of its own under a merged number
    before = last.cell(work[-1])
    return bool(before) and view.text[before[-1][1] - 1] not in "。;!?"


def _laid(view: View, table: Table, row: GridRow, filled: list[Cell], names: Names) -> dict[int, Cell]:
    """The cells by column: as printed where that fits as well as any other way, otherwise by the best fit in order."""
    direct = {i: cell for i, cell in enumerate(row.cells) if cell and i < len(table.kinds) and table.kinds[i]}
    fits = len(direct) == len(filled)
    if fits and (_plainly(view, table, direct, names) or _whole(view, table, row, direct, names)):
        return direct
    best, score = _best_fit(view, table, filled[:_MAX_CELLS], names)
    lost = table.flat and len(filled) < sum(map(bool, table.kinds))
    if fits and not lost:
        skipped = sum(_SKIP.get(kind, 1.5) for i, kind in enumerate(table.kinds) if kind and i not in direct)
        if sum(_fit(view, cell, table.kinds[i], names) for i, cell in direct.items()) - skipped >= score - _PRINTED:
            return direct
    return best


def _whole(view: View, table: Table, row: GridRow, direct: dict[int, Cell], names: Names) -> bool:
    """Whether a row prints every column, the merged ones empty, and what stands in them may stand there."""
    if table.flat or len(row.cells) != len(table.kinds):
        return False
    return all(_fit(view, cell, table.kinds[column], names) >= _MAY_STAND for column, cell in direct.items())


def _plainly(view: View, table: Table, direct: dict[int, Cell], names: Names) -> bool:
    """Whether the number and the owners stand in their columns, so that nothing has moved."""
    for column, kind in enumerate(table.kinds):
        if kind in ("seq", "responsible", "lead") and (
            column not in direct or _fit(view, direct[column], kind, names) <= 0
        ):
            return False
    return True


def _best_fit(view: View, table: Table, filled: list[Cell], names: Names) -> tuple[dict[int, Cell], float]:
    """Cells put on columns in order with the greatest sum of fits, and that sum (rows and columns are few)."""
    columns = [i for i, kind in enumerate(table.kinds) if kind]
    width, height = len(columns), len(filled)
    best = [[0.0] * (width + 1) for _ in range(height + 1)]
    step = [[""] * (width + 1) for _ in range(height + 1)]
    for c in range(1, width + 1):
        best[0][c] = best[0][c - 1] - _SKIP.get(table.kinds[columns[c - 1]], 1.5)
        step[0][c] = "skip"
    for r in range(1, height + 1):
        best[r][0], step[r][0] = best[r - 1][0] - 4, "drop"
        for c in range(1, width + 1):
            kind = table.kinds[columns[c - 1]]
            choices = {
                "put": best[r - 1][c - 1] + _fit(view, filled[r - 1], kind, names),
                "skip": best[r][c - 1] - _SKIP.get(kind, 1.5),
                "drop": best[r - 1][c] - 4,
            }
            step[r][c] = max(choices, key=lambda choice: choices[choice])
            best[r][c] = choices[step[r][c]]
    laid, r, c = {}, height, width
    while r or c:
        way = step[r][c]
        if way == "put":
            laid[columns[c - 1]] = filled[r - 1]
        r, c = r - (way != "skip"), c - (way != "drop")
    return laid, best[height][width]


def _fit(view: View, cell: Cell, kind: str, names: Names) -> float:
    """How well a cell's text fits a kind of column; negative where it does not."""
    text = cell_text(view, cell)
    size = len(text)
    if kind == "seq":
        return 3 if _NUMBER.match(text) else -4
    if kind in OWNER_KINDS:
        return _owner_fit(text, names)
    if kind == "deadline":
        return 2 if looks_like_deadline(text) else -1
    if kind in ("category", "topic"):
        return (0.6 if size <= 16 else -0.5) - (1 if "。" in text[:-1] else 0) - (3 if _NUMBER.match(text) else 0)
    if kind == "content":
        return 1.5 if size > 20 or "。" in text else 0.3
    if kind == "reference":
        return 2 if "《" in text else -0.5
    return (0.5 if size <= 60 else -0.5) - (2 if _NUMBER.match(text) else 0)


def _owner_fit(text: str, names: Names) -> float:
    if text in lexicon().tables.empty:
        return 1
    if len(text) > 300 or "。" in text[:-1]:
        return -3
    parts = [part for part in _split().split(text) if part][:12]
    signs = lexicon().tables.owner_signs
    good = sum(names.complete(part.partition("(")[0] or part) or any(sign in part for sign in signs) for part in parts)
    if not parts:
        return -1
    return 3 * good / len(parts) - 0.8 if good else (-0.2 if len(text) <= 12 else -2)


@cache
def _split() -> re.Pattern[str]:
    return re.compile(f"[、,;/]|{alternatives(lexicon().tables.joiners)}")
