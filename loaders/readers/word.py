"""Word documents: paragraphs and tables in order, with the numbers that Word makes itself.

The body is walked as XML, because the library's own paragraphs leave out content controls, insertions that are
still marked, text boxes and automatic numbers, where plans often keep their headings.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
from docx.oxml.ns import qn

from graph.errors import SourceError
from loaders.readers.archive import check_archive
from loaders.readers.builder import SourceBuilder
from loaders.readers.limits import Limits
from loaders.readers.word_numbering import Numbering

_P, _TABLE, _ROW, _CELL = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
_TEXT, _BREAKS, _HYPHEN = qn("w:t"), {qn("w:br"), qn("w:cr")}, qn("w:noBreakHyphen")
_TAB, _TAB_STOPS = qn("w:tab"), qn("w:tabs")
_BOX = qn("w:txbxContent")
_MOVED = {qn("w:del"), qn("w:moveFrom"), "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
_GRID_SPAN = f"{qn('w:tcPr')}/{qn('w:gridSpan')}"
_V_MERGE = f"{qn('w:tcPr')}/{qn('w:vMerge')}"
_GRID_BEFORE = f"{qn('w:trPr')}/{qn('w:gridBefore')}"
_VALUE = qn("w:val")
_WIDEST = 256


def read_word(path: Path, builder: SourceBuilder, limits: Limits) -> None:
    """Puts the body of the document into ``builder``. Macros, links and embedded files are not looked at."""
    check_archive(path, limits)
    try:
        document = docx.Document(str(path))
        numbering = Numbering(document)
        body = document.element.body
    except MemoryError:
        raise
    except Exception as error:  # python-docx raises whatever its XML hits on
        raise SourceError(f"the document is damaged ({type(error).__name__}); save it anew") from None
    for number, block in enumerate(_blocks(body), 1):
        if block.tag == _TABLE:
            _read_table(block, builder, numbering)
        elif not _lists_contents(block):
            builder.paragraph(_paragraph_text(block, numbering), f"paragraph {number}")
            for box in _boxes(block):
                builder.paragraph(_text_of(box, numbering, "\n"), f"paragraph {number}")


def _lists_contents(paragraph: Any) -> bool:
    """Whether a paragraph is a line of the table of contents, by the style that Word gives it (TOC 1, toc2)."""
    style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return style is not None and style.get(_VALUE, "").lower().startswith("toc")


def _blocks(body: Any) -> Iterator[Any]:
    """The paragraphs and tables of ``body`` that lie in no other one, through content controls and the like."""
    for element, _ in _walk(body, {_P, _TABLE}):
        if element.tag in (_P, _TABLE):
            yield element


def _walk(root: Any, stop: set[str]) -> Iterator[tuple[Any, bool]]:
    """(element, whether it is one of ``stop``) below ``root`` in document order, not entering those nor what is gone."""
    stack = list(reversed(root))
    while stack:
        element = stack.pop()
        if not isinstance(element.tag, str) or element.tag in _MOVED:
            continue
        yield element, element.tag in stop
        if element.tag not in stop:
            stack.extend(reversed(element))


def _paragraph_text(paragraph: Any, numbering: Numbering) -> str:
    parts = [numbering.label(paragraph)]
    for element, _ in _walk(paragraph, {_BOX, _TAB_STOPS}):
        if element.tag == _TEXT:
            parts.append(element.text or "")
        elif element.tag in _BREAKS:
            parts.append("\n")
        elif element.tag == _TAB:
            parts.append(" ")
        elif element.tag == _HYPHEN:
            parts.append("-")
    return "".join(parts)


def _boxes(paragraph: Any) -> Iterator[Any]:
    """The text boxes that hang on ``paragraph``."""
    return (element for element, is_box in _walk(paragraph, {_BOX}) if is_box)


def _text_of(element: Any, numbering: Numbering, joint: str) -> str:
    """All paragraphs below ``element``, those of inner tables and boxes too, joined by ``joint``."""
    texts = []
    for inner, is_paragraph in _walk(element, {_P}):
        if is_paragraph:
            texts.append(_paragraph_text(inner, numbering))
            texts.extend(_text_of(box, numbering, joint) for box in _boxes(inner))
    return joint.join(text for text in texts if text)


def _read_table(table: Any, builder: SourceBuilder, numbering: Numbering) -> None:
    """One line a row; a merged cell is printed at its first row and column, the others are empty."""
    number = builder.begin_table()
    rows = [element for element, is_row in _walk(table, {_ROW}) if is_row]
    for at, row in enumerate(rows, 1):
        texts = [""] * _number(row.find(_GRID_BEFORE), 0)
        for cell, is_cell in _walk(row, {_CELL}):
            if not is_cell:
                continue
            merged = cell.find(_V_MERGE)
            goes_on = merged is not None and merged.get(_VALUE) != "restart"
            texts.append("" if goes_on else _text_of(cell, numbering, " "))
            texts.extend([""] * (_number(cell.find(_GRID_SPAN), 1) - 1))
        place = f"table {number} row {at}"
        if len(texts) == 1:
            builder.paragraph(texts[0], f"{place} cell 1")
        else:
            builder.row(texts, [f"{place} cell {column}" for column in range(1, len(texts) + 1)])


def _number(element: Any, default: int) -> int:
    """The whole number that ``element`` gives, within what a table can be."""
    value = "" if element is None else element.get(_VALUE, "")
    return min(int(value), _WIDEST) if value.isascii() and value.isdigit() else default
