"""Page furniture: marks of pages, bare page numbers, heads that each page repeats, and the links of a web page.

Marks with a word or ornaments are furniture wherever they stand (# Page 12:, — 12 —, 第14页 共20页). A bare number and a
repeated line are so where enough speaks for it: numbers that run on far apart, sentences that go on across them.
"""

from __future__ import annotations

import itertools
import re
from functools import cache

from loaders.blocks.broken_grid import flat_lines
from loaders.blocks.grid import column_kind
from loaders.blocks.lines import ENDS, Line
from loaders.outline.headings import heading_at
from loaders.text.lexicon import lexicon
from loaders.text.view import View

_LONGEST_MARK = 24
_LONGEST_NUMBER = 4
_SHORTEST_HEAD, _LONGEST_HEAD = 4, 60
_FIRST_LINES = 60
_FEW_LINES, _MANY_LINES = 6, 10
_LAST_LINES = 60
# What a running head does not hold: it is no sentence, cell, marker or list.
_NO_HEAD = "。;:、,|]"


def find_furniture(view: View, lines: list[Line]) -> set[int]:
    """The indexes of the lines that belong to the page and not to the text."""
    marks = {index for index, line in enumerate(lines) if is_page_mark(view.text[line.start : line.end])}
    marks |= _page_numbers(view, lines, marks)
    cells = flat_lines(view, lines)
    heads = _running_heads(view, lines, marks) - cells
    return marks | heads | _web_tail(view, lines)


def is_page_mark(text: str) -> bool:
    """Whether a folded line is a page mark by its words or ornaments."""
    if len(text) > _LONGEST_MARK or not any(char.isdecimal() for char in text):
        return False
    dashes = lexicon().lines.page_dashes
    bare = text.strip(lexicon().lines.page_ornaments)
    if bare.isdecimal() and bare.isascii() and len(bare) <= _LONGEST_NUMBER:
        return len(text) > len(bare) and text[0] in dashes and text[-1] in dashes
    return _mark_pattern().fullmatch(bare) is not None


@cache
def _mark_pattern() -> re.Pattern[str]:
    marks = "|".join(re.escape(mark).replace("N", "[0-9]{1,4}") for mark in lexicon().lines.page_marks)
    return re.compile(f"(?:{marks})", re.IGNORECASE)


def _page_numbers(view: View, lines: list[Line], marks: set[int]) -> set[int]:
    """Lines that are nothing but a number, where it is the page's."""
    bare = [index for index, line in enumerate(lines) if _is_number(view.text[line.start : line.end])]
    if not bare:
        return set()
    weights = lexicon().lines.page_number
    table = sum(line.end - line.start <= 8 and _is_column(view, line) for line in lines) >= 2
    found = set()
    for at, index in enumerate(bare):
        value = int(view.text[lines[index].start : lines[index].end])
        beside = [other for other in bare[max(0, at - 1) : at + 2] if other != index]
        score = weights.table * table
        steps = [abs(int(view.text[lines[o].start : lines[o].end]) - value) == 1 for o in beside]
        score += weights.runs_on * any(steps)
        nearest = min((abs(other - index) for other in beside), default=0)
        score += weights.far * (nearest >= _MANY_LINES) + weights.near * (0 < nearest < _FEW_LINES)
        score += weights.parts_sentence * _parts_sentence(view, lines, index)
        score += weights.apart * (index in (0, len(lines) - 1) or _stands_apart(lines, index))
        if score > weights.needed:
            found.add(index)
    return found - marks


def _is_number(text: str) -> bool:
    return len(text) <= _LONGEST_NUMBER and text.isdecimal() and text.isascii()


def _is_column(view: View, line: Line) -> bool:
    return column_kind(view.text[line.start : line.end], exact=True) is not None


def _stands_apart(lines: list[Line], index: int) -> bool:
    return lines[index].gap or index + 1 == len(lines) or lines[index + 1].gap


def _parts_sentence(view: View, lines: list[Line], index: int) -> bool:
    """Whether the line before is open and the one after goes on."""
    if not 0 < index < len(lines) - 1:
        return False
    before, after = lines[index - 1], lines[index + 1]
    return view.text[before.end - 1] not in ENDS and heading_at(view.text, after.start, after.end) is None


def _running_heads(view: View, lines: list[Line], marks: set[int]) -> set[int]:
    """Lines beside page marks that stand beside two of them, or among the first lines of the text; but for the first
    of them, which may be the title itself. Without marks: lines that part three sentences."""
    places: dict[str, list[int]] = {}
    for index, line in enumerate(lines):
        text = view.text[line.start : line.end]
        short = _SHORTEST_HEAD <= len(text) <= _LONGEST_HEAD
        if index not in marks and short and not any(mark in text for mark in _NO_HEAD) and "\t" not in text:
            places.setdefault(re.sub("[0-9]+", "", text), []).append(index)
    found: set[int] = set()
    for repeated in places.values():
        if len(repeated) < 2 or _is_column(view, lines[repeated[0]]):
            continue
        beside = [index for index in repeated if index - 1 in marks or index + 1 in marks]
        parting = [index for index in repeated if _parts_sentence(view, lines, index)]
        if (len(beside) > 1 and len(beside) * 4 >= len(marks)) or (beside and repeated[0] < _FIRST_LINES):
            found.update(index for index in beside if index != repeated[0] or index in parting)
        elif len(parting) > 2 and len(parting) * 3 >= len(repeated) * 2 and _far_apart(repeated):
            found.update(index for index in repeated[1:])
    return found


def _far_apart(indexes: list[int]) -> bool:
    return all(b - a >= _MANY_LINES for a, b in itertools.pairwise(indexes))


def _web_tail(view: View, lines: list[Line]) -> set[int]:
    """The lines from the first link or note of a web page on, near the end of the text."""
    first = max(len(lines) // 2, len(lines) - _LAST_LINES)
    openings = lexicon().lines.web_tail
    for index in range(first, len(lines)):
        line = lines[index]
        text = view.text[line.start : min(line.end, line.start + _LONGEST_MARK)].strip("[]*#:|>-· ")
        if text.startswith(openings) and line.end - line.start <= _LONGEST_HEAD:
            return set(range(index, len(lines)))
    return set()
