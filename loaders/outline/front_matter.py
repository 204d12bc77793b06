"""Front matter: lines that say what a document is, one field a line or several in the cells of a web page's table.

``文号: 府办〔2023〕1号``, ``文 号 | 府办〔2023〕1号 | 发文日期 | 2023-01-03`` and ``发布机构 府办公室　文 号 府办〔2023〕1号``
all read alike: a field's name stands at the start of the line, after | or after white space, and : | or white space
stands after it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from loaders.blocks.lines import Line
from loaders.text.lexicon import lexicon
from loaders.text.patterns import alternatives, kinds
from loaders.text.view import View

_MARKS = ":|"
# What may stand before the first field of a line: cells, and the marks of a list.
_BEFORE = set("|*-·•>+")
_LONGEST_LINE = 600


@dataclass(frozen=True, slots=True)
class Field:
    """A field by kind (name, doc_number, issuer, date, published, other), the view characters of its value (may be none), and
    whether a sign parts the two."""

    kind: str
    start: int
    end: int
    marked: bool


def front_fields(view: View, line: Line) -> list[Field]:
    """The fields of a line of front matter in order, or none where the line does not begin with a field's name."""
    if line.end - line.start > _LONGEST_LINE:
        return []
    names = [match for match in _names().finditer(view.text, line.start, line.end) if _stands(view, match, line)]
    first = names[0].start() if names else line.end
    if not names or not set(view.text[line.start : first]) <= _BEFORE:
        return []
    edges = [*(match.start() for match in names[1:]), line.end]
    return [_field(view, match, edge) for match, edge in zip(names, edges, strict=True)]


def is_rule(text: str) -> bool:
    """Whether a line is drawn, not written: --- or the line under a table's header."""
    return set(text) <= set("-=_*|:")


def _field(view: View, match: re.Match[str], end: int) -> Field:
    text, start = view.text, _behind_bold(view.text, match.end(), end)
    marked = start < end and text[start] in _MARKS
    while start < end and text[start] in _MARKS:
        start += 1
    while end > start and text[end - 1] in "|*":
        end -= 1
    return Field(kinds(lexicon().meta.front_matter)[match[0]], start, end, marked)


def _stands(view: View, match: re.Match[str], line: Line) -> bool:
    """Whether a name stands apart from what is before and after it."""
    start, end = match.span()
    before = start == line.start or view.text[start - 1] in _BEFORE or _gap(view, start)
    behind = _behind_bold(view.text, end, line.end)
    return before and (behind == line.end or view.text[behind] in _MARKS or _gap(view, behind))


def _behind_bold(text: str, at: int, end: int) -> int:
    """Behind the sign that ends bold letters: **发布机构**: …"""
    return at + 2 if text.startswith("**", at, end) else at


def _gap(view: View, at: int) -> bool:
    return view.offsets[at] > view.offsets[at - 1] + 1


@cache
def _names() -> re.Pattern[str]:
    return re.compile(alternatives(kinds(lexicon().meta.front_matter)))
