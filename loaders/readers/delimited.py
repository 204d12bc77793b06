"""CSV and TSV files as rows of tabs."""

from __future__ import annotations

import csv
import io

from graph.errors import SourceError
from loaders.readers.builder import SourceBuilder

_DELIMITERS = ",;\t|"
_SAMPLE_LINES = 20


def read_delimited(text: str, builder: SourceBuilder, delimiter: str | None = None) -> None:
    """Puts the rows of ``text`` into ``builder``; finds the delimiter when none is given."""
    lines = io.StringIO(text, newline="")
    rows = csv.reader(lines, delimiter=delimiter or _delimiter(text))
    try:
        for number, row in enumerate(rows, 1):
            if len(row) == 1:
                builder.paragraph(row[0], f"row {number} cell 1")
            else:
                builder.row(row, [f"row {number} cell {column}" for column in range(1, len(row) + 1)])
    except csv.Error as error:
        raise SourceError(f"line {rows.line_num}: {error}") from None


def _delimiter(text: str) -> str:
    """The delimiter that stands most often in the first lines; a comma when none does."""
    head = text.split("\n", _SAMPLE_LINES)[:_SAMPLE_LINES]
    return max(_DELIMITERS, key=lambda mark: sum(line.count(mark) for line in head))
