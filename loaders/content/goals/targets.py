"""Quantified goals: a number with a unit that the text sets itself to reach, with indicator, comparator and deadline.

Which number is a goal is said in ``goals``; here each one gets its piece of the clause, its deadline and its sign.
"""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Mapping
from functools import cache

from loaders.content.goals.indicators import indicator_of, measure_of
from loaders.content.goals.quantities import Quantity
from loaders.content.goals.rules import (
    REACH,
    Context,
    Piece,
    Text,
    compared,
    is_background,
    is_big_goal,
    is_goal,
    may_be_quoted,
)
from loaders.content.reading import LONGEST_PAIR, Clause, Reading
from loaders.document import TargetMention
from loaders.text.dates import Time, Times
from loaders.text.deadlines import tells_fact
from loaders.text.lexicon import lexicon
from loaders.text.patterns import by_length, kinds

_ORDINAL = re.compile(r"\(?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[).、]")
_STOPS = re.compile("[。!?]")
# A date that leads a list of goals stands so near its head.
_LEAD = 4


def find_targets(reading: Reading, year: int | None) -> list[TargetMention]:
    """The quantified goals of ``reading``; ``year`` dates 今年 and 年底; numbers inside titles are names."""
    if not reading.quantities:
        return []
    cited, names = reading.cited, bytearray(len(reading.text))
    for start, end in cited:
        names[start:end] = b"\1" * (end - start)
    times = Times(reading.times).outside(cited)
    found = Times([time for time in times if not time.measured and not tells_fact(reading.text, time)])
    stops = sorted({0, *reading.breaks, *(sign.end() for sign in _STOPS.finditer(reading.text))})
    whole = Text(reading, found, year, stops)
    by_clause: dict[Clause, list[Quantity]] = {}
    for quantity in reading.quantities:
        quoted = reading.inside(quantity.start, '"')
        if not names[quantity.start] and (not quoted or may_be_quoted(reading.text, quantity)):
            by_clause.setdefault(reading.clause_at(quantity.start), []).append(quantity)
    targets: list[TargetMention] = []
    last: tuple[Clause, TargetMention] | None = None
    for clause, quantities in by_clause.items():
        follows = last[1] if last and _list_start(whole, clause) <= last[0].start else None
        straight = last is not None and last[0].sentence == clause.sentence
        for target in _in_clause(whole, clause, quantities, follows, straight):
            targets.append(target)
            last = (clause, target)
    return targets


def _list_start(whole: Text, clause: Clause) -> int:
    """Where the list of ``clause`` begins: goals go on over commas and semicolons, to a full stop or a break."""
    return whole.stops[bisect.bisect_right(whole.stops, clause.start) - 1]


def _in_clause(
    whole: Text, clause: Clause, quantities: list[Quantity], previous: TargetMention | None, straight: bool
) -> list[TargetMention]:
    """The goals of one clause, in order; ``previous`` is the goal before it in its list, ``straight``: in its sentence."""
    reading = whole.reading
    if is_background(whole, clause):
        return []
    found: list[TargetMention] = []
    outer_units: set[str] = set()
    goals: set[Quantity] = set()
    last_count = max((q.start for q in quantities if q.sort != "big"), default=-1)
    for number, (quantity, piece) in enumerate(_pieces(reading, clause, quantities)):
        bracketed = reading.inside(quantity.start, "(")
        ends = previous is not None and (straight or compared(reading.text, quantity) == clause.end)
        one = quantities[number - 1] if number else None
        other = quantities[number + 1] if number + 1 < len(quantities) else None
        if bracketed:
            accepted = quantity.unit in outer_units
        elif quantity.sort == "big":
            accepted = last_count < quantity.start and is_big_goal(reading, clause, quantity)
        else:
            context = Context(one, other, one in goals, bool(found) or ends)
            accepted = is_goal(whole, clause, quantity, piece, context)
        if accepted:
            found.append(_target(whole, clause, quantity, piece, found[-1] if found else previous))
            goals.add(quantity)
            outer_units |= {quantity.unit} if not bracketed else set()
    return found


