"""From the words that OCR found on pages to paragraphs and tables: cells by the ruled lines, columns by the gap
between them, lines joined as those of a PDF are."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, cast

from pdfplumber.table import Table, cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges

from loaders.readers.aligned_page import Pages
from loaders.readers.builder import END, MENDED, OTHERS, UNSURE, placed, unmarked
from loaders.readers.pdf_layout import Cell, Glyph, Line, Rows, in_one, joined, room_left
from loaders.text.lexicon import lexicon

# Below this a character that OCR read is doubtful.
_UNSURE = 0.5
_SNAP = 8
_COLUMN_LINES = 6
_GUTTER = 0.02
_PIECE_GAP = 0.6

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class _Char:
    text: str
    score: float
    left: float
    top: float
    right: float
    bottom: float
    glyph: Glyph
    others: str = ""


# The text of characters, given as a line reads as a whole where it is known, and the glyphs of what is placed in it.
Marking = Callable[[list[_Char], str | None], tuple[str, tuple[Glyph, ...]]]


def add_page(pages: Pages, number: int, page: dict[str, Any], *, scan: bool = True) -> bool:
    """Adds what ``ocr_page.read_page`` found on page ``number``; False when it holds no text. ``scan``: whether the
    characters were guessed."""
    marked = _marked if scan else _plain
    placing = _placing(page)
    pages.layout.sizes[number] = (page["width"], page["height"])
    tables = _tables(page["rules"])
    inside: dict[Box, list[list[_Char]]] = {}
    lines: list[Line] = []
    for raw in page["lines"]:
        chars = [
            _Char(text, score, x0, y0, x1, y1, placing(x0, y0, x1, y1), *others)
            for text, score, x0, y0, x1, y1, *others in raw["chars"]
        ]
        pieces = list(_by_cell(chars, tables))
        for cell, piece in pieces:
            if cell is not None:
                inside.setdefault(cell, []).append(piece)
            else:
                lines.append(_line(piece, raw["text"] if len(pieces) == 1 else None, marked))
    rows = [Rows(table.bbox[1], [[_cell(inside.get(cell, []), cell[2] - cell[0], marked) if cell else Cell() for cell in row.cells] for row in table.rows]) for table in tables]  # fmt: skip
    width = page.get("text_width", page["width"])
    return pages.add(number, _in_columns(_one_line(lines), width), rows, width)


def _placing(page: dict[str, Any]) -> Callable[[float, float, float, float], Glyph]:
    """From places on the straight page to those on the page as it is, which was turned by ``turn`` degrees."""
    angle = math.radians(page.get("turn", 0))
    middle, centre, cos, sin = page["width"] / 2, page["height"] / 2, math.cos(angle), math.sin(angle)

    def place(left: float, top: float, right: float, bottom: float) -> Glyph:
        x, y = (left + right) / 2 - middle, (top + bottom) / 2 - centre
        x, y = x * cos - y * sin + middle, x * sin + y * cos + centre
        across, down = (right - left) / 2, (bottom - top) / 2
        return round(x - across), round(y - down), round(x + across), round(y + down)

    return place


def _tables(rules: list[list[int]]) -> list[Table]:
    """Tables of more than one cell that the rules make."""
    edges = []
    for x0, y0, x1, y1 in rules:
        across = y0 == y1
        edges.append({
            "x0": x0, "x1": x1, "top": y0, "bottom": y1, "width": x1 - x0, "height": y1 - y0,
            "orientation": "h" if across else "v", "object_type": "line", "doctop": y0,
        })  # fmt: skip
    if not edges:
        return []
    merged = merge_edges(edges, _SNAP, _SNAP, 3 * _SNAP, 3 * _SNAP)
    cells = intersections_to_cells(edges_to_intersections(merged, 2 * _SNAP, 2 * _SNAP))
    found = [Table(cast(Any, None), group) for group in cells_to_tables(cells)]
    return [table for table in found if len(table.rows) > 1 or len(table.rows[0].cells) > 1]


def _by_cell(chars: list[_Char], tables: list[Table]) -> Iterator[tuple[Box | None, list[_Char]]]:
    """A line in pieces, each with the cell that holds it: a reading may run on over a ruled line."""
    piece: list[_Char] = []
    held: Box | None = None
    for char in chars:
        cell = _cell_at((char.left + char.right) / 2, (char.top + char.bottom) / 2, tables)
        if piece and cell != held:
            yield held, piece
            piece = []
        held = cell
        piece.append(char)
    if piece:
        yield held, piece


def _cell_at(x: float, y: float, tables: list[Table]) -> Box | None:
    for table in tables:
        left, top, right, bottom = table.bbox
        if left <= x <= right and top <= y <= bottom:
            near = (cell for cell in table.cells if cell[0] <= x <= cell[2] and cell[1] <= y <= cell[3])
            found: Box | None = next(near, None)
            return found
    return None


def _line(chars: list[_Char], whole: str | None, marked: Marking) -> Line:
    size = statistics.median(char.bottom - char.top for char in chars)
    gaps = [at for at in range(1, len(chars)) if chars[at].left - chars[at - 1].right > _PIECE_GAP * size]
    parts = zip((0, *gaps), (*gaps, len(chars)), strict=True) if gaps else ()
    line = _piece(chars, whole, marked)
    return replace(line, pieces=tuple(_piece(chars[start:end], None, marked) for start, end in parts))


def _piece(chars: list[_Char], whole: str | None, marked: Marking) -> Line:
    text, glyphs = marked(chars, whole)
    return Line(
        text,
        min(char.left for char in chars),
        max(char.right for char in chars),
        statistics.median(char.top for char in chars),
        statistics.median(char.bottom for char in chars),
        glyphs,
    )


def _marked(chars: list[_Char], whole: str | None) -> tuple[str, tuple[Glyph, ...]]:
    """The text of a line with marks around what is doubtful and what is mended, and the glyphs of its characters.

    ``whole`` has its blanks too.
    """
    plain, marked, glyphs, at = "", list[str](), list[Glyph](), 0
    for char in chars:
        found = whole.find(char.text, at) if whole else -1
        before = whole[at:found] if whole and found >= 0 else ""
        at = found + len(char.text) if found >= 0 else at
        plain += before + char.text
        marked += [*before, _with_doubt(char), *[""] * (len(char.text) - 1)]
        glyphs += [char.glyph] * len(placed(before + char.text))
    rest = whole[at:] if whole else ""
    glyphs += glyphs[-1:] * len(placed(rest))
    _mend(plain, marked)
    return "".join(marked) + rest, tuple(glyphs)


def _with_doubt(char: _Char) -> str:
    unsure = char.score < _UNSURE and char.text.isalnum()
    text = f"{UNSURE}{char.text}{END}" if unsure else char.text
    return f"{text}{OTHERS}{char.others}{END}" if char.others else text


def _mend(plain: str, marked: list[str]) -> None:
    """Puts words that the lexicon knows as faults of scans right in ``marked``, which has an entry for each character of
    ``plain``; they are as long as they were."""
    for read, meant in lexicon().lines.scan_words.items():
        at = plain.find(read)
        while at >= 0:
            marked[at : at + len(read)] = [f"{MENDED}{meant}{END}", *[""] * (len(read) - 1)]
            at = plain.find(read, at + len(read))


def _plain(chars: list[_Char], whole: str | None) -> tuple[str, tuple[Glyph, ...]]:
    text = unmarked(whole or "".join(char.text for char in chars))
    seen = len(placed(text))
    return text, tuple(chars[at * len(chars) // seen].glyph for at in range(seen))


def _cell(pieces: list[list[_Char]], width: float, marked: Marking) -> Cell:
    """The words of a cell, line by line."""
    lines = _one_line([_line(piece, None, marked) for piece in pieces])
    return in_one(lines, room_left(lines, width))


def _one_line(lines: list[Line]) -> list[Line]:
    """Lines from top to bottom; pieces side by side on one line, close to each other, become one."""
    result: list[Line] = []
    for line in sorted(lines, key=lambda line: ((line.top + line.bottom) / 2, line.left)):
        beside = next((other for other in result[-3:] if _beside(other, line)), None)
        if beside is None:
            result.append(line)
            continue
        first, second = sorted((beside, line), key=lambda part: part.left)
        at = result.index(beside)
        result[at] = Line(
            joined(first.text, second.text), first.left, second.right, min(first.top, second.top),
            max(first.bottom, second.bottom), first.glyphs + second.glyphs,
            (first.pieces or (first,)) + (second.pieces or (second,)),
        )  # fmt: skip
    return result


def _beside(one: Line, other: Line) -> bool:
    first, second = sorted((one, other), key=lambda part: part.left)
    overlap = min(one.bottom, other.bottom) - max(one.top, other.top)
    return overlap > 0.6 * min(one.size, other.size) and -0.5 * one.size < second.left - first.right < 1.5 * one.size


def _in_columns(lines: list[Line], width: float) -> list[list[Line]]:
    """The lines as one column, or as two where a gap in the middle parts them."""
    middle, gutter = width / 2, _GUTTER * width
    left = [line for line in lines if line.right < middle + gutter]
    right = [line for line in lines if line.left > middle - gutter]
    across = [line for line in lines if line.left < middle - gutter and line.right > middle + gutter]
    if min(len(left), len(right)) < _COLUMN_LINES or len(across) > len(lines) // 4:
        return [lines]
    top = min(line.top for line in (*left, *right))
    return [[line for line in across if line.top < top], left, right, [line for line in across if line.top >= top]]
