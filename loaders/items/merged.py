"""Merged owner cells: in a table that prints owners once for several rows, the rows after them that print none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from loaders.blocks.grid import OWNER_KINDS
from loaders.blocks.table_rows import Table, TableRow
from loaders.items.context import Context
from loaders.text.view import Span, tidy


@dataclass(frozen=True, slots=True)
class _Columns:
    """The columns that name who answers for a row (the leads, where a table has any), and the other owners."""

    primary: tuple[int, ...]
    others: tuple[int, ...]

    def named(self, row: TableRow) -> bool:
        """Whether the row itself says who answers for it."""
        return any(row.cell(column) for column in self.primary)


def share_owners(context: Context, table: Table) -> None:
    """Gives rows without owners the owner cells of the row above them in the same band, as merged cells mean it.

    Where a band begins with a row that names nobody, owners may be printed in the middle of the rows that they
    rule, so nothing is shared in that table.
    """
    owners = [i for i, kind in enumerate(table.kinds) if kind in OWNER_KINDS]
    chief = "lead" if "lead" in table.kinds else "responsible"
    primary = tuple(i for i in owners if table.kinds[i] == chief)
    columns = _Columns(primary, tuple(i for i in owners if i not in primary))
    bands = list(_bands(table))
    if not primary or any(not columns.named(rows[0]) and any(map(columns.named, rows)) for rows in bands):
        return
    for rows in bands:
        _share(context, columns, rows)


def _bands(table: Table) -> Iterator[list[TableRow]]:
    rows: list[TableRow] = []
    for row in table.rows:
        if rows and row.band != rows[0].band:
            yield rows
            rows = []
        rows.append(row)
    if rows:
        yield rows


def _share(context: Context, columns: _Columns, rows: list[TableRow]) -> None:
    ruling = rows[0]
    ruled: list[TableRow] = []
    for row in rows:
        if columns.named(row):
            _report(context, columns, ruling, ruled)
            ruling, ruled = row, []
            continue
        alone = not any(row.cell(column) for column in columns.others)
        for column in columns.primary + (columns.others if alone else ()):
            if ruling.cell(column):
                row.cells[column] = ruling.cell(column)
        ruled.append(row)
    _report(context, columns, ruling, ruled)


def _report(context: Context, columns: _Columns, ruling: TableRow, ruled: list[TableRow]) -> None:
    if not ruled or not columns.named(ruling):
        return
    view = context.view
    cell = [piece for column in columns.primary for piece in ruling.cell(column)]
    span = Span(view.offsets[cell[0][0]], view.offsets[cell[-1][1] - 1] + 1)
    name = "、".join(tidy(view, start, end) for start, end in cell)
    numbers = [row.number or "?" for row in (ruling, *ruled)]
    context.finding("category-merged", span, name=name, rows=f"{numbers[0]}-{numbers[-1]}")