def _pieces(reading: Reading, clause: Clause, quantities: list[Quantity]) -> list[tuple[Quantity, Piece]]:
    """Each quantity with its own piece of the clause: 数字化诊断576家、数字化转型461家 are two."""
    text, starts = reading.text, [clause.start]
    for one, other in itertools.pairwise(quantities):
        opening = text.find("(", one.end, other.start)
        if opening >= 0 and opening in reading.mates and reading.mates[opening] > other.start:
            starts.append(opening + 1)
        elif text.startswith(lexicon().targets.joiners, compared(text, one)):
            starts.append(compared(text, one) + 1)
        elif text.endswith(lexicon().targets.joiners, 0, other.start) and other.start - 1 > one.end:
            starts.append(other.start)
        else:
            starts.append(starts[-1])
    ordinal = _ORDINAL.match(text, clause.start, clause.end)
    if ordinal and quantities[0].start >= ordinal.end():
        starts = [ordinal.end() if start == clause.start else start for start in starts]
    pieces: list[tuple[Quantity, Piece]] = []
    end, following = clause.end, clause.end + 1
    for quantity, start in zip(reversed(quantities), reversed(starts), strict=True):
        if following <= clause.end and following > quantity.end:
            end = following - 1
        stop = min(end, _bracket_end(reading, clause, quantity, end), quantity.end + REACH)
        pieces.append((quantity, Piece(max(start, quantity.start - REACH), stop)))
        following = start
    return pieces[::-1]


def _bracket_end(reading: Reading, clause: Clause, quantity: Quantity, end: int) -> int:
    """Where the bracket closes that ``quantity`` stands in, or ``end``."""
    opening = reading.text.rfind("(", max(clause.start, quantity.start - LONGEST_PAIR), quantity.start)
    close = reading.mates.get(opening, -1)
    return close if close >= quantity.end else end


def _target(
    whole: Text, clause: Clause, quantity: Quantity, piece: Piece, previous: TargetMention | None
) -> TargetMention:
    reading, text = whole.reading, whole.reading.text
    date = _deadline(whole, clause, quantity)
    end = piece.end
    opening = text.find("(", quantity.end, piece.end)
    if opening >= 0 and reading.mates.get(opening) == piece.end - 1:
        end = opening
    start = piece.start
    comparator = _comparator(text, quantity, piece)
    indicator = indicator_of(reading, whole.times, quantity, Piece(start, end), previous)
    return TargetMention(
        indicator=indicator,
        value=quantity.value,
        unit=quantity.unit,
        comparator=comparator,
        measure=measure_of(text[piece.start : piece.end], indicator, quantity, previous),
        text=reading.printed(start, end),
        span=reading.span(start, end),
        deadline=date.iso(whole.year) if date else (previous.deadline if previous else None),
        deadline_as_printed=(
            reading.printed(date.start, date.end) if date else (previous.deadline_as_printed if previous else None)
        ),
    )


def _deadline(whole: Text, clause: Clause, quantity: Quantity) -> Time | None:
    """The time nearest before the quantity in its sentence, else the one that leads its list of sentences, else the
    first one after it in its clause."""
    reading = whole.reading
    begin = max(reading.sentences[clause.sentence][0].start, quantity.start - 2 * REACH)
    before = _dated(whole, begin, quantity.start)
    if before:
        return before[-1]
    start = _list_start(whole, clause)
    leading = _dated(whole, start, min(start + _LEAD + REACH, quantity.start))
    if leading and leading[0].start <= start + _LEAD:
        joined = itertools.takewhile(lambda pair: pair[1].start - pair[0].end <= 1, itertools.pairwise(leading))
        return max((other for _, other in joined), key=lambda time: time.start, default=leading[0])
    after = _dated(whole, quantity.end, min(clause.end, quantity.end + REACH))
    return after[0] if after else None


def _dated(whole: Text, start: int, end: int) -> list[Time]:
    """The times in ``start``..``end`` of which the year is known."""
    return [time for time in whole.times.within(start, end) if time.iso(whole.year)]


@cache
def _signs(key: str) -> Mapping[str, str]:
    """word → comparator of the words after a number, or of those before it, the longest first."""
    signs = kinds(getattr(lexicon().targets, key))
    return {word: signs[word] for word in by_length(signs)}


@cache
def _words(key: str) -> tuple[str, ...]:
    return tuple(_signs(key))


def _sign_before(text: str) -> str | None:
    """The comparator of the words that ``text`` ends in."""
    if not text.endswith(_words("comparators_before")):
        return None
    return next(sign for word, sign in _signs("comparators_before").items() if text.endswith(word))


def _sign_after(text: str, at: int) -> str | None:
    """The comparator of the words at ``at``."""
    if not text.startswith(_words("comparators_after"), at):
        return None
    return next(sign for word, sign in _signs("comparators_after").items() if text.startswith(word, at))


def _comparator(text: str, quantity: Quantity, piece: Piece) -> str:
    start = text[piece.start : quantity.start]
    stated = _sign_after(text, quantity.end) or _sign_before(start)
    if not stated and start.endswith(lexicon().targets.goal_verbs):  # 至少【建成】1所
        start = start[: -len(next(verb for verb in lexicon().targets.goal_verbs if start.endswith(verb)))]
        stated = _sign_before(start)
    if stated:
        return stated
    if quantity.sort == "size":
        return "~"
    return ">" if quantity.more else ">=" if quantity.spread else "="
