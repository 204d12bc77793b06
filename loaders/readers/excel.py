"""Excel workbooks: the visible sheets in order, a row a line. Formulas give the values that Excel last stored."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter

from graph.errors import SourceError
from loaders.readers.archive import check_archive
from loaders.readers.builder import SourceBuilder
from loaders.readers.limits import Limits

_PERCENT_PLACES = 10
# How many blank cells are looked at for each that may hold something: a cell at the far corner pads all before it.
_BLANKS = 20


def read_excel(path: Path, builder: SourceBuilder, limits: Limits) -> None:
    """Puts the sheets of the workbook into ``builder``. Macros and links are not even loaded."""
    check_archive(path, limits)
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False, keep_vba=False)
    except MemoryError:
        raise
    except Exception as error:  # openpyxl raises whatever its XML hits on
        raise SourceError(f"the workbook is damaged ({type(error).__name__}); save it anew") from None
    looked_at = 0
    try:
        for sheet in book.worksheets:
            if sheet.sheet_state == "visible":
                looked_at = _read_sheet(sheet, builder, looked_at)
    except (SourceError, MemoryError):
        raise
    except Exception as error:
        raise SourceError(f"sheet {sheet.title} is damaged ({type(error).__name__}); save it anew") from None
    finally:
        book.close()


def _read_sheet(sheet: Any, builder: SourceBuilder, looked_at: int) -> int:
    """Adds a sheet; how many cells were looked at in the book, from ``looked_at`` on."""
    builder.begin_table()
    # What a file says of its own size is often wrong, and decides how far openpyxl pads its rows.
    sheet.reset_dimensions()
    for number, row in enumerate(sheet.iter_rows(), 1):
        looked_at += len(row) + 1
        if looked_at > _BLANKS * builder.cells:
            raise SourceError(f"sheet {sheet.title} is nearly all blank cells; delete those beyond the plan")
        texts = [_printed(cell.value, cell.number_format) if cell.value is not None else "" for cell in row]
        while texts and not texts[-1].strip():
            texts.pop()
        places = [f"{sheet.title}!{get_column_letter(column)}{number}" for column in range(1, len(texts) + 1)]
        if len(texts) == 1:
            builder.paragraph(texts[0], places[0])
        elif texts:
            builder.row(texts, places)
    return looked_at


def _printed(value: object, number_format: str) -> str:
    """A cell's value about as Excel shows it."""
    if isinstance(value, datetime.datetime | datetime.date):
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    if "%" in number_format:
        return f"{round(value * 100, _PERCENT_PLACES):g}%"
    return str(int(value)) if value == int(value) else str(value)
