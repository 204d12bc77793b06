"""Tables flattened to lines whose cells are broken over lines, as text copied from the columns of a PDF page is.

    序号 / 主要内容 / 牵头部门 / 责任单位 / 1 / 推进平台建 / 设。 / 市数据局 / 市财政局、市教 / 育局 / 2 / …

Rows begin at numbers that run on; the header may stand again after each page. What lies between two numbers is
cut into the cells of a row by the best sum of how well each piece fits its column: by what it says, and by the width
that the lines of one column share. A table that can't be put together so is refused whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from loaders.blocks.grid import OWNER_KINDS, Cell, Grid, GridRow, bodies_in, column_kind, header_kinds
from loaders.blocks.lines import ENDS, Line
from loaders.outline.headings import heading_at
from loaders.outline.tree import opens_annex
from loaders.registry import registry
from loaders.responsibility.names import is_body
from loaders.text.dates import date_at_end
from loaders.text.deadlines import looks_like_deadline
from loaders.text.lexicon import lexicon
from loaders.text.view import View

_MOST_LINES = 60
_LONGEST_TITLE = 24
_LONGEST_OWNERS = 160
_LONGEST_TOPIC = 30
_LONGEST_TIME = 12
_FEWEST_COLUMNS = 3
_PASSES = 3
_NARROWER, _WIDER = 2.0, 0.6
_READ = 0.7
# PDF files may hold one printed line in pieces, broken after its marks.
_PIECE_ENDS = tuple(',、;。》"')
_FIRST = re.compile(r"[1-9][0-9]{0,3}\Z", re.ASCII)
# What a column left empty costs; after a page break a row goes on in any of its columns.
_SKIPS = {"category": 0.3, "topic": 0.3, "deadline": 1.0, "content": 2.0, "name": 1.0}
_SKIP, _SKIP_AFTER_BREAK = 0.9, 0.2
_DROP = 0.15
# A category may stand before the number, on a few lines.
_FIRST_KINDS, _MOST_ABOVE = ("seq", "category", "topic"), 4
# What it costs to part a name of a list; a piece shorter than this may be the beginning of one.
_PARTS_NAME, _SHORTEST_BODY = 2.0, 3
_PIECES = re.compile("[、,;]")
_NEVER_BEGINS = ",、。;:)》"


@dataclass(slots=True)
class _Row:
    """A row's number, the index of its line, and the indexes of its lines, a list for each page that it stands on."""

    number: int
    first: int = 0
    parts: list[list[int]] = field(default_factory=lambda: [[]])

    @property
    def size(self) -> int:
        return sum(map(len, self.parts))


def flat_lines(view: View, lines: list[Line]) -> set[int]:
    """The indexes of lines that are cells of such tables, or pieces of cells: they are never put together as prose."""
    found: set[int] = set()
    index = 0
    while index < len(lines):
        titles = _header(view, lines, index)
        if not titles:
            index += 1
            continue
        rows, last = _rows(view, lines, index + len(titles), titles)
        if rows:
            found.update(range(index, last))
        index = max(last, index + len(titles))
    return found


def broken_grid(view: View, lines: list[Line], index: int) -> Grid | None:
    """The table whose header begins at line ``index``, where cells of it are broken over lines."""
    titles = _header(view, lines, index)
    rows, last = _rows(view, lines, index + len(titles), titles) if titles else ([], 0)
    turned = bool(titles) and column_kind(titles[0], exact=True) != "seq"
    if turned:  # what stands before a number ends the lines of the row above
        titles = [*titles[1:], titles[0]]
    if not rows or all(row.size < len(titles) for row in rows) or _parted(lines, rows):
        return None
    kinds = header_kinds(titles)
    if kinds is None:
        return None
    grid = Grid(kinds, titles, index, last)
    reader = _CellReader(view, lines, kinds[1:], rows)
    above = [(lines[at].start, lines[at].end) for at in range(index + len(titles), rows[0].first)]
    for row, cells in zip(rows, reader.read(), strict=True):
        if turned:
            cells[-1], above = above, cells[-1]
        number = lines[row.parts[0][0] - 1] if row.parts[0] else lines[index]
        grid.rows.append(GridRow([[(number.start, number.end)], *cells], number.gap, number))
    grid.last = reader.last
    grid.refused = not reader.plausible(grid)
    return grid


