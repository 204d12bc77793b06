"""Dated goals without a number: 北斗时空大数据中心年底启用.

A year-long window (2023年, 全年) dates no milestone; a limit does (年底, 6月底前, 到2025年), together with what is
to be done by then. A limit that stands alone before a comma belongs to the clause after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from loaders.content.reading import Clause, Reading
from loaders.document import MilestoneMention, TargetMention
from loaders.text.dates import Time, Times
from loaders.text.deadlines import limits_nothing
from loaders.text.lexicon import lexicon
from loaders.text.patterns import any_of
from loaders.text.view import Span

_SIGNS = "、,;:，；："


@cache
def _leads() -> re.Pattern[str]:
    return re.compile(f"{any_of(lexicon().targets.milestone_leads)}{{1,3}}")


@cache
def _said() -> re.Pattern[str]:
    return re.compile(any_of(lexicon().targets.milestone_words))


@cache
def _not_said() -> re.Pattern[str]:
    return re.compile(any_of(lexicon().targets.not_milestones))


def find_milestones(reading: Reading, year: int | None, targets: Iterable[TargetMention]) -> list[MilestoneMention]:
    """The milestones of ``reading``: clauses with a time limit, a thing to be done by then, and no target in them."""
    firm = [time for time in Times(reading.times).outside(reading.cited) if _is_limit(reading, time)]
    if not firm:
        return []
    taken = bytearray(len(reading.text))
    for span in (target.span for target in targets):
        start, end = reading.view.index(span.start), reading.view.index(span.end - 1) + 1
        taken[start:end] = b"\1" * (end - start)
    limits = Times(firm)
    found: list[MilestoneMention] = []
    for number, clause in enumerate(reading.clauses):
        dated = ((time, time.iso(year)) for time in limits.within(clause.start, clause.end))
        first, iso = next(((time, iso) for time, iso in dated if iso), (None, None))
        if first is None or iso is None:
            continue
        stop = _end(reading, number, first)
        if not any(taken[clause.start : stop]) and _is_goal(reading.text[clause.start : stop]):
            found.append(_milestone(reading, clause, stop, first, iso))
    return found


def _is_limit(reading: Reading, time: Time) -> bool:
    return time.firm and not time.measured and not limits_nothing(reading.text, time)


def _end(reading: Reading, number: int, time: Time) -> int:
    """Where what is due ends: with its clause, or with the next one where the clause is the date alone."""
    clause = reading.clauses[number]
    rest = reading.text[clause.start : time.start] + reading.text[time.end : clause.end]
    following = reading.clauses[number + 1] if number + 1 < len(reading.clauses) else None
    alone = not _leads().sub("", rest, count=1).strip(_SIGNS)
    if alone and following and following.sentence == clause.sentence:
        return following.end
    return clause.end


def _is_goal(text: str) -> bool:
    return bool(_said().search(text)) and not _not_said().search(text)


def _milestone(reading: Reading, clause: Clause, end: int, time: Time, iso: str) -> MilestoneMention:
    text = reading.printed(clause.start, end)
    name = reading.printed(clause.start, time.start) + reading.printed(time.end, end)
    name = _leads().sub("", name, count=1) if _leads().match(name) else name
    span: Span = reading.span(clause.start, end)
    return MilestoneMention(
        name=name.strip(_SIGNS) or text,
        text=text,
        span=span,
        deadline=iso,
        deadline_as_printed=reading.printed(time.start, time.end),
    )
