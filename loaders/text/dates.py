"""Dates of issue: Arabic or Chinese digits, at the end of a line."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from graph.ids import numeral

_DATE = re.compile(r"(?P<year>(?:19|20)[0-9]{2})(?:年|[-./])(?P<month>[0-9]{1,2})(?:月|[-./])(?P<day>[0-9]{1,2})日?")
_CHINESE_DATE = re.compile(
    r"(?P<year>二[〇零○Oo0一二三四五六七八九]{3})年(?P<month>[一二三四五六七八九十]{1,2})月(?P<day>[一二三四五六七八九十]{1,3})日"
)
_LONGEST_DATE = 14


def date_at_end(text: str) -> tuple[str, int] | None:
    """(ISO date, where it begins) of a text that ends in a date (a bracket such as (此件公开发布) may follow), or is
    one in brackets."""
    bracketed = text.startswith("(") and text.find(")") == len(text) - 1
    body = text[1:-1] if bracketed else text[: text.rfind("(")] if text.endswith(")") else text
    for pattern in (_DATE, _CHINESE_DATE):
        for match in pattern.finditer(body, max(0, len(body) - _LONGEST_DATE)):
            if match.end() == len(body):
                iso = _iso(match)
                return (iso, match.start()) if iso else None
    return None


def date_in(text: str) -> str | None:
    """The first date in a text, as ISO."""
    match = _DATE.search(text) or _CHINESE_DATE.search(text)
    return _iso(match) if match else None


@cache
def _digits() -> dict[int, int]:
    return str.maketrans("〇零○Oo一二三四五六七八九", "00000123456789")


def _iso(match: re.Match[str]) -> str | None:
    year, month, day = match["year"], match["month"], match["day"]
    if not year.isascii():
        year, month, day = year.translate(_digits()), str(numeral(month)), str(numeral(day))
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None