def _parted(lines: list[Line], rows: list[_Row]) -> bool:
    """Whether blank lines part the cells: then no cell need be put together by guess."""
    cells = [lines[at] for row in rows for part in row.parts for at in part]
    return 3 * sum(line.gap for line in cells) > len(cells)


def _header(view: View, lines: list[Line], index: int) -> list[str]:
    """The titles of columns on lines of their own from ``index`` on: a number first (a category may stand before it),
    owners among them."""
    titles: list[str] = []
    while index + len(titles) < len(lines):
        line = lines[index + len(titles)]
        text = view.text[line.start : line.end]
        kind = column_kind(text, exact=True) if len(text) <= _LONGEST_TITLE else None
        if kind is None or text in titles or (not titles and kind not in _FIRST_KINDS):
            break
        titles.append(text)
    if titles and "seq" not in [column_kind(title, exact=True) for title in titles[:2]]:
        return []
    owned = any(column_kind(title, exact=True) in OWNER_KINDS for title in titles)
    return titles if len(titles) >= _FEWEST_COLUMNS and owned else []


def _rows(view: View, lines: list[Line], index: int, titles: list[str]) -> tuple[list[_Row], int]:
    """The rows after a header, and the line after them."""
    rows: list[_Row] = []
    begin = index
    while index < len(lines):
        line = lines[index]
        text = view.text[line.start : line.end]
        if text == titles[0] and _texts(view, lines, index, len(titles)) == titles:
            index += len(titles)
            if rows:
                rows[-1].parts.append([])
            continue
        # A part of a table that was cut in two begins at any number.
        said = text.strip(".、")
        number = rows[-1].number + 1 if rows else int(said) if _FIRST.match(said) else 1
        if said == str(number):
            rows.append(_Row(number, index))
        elif not rows and index < begin + _MOST_ABOVE and column_kind(titles[0], exact=True) != "seq":
            pass  # a category above the first number
        elif not rows or rows[-1].size >= _MOST_LINES or _ends(view, line):
            break
        else:
            rows[-1].parts[-1].append(index)
        index += 1
    return rows, index


def _texts(view: View, lines: list[Line], index: int, count: int) -> list[str]:
    return [view.text[line.start : line.end] for line in lines[index : index + count]]


def _ends(view: View, line: Line) -> bool:
    """Whether a line ends a table: an annex, a chapter, a date, a note of the end."""
    text = view.text[line.start : line.end]
    heading = heading_at(text, 0, len(text))
    dated = date_at_end(text)
    return (
        opens_annex(view, line) is not None
        or (heading is not None and heading.style.name in ("chapter", "part") and heading.end < len(text))
        or (dated is not None and dated[1] == 0)
        or text.lstrip("(").startswith(lexicon().headings.tail)
    )


