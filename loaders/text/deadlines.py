"""Deadlines and periods: what a time is to the text that prints it (the words are in deadlines.yaml)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from loaders.document import DeadlineMention
from loaders.text.dates import Time, Times, last_numeric, times
from loaders.text.lexicon import lexicon
from loaders.text.patterns import any_of
from loaders.text.view import View

_CLAUSE_END = re.compile("[,。;!?]")
_SENTENCE_END = re.compile("[。;!?]")
_LONGEST_CLAUSE = 40
_LONGEST_GRANT = 120
_LONGEST_CELL = 40
_ENDS = "。;,."


def read_deadlines(
    view: View,
    found: Sequence[Time],
    year: int | None,
    issued: str | None,
    titles: Iterable[tuple[int, int]] = (),
) -> tuple[list[DeadlineMention], list[DeadlineMention]]:
    """(deadlines, periods) among the times ``found`` in a text; those inside ``titles`` are names, and years that
    others are measured by are neither. ``year`` stands in for a year left out; ``issued`` is the ISO date from which
    印发之日起30日内 counts."""
    deadlines: list[DeadlineMention] = []
    periods: list[DeadlineMention] = []
    told = set[str]()
    for time in Times(found).outside(titles):
        if time.measured or (time.window and time.year is None) or limits_nothing(view.text, time):
            continue
        printed, span = view.printed(time.start, time.end), view.span(time.start, time.end)
        mention = DeadlineMention(printed, time.iso(year, issued), span)
        if _is_deadline(view.text, time):
            deadlines.append(mention)
        elif printed not in told:
            told.add(printed)
            periods.append(mention)
    return deadlines, periods


def tells_fact(text: str, time: Time) -> bool:
    """Whether a time says what was by then, or from when something is: 2021年底前已建成, 2022年6月后签发的."""
    rules = lexicon().deadlines
    return text.startswith(rules.facts_after, time.end) and not text.startswith(rules.facts_but, time.end)


def limits_nothing(text: str, time: Time) -> bool:
    """Whether a time tells a fact, or to whom something is granted."""
    return tells_fact(text, time) or _is_condition(text, time)


def _is_condition(text: str, time: Time) -> bool:
    """Whether a time says to whom something is granted: 对年内新增的企业给予奖励."""
    rules = lexicon().deadlines
    start = max((text.rfind(sign, max(0, time.start - _LONGEST_CLAUSE), time.start) for sign in ",。;:"), default=-1)
    if not text.startswith(rules.conditions, start + 1):
        return False
    end = _SENTENCE_END.search(text, time.end, time.end + _LONGEST_GRANT)
    stop = end.start() if end else min(len(text), time.end + _LONGEST_GRANT)
    return _granted().search(text, time.end, stop) is not None


def _is_deadline(text: str, time: Time) -> bool:
    """Whether a time limits its clause: by a limit word, by what is done by then, or alone in a bracket after what is
    to be done; how long something is in force is a period."""
    start = (
        max((text.rfind(sign, max(0, time.start - _LONGEST_CLAUSE), time.start) for sign in ",。;:"), default=-1) + 1
    )
    end = _CLAUSE_END.search(text, time.end, time.end + _LONGEST_CLAUSE)
    stop = end.start() if end else min(len(text), time.end + _LONGEST_CLAUSE)
    if time.count:
        return True
    if _validity().search(text, max(start, time.start - _LONGEST_CLAUSE), stop):
        return False
    if time.limit:
        return True
    if time.month is None:
        return False
    if text[time.start - 1 : time.start] == ":" and text.endswith(_labels(), 0, time.start - 1):
        return True
    alone = text[time.start - 1 : time.start] == "(" and text[time.end : time.end + 1] == ")"
    return alone or bool(_done().search(text, time.end, stop))


def column_deadline(view: View, year: int | None, issued: str | None) -> list[DeadlineMention]:
    """What a deadline column or label prints: always a deadline, with a date where it holds one."""
    start, size = 0, len(view)
    while size > start and view.text[size - 1] in _ENDS:
        size -= 1
    if size - start > 2 and view.text[start] == "(" and view.text.find(")", start, size) == size - 1:
        start, size = start + 1, size - 1
    if size <= start or view.text[start:size] in lexicon().deadlines.none:
        return []
    found = [time for time in times(view.text[start:size]) if time.year is not None or not time.window]
    dates = [iso for time in found if (iso := time.iso(year, issued))]
    last = dates[-1] if dates else last_numeric(view.text[start:size])
    return [DeadlineMention(view.printed(start, size), last, view.span(start, size))]


def marker_deadlines(view: View, year: int | None, issued: str | None) -> list[DeadlineMention]:
    """The time limits that a piece of a marker prints beside its owners: 2024年底前完成, or all of 年内持续推进."""
    said, found = view.text.rstrip(_ENDS), times(view.text)
    first = found[0] if found else None
    rest = said[first.end :] if first and first.start == 0 else said
    if rest in lexicon().deadlines.open:
        return column_deadline(view, year, issued)
    return read_deadlines(view, found, year, issued)[0]


def looks_like_deadline(text: str) -> bool:
    """Whether a short text is a time or one of the words that stand for one."""
    if len(text) > _LONGEST_CELL:
        return False
    return bool(_open().search(text) or last_numeric(text) or times(text))


@cache
def _labels() -> tuple[str, ...]:
    return lexicon().responsibility.labels["deadline"]


@cache
def _done() -> re.Pattern[str]:
    return re.compile(any_of(lexicon().deadlines.done))


@cache
def _granted() -> re.Pattern[str]:
    return re.compile(any_of(lexicon().deadlines.grants))


@cache
def _validity() -> re.Pattern[str]:
    return re.compile(any_of(lexicon().deadlines.validity))


@cache
def _open() -> re.Pattern[str]:
    return re.compile(any_of(lexicon().deadlines.open))
