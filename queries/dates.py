"""Dates as people say them in a question: the last day that is meant, always of a year that the caller gives."""

from __future__ import annotations

import calendar
import re

_YEAR = r"(?:((?:19|20)\d\d)年?)"
_BY = r"(?:之?前|以前|为止|之内|以内|内)?"
# A month, a quarter and half a year are spans of which only the end is a last day: 6月底, 第三季度末前.
_TO_ITS_END = r"(?:份?(?:底|末)(?:之?前|以前)?|份?(?:之?前|以前))"
_NUMERALS = {"一": 1, "二": 2, "三": 3, "四": 4}
_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_DAY = re.compile(r"((?:19|20)\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?" + _BY)
_MONTH_DAY = re.compile(rf"(\d{{1,2}})月(\d{{1,2}})[日号]{_BY}")
_MONTH = re.compile(rf"(?:{_YEAR}|今年)?(\d{{1,2}})月{_TO_ITS_END}|((?:19|20)\d\d)-(\d{{2}})(?!\d)")
_END = re.compile(
    rf"(?:{_YEAR}(?:底|末|年底|年末|内)|{_YEAR}(?:之?前|以前)(?!后)|(今年|明年|本年度?|年)(?:年?底|年?末|内)|(今年|明年)(?:之内)?){_BY}"
    r"|(?:the )?end of (?:the )?((?:19|20)\d\d|year)|(?:the )?year[' -]?s?[ -]?end|(this|next) year"
)
_HALF = re.compile(rf"(?:{_YEAR}|今年)?(?:(上)半年{_BY}|下半年{_TO_ITS_END})")
_QUARTER = re.compile(rf"(?:{_YEAR}|今年)?(?:第?([一二三四1-4])季度{_TO_ITS_END})|q([1-4])(?: ((?:19|20)\d\d))?")
_ENGLISH = re.compile(rf"(?:the end of )?({'|'.join(_MONTHS)})(?: ((?:19|20)\d\d))?")
_ONLY_YEAR = re.compile(rf"{_YEAR}(?:度)?")


def read_date(line: str, start: int, year: int) -> tuple[str, int] | None:
    """The last day (ISO) that a folded ``line`` names at ``start``, and where the words end; None where there is none.

    2024年前 is up to the end of 2023. A date without a year is of ``year``.
    """
    if day := _DAY.match(line, start):
        return _iso(int(day[1]), int(day[2]), int(day[3]), day.end())
    if day := _MONTH_DAY.match(line, start):
        return _iso(year, int(day[1]), int(day[2]), day.end())
    if month := _MONTH.match(line, start):
        return _iso(int(month[1] or month[3] or year), int(month[2] or month[4]), 0, month.end())
    if half := _HALF.match(line, start):
        return _iso(int(half[1] or year), 6 if half[2] else 12, 0, half.end())
    if quarter := _QUARTER.match(line, start):
        nth = quarter[2] or quarter[3]
        return _iso(int(quarter[1] or quarter[4] or year), 3 * (_NUMERALS.get(nth) or int(nth)), 0, quarter.end())
    if (named := _ENGLISH.match(line, start)) and (named[1] != "may" or named[2]):  # may is another word, too
        return _iso(int(named[2] or year), _MONTHS.index(named[1]) + 1, 0, named.end())
    if end := _END.match(line, start):
        later = (end[3] or end[4]) == "明年" or end[6] == "next"
        named_year = end[1] or (end[5] if (end[5] or "").isdigit() else None)
        wanted = int(named_year) if named_year else int(end[2]) - 1 if end[2] else year + later
        return _iso(wanted, 12, 31, end.end())
    return None


def read_year(line: str, start: int) -> tuple[str, int] | None:
    """The year that stands at ``start``, and where it ends."""
    found = _ONLY_YEAR.match(line, start)
    return (found[1], found.end()) if found else None


def _iso(year: int, month: int, day: int, end: int) -> tuple[str, int] | None:
    """A day, or the last of a month; None for one that no calendar has."""
    if not 1 <= month <= 12:
        return None
    last = calendar.monthrange(year, month)[1]
    return (f"{year:04}-{month:02}-{day or last:02}", end) if day <= last else None
