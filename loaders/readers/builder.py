"""Building a source text: one paragraph a line, one table row a line with tabs, and the name of each place."""

from __future__ import annotations

import re
from collections.abc import Sequence

from graph.errors import SourceError
from graph.page_boxes import Box, put_together
from loaders.document import Doubt, SourceText

# Around what a reader is not sure of, in its texts alone: characters of private use. OTHERS … END follows a character
# and holds those that it may be besides.
UNSURE, MENDED, END, OTHERS = "\ue000", "\ue001", "\ue002", "\ue003"

_BLANKS = re.compile(r"[ \t\r\n\f\v\u0085\u00a0\u2028\u2029]+")
# Never part of a text: control characters that some files hold, and halves of surrogate pairs.
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")
_MARKS = str.maketrans("", "", UNSURE + MENDED + END + OTHERS)
_UNPLACED = re.compile(f"{_BLANKS.pattern}|{_CONTROLS.pattern}|{OTHERS}[^{END}]*|[{UNSURE}{MENDED}{END}]")


def one_line(text: str) -> str:
    """``text`` with every run of blanks and line breaks as one space, none at the ends."""
    return _BLANKS.sub(" ", _CONTROLS.sub("", text)).strip(" ")


def placed(text: str) -> str:
    """The characters of ``text`` that have a place on a page: without blanks and what no text holds."""
    return _UNPLACED.sub("", text)


def unmarked(text: str) -> str:
    """``text`` without the marks: what a page itself prints says nothing of doubts."""
    return text.translate(_MARKS)


class SourceBuilder:
    """Lines in document order. ``cells`` is how many table cells there may be.

    ``read`` is set by a reader that guesses: its texts hold UNSURE or MENDED … END around what it is not sure of,
    and OTHERS … END behind a character that may be another.
    ``sizes`` are width and height of the pages, set by a reader that knows where words stand on them.
    """

    read = False

    def __init__(self, cells: int) -> None:
        self.sizes: dict[int, tuple[int, int]] = {}
        self._boxes: list[tuple[int, Box]] = []
        self._doubts: list[Doubt] = []
        self._others: list[tuple[int, str]] = []
        self._lines: list[str] = []
        self._places: list[tuple[int, int, str]] = []
        self._length = 0
        self._left = self.cells = cells
        self._tables = 0

    def paragraph(self, text: str, place: str, boxes: Sequence[Box] = (), doubt: str = "") -> None:
        """Adds a paragraph; its own line breaks stay, its tabs (which would make it a table row) become spaces.

        ``boxes``: one for each of its ``placed`` characters; ``doubt``: the code of what is not sure about it.
        """
        lines = [line for line in (one_line(line) for line in text.split("\n")) if line]
        start, first = self._length, len(self._lines)
        for line in lines:
            self._add(line)
        if lines:
            self._places.append((start, self._length - 1, place))
            self._told(start, doubt)
        self._put(boxes, start, first)

    def begin_table(self) -> int:
        """The number of the table that begins, from 1."""
        self._tables += 1
        return self._tables

    def row(self, cells: Sequence[str], places: Sequence[str], boxes: Sequence[Box] = (), doubt: str = "") -> None:
        """Adds a table row: one text and one place a cell, the boxes of all its ``placed`` characters, and a ``doubt``.

        A row without any text leaves nothing.
        """
        self._left -= len(cells)
        if self._left < 0:
            raise SourceError(f"the tables have more than {self.cells} cells; split the file")
        texts = [one_line(cell) for cell in cells]
        if not any(texts):
            return
        start = self._length
        self._add("\t".join(texts))
        self._told(start, doubt)
        self._put(boxes, start, -1)
        texts = self._lines[-1].split("\t")
        for text, place in zip(texts, places, strict=True):
            if text:
                self._places.append((start, start + len(text), place))
            start += len(text) + 1

    def source(self, path: str, media_type: str) -> SourceText:
        """The text with its places."""
        boxes = put_together(self.sizes, self._boxes) if self._boxes else None
        text = "\n".join(self._lines)
        doubts, others = tuple(self._doubts), tuple(self._others)
        return SourceText(text, path, media_type, tuple(self._places), doubts, others, boxes)

    def _put(self, boxes: Sequence[Box], start: int, first: int) -> None:
        """Gives the characters of the lines from ``first`` on, which begin at ``start``, their boxes in order."""
        if not boxes:
            return
        written = "\n".join(self._lines[first:])
        blank = {offset for found in _BLANKS.finditer(written) for offset in range(*found.span())}
        offsets = [start + offset for offset in range(len(written)) if offset not in blank]
        if len(offsets) == len(boxes):  # a hostile file may print what no character of the text stands for
            self._boxes.extend(zip(offsets, boxes, strict=True))

    def _without_marks(self, line: str) -> str:
        """``line`` without the marks of doubt, which are kept as places."""
        clean, mark, start, others = "", "", 0, ""
        for char in line:
            if char in (UNSURE, MENDED, OTHERS):
                mark, start, others = char, self._length + len(clean), ""
            elif char != END and mark == OTHERS:
                others += char
            elif char != END:
                clean += char
            elif mark == OTHERS:
                self._others.append((start - 1, others))
                mark = ""
            elif mark:
                self._doubt(start, self._length + len(clean), "ocr-unsure" if mark == UNSURE else "ocr-mended")
                mark = ""
        return clean

    def _told(self, start: int, code: str) -> None:
        """Keeps a doubt about what was added from ``start`` on."""
        if code:
            self._doubts.append(Doubt(start, self._length - 1, code))

    def _doubt(self, start: int, end: int, code: str) -> None:
        """Keeps a place of doubt; with the one before it, where they touch."""
        if self._doubts and self._doubts[-1].end == start and self._doubts[-1].code == code:
            start = self._doubts.pop().start
        self._doubts.append(Doubt(start, end, code))

    def _add(self, line: str) -> None:
        if self.read:
            line = self._without_marks(line)
        self._lines.append(line)
        self._length += len(line) + 1