class _CellReader:
    def __init__(self, view: View, lines: list[Line], kinds: list[str], rows: list[_Row]) -> None:
        self.view, self.lines, self.kinds, self.table_rows = view, lines, kinds, rows
        self.widths: list[float | None] = [None] * len(kinds)
        self.last = 0
        firsts = [lines[row.parts[0][0]] for row in rows if row.parts[0]]
        self.counted = sum(heading_at(view.text, line.start, line.end) is not None for line in firsts) > 1

    def read(self) -> list[list[Cell]]:
        """The cells of each row by column: cut first by what they say, then with the widths of columns as found."""
        cut: list[list[list[int]]] = []
        for _ in range(_PASSES):
            cut = [self._row(row, row is self.table_rows[-1]) for row in self.table_rows]
            self.widths = [self._width([cells[column] for cells in cut]) for column in range(len(self.kinds))]
        used = [at for cells in cut for cell in cells for at in cell]
        self.last = max(used, default=self.table_rows[0].parts[0][0] if self.table_rows[0].parts[0] else 0) + 1
        return [[[(self.lines[at].start, self.lines[at].end) for at in cell] for cell in cells] for cells in cut]

    def plausible(self, grid: Grid) -> bool:
        """Whether what stands in the columns of owners are bodies."""
        owners = [
            cell
            for row in grid.rows
            for kind, cell in zip(grid.kinds, row.cells, strict=True)
            if kind in OWNER_KINDS and cell
        ]
        texts = ["".join(self.view.text[a:b] for a, b in cell) for cell in owners]
        whole = sum(bodies_in(text) >= _READ for text in texts)
        return whole >= _READ * max(len(texts), 1) and len(texts) >= _READ * len(grid.rows)

    def _width(self, cells: list[list[int]]) -> float | None:
        widths = sorted(self._size(at) for cell in cells for at in cell)
        return widths[int(len(widths) * 0.85)] if widths else None

    def _size(self, at: int) -> float:
        text = self.view.text[self.lines[at].start : self.lines[at].end]
        return sum(0.5 if char.isascii() and char.isalnum() else 1.0 for char in text)

    def _row(self, row: _Row, ends: bool) -> list[list[int]]:
        """The line indexes of each cell of a row."""
        cells: list[list[int]] = [[] for _ in self.kinds]
        for number, part in enumerate(row.parts):
            last = number == len(row.parts) - 1
            found = self._cut(part, number > 0, last, ends and last)
            for cell, more in zip(cells, found, strict=True):
                cell += more
        return cells

    def _cut(self, part: list[int], goes_on: bool, last: bool, ends: bool) -> list[list[int]]:
        """The lines of one page cut into columns in order with the greatest sum of fits."""
        size, width = len(part), len(self.kinds)
        low = float("-inf")
        best = [[low] * (size + 1) for _ in range(width + 1)]
        step = [[0] * (size + 1) for _ in range(width + 1)]
        best[0][0] = 0.0
        for column, kind in enumerate(self.kinds):
            skip = _SKIP_AFTER_BREAK if goes_on else _SKIPS.get(kind, _SKIP)
            for start in range(size + 1):
                held = best[column][start]
                if held == low:
                    continue
                if held - skip > best[column + 1][start]:
                    best[column + 1][start], step[column + 1][start] = held - skip, start
                for stop, fit in self._fits(part, start, column, goes_on, last):
                    if held + fit > best[column + 1][stop]:
                        best[column + 1][stop], step[column + 1][stop] = held + fit, start
        stop = max(range(size + 1), key=lambda at: best[width][at] - _DROP * (size - at)) if ends else size
        cells: list[list[int]] = []
        for column in range(width, 0, -1):
            start = step[column][stop]
            cells.append(part[start:stop])
            stop = start
        return cells[::-1]

    def _fits(self, part: list[int], start: int, column: int, goes_on: bool, last: bool) -> list[tuple[int, float]]:
        """(end, fit) of each cell that may begin at ``start`` in a column; ``last`` where the row does not go on."""
        kind, wide = self.kinds[column], self.widths[column]
        found: list[tuple[int, float]] = []
        text, sizes, pieces, nobody = "", list[float](), list[bool](), False
        ends = [0, 0]  # of the two lines before
        if start < len(part) and self.view.text[self.lines[part[start]].start] in _NEVER_BEGINS:
            return []
        owned = kind in OWNER_KINDS or (column > 0 and self.kinds[column - 1] in OWNER_KINDS)
        inside = owned and 0 < start < len(part)
        parts = _PARTS_NAME if inside and self._parts_name(part[start - 1], part[start]) else 0.0
        for stop in range(start + 1, len(part) + 1):
            line = self.lines[part[stop - 1]]
            after_mark = text[-1:] in _PIECE_ENDS
            glued = kind in OWNER_KINDS and len(sizes) == 1 and _glued(text, self.view.text[line.start : line.end])
            parts += _PARTS_NAME * glued
            ends = [ends[1], len(text)]
            text += self.view.text[line.start : line.end]
            sizes.append(self._size(part[stop - 1]))
            pieces.append(bool(len(sizes) > 1 and after_mark) or text[-1] in _PIECE_ENDS)
            if kind in OWNER_KINDS and (len(text) > _LONGEST_OWNERS or (len(sizes) > 1 and nobody)):
                break  # 无 is a cell of its own
            nobody = text in lexicon().responsibility.none
            if text[-1] in "、,(《" and stop < len(part) and not goes_on:
                continue  # a cell does not end in mid-list
            edge = max(sizes) if wide is None else max(wide, max(sizes[:-1], default=0.0))
            short = sum(
                size < edge - _NARROWER and not broken for size, broken in zip(sizes[:-1], pieces[:-1], strict=True)
            )
            over = sum(size > wide + _WIDER for size in sizes) if wide is not None else 0
            cut = last and kind not in OWNER_KINDS and text[-1] not in ENDS and sizes[-1] >= edge - 0.5
            if kind == "deadline" and len(sizes) == 1 and bodies_in(text) == 1:
                break
            fit = _says(text, kind, goes_on, self.counted) - 0.8 * short - 1.5 * over - 0.6 * cut - parts
            # A cell of words does not end in a list of bodies: that is the next one's.
            owns = kind not in OWNER_KINDS and any(bodies_in(text[end:]) == 1 for end in ends if end)
            found.append((stop, fit - _PARTS_NAME * owns))
        return found

    def _parts_name(self, before: int, after: int) -> bool:
        """Whether a name of a list would be cut between two lines: 市财政局、市教 / 育局."""
        texts = (self.view.text[self.lines[at].start : self.lines[at].end] for at in (before, after))
        (*listed, tail), (head, *_) = (_PIECES.split(text) for text in texts)
        if head in lexicon().responsibility.body_endings:
            return is_body(tail + head)  # 开发区(投资区) / 管委会
        in_list = (bool(listed) and is_body(listed[-1])) or len(tail) < _SHORTEST_BODY
        return in_list and not is_body(tail) and is_body(tail + head)


