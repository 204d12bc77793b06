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
from loaders.readers.line_break import had_to_break

_PAGE_NUMBER = re.compile(r"[-—–·\s]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/,，共]\s*(?:共\s*)?\d{1,4}\s*页?)?[-—–·\s]*\Z")
# What begins a row of its own: a number, or a text that has one.
_NEW = re.compile(r"[(（]?(?:\d{1,4}|[一二三四五六七八九十百]{1,4})(?:[)）]|[、.．]|\Z)")
_GAP = 0.9
_INDENT = 0.8
_MARGINS = 1.2
# By how many characters a full line may end short: rules of punctuation and long Latin words move words down.
_SHORT = 1.6
_SHORTEST = 5.0
_ENDINGS = "。;；:：!！?？)）"

# Where a character stands on its page, in whole units of the page: left, top, right, bottom.
Glyph = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text: left and right edge, top and bottom, in points from the top left; a glyph for each of its
    ``placed`` characters, or none at all; its ``pieces`` where gaps part it."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    glyphs: tuple[Glyph, ...] = ()
    pieces: tuple[Line, ...] = ()

    @property
    def size(self) -> float:
        """Height of the type."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Cell:
    """The text of a table's cell, with the glyphs of its ``placed`` characters; ``room`` is how many more its last line
    has room for."""

    text: str = ""
    glyphs: tuple[Glyph, ...] = ()
    room: float = 0.0


@dataclass(frozen=True, slots=True)
class Rows:
    """A table: where it begins and its cells. ``carries_on``: whether its first row goes on the last one of the page
    before, None where the cells themselves tell; ``unsure`` its rows that may be more than one."""

    top: float
    cells: list[list[Cell]]
    carries_on: bool | None = None
    unsure: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Unread:
    """The lines of a table whose cells can't be told apart; ``goes_on``: whether it began on the page before."""

    top: float
    lines: list[Line]
    goes_on: bool = False


class PdfLayout:
    """Paragraphs and tables of the pages that were added, as ``blocks`` for the reader, and the ``sizes`` of pages.

    A block is {"page", "text", "glyphs"} or {"page", "rows", "glyphs"}; a glyph is [page, left, top, right, bottom]. What
    is not sure of it stands under "doubts": (row, code), a text being row 0.
    """

    def __init__(
        self, blocks: list[dict[str, Any]] | None = None, sizes: dict[int, tuple[int, int]] | None = None
    ) -> None:
        self.blocks = blocks or []
        self.sizes = sizes or {}
        self._open: Line | None = None
        self._full = False
        self._edge = 0.0
        self._last: _LastTable | None = None

    def add_parts(self, number: int, columns: list[list[Line]], tables: Sequence[Rows | Unread]) -> bool:
        """Adds a page of lines, column by column, and tables; False when it has none."""
        first = True
        for at, column in enumerate(columns):
            lines = without_page_number(column)
            left = min((line.left for line in lines), default=0.0)
            right = max((line.right for line in lines), default=0.0)
            reached = sum(right - line.right < 2 * line.size for line in lines) > 1
            known = reached or any(abs(right - self._edge) < 2 * line.size for line in lines[:1])
            self._edge = right if reached else self._edge
            indents = any(_INDENT * line.size < line.left - left < 4 * line.size for line in lines)
            parts: list[tuple[float, Line | Rows | Unread]] = [(line.top, line) for line in lines]
            parts += [(table.top, table) for table in tables if at == 0]
            for _, part in sorted(parts, key=lambda pair: pair[0]):
                if isinstance(part, Line):
                    self._add_line(number, part, left, new_page=first)
                    short = (right - part.right) / part.size
                    unfinished = indents or part.text[-1] not in _ENDINGS
                    self._full = known and short < (_SHORTEST if unfinished else _SHORT)
                elif isinstance(part, Unread):
                    self._add_unread(number, part)
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
        self._open, self._last = line, None

    def _add_unread(self, number: int, table: Unread) -> None:
        if table.goes_on and self._last is not None:  # its last row may go on in these lines
            self._last.block["doubts"].append((len(self._last.block["rows"]) - 1, "table-not-read"))
        text = "\n".join(line.text for line in table.lines)
        glyphs = [glyph for line in table.lines for glyph in _on_page(number, line.glyphs)]
        self.blocks.append({"page": number, "text": text, "glyphs": glyphs, "doubts": [(0, "table-not-read")]})
        self._open = self._last = None

    def _add_table(self, number: int, table: Rows) -> None:
        cells, unsure = list(table.cells), set(table.unsure)
        glyphs = [[_on_page(number, cell.glyphs) for cell in row] for row in cells]
        last, self._open = self._last, None
        at = int(last is not None and [placed(cell.text) for cell in cells[0]] == last.header)
        if last is not None and at < len(cells) and len(cells[at]) == len(last.cells):
            goes_on = carries_on(last.cells, cells[at]) if table.carries_on is None else table.carries_on
            if goes_on:
                last.take(cells.pop(at), glyphs.pop(at))
                unsure = {row - (row > at) for row in unsure if row != at}
            elif goes_on is None:
                unsure.add(at)
        if len(cells) == at:
            return
        self.blocks.append({
            "page": number, "rows": [[cell.text for cell in row] for row in cells], "glyphs": [_flat(row) for row in glyphs],
            "doubts": [(row, "row-unsure") for row in sorted(unsure)],
        })  # fmt: skip
        header = (
            last.header
            if last is not None and table.carries_on is not None
            else [placed(cell.text) for cell in cells[0]]
        )
        self._last = _LastTable(self.blocks[-1], header, cells[-1], glyphs[-1])


