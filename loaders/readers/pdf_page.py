"""One page of a PDF as pdfplumber reads it: its lines and ruled tables, and where each character stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from pdfplumber.utils.clustering import cluster_objects
from pdfplumber.utils.text import WordExtractor

from loaders.readers.aligned_page import Pages
from loaders.readers.builder import placed, unmarked
from loaders.readers.pdf_layout import Cell, Glyph, Line, Rows, in_one, room_left

# Units of a page's lengths in a point.
_UNITS = 10
_LEVEL = 3
# In heights of the type: what parts two pieces of a line.
_PIECE_GAP = 0.35

Char = dict[str, Any]


def add_pdf_page(pages: Pages, number: int, page: Any) -> bool:
    """Adds page ``number`` (a pdfplumber page) to ``pages``; False when it holds no text."""
    sheet = _Sheet(page)
    pages.layout.sizes[number] = sheet.size
    tables = [table for table in page.find_tables() if len(table.rows) > 1 or len(table.rows[0].cells) > 1]
    boxes = [table.bbox for table in tables]
    rest = page.filter(lambda thing: not _inside_any(thing, boxes)) if boxes else page
    lines = list(_lines(rest.get_textmap().tuples, sheet))
    return pages.add(number, [lines], [_rows(table, page.chars, sheet) for table in tables], float(page.width))


class _Sheet:
    """What is seen of a page, which its places are told in."""

    def __init__(self, page: Any) -> None:
        left, top, right, bottom = page.mediabox
        crop = page.cropbox
        seen = (max(left, crop[0]), max(top, crop[1]), min(right, crop[2]), min(bottom, crop[3]))
        self._left, self._top, right, bottom = seen if seen[0] < seen[2] and seen[1] < seen[3] else page.mediabox
        self.size = (round((right - self._left) * _UNITS), round((bottom - self._top) * _UNITS))

    def glyphs(self, text: str, chars: Sequence[Char]) -> tuple[Glyph, ...]:
        """A glyph for each ``placed`` character of ``text``, which ``chars`` print (a ligature prints several)."""
        seen = placed(text)
        printed = [char for char in chars if placed(char["text"])]
        if not printed:
            return ()
        return tuple(self._glyph(printed[at * len(printed) // len(seen)]) for at in range(len(seen)))

    def _glyph(self, char: Char) -> Glyph:
        left, right = ((char[key] - self._left) * _UNITS for key in ("x0", "x1"))
        top, bottom = ((char[key] - self._top) * _UNITS for key in ("top", "bottom"))
        return round(left), round(top), round(right), round(bottom)


def _lines(printed: Sequence[tuple[str, Char | None]], sheet: _Sheet) -> Iterator[Line]:
    """The lines of a page's text, whose characters come one after the other with breaks between lines."""
    text, chars = "", list[Char]()
    for letters, char in (*printed, ("\n", None)):
        if letters != "\n":
            text += unmarked(letters)
            chars += [char] if char is not None else []
            continue
        if text.strip() and chars:
            yield _line(text.strip(), chars, sheet)
        text, chars = "", []


def _line(text: str, chars: Sequence[Char], sheet: _Sheet) -> Line:
    line = _piece(text, chars, sheet)
    return replace(line, pieces=tuple(_pieces(chars, line.size, sheet)))


def _pieces(chars: Sequence[Char], size: float, sheet: _Sheet) -> Iterator[Line]:
    """The runs of characters that gaps part; none where there is no gap."""
    printed = [char for char in chars if placed(char["text"])]
    gaps = [at for at in range(1, len(printed)) if printed[at]["x0"] - printed[at - 1]["x1"] > _PIECE_GAP * size]
    for start, end in zip((0, *gaps), (*gaps, len(printed)), strict=True) if gaps else ():
        text = unmarked("".join(char["text"] for char in printed[start:end]))
        if placed(text):
            yield _piece(text, printed[start:end], sheet)


def _piece(text: str, chars: Sequence[Char], sheet: _Sheet) -> Line:
    left, right = min(char["x0"] for char in chars), max(char["x1"] for char in chars)
    top, bottom = min(char["top"] for char in chars), max(char["bottom"] for char in chars)
    return Line(text, left, right, top, bottom, sheet.glyphs(text, chars))


def _rows(table: Any, chars: list[Char], sheet: _Sheet) -> Rows:
    cells = []
    for row in table.rows:
        across = _inside(chars, row.bbox)
        cells.append([_cell(_inside(across, cell), cell[2] - cell[0], sheet) if cell else Cell() for cell in row.cells])
    return Rows(table.bbox[1], cells)


def _cell(chars: list[Char], width: float, sheet: _Sheet) -> Cell:
    words = WordExtractor().extract_words(chars, return_chars=True)
    lines = []
    for line in cluster_objects(words, lambda word: word["top"], _LEVEL):
        text = unmarked(" ".join(word["text"] for word in line))
        if placed(text):
            lines.append(_line(text, [char for word in line for char in word["chars"]], sheet))
    return in_one(lines, room_left(lines, width))


def _inside(chars: list[Char], box: tuple[float, float, float, float]) -> list[Char]:
    """The characters whose middle lies in ``box``."""
    left, top, right, bottom = box
    return [
        char
        for char in chars
        if left <= (char["x0"] + char["x1"]) / 2 < right and top <= (char["top"] + char["bottom"]) / 2 < bottom
    ]


def _inside_any(thing: dict[str, Any], boxes: list[tuple[float, float, float, float]]) -> bool:
    if thing.get("object_type") != "char":
        return False
    x, y = (thing["x0"] + thing["x1"]) / 2, (thing["top"] + thing["bottom"]) / 2
    return any(left <= x <= right and top <= y <= bottom for left, top, right, bottom in boxes)
