"""From the lines of PDF pages back to paragraphs and tables.

A PDF holds lines as set, not paragraphs. A line that fills its column (an edge that two lines reach) goes on in the next one unless that is
indented or stands apart; tables are where ruled lines make cells.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

_PAGE_NUMBER = re.compile(r"[-—–·\s]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/,，共]\s*(?:共\s*)?\d{1,4}\s*页?)?[-—–·\s]*\Z")
_GAP = 0.9
_INDENT = 0.8
# By how many characters a full line may end short: rules of punctuation and long Latin words move words down.
_SHORT = 1.6
_SHORTEST = 5.0
_ENDINGS = "。;；:：!！?？)）"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text: left and right edge, top and bottom, in points from the top left."""

    text: str
    left: float
    right: float
    top: float
    bottom: float

    @property
    def size(self) -> float:
        """Height of the type."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Rows:
    """A table: where it begins and the texts of its cells."""

    top: float
    cells: list[list[str]]


class PdfLayout:
    """Paragraphs and tables of the pages that were added, as ``blocks`` for the reader."""

    def __init__(self) -> None:
        self.blocks: list[dict[str, Any]] = []
        self._open: Line | None = None
        self._full = False
        self._edge = 0.0

    def add(self, number: int, page: Any) -> bool:
        """Adds page ``number`` (a pdfplumber page); False when it holds no text."""
        tables = [table for table in page.find_tables() if len(table.rows) > 1 or len(table.rows[0].cells) > 1]
        boxes = [table.bbox for table in tables]
        rest = page.filter(lambda thing: not _inside_any(thing, boxes)) if boxes else page
        lines = [
            Line(raw["text"].strip(), raw["x0"], raw["x1"], raw["top"], raw["bottom"])
            for raw in rest.extract_text_lines(return_chars=False)
            if raw["text"].strip()
        ]
        rows = [
            Rows(table.bbox[1], [[_unwrapped(cell or "") for cell in row] for row in table.extract()])
            for table in tables
        ]
        return self.add_parts(number, [lines], rows)

    def add_parts(self, number: int, columns: list[list[Line]], tables: list[Rows]) -> bool:
        """Adds a page of lines, column by column, and tables; False when it has none."""
        first = True
        for at, column in enumerate(columns):
            lines = _without_page_number(column)
            left = min((line.left for line in lines), default=0.0)
            right = max((line.right for line in lines), default=0.0)
            reached = sum(right - line.right < 2 * line.size for line in lines) > 1
            known = reached or any(abs(right - self._edge) < 2 * line.size for line in lines[:1])
            self._edge = right if reached else self._edge
            indents = any(_INDENT * line.size < line.left - left < 4 * line.size for line in lines)
            parts: list[tuple[float, Line | Rows]] = [(line.top, line) for line in lines]
            parts += [(table.top, table) for table in tables if at == 0]
            for _, part in sorted(parts, key=lambda pair: pair[0]):
                if isinstance(part, Line):
                    self._add_line(number, part, left, new_page=first)
                    short = (right - part.right) / part.size
                    unfinished = indents or part.text[-1] not in _ENDINGS
                    self._full = known and short < (_SHORTEST if unfinished else _SHORT)
                else:
                    self.blocks.append({"page": number, "rows": part.cells})
                    self._open = None
                first = False
            first = True
        return bool(tables or any(columns))

    def _add_line(self, number: int, line: Line, left: float, *, new_page: bool) -> None:
        before = self._open
        goes_on = (
            before is not None
            and self._full
            and line.left - left < _INDENT * line.size
            and abs(line.size - before.size) < 0.2 * line.size
            and (new_page or line.top - before.bottom < _GAP * line.size)
        )
        if goes_on:
            self.blocks[-1]["text"] = joined(self.blocks[-1]["text"], line.text)
        else:
            self.blocks.append({"page": number, "text": line.text})
        self._open = line


def joined(before: str, after: str) -> str:
    """Two lines as one; a space only between two Latin words."""
    space = (
        " " if before[-1:].isascii() and after[:1].isascii() and before[-1:].isalpha() and after[:1].isalpha() else ""
    )
    return before + space + after


def _unwrapped(cell: str) -> str:
    text = ""
    for line in cell.split("\n"):
        text = joined(text, line.strip())
    return text


def _inside_any(thing: dict[str, Any], boxes: list[tuple[float, float, float, float]]) -> bool:
    if thing.get("object_type") != "char":
        return False
    x, y = (thing["x0"] + thing["x1"]) / 2, (thing["top"] + thing["bottom"]) / 2
    return any(left <= x <= right and top <= y <= bottom for left, top, right, bottom in boxes)


def _without_page_number(lines: list[Line]) -> list[Line]:
    """``lines`` without a first or last one that only counts the pages."""
    if lines and _PAGE_NUMBER.match(lines[0].text):
        lines = lines[1:]
    if lines and _PAGE_NUMBER.match(lines[-1].text):
        lines = lines[:-1]
    return lines
