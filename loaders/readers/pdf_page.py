"""One page of a PDF as pdfplumber reads it: its lines and ruled tables, and where each character stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pdfplumber.utils.clustering import cluster_objects
from pdfplumber.utils.text import WordExtractor

from loaders.readers.builder import placed, unmarked
from loaders.readers.pdf_layout import Cell, Glyph, Line, PdfLayout, Rows, in_one

# Units of a page's lengths in a point.
_UNITS = 10
_LEVEL = 3

Char = dict[str, Any]


def add_pdf_page(layout: PdfLayout, number: int, page: Any) -> bool:
    """Adds page ``number`` (a pdfplumber page) to ``layout``; False when it holds no text."""
    sheet = _Sheet(page)
    layout.sizes[number] = sheet.size
    tables = [table for table in page.find_tables() if len(table.rows) > 1 or len(table.rows[0].cells) > 1]
    boxes = [table.bbox for table in tables]
    rest = page.filter(lambda thing: not _inside_any(thing, boxes)) if boxes else page
    lines = list(_lines(rest.get_textmap().tuples, sheet))
    return layout.add_parts(number, [lines], [_rows(table, page.chars, sheet) for table in tables])


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
    left, right = min(char["x0"] for char in chars), max(char["x1"] for char in chars)
    top, bottom = min(char["top"] for char in chars), max(char["bottom"] for char in chars)
    return Line(text, left, right, top, bottom, sheet.glyphs(text, chars))


def _rows(table: Any, chars: list[Char], sheet: _Sheet) -> Rows:
    cells = []
    for row in table.rows:
        across = _inside(chars, row.bbox)
        cells.append([_cell(_inside(across, cell), sheet) if cell else Cell() for cell in row.cells])
    return Rows(table.bbox[1], cells)


def _cell(chars: list[Char], sheet: _Sheet) -> Cell:
    words = WordExtractor().extract_words(chars, return_chars=True)
    lines = []
    for line in cluster_objects(words, lambda word: word["top"], _LEVEL):
        text = unmarked(" ".join(word["text"] for word in line))
        if placed(text):
            lines.append(_line(text, [char for word in line for char in word["chars"]], sheet))
    return in_one(lines)


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
