"""Deadlines and periods: time limits as printed, and as ISO dates where they are one (deadlines.yaml)."""

from __future__ import annotations

import calendar
import re
from collections import deque
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from loaders.document import DeadlineMention
from loaders.text.lexicon import alternatives, lexicon
from loaders.text.view import View

_YEAR = r"(?:(?P<year>(?:19|20)[0-9]{2})(?:年|(?=[-—~至](?:19|20)[0-9]{2}年))|(?P<near>%s))?"
_PART = (
    r"(?:(?:(?:1[0-2]|[1-9])月?[-—~至到])?(?P<month>1[0-2]|0?[1-9])月份?(?:(?P<day>[0-3]?[0-9])[日号])?"
    r"|第?(?P<quarter>[一二三四1-4])季度|(?P<half>上半年|下半年)|(?P<only>年))?"
)


# A date begins with one of these; looking for them first keeps long texts fast.
_FIRST = "[0-9今本当年明次第一二三四上下]"
_RANGE = "-—~至到"
_CLAUSE_END = re.compile("[,。;!?]")
_LONGEST_CLAUSE = 40
_NUMERIC = re.compile(r"(?P<year>(?:19|20)[0-9]{2})[./-](?P<month>[01]?[0-9])(?:[./-](?P<day>[0-3]?[0-9]))?(?![0-9])")


def read_deadlines(
    view: View, year: int | None, issued: str | None
) -> tuple[list[DeadlineMention], list[DeadlineMention]]:
    """(deadlines, periods) that a text prints. ``year`` stands in for a year left out; ``issued`` is the ISO date
    from which 印发之日起30日内 counts."""
    text = view.text
    titles = deque(_title_ranges(text))
    dates = [m for m in _pattern().finditer(text) if m[0] and not _inside(titles, m.start()) and _is_date(text, m)]
    deadlines: list[DeadlineMention] = []
    periods: list[DeadlineMention] = []
    for start, match in _ranges(text, dates):
        printed, span = view.printed(start, match.end()), view.span(start, match.end())
        mention = DeadlineMention(printed, _iso(match, year, issued), span)
        found = deadlines if match["limit"] or match["from"] or _is_done(text, match) else periods
        if found is deadlines or printed not in {period.printed for period in periods}:
            found.append(mention)
    return deadlines, periods


def _is_done(text: str, match: re.Match[str]) -> bool:
    """Whether the clause after a month, day or quarter says that something is done by then, or it stands alone in a
    bracket after what is to be done."""
    if not (match["month"] or match["quarter"] or match["half"]):
        return False
    if match.start() and text[match.start() - 1] == "(" and text[match.end() : match.end() + 1] == ")":
        return True
    end = _CLAUSE_END.search(text, match.end(), match.end() + _LONGEST_CLAUSE)
    stop = end.start() if end else min(len(text), match.end() + _LONGEST_CLAUSE)
    return any(text.find(word, match.end(), stop) >= 0 for word in lexicon().deadlines.done)


def _ranges(text: str, dates: list[re.Match[str]]) -> Iterator[tuple[int, re.Match[str]]]:
    """(start, last date) of each time: two dates with 至 between them are one."""
    start = -1
    for match, following in zip(dates, [*dates[1:], None], strict=False):
        start = match.start() if start < 0 else start
        joined = following is not None and following.start() == match.end() + 1 and text[match.end()] in _RANGE
        if not joined or match["limit"]:
            yield start, match
            start = -1


def column_deadline(view: View, year: int | None, issued: str | None) -> list[DeadlineMention]:
    """What a deadline column or label prints: always a deadline, with a date where it holds one."""
    size = len(view)
    while size and view.text[size - 1] in "。;,.":
        size -= 1
    if not size or view.text[:size] in ("无", "/", "-", "—"):
        return []
    last = _numeric(view.text[:size])
    for match in _column_pattern().finditer(view.text, 0, size):
        if match[0]:
            last = _iso(match, year, issued) or last
    span = view.span(0, size)
    return [DeadlineMention(view.printed(0, size), last, span)]


def marker_deadlines(view: View, year: int | None, issued: str | None) -> list[DeadlineMention]:
    """The time limits that a piece of a marker prints beside its owners: 2024年底前完成, or all of 年内持续推进."""
    size = len(view)
    while size and view.text[size - 1] in "。;,.":
        size -= 1
    if _open_pattern().fullmatch(view.text, 0, size):
        return column_deadline(view, year, issued)
    return read_deadlines(view, year, issued)[0]


@cache
def _open_pattern() -> re.Pattern[str]:
    """A word that stands for a time (持续推进), with or without a date before it (年内持续推进)."""
    limits = alternatives(lexicon().deadlines.limits)
    return re.compile(f"(?:{_date_pattern()}(?:{limits})?)?(?:{alternatives(lexicon().deadlines.open)})")


def _numeric(text: str) -> str | None:
    """The ISO form of 2024.12, 2024/6/30 or 2024-6; the later one of two."""
    found = None
    for match in _NUMERIC.finditer(text):
        month, day = int(match["month"]), match["day"]
        if 1 <= month <= 12:
            found = _month_end(int(match["year"]), month, day, "") or found
    return found