@dataclass(slots=True)
class _LastTable:
    """The table that a page ended in: its block, the texts of its header, and its last row with the glyphs of each cell."""

    block: dict[str, Any]
    header: list[str]
    cells: list[Cell]
    glyphs: list[list[list[int]]]

    def take(self, cells: Sequence[Cell], glyphs: Sequence[list[list[int]]]) -> None:
        """Puts ``cells``, on the page after, behind those of the last row."""
        self.cells = [
            Cell(joined(cell.text, more.text), (), more.room if more.text else cell.room)
            for cell, more in zip(self.cells, cells, strict=True)
        ]
        self.glyphs = [[*before, *after] for before, after in zip(self.glyphs, glyphs, strict=True)]
        self.block["rows"][-1] = [cell.text for cell in self.cells]
        self.block["glyphs"][-1] = _flat(self.glyphs)


def carries_on(last: Sequence[Cell], first: Sequence[Cell]) -> bool | None:
    """Whether a row that begins a page goes on the ``last`` one of the page before: each of its cells carries on a full
    line, and it has fewer of them; None where it has as many, so that nothing tells."""
    pairs = [(before, after) for before, after in zip(last, first, strict=True) if placed(after.text)]
    broken = [(before, had_to_break(before.room, after.text)) for before, after in pairs if before.text]
    if not all(forced for _, forced in broken) or not pairs or _NEW.match(placed(pairs[0][1].text)):
        return False
    if all(placed(before.text)[-1:] in _ENDINGS for before, _ in broken):
        return False
    fewer = any(before.text and not after.text for before, after in zip(last, first, strict=True))
    return True if fewer else None


def _flat(cells: Sequence[list[list[int]]]) -> list[list[int]]:
    return [glyph for cell in cells for glyph in cell]


def _on_page(number: int, glyphs: Sequence[Glyph]) -> list[list[int]]:
    return [[number, *glyph] for glyph in glyphs]


def room_left(lines: Sequence[Line], width: float) -> float:
    """For how many characters the last line of a cell leaves room, but the usual margins."""
    return (width - (lines[-1].right - lines[-1].left)) / lines[-1].size - _MARGINS if lines else 0.0


def joined(before: str, after: str) -> str:
    """Two lines as one; a space only between two Latin words."""
    space = (
        " " if before[-1:].isascii() and after[:1].isascii() and before[-1:].isalpha() and after[:1].isalpha() else ""
    )
    return before + space + after


def in_one(lines: Sequence[Line], room: float = 0.0) -> Cell:
    """Lines one below the other as the text of a cell, whose last one has ``room`` for so many more characters."""
    text = ""
    for line in lines:
        text = joined(text, line.text.strip())
    glyphs = [glyph for line in lines for glyph in line.glyphs]
    return Cell(text, tuple(glyphs) if len(glyphs) == len(placed(text)) else (), room)


def without_page_number(lines: list[Line]) -> list[Line]:
    """``lines`` without a first or last one that only counts the pages."""
    if lines and _PAGE_NUMBER.match(lines[0].text):
        lines = lines[1:]
    if lines and _PAGE_NUMBER.match(lines[-1].text):
        lines = lines[:-1]
    return lines
