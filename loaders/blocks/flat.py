"""Texts without paragraphs: long lines cut before the headings inside them.

A heading inside a line stands after the end of a sentence, or right after the title of a heading above it, and its
number runs on. Only lines that hold several such headings are cut, so (一) in an ordinary sentence is no heading.
"""

from __future__ import annotations

import itertools
import re
from functools import cache

from loaders.blocks.lines import Line
from loaders.outline.headings import Heading, Style, first_characters, styles, value_of
from loaders.outline.titles import fold_title, glued_head, handed_on
from loaders.responsibility.grammar import labelled_pattern
from loaders.text.dates import date_at_end
from loaders.text.lexicon import lexicon
from loaders.text.patterns import Led
from loaders.text.view import View

_SHORTEST = 80
_LONGEST_TITLE = 60
_SHARE = 0.3
_LONGEST_DATE = 40
_LONGEST_LIST = 160
_INNER = ("chapter", "bracket", "number", "article", "part", "action", "mission")


def cut_lines(view: View, lines: list[Line]) -> list[Line]:
    """The lines, with those that hold several headings cut before each of them."""
    found: list[Line] = []
    for line in lines:
        headings = _inner_headings(view.text, line)
        if headings:
            long = line.end - line.start >= _SHORTEST
            cuts = _cuts(view, line, headings) if long else _title_cut(line, headings)
            cuts = cuts or _measures(view, line, headings)
        else:
            cuts = []
        found += _cut(view, line, cuts) if cuts else [line]
    return found


def _cut(view: View, line: Line, cuts: list[int]) -> list[Line]:
    starts = [line.start, *(cut for cut in cuts if cut > line.start)]
    ends = [*starts[1:], line.end]
    offsets = view.offsets
    return [
        Line(a, b, offsets[a], offsets[b - 1] + 1, line.gap and a == line.start, True, a > line.start or line.heading)
        for a, b in zip(starts, ends, strict=True)
    ]


def _cuts(view: View, line: Line, headings: list[Heading]) -> list[int]:
    chapters = sum(heading.style.name in ("chapter", "part") for heading in headings)
    whole = line.end - line.start > _SHARE * len(view)
    if len(headings) < 3 or not (whole or chapters >= 2):
        return []
    return sorted({*(heading.start for heading in headings), *_printed_title(view, line)})


def _printed_title(view: View, line: Line) -> list[int]:
    """Where the title of the plan that a notice hands on stands again, after the date that ends the notice, and where
    it ends."""
    head = glued_head(view, line)
    handed = handed_on(head[0].name) if head else []
    title = fold_title(handed[0]) if handed else ""
    for match in re.finditer(re.escape(title), view.text[line.start : line.end]) if title else ():
        start, end = line.start + match.start(), line.start + match.end()
        if date_at_end(view.text[max(line.start, start - _LONGEST_DATE) : start]):
            return [start, end]
    return []


def _measures(view: View, line: Line, headings: list[Heading]) -> list[int]:
    """The numbered points inside a paragraph (1.…。2.…。), where each names its own owners."""
    for style in dict.fromkeys(heading.style.name for heading in headings):
        starts = [heading.start for heading in headings if heading.style.name == style]
        edges = [*starts, line.end]
        if len(starts) > 1 and all(_is_marked(view.text, *piece) for piece in itertools.pairwise(edges)):
            return starts
    return []


def _is_marked(text: str, start: int, end: int) -> bool:
    ending = text[start:end].rstrip("。;)]")
    return bool(labelled_pattern().search(text, start, end)) or ending.endswith(lexicon().responsibility.marker_endings)


def _title_cut(line: Line, headings: list[Heading]) -> list[int]:
    """A short line that holds a chapter's title and, glued to it, its first sub-heading: 一、总体要求(一)指导思想."""
    if len(headings) == 2 and headings[0].start == line.start and headings[1].style.name == "bracket":
        return [headings[1].start] if headings[1].value == 1 else []
    return []


def _inner_headings(text: str, line: Line) -> list[Heading]:
    """The headings inside a line whose numbers run on, each style by itself."""
    found: list[Heading] = []
    last: dict[str, int] = {}
    for match in _pattern().finditer(text, line.start, line.end):
        style = _by_group()[str(match.lastgroup)]
        heading = _heading(text, match.start(), line.end, style)
        if heading is None:
            continue
        above = found[-1] if found else None
        glued = above is not None and above.style.rank < style.rank and _is_title(text, above.end, match.start())
        before = text[match.start() - 1] if match.start() > line.start else "。"
        first = not found and style.name == "chapter" and before not in _joined_before()
        opens = heading.value == 1 and (before == ":" or first)
        ends = before in "。!?)]" or (before == ";" and style.name != "number")
        if not ends and not glued and not opens and not _ends_marker(text, line.start, heading):
            continue
        deeper = above is not None and above.style.rank < style.rank
        again = heading.value == 1 and style.name == "chapter" and before == "。"
        begins = match.start() == line.start and style.name == "number"
        if begins or heading.value == last.get(style.name, 0) + 1 or (heading.value == 1 and deeper) or again:
            found.append(heading)
            last[style.name] = heading.value
    return found


def _ends_marker(text: str, start: int, heading: Heading) -> bool:
    """Whether a number stands right behind a list of owners that its label opens: 责任单位:甲、市直有关部门【2.】推进…"""
    at = heading.start
    labels = list(labelled_pattern().finditer(text, max(start, at - _LONGEST_LIST), at))
    if heading.style.name != "number" or not labels or not "一" <= text[heading.end : heading.end + 1] <= "鿿":
        return False
    return not any(sign in text[labels[-1].end() : at] for sign in "。;") and "一" <= text[at - 1] <= "鿿"


def _is_title(text: str, start: int, end: int) -> bool:
    return 0 < end - start <= _LONGEST_TITLE and not any(mark in text[start:end] for mark in "。;!?")


def _heading(text: str, at: int, end: int, style: Style) -> Heading | None:
    match = style.pattern.match(text, at, end)
    return Heading(style, match["number"], value_of(match["number"]), at, match.end()) if match else None


@cache
def _joined_before() -> str:
    return lexicon().headings.not_before_number + "十百二三四五六七八九"


@cache
def _by_group() -> dict[str, Style]:
    return {f"s{i}": style for i, style in enumerate(styles()) if style.name in _INNER}


@cache
def _pattern() -> Led:
    parts = [f"(?P<{key}>{style.pattern.pattern.replace('?P<number>', '?:')})" for key, style in _by_group().items()]
    return Led.of("|".join(parts), first_characters())