def looks_like_deadline(text: str) -> bool:
    """Whether a short text is a time or one of the words that stand for one."""
    if len(text) > 40:
        return False
    return (
        text.rstrip("。") in lexicon().deadlines.open
        or bool(_NUMERIC.search(text))
        or any(m[0] for m in _column_pattern().finditer(text))
    )


def _title_ranges(text: str) -> list[tuple[int, int]]:
    """Where titles of documents stand (《…》): years there are names, not times."""
    found, opened = [], -1
    for match in re.finditer("[《》]", text):
        if match[0] == "《":
            opened = match.start() if opened < 0 else opened
        elif opened >= 0:
            found.append((opened, match.end()))
            opened = -1
    return found


def _inside(ranges: deque[tuple[int, int]], at: int) -> bool:
    """Whether ``at`` is in one of the ranges; those that end before it are done with."""
    while ranges and ranges[0][1] <= at:
        ranges.popleft()
    return bool(ranges) and ranges[0][0] <= at


def _is_date(text: str, match: re.Match[str]) -> bool:
    """A match that says a time: not a bare word such as 年 or 内, nor the end of a longer number."""
    if match["from"]:
        return True
    if match.start() and text[match.start() - 1].isdigit():
        return False
    if match["open"]:
        return True
    said = match["year"] or match["near"] or match["month"] or match["quarter"] or match["half"]
    if not said:
        return False
    if match["near"] == "年":
        if (
            match.start()
            and text[match.start() - 1]
            in "0123456789〇零一二三四五六七八九十每半多余近整周百前后去逐历往学青少万N今本当明次"
        ):
            return False
        return bool(match["limit"]) and match["limit"][0] in "底末内初" and not match["month"]
    if (
        match["limit"]
        and match["limit"][0] == "前"
        and text[match.end() : match.end() + 1] in ("后", "往", "期", "沿", "来")
    ):
        return False
    if match["near"] and not match["limit"] and not match["month"]:
        return True
    if match["month"] and not match["year"] and not match["limit"] and not match["day"]:
        return text[match.end() : match.end() + 1] != "份"
    return True


def _iso(match: re.Match[str], year: int | None, issued: str | None) -> str | None:
    groups = match.groupdict()
    if groups.get("from"):
        return _counted(match, issued)
    if groups.get("open"):
        return None
    at = int(groups["year"]) if groups["year"] else year
    if groups["near"] and at is not None:
        at += lexicon().deadlines.relative_years.get(groups["near"], 0)
    if at is None or not 1900 <= at <= 2199:
        return None
    limit = groups.get("limit") or ""
    if groups["month"]:
        return _month_end(at, int(groups["month"]), groups["day"], limit)
    if groups["quarter"]:
        quarter = "一二三四".find(groups["quarter"]) + 1 or int(groups["quarter"])
        return _month_end(at, quarter * 3, None, "底")
    if groups["half"]:
        return _month_end(at, 6 if groups["half"] == "上半年" else 12, None, "底")
    if limit and limit[0] in "底末内":
        return f"{at}-12-31"
    return str(at)


def _month_end(year: int, month: int, day: str | None, limit: str) -> str | None:
    last = calendar.monthrange(year, month)[1]
    if day:
        return f"{year}-{month:02}-{int(day):02}" if 1 <= int(day) <= last else None
    named = {"上旬": 10, "中旬": 20, "初": 10}
    for word, number in named.items():
        if limit.startswith(word):
            return f"{year}-{month:02}-{number:02}"
    return f"{year}-{month:02}-{last:02}" if limit and limit[0] in "底末内下" else f"{year}-{month:02}"


def _counted(match: re.Match[str], issued: str | None) -> str | None:
    if not issued or len(issued) != 10:
        return None
    start, number = date.fromisoformat(issued), int(match["count"])
    unit = match["unit"]
    if "工作日" in unit:
        return None
    if "月" in unit or "年" in unit:
        months = start.month - 1 + number * (12 if "年" in unit else 1)
        year, month = start.year + months // 12, months % 12 + 1
        return date(year, month, min(start.day, calendar.monthrange(year, month)[1])).isoformat()
    return (start + timedelta(days=number)).isoformat()


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(
        f"{_counted_pattern()}|(?P<open>(?!))|{_date_pattern()}(?P<limit>{alternatives(lexicon().deadlines.limits)})?"
    )


@cache
def _column_pattern() -> re.Pattern[str]:
    opened = alternatives(lexicon().deadlines.open)
    limits = alternatives(lexicon().deadlines.limits)
    return re.compile(f"{_counted_pattern()}|(?P<open>{opened})|{_date_pattern()}(?P<limit>{limits})?")


@cache
def _date_pattern() -> str:
    return f"(?={_FIRST})" + _YEAR % alternatives(lexicon().deadlines.relative_years) + _PART


@cache
def _counted_pattern() -> str:
    issue = alternatives(lexicon().deadlines.issue_words)
    return rf"(?P<from>(?:本[^\s,。;]{{1,6}}?)?(?:{issue})之日起(?P<count>[0-9]{{1,3}})(?P<unit>个?(?:工作日|日|天|月|年))(?:以|之)?内)"
