"""CSV and TSV files as rows of tabs."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from graph.errors import SourceError
from loaders.readers.builder import SourceBuilder
from loaders.readers.encoding import decode, read_bytes
from loaders.readers.limits import Limits

_DELIMITERS = ",;\t|"
_SAMPLE_LINES = 20


def read_delimited(path: Path, builder: SourceBuilder, limits: Limits) -> None:
    """Puts the rows of the file into ``builder``; finds the delimiter of a .csv, which is not always a comma."""
    text = decode(read_bytes(path, limits))
    lines = io.StringIO(text, newline="")
    rows = csv.reader(lines, delimiter="\t" if path.suffix.lower() == ".tsv" else _delimiter(text))
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
