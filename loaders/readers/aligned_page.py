"""A page's lines, with the tables without rules among them, put into the layout of a file."""

from __future__ import annotations

from collections.abc import Sequence

from loaders.readers.aligned import Aligned, aligned_tables
from loaders.readers.aligned_rows import Row
from loaders.readers.pdf_layout import Cell, Line, PdfLayout, Rows, Unread, in_one, without_page_number


class Pages:
    """Adds pages to ``layout``, one after the other; knows the table without rules that the last one ended in."""

    def __init__(self, layout: PdfLayout) -> None:
        self.layout = layout
        self._before: Aligned | None = None

    def add(self, number: int, columns: list[list[Line]], tables: Sequence[Rows], width: float) -> bool:
        """Adds page ``number`` of lines, column by column, and ruled tables; False when it has none."""
        if len(columns) != 1:
            self._before = None
            return self.layout.add_parts(number, columns, tables)
        lines = without_page_number(columns[0])
        found = aligned_tables(lines, width, None if tables else self._before)
        self._before = found[-1] if found and found[-1].open_end else None
        taken = {id(line) for table in found for line in table.lines}
        rest = [line for line in lines if id(line) not in taken]
        return self.layout.add_parts(number, [rest], [*tables, *map(_part, found)])


def _part(table: Aligned) -> Rows | Unread:
    lines = sorted(table.lines, key=lambda line: (line.top, line.left))
    if table.rows is None:
        return Unread(lines[0].top, lines, table.goes_on)
    header = [[in_one([cell]) for cell in table.header]] if table.header else []
    unsure = frozenset(len(header) + at for at, row in enumerate(table.rows) if row.unsure)
    carries_on = table.rows[0].carries_on if table.rows else False
    return Rows(lines[0].top, [*header, *map(_cells, table.rows)], carries_on, unsure)


def _cells(row: Row) -> list[Cell]:
    return [in_one(cell, room) for cell, room in zip(row.cells, row.room, strict=True)]
