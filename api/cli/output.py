"""Rows as tables that align Chinese, as JSON or as CSV."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from api.cli.options import RowsFormat
from graph.export.cells import cell as csv_cell

# A pipe has no width of its own; wide enough that a table of sentences stays readable.
PIPE_WIDTH = 120


def console(stderr: bool = False) -> Console:
    """A console on standard output or standard error; colours and width as the terminal has them."""
    made = Console(stderr=stderr, highlight=False, soft_wrap=False)
    if not made.is_terminal and "COLUMNS" not in made._environ:
        made.width = PIPE_WIDTH
    return made


def cell(value: Any) -> str:
    """A value as a person reads it: lists joined by 、, numbers without a useless tail, nothing for None."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "✓" if value else ""
    if isinstance(value, float):
        return f"{value:.3f}".rstrip("0").rstrip(".")
    if isinstance(value, list):
        return "、".join(cell(part) for part in value)
    if isinstance(value, dict):
        return " ".join(cell(part) for part in value.values() if part is not None)
    return str(value)


def table(headings: Sequence[str], rows: Iterable[Sequence[Any]], title: str | None = None) -> Table:
    """A Rich table; numbers to the right. Cells are plain text: markup in a plan's text does nothing.

    Without ``headings`` each row is a heading and its value.
    """
    rows = list(rows)
    made = Table(title=Text(title) if title else None, title_justify="left", header_style="bold", pad_edge=False)
    if not headings:
        made.show_header = False
        headings = ("", "")
    for index, heading in enumerate(headings):
        numeric = bool(rows) and all(isinstance(row[index], int | float | None) for row in rows)
        made.add_column(Text(heading), justify="right" if numeric else "left", overflow="fold")
    for row in rows:
        made.add_row(*(Text(cell(value)) for value in row))
    return made


def print_rows(columns: Sequence[str], headings: Sequence[str], rows: Sequence[Sequence[Any]], to: RowsFormat) -> None:
    """Prints rows to standard output: a table under ``headings``, or JSON objects or CSV by ``columns``."""
    if to is RowsFormat.table:
        console().print(table(headings, rows))
    elif to is RowsFormat.json:
        print_json([dict(zip(columns, row, strict=True)) for row in rows])
    else:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([csv_cell(value) for value in row] for row in rows)


def print_json(data: Any) -> None:
    """Prints ``data`` as JSON with Chinese as it is."""
    json.dump(data, sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")
