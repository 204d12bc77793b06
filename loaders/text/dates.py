"""The one grammar of dates: every time that a text prints, found in one pass (its words are in deadlines.yaml).

What a time is to its text (a deadline, a period, the date of a goal, the day of issue) is said by those who ask.
"""

from __future__ import annotations

import bisect
import calendar
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from graph import numerals
from loaders.text.lexicon import lexicon
from loaders.text.patterns import Led, alternatives, any_of, kinds

_ARABIC_YEAR, _CHINESE_YEAR = "(?:19|20)[0-9]{2}", "二[〇零○Oo0一二三四五六七八九]{3}"
_CHINESE_MONTH, _CHINESE_DAY = "[一二三四五六七八九十]{1,2}", "[一二三四五六七八九十]{1,3}"
_ISSUED = re.compile(
    rf"(?P<year>{_ARABIC_YEAR})(?:年|[-./])(?P<month>[0-9]{{1,2}})(?:月|[-./])(?P<day>[0-9]{{1,2}})日?"
)
_ISSUED_CHINESE = re.compile(rf"(?P<year>{_CHINESE_YEAR})年(?P<month>{_CHINESE_MONTH})月(?P<day>{_CHINESE_DAY})日")
_NUMERIC = re.compile(rf"(?P<year>{_ARABIC_YEAR})[./-](?P<month>[01]?[0-9])(?:[./-](?P<day>[0-3]?[0-9]))?(?![0-9])")
_LONGEST_ISSUED = 14
# What stands between the two ends of a range of times.
RANGE = "-—~至到"
# Years before what a title speaks of: 2023-2025年, 2023年度.
LEADING_YEARS = re.compile(r"\d{4}(?:[-~至]\d{4})?年?度?")
# 年 alone is the plan's year where a limit of its end follows: 年底.
_YEAR = "年"
_SENTENCE_ENDS = re.compile("[。;!?]")


@dataclass(frozen=True, slots=True)
class Time:
    """A time at characters ``start``..``end`` of a text (到 before it left out).

    ``year`` is as printed; ``shift`` counts from the plan's year instead (明年 is 1); ``month`` is the last one of a
    quarter or half (``part``). ``limit`` is the kind of the limit word after it, ``count`` what 印发之日起 counts.
    ``follows`` is the printed year of a time before it in its sentence that this one seems to come after.
    """

    start: int
    end: int
    year: int | None = None
    shift: int | None = None
    month: int | None = None
    day: int | None = None
    part: bool = False
    limit: str = ""
    lead: bool = False
    window: bool = False
    measured: bool = False
    count: tuple[int, str] | None = None
    follows: int | None = None

    @property
    def firm(self) -> bool:
        """Whether it is a limit (…底, …前, a month, 到…年), not a window."""
        if self.limit or self.count:
            return True
        return (self.month is not None and not self.part) or (self.lead and self.year is not None)

    def iso(self, plan_year: int | None, issued: str | None = None) -> str | None:
        """The year, month or day as ISO; None where it is none, or no year is known for it. ``issued`` is the ISO
        date that 印发之日起 counts from."""
        if self.count:
            return _counted(*self.count, issued)
        year = self.year
        if year is None:
            year = plan_year if self.follows is None else max(self.follows, plan_year or 0)
            year = year + (self.shift or 0) if year is not None else None
        if year is None or not 1900 <= year <= 2199:
            return None
        if self.month is None:
            return f"{year}-12-31" if self.limit == "end" else str(year)
        last = calendar.monthrange(year, self.month)[1]
        if self.day is not None:
            return f"{year}-{self.month:02}-{self.day:02}" if 1 <= self.day <= last else None
        if self.limit in ("tenth", "twentieth"):
            return f"{year}-{self.month:02}-{10 if self.limit == 'tenth' else 20}"
        return f"{year}-{self.month:02}-{last:02}" if self.part or self.limit == "end" else f"{year}-{self.month:02}"