def _glued(text: str, line: str) -> bool:
    """Whether words that name no body stand before a line that begins with one: 办理 / 市渔业局."""
    head = _PIECES.split(line)[0]
    words = bool(text) and not _PIECES.search(text) and bodies_in(text) == 0
    return words and is_body(head) and bool(registry().prefix(head))


def _says(text: str, kind: str, goes_on: bool, counted: bool) -> float:
    """How well a cell's words fit a kind of column; ``counted`` where what rules several rows has numbers of its own."""
    if kind in OWNER_KINDS:
        if text in lexicon().responsibility.none:
            return 1.5
        return (
            -4.0
            if "。" in text[:-1] or ";" in text or "《" in text
            else (3 * bodies_in(text) - 0.8) * (0.6 if goes_on else 1)
        )
    if kind == "deadline":
        return (2.0 if len(text) <= _LONGEST_TIME else 0.5) if looks_like_deadline(text) else -2.0
    bodies = 2.0 * (bodies_in(text) == 1.0)
    if kind in ("topic", "category", "name"):
        numbered = heading_at(text, 0, len(text)) is not None
        missing = 1.5 * (counted and not numbered and not goes_on)
        fit = 0.2 + numbered - missing if len(text) <= _LONGEST_TOPIC else -1.5
        return fit - ("。" in text) - ("," in text) - bodies
    if kind == "reference":
        return 1.5 if "《" in text else -0.5
    if kind == "content":
        return 0.8 + (1.0 if text[-1] in "。;" else 0.0) - bodies
    return 0.2
