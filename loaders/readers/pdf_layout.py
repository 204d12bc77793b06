"""From the lines of PDF pages back to paragraphs and tables.

A PDF holds lines as set, not paragraphs. A line that fills its column (an edge that two lines reach) goes on in the next one unless that is
indented or stands apart; tables are where ruled lines make cells.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from loaders.readers.builder import placed

_PAGE_NUMBER = re.compile(r"[-—–·\s]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/,，共]\s*(?:共\s*)?\d{1,4}\s*页?)?[-—–·\s]*\Z")
_GAP = 0.9
_INDENT = 0.8
# By how many characters a full line may end short: rules of punctuation and long Latin words move words down.
_SHORT = 1.6
_SHORTEST = 5.0
_ENDINGS = "。;；:：!！?？)）"

# Where a character stands on its page, in whole units of the page: left, top, right, bottom.
Glyph = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text: left and right edge, top and bottom, in points from the top left; a glyph for each of its
    ``placed`` characters, or none at all."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    glyphs: tuple[Glyph, ...] = ()

    @property
    def size(self) -> float:
        """Height of the type."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Cell:
    """The text of a table's cell, with the glyphs of its ``placed`` characters."""

    text: str = ""
    glyphs: tuple[Glyph, ...] = ()


@dataclass(frozen=True, slots=True)
class Rows:
    """A table: where it begins and its cells."""

    top: float
    cells: list[list[Cell]]


class PdfLayout:
    """Paragraphs and tables of the pages that were added, as ``blocks`` for the reader, and the ``sizes`` of pages.

    A block is {"page", "text", "glyphs"} or {"page", "rows", "glyphs"}; a glyph is [page, left, top, right, bottom].
    """

    def __init__(
        self, blocks: list[dict[str, Any]] | None = None, sizes: dict[int, tuple[int, int]] | None = None
    ) -> None:
        self.blocks = blocks or []
        self.sizes = sizes or {}
        self._open: Line | None = None
        self._full = False
        self._edge = 0.0

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
                    self._add_table(number, part)
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
            self.blocks.append({"page": number, "text": line.text, "glyphs": []})
        self.blocks[-1]["glyphs"] += _on_page(number, line.glyphs)
        self._open = line

    def _add_table(self, number: int, table: Rows) -> None:
        rows = [[cell.text for cell in row] for row in table.cells]
        glyphs = [[glyph for cell in row for glyph in _on_page(number, cell.glyphs)] for row in table.cells]
        self.blocks.append({"page": number, "rows": rows, "glyphs": glyphs})
        self._open = None


def _on_page(number: int, glyphs: Sequence[Glyph]) -> list[list[int]]:
    return [[number, *glyph] for glyph in glyphs]


def joined(before: str, after: str) -> str:
    """Two lines as one; a space only between two Latin words."""
    space = (
        " " if before[-1:].isascii() and after[:1].isascii() and before[-1:].isalpha() and after[:1].isalpha() else ""
    )
    return before + space + after


def in_one(lines: Sequence[Line]) -> Cell:
    """Lines one below the other as the text of a cell."""
    text = ""
    for line in lines:
        text = joined(text, line.text.strip())
    glyphs = [glyph for line in lines for glyph in line.glyphs]
    return Cell(text, tuple(glyphs) if len(glyphs) == len(placed(text)) else ())


def _without_page_number(lines: list[Line]) -> list[Line]:
    """``lines`` without a first or last one that only counts the pages."""
    if lines and _PAGE_NUMBER.match(lines[0].text):
        lines = lines[1:]
    if lines and _PAGE_NUMBER.match(lines[-1].text):
        lines = lines[:-1]
    return lines
