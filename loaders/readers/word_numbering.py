"""The numbers that Word makes itself (一、 （一） 1.), which stand nowhere in a document's text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

from graph import numerals

_VALUE, _LEVEL, _NUM_ID = qn("w:val"), qn("w:ilvl"), qn("w:numId")
_DEEPEST = 9
_PLACE = re.compile(r"%([1-9])")


def _letters(value: int) -> str:
    return chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1) if value > 0 else str(value)


def _roman(value: int) -> str:
    text = ""
    for amount, mark in (
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ):
        count, value = divmod(value, amount)
        text += mark * min(count, 20)
    return text


def _circled(value: int) -> str:
    return chr(0x245F + value) if 0 < value <= 20 else str(value)


_FORMATS: Mapping[str, Callable[[int], str]] = {
    "chineseCounting": numerals.written,
    "chineseCountingThousand": numerals.written,
    "chineseLegalSimplified": numerals.written,
    "japaneseCounting": numerals.written,
    "taiwaneseCountingThousand": numerals.written,
    "ideographDigital": numerals.written,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "upperLetter": lambda value: _letters(value).upper(),
    "lowerLetter": _letters,
    "upperRoman": lambda value: _roman(value).upper(),
    "lowerRoman": _roman,
}
_SILENT = {"bullet", "none"}


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level of a list prints: number format, text with %1 places, first value."""

    format: str
    text: str
    start: int


class Numbering:
    """The lists of one document, counting as its paragraphs come by."""

    def __init__(self, document: Any) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, str] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._styles = _style_numbers(document)
        part = next((rel for rel in document.part.rels.values() if rel.reltype == RELATIONSHIP_TYPE.NUMBERING), None)
        if part is not None and not part.is_external:
            self._read(part.target_part.element)

    def label(self, paragraph: Any) -> str:
        """The number that Word prints before ``paragraph``, or an empty string."""
        number, level = self._of(paragraph)
        levels = self._levels.get(self._lists.get(number, ""), {})
        if level not in levels:
            return ""
        counts = self._counts[self._lists[number]]
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for deeper in [held for held in counts if held > level]:
            del counts[deeper]
        if levels[level].format in _SILENT:
            return ""
        return _PLACE.sub(lambda match: self._printed(levels, counts, int(match[1]) - 1), levels[level].text)

    def _printed(self, levels: Mapping[int, _Level], counts: Mapping[int, int], level: int) -> str:
        if level not in levels:
            return ""
        value = counts.get(level, levels[level].start)
        return _FORMATS.get(levels[level].format, str)(value)

    def _of(self, paragraph: Any) -> tuple[str, int]:
        """The list and level of ``paragraph``, by itself or by its style."""
        properties = paragraph.find(qn("w:pPr"))
        if properties is None:
            return "", 0
        own = properties.find(qn("w:numPr"))
        if own is not None and own.find(_NUM_ID) is not None:
            return own.find(_NUM_ID).get(_VALUE, ""), _whole(own.find(_LEVEL), 0)
        style = properties.find(qn("w:pStyle"))
        return self._styles.get(style.get(_VALUE, ""), ("", 0)) if style is not None else ("", 0)

    def _read(self, root: Any) -> None:
        for abstract in root.findall(qn("w:abstractNum")):
            levels = {}
            for level in abstract.findall(qn("w:lvl")):
                format_, text = level.find(qn("w:numFmt")), level.find(qn("w:lvlText"))
                levels[_whole_text(level.get(_LEVEL, ""), 0)] = _Level(
                    "decimal" if format_ is None else format_.get(_VALUE, "decimal"),
                    "" if text is None else text.get(_VALUE, ""),
                    _whole(level.find(qn("w:start")), 1),
                )
            self._levels[abstract.get(qn("w:abstractNumId"), "")] = levels
        for number in root.findall(qn("w:num")):
            link = number.find(qn("w:abstractNumId"))
            if link is not None:
                self._lists[number.get(_NUM_ID, "")] = link.get(_VALUE, "")


def _style_numbers(document: Any) -> dict[str, tuple[str, int]]:
    """(list, level) by the id of each paragraph style that numbers, itself or by the style it is based on."""
    found: dict[str, tuple[str, int]] = {}
    based: dict[str, str] = {}
    for style in document.styles.element.findall(qn("w:style")):
        name = style.get(qn("w:styleId"), "")
        parent = style.find(qn("w:basedOn"))
        based[name] = "" if parent is None else parent.get(_VALUE, "")
        numbers = style.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        if numbers is not None and numbers.find(_NUM_ID) is not None:
            found[name] = (numbers.find(_NUM_ID).get(_VALUE, ""), _whole(numbers.find(_LEVEL), 0))
    for name in based:
        above = name
        for _ in range(_DEEPEST):
            if above in found:
                found[name] = found[above]
                break
            above = based.get(above, "")
    return found


def _whole(element: Any, default: int) -> int:
    return default if element is None else _whole_text(element.get(_VALUE, ""), default)


def _whole_text(text: str, default: int) -> int:
    return min(int(text), 10_000) if text.isascii() and text.isdigit() else default
