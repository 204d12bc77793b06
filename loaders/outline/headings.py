"""The one grammar of headings (headings.yaml): what stands at the start of a line and how deep it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from graph import numerals
from loaders.text.lexicon import lexicon
from loaders.text.patterns import alternatives

_DIGITS = {
    "chinese": f"[{numerals.ORDINAL}]{{1,5}}",
    "arabic": "[0-9]{1,3}",
    "both": "(?:[0-9]{1,3}|[一二三四五六七八九十百]{1,5})",
    "decimal": r"[0-9]{1,2}\.[0-9]{1,2}(?:\.[0-9]{1,2})?",
    "circled": "[①-⑳]",
    "bracketed": "[㈠-㈩]",
    "dotted": "[⒈-⒛]",
    "parenthesized": "[⑴-⒇]",
}
_BULLETS_MAX = 8
_SIGNS = 20


@dataclass(frozen=True, slots=True)
class Style:
    """One way to number headings; ``rank`` orders styles from the outside in."""

    name: str
    rank: int
    pattern: re.Pattern[str]
    loose: bool


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading mark: its style, number as printed and as a value, and where the title begins."""

    style: Style
    number: str
    value: int
    start: int
    end: int


@cache
def styles() -> tuple[Style, ...]:
    """All styles of headings.yaml, in the order of the file."""
    found = []
    for raw in lexicon().headings.styles:
        opening = alternatives(raw.open)
        closing = alternatives(raw.close)
        stop = raw.not_before
        guard = f"(?:(?![{re.escape(stop)}])|(?={'|'.join(raw.but_before) or '(?!)'}))" if stop else ""
        pattern = f"(?:{opening})(?P<number>{_DIGITS[raw.digits]})(?:{closing}){guard}"
        found.append(Style(raw.name, raw.rank, re.compile(pattern), "" in raw.close and raw.digits == "both"))
    return tuple(found)


@cache
def _bullets() -> str:
    return "".join(lexicon().headings.bullets)


def skip_bullets(text: str, at: int, end: int) -> int:
    """Where a line's words begin after bullets, Markdown marks and dashes."""
    stop = min(end, at + _BULLETS_MAX)
    while at < stop and text[at] in _bullets():
        at += 1
    return at


def heading_at(text: str, at: int, end: int) -> Heading | None:
    """The heading mark at view position ``at`` (bullets are skipped), or None."""
    begin = skip_bullets(text, at, end)
    if begin >= end or text[begin] not in first_characters():
        return None
    for style in styles():
        match = style.pattern.match(text, begin, end)
        if match:
            number = match["number"]
            return Heading(style, number, value_of(number), begin, match.end())
    return None


@cache
def first_characters() -> frozenset[str]:
    """The characters that a heading mark may begin with."""
    opens = {opening[:1] for raw in lexicon().headings.styles for opening in raw.open if opening}
    return frozenset(
        opens
        | set("0123456789一二三四五六七八九十百〇零")
        | {chr(ord(first) + step) for first in "①㈠⒈⑴" for step in range(_SIGNS)}
    )


def value_of(number: str) -> int:
    """The value of a printed number: 8, 二十一, ③; of 2.13 the last part."""
    last = number.rpartition(".")[2]
    if last.isdecimal() and last.isascii():
        return int(last)
    for first in "①㈠⒈⑴":
        if 0 <= ord(last[0]) - ord(first) < _SIGNS:
            return ord(last[0]) - ord(first) + 1
    return numerals.value(last)