def times(text: str) -> list[Time]:
    """The times that ``text`` (folded, without white space) prints, in order; two with 至 between them are one."""
    found: list[Time] = []
    before: Time | None = None
    for match in _pattern().finditer(text):
        time = _read(text, match)
        if time is None:
            continue
        if before is not None and _is_range(text, before, time):
            year = before.year if time.year is None and time.shift is None else time.year
            time = replace(time, start=before.start, year=year, lead=before.lead, follows=before.follows)
            found.pop()
        elif before is not None and _comes_after(text, before, time):
            time = replace(time, follows=before.year or before.follows)
        found.append(time)
        before = time
    return found


def _is_range(text: str, before: Time, time: Time) -> bool:
    return (
        before.end + 1 == time.start and text[before.end] in RANGE and not (before.limit or before.count or time.count)
    )


def _comes_after(text: str, before: Time, time: Time) -> bool:
    """2023年6月底前…, 12月底前…: a time without a year that is later in the year of the time before it."""
    if time.year is not None or time.shift is not None or time.count or (before.year or before.follows) is None:
        return False
    last = 12 if time.month is None else time.month
    later = before.month is not None and before.month < last
    return later and not _SENTENCE_ENDS.search(text, before.end, time.start)


def _read(text: str, match: re.Match[str]) -> Time | None:
    """The time of a match, None where it is none."""
    (start, end), rules, part = match.span(), lexicon().deadlines, match.groupdict()
    if part["from"]:
        return Time(start, end, count=(numerals.value(part["count"]), part["unit"]))
    limit = _limit_kinds()[part["limit"]] if part["limit"] else ""
    if part["period"]:
        year, window = rules.plan_periods[part["period"].strip('"')], part["window"] is not None
        return Time(start, end, year=year, limit="" if window else "end", window=window)
    if not _is_time(text, match, limit):
        return None
    shift = {**rules.relative_years, **rules.whole_years}.get(part["near"]) if part["near"] else None
    return Time(
        start, end,
        year=numerals.value(part["year"]) if part["year"] else None, shift=shift, month=_month(part),
        day=numerals.value(part["day"] or part["chinese_day"]) if part["day"] or part["chinese_day"] else None,
        part=bool(part["quarter"] or part["half"]), limit=limit,
        lead=text.endswith(rules.leads, 0, start), window=part["near"] in rules.whole_years,
        measured=text.endswith(rules.measured_before, 0, start) or text.startswith(rules.measured_after, end),
    )  # fmt: skip


def _is_time(text: str, match: re.Match[str], limit: str) -> bool:
    """Whether a match says when: not a bare 年 or 内, and no part of a longer number."""
    (start, end), rules, part = match.span(), lexicon().deadlines, match.groupdict()
    if not any(part[name] for name in ("year", "near", "month", "chinese", "quarter", "half")):
        return False
    sign = text[start - 1] if start else ""
    if sign.isdigit() or sign == "第" or (sign == "." and not part["year"]):
        return False
    if part["quarter"] and text.endswith(rules.not_before_quarter, 0, start):
        return False
    if limit == "before" and text.startswith(rules.not_after_before, end):
        return False
    if part["near"] == _YEAR:
        return not (sign and sign in rules.not_before_year) and limit in ("end", "tenth") and not part["month"]
    return not (part["month"] and not part["day"] and text.startswith(rules.not_after_month, end))


def _month(part: dict[str, str | None]) -> int | None:
    if part["month"] or part["chinese"]:
        return numerals.value(part["month"] or part["chinese"] or "")
    if part["quarter"]:
        return numerals.value(part["quarter"]) * 3
    return lexicon().deadlines.parts[part["half"]] if part["half"] else None


def _counted(number: int, unit: str, issued: str | None) -> str | None:
    """The day that 印发之日起30日内 ends on; working days can't be told."""
    if not issued or len(issued) != len("2024-01-01") or lexicon().deadlines.from_issue.working in unit:
        return None
    start = date.fromisoformat(issued)
    if "月" in unit or "年" in unit:
        months = start.month - 1 + number * (12 if "年" in unit else 1)
        year, month = start.year + months // 12, months % 12 + 1
        return date(year, month, min(start.day, calendar.monthrange(year, month)[1])).isoformat()
    return (start + timedelta(days=number)).isoformat()


@cache
def _limit_kinds() -> dict[str, str]:
    return kinds(lexicon().deadlines.limits)


