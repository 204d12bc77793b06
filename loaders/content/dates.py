"""Time limits inside a clause, as printed and as ISO (a date, a month or a year).

Only what content analysis needs to date a target or a milestone; the deadlines of an item itself are read by the
structure parser. A date without a year takes the plan's year.
"""

from __future__ import annotations

import bisect
import calendar
import re
from dataclasses import dataclass

_YEAR = r"(?P<year>(?:19|20)\d\d)年"
_PLAN_PERIOD = re.compile(r"\"?(?P<ordinal>十[一二三四五六七])五\"?(?:规划)?(?P<end>末|期末|期间|时期)")
_ORDINALS = {"十一": 2010, "十二": 2015, "十三": 2020, "十四": 2025, "十五": 2030, "十六": 2035, "十七": 2040}
_DATE = re.compile(
    rf"(?P<lead>到|至|截至|截止|力争)?(?:(?P<from>(?:19|20)\d\d)年?(?:-|—|~|至|到))?(?:{_YEAR}|(?P<word>今年|本年度?|全年|年内|当年|明年))?"
    r"(?:(?P<month>1[0-2]|0?[1-9])月(?:份(?!额)|(?P<day>[12]\d|3[01]|0?[1-9])日)?(?P<mend>底|末)?|(?P<half>上半年|下半年|[一二三四]季度|第[一二三四]季度)(?P<hend>末|底)?"
    r"|(?P<yend>年?[底末]|年终))?(?P<by>之?前|以前)?"
)
_HALVES = {"上半年": 6, "下半年": 12, "一": 3, "二": 6, "三": 9, "四": 12}


@dataclass(frozen=True, slots=True)
class Date:
    """A time expression at ``start``..``end`` of a text (到 left out); ``firm``: a limit (…底, …前, 到…), not a window."""

    start: int
    end: int
    iso: str
    firm: bool


def find_dates(text: str, start: int, end: int, year: int | None) -> list[Date]:
    """The time expressions of ``text[start:end]`` in order; those without a year only when ``year`` is known."""
    found: list[Date] = []
    at = start
    while at < end:
        if text[at] not in _STARTS:
            at += 1
            continue
        date = _date_at(text, at, end, year)
        if date is None:
            at += 1
        else:
            found.append(date)
            at = date.end
    return found


# A year that others are measured by, or that a number or edition is of, is no time limit: 比2020年下降, 2023年第2号.
_MEASURED_BEFORE = ("比", "较", "同比", "对比")
_MEASURED_AFTER = ("基础上", "的基础上", "水平", "相比", "以来", "同期", "第", "版")


def _is_baseline(text: str, date: Date) -> bool:
    return text.endswith(_MEASURED_BEFORE, 0, date.start) or text.startswith(_MEASURED_AFTER, date.end)


class Dates:
    """The time expressions of a text, found once and asked for by place; years that are none left out."""

    def __init__(self, text: str, year: int | None) -> None:
        self.found = [date for date in find_dates(text, 0, len(text), year) if not _is_baseline(text, date)]
        self._starts = [date.start for date in self.found]

    def within(self, start: int, end: int) -> list[Date]:
        """Those that lie in ``start``..``end``, in order."""
        first, last = bisect.bisect_left(self._starts, start), bisect.bisect_left(self._starts, end)
        return [date for date in self.found[first:last] if date.end <= end]


_STARTS = frozenset('0123456789到至截力今本全年当明上下一二三四第十"')


def _date_at(text: str, at: int, end: int, year: int | None) -> Date | None:
    period = _PLAN_PERIOD.match(text, at, end)
    if period:
        last = _ORDINALS[period["ordinal"]]
        final = period["end"] != "期间" and period["end"] != "时期"
        return Date(at, period.end(), f"{last}-12-31" if final else str(last), final)
    if text[at] in "0123456789" and at and (text[at - 1].isdigit() or text[at - 1] in ".-第"):
        return None
    match = _DATE.match(text, at, end)
    if not match or match.end() == at:
        return None
    return _read(match, year)


def _read(match: re.Match[str], year: int | None) -> Date | None:
    part = match.groupdict()
    stated = int(part["year"]) if part["year"] else None
    base = stated if stated is not None else year
    if base is None or not (stated or part["word"] or part["month"] or part["half"] or part["yend"]):
        return None
    bare_end = part["yend"] in ("底", "末") and not (stated or part["word"])
    if bare_end or (part["half"] and not part["hend"] and not part["by"] and "季度" in part["half"]):
        return None
    if part["word"] == "明年" and not stated:
        base += 1
    firm = bool(part["yend"] or part["mend"] or part["day"] or part["by"] or part["hend"] or part["month"])
    firm = firm or part["word"] == "年内" or (part["lead"] is not None and stated is not None)
    start = match.end("lead") if part["lead"] else match.start()
    return Date(start, match.end(), _iso(part, base), firm)


def _iso(part: dict[str, str | None], year: int) -> str:
    if part["month"]:
        return _month_iso(part, year)
    if part["half"]:
        key = part["half"] if part["half"] in _HALVES else part["half"].removeprefix("第")[0]
        return f"{year}-{_HALVES[key]:02d}"
    if part["yend"] or part["word"] == "年内" or part["by"]:
        return f"{year}-12-31"
    return str(year)


def _month_iso(part: dict[str, str | None], year: int) -> str:
    month = int(part["month"] or 0)
    last = calendar.monthrange(year, month)[1]
    if part["day"]:
        return f"{year}-{month:02d}-{min(int(part['day']), last):02d}"
    if part["mend"] or part["by"]:
        return f"{year}-{month:02d}-{last:02d}"
    return f"{year}-{month:02d}"
