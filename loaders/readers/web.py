"""HTML pages: block elements as paragraphs, tables as rows; nothing is fetched, no script is run.

Old pages lay the whole text out in tables, so only a table without a table inside is read as rows.
"""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PreformattedString, Tag

from loaders.readers.builder import SourceBuilder
from loaders.readers.encoding import decode, read_bytes
from loaders.readers.limits import Limits
from loaders.readers.web_article import BLOCKS, is_dropped, keep_article

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{1,40})", re.IGNORECASE)
_CHINESE = {"gb2312", "gbk", "gb18030", "gb_2312-80", "cp936"}
_HEAD = 4096
_WIDEST = 1_000
_TALLEST = 65_534


def decode_web(data: bytes) -> str:
    """The text of a page: in the encoding that it names if that is one of the Chinese ones, else as any text."""
    named = _CHARSET.search(data[:_HEAD])
    if named and named[1].decode("ascii").lower() in _CHINESE:
        try:
            return data.decode("gb18030")
        except UnicodeDecodeError:
            pass
    return decode(data)


def read_web(path: Path, builder: SourceBuilder, limits: Limits) -> None:
    """Puts the page into ``builder``."""
    text = decode_web(read_bytes(path, limits))
    soup = BeautifulSoup(f"{text}<br>", "lxml")  # a tag at least: the parser warns of texts that look like file names
    keep_article(soup)
    holding = {id(table.find_parent("table")) for table in soup.find_all("table")}
    lines = _Lines(builder)
    stack: list[tuple[Any, bool]] = [(soup, False)]
    while stack:
        node, left = stack.pop()
        if isinstance(node, NavigableString):
            if not isinstance(node, PreformattedString):
                lines.add(str(node))
            continue
        if left:
            lines.end()
            continue
        if is_dropped(node):
            continue
        if node.name in BLOCKS:
            lines.end()
            stack.append((node, True))
        if node.name == "table" and id(node) not in holding:
            _read_table(node, builder)
        else:
            stack.extend((child, False) for child in reversed(node.contents))
    lines.end()


class _Lines:
    """Text gathered until a block ends it."""

    def __init__(self, builder: SourceBuilder) -> None:
        self._builder = builder
        self._parts: list[str] = []
        self._count = 0

    def add(self, text: str) -> None:
        self._parts.append(text)

    def end(self) -> None:
        text = " ".join("".join(self._parts).split())
        self._parts.clear()
        if text:
            self._count += 1
            self._builder.paragraph(text, f"paragraph {self._count}")


def _read_table(table: Tag, builder: SourceBuilder) -> None:
    """One line a row; a merged cell is printed at its first row and column, the others are empty."""
    number = builder.begin_table()
    covered: dict[int, int] = defaultdict(int)
    for at, row in enumerate(table.find_all("tr"), 1):
        texts: list[str] = []
        for cell in row.find_all(["td", "th"]):
            _skip_covered(covered, texts)
            width, height = _span(cell, "colspan", _WIDEST), _span(cell, "rowspan", _TALLEST)
            for column in range(len(texts), len(texts) + width):
                covered[column] = height - 1
            texts.append(_cell_text(cell))
            texts.extend([""] * (width - 1))
        _skip_covered(covered, texts)
        place = f"table {number} row {at}"
        if len(texts) == 1:
            builder.paragraph(texts[0], f"{place} cell 1")
        elif texts:
            builder.row(texts, [f"{place} cell {column}" for column in range(1, len(texts) + 1)])


def _skip_covered(covered: dict[int, int], texts: list[str]) -> None:
    """Adds the empty cells that a taller cell above covers here."""
    while covered.get(len(texts), 0) > 0:
        covered[len(texts)] -= 1
        texts.append("")


def _span(cell: Tag, name: str, most: int) -> int:
    value = str(cell.get(name, ""))
    return max(1, min(int(value), most)) if value.isascii() and value.isdigit() else 1


def _cell_text(cell: Tag) -> str:
    """The words of a cell; blocks and line breaks inside it are one space apart."""
    parts: list[str] = []
    stack: list[Any] = list(reversed(cell.contents))
    while stack:
        node = stack.pop()
        if isinstance(node, Tag):
            if not is_dropped(node):
                parts.append(" " if node.name in BLOCKS else "")
                stack.extend(reversed(node.contents))
        elif not isinstance(node, PreformattedString):
            parts.append(str(node))
    return "".join(parts)