@cache
def _pattern() -> Led:
    rules = lexicon().deadlines
    near, issue, limit = (*rules.relative_years, *rules.whole_years, _YEAR), any_of(rules.issue_words), _limit_kinds()
    first = {*near, *rules.parts, *rules.plan_periods, *rules.issue_words}
    told = rules.from_issue
    counted = (
        rf"(?:{told.own}[^\s,。;]{{1,6}}?)?{issue}{told.since}(?P<count>[0-9]{{1,3}})(?P<unit>{alternatives(told.units)})"
        rf"{any_of(told.within)}"
    )
    period = rf"(?P<period>\"?{any_of(rules.plan_periods)}\"?)(?:{rules.plan_period_noun})?"
    window = rf"(?:(?P<window>{alternatives(rules.plan_period_windows)})|{any_of(rules.limits['end'])})"
    year = rf"(?P<year>{_ARABIC_YEAR}|{_CHINESE_YEAR})(?:年度?|(?=[{RANGE}]{_ARABIC_YEAR}年))"
    month = (
        rf"(?:(?:1[0-2]|[1-9])月?[{RANGE}])?(?P<month>1[0-2]|0?[1-9])月(?:份(?!额))?(?:(?P<day>[0-3]?[0-9])[日号])?"
        rf"|(?<=年)(?P<chinese>{_CHINESE_MONTH})月(?:(?P<chinese_day>{_CHINESE_DAY})日)?"
    )
    part = rf"第?(?P<quarter>[一二三四1-4])季度|(?P<half>{alternatives(rules.parts)})|(?<=年)年"
    return Led.of(
        rf"(?P<from>{counted})|{period}{window}"
        rf"|(?:{year}|(?P<near>{alternatives(near)}))?(?:{month}|{part})?(?P<limit>{alternatives(limit)})?",
        first | {told.own} | set('0123456789二第一三四"'),
    )


class Times:
    """Times in order, asked for by place."""

    def __init__(self, found: Sequence[Time]) -> None:
        self._found = found
        self._starts = [time.start for time in found]

    def within(self, start: int, end: int) -> list[Time]:
        """Those that lie in ``start``..``end``."""
        first, last = bisect.bisect_left(self._starts, start), bisect.bisect_left(self._starts, end)
        return [time for time in self._found[first:last] if time.end <= end]

    def outside(self, ranges: Iterable[tuple[int, int]]) -> list[Time]:
        """Those that begin in none of ``ranges``."""
        inner = bytearray(self._found[-1].start + 1 if self._found else 0)
        for start, end in ranges:
            inner[start:end] = b"\1" * (min(end, len(inner)) - min(start, len(inner)))
        return [time for time in self._found if not inner[time.start]]


def date_at_end(text: str) -> tuple[str, int] | None:
    """(ISO date, where it begins) of a text that ends in a day of issue (a bracket such as (此件公开发布) may follow), or
    is one in brackets."""
    bracketed = text.startswith("(") and text.find(")") == len(text) - 1
    body = text[1:-1] if bracketed else text[: text.rfind("(")] if text.endswith(")") else text
    for match in _days_of_issue(body, max(0, len(body) - _LONGEST_ISSUED)):
        if match.end() == len(body):
            iso = _day(match)
            return (iso, match.start()) if iso else None
    return None


def date_in(text: str) -> str | None:
    """The first day of issue in a text, as ISO."""
    match = next(_days_of_issue(text), None)
    return _day(match) if match else None


def last_numeric(text: str) -> str | None:
    """The last of the dates of a text that are written in figures alone (2024.12, 2024/6/30), as ISO."""
    found = [_day(match) for match in _NUMERIC.finditer(text) if 1 <= int(match["month"]) <= 12]
    return next((iso for iso in reversed(found) if iso), None)


def _days_of_issue(text: str, start: int = 0) -> Iterator[re.Match[str]]:
    for pattern in (_ISSUED, _ISSUED_CHINESE):
        yield from pattern.finditer(text, start)


def _day(match: re.Match[str]) -> str | None:
    """The ISO form of year, month and day (or year and month), None where the calendar has no such day."""
    year, month = numerals.value(match["year"]), numerals.value(match["month"])
    try:
        day = date(year, month, numerals.value(match["day"]) if match["day"] else 1)
    except ValueError:
        return None
    return day.isoformat() if match["day"] else f"{year}-{month:02}"
