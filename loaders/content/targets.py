"""Quantified goals: a number with a unit that the text sets itself to reach, with indicator, comparator and deadline.

Not every number is a goal. Prices, rules, conditions and facts are left out by the words near them; a number needs
a verb that sets it as a goal, a word that ties it to an indicator, or a goal before it in the same sentence.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from loaders.content.dates import Date, Dates
from loaders.content.indicators import indicator_of, measure_of
from loaders.content.lexicon import any_of, lexicon, words
from loaders.content.quantities import Quantity, find_quantities
from loaders.content.reading import LONGEST_PAIR, Clause, Reading
from loaders.document import TargetMention

_ORDINAL = re.compile(r"\(?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[).、]")
# How far from a number the words may stand that make it a goal.
REACH = 120
_FACT = re.compile(r"已[建完有达经累实形开]")


class Piece(NamedTuple):
    """The part of a clause that one quantity speaks for: view characters ``start``..``end``."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Text:
    """A reading with its dates: those the plan's year makes known, and all, whatever year they mean."""

    reading: Reading
    dates: Dates
    any_dates: Dates


@dataclass(frozen=True, slots=True)
class _Words:
    """The lexicon of goals, compiled."""

    verb: re.Pattern[str]
    verbs: tuple[str, ...]
    numeral_verb: re.Pattern[str]
    reaches: tuple[str, ...]
    lead_ins: tuple[str, ...]
    not_goal: re.Pattern[str]
    qualifiers: tuple[str, ...]
    duration_cue: re.Pattern[str]
    after: tuple[tuple[str, tuple[str, ...]], ...]
    before: tuple[tuple[str, str], ...]


@cache
def _words() -> _Words:
    raw = lexicon("targets")
    before = [(word, sign) for sign, listed in raw["comparators_before"].items() for word in words(listed)]
    return _Words(
        verb=re.compile(any_of(words(raw["goal_verbs"]))),
        verbs=words(raw["goal_verbs"]),
        numeral_verb=re.compile(any_of(words(raw["numeral_verbs"]))),
        reaches=tuple(words(raw["reaches"])),
        lead_ins=tuple(words(raw["lead_ins"])),
        not_goal=re.compile(any_of(words(raw["not_goals"]))),
        qualifiers=tuple(words(raw["qualifiers"])),
        duration_cue=re.compile(any_of(words(raw["duration_cues"]))),
        after=tuple((sign, tuple(words(listed))) for sign, listed in raw["comparators_after"].items()),
        before=tuple(sorted(before, key=lambda pair: -len(pair[0]))),
    )


def find_targets(reading: Reading, year: int | None, cited: Iterable[tuple[int, int]] = ()) -> list[TargetMention]:
    """The quantified goals of ``reading``; ``year`` dates 今年 and 年底; numbers inside ``cited`` ranges are names."""
    names, text = bytearray(len(reading.text)), reading.text
    for start, end in cited:
        names[start:end] = b"\1" * (end - start)
    if any(names):  # the years of a title date no goal
        text = "".join("\0" if name else char for char, name in zip(text, names, strict=True))
    dates = Dates(text, year)
    whole = _Text(reading, dates, dates if year else Dates(text, 2000))
    by_clause: dict[Clause, list[Quantity]] = {}
    for quantity in find_quantities(reading):
        if not names[quantity.start] and (quantity.sort == "size" or not reading.inside(quantity.start, '"')):
            by_clause.setdefault(reading.clause_at(quantity.start), []).append(quantity)
    targets: list[TargetMention] = []
    last: tuple[Clause, TargetMention] | None = None
    for clause, quantities in by_clause.items():
        follows = last if last and last[0].sentence == clause.sentence else None
        for target in _in_clause(whole, clause, quantities, follows[1] if follows else None):
            targets.append(target)
            last = (clause, target)
    return targets


def _in_clause(
    whole: _Text, clause: Clause, quantities: list[Quantity], previous: TargetMention | None
) -> list[TargetMention]:
    """The goals of one clause, in order; ``previous`` is the goal before it in its sentence."""
    reading = whole.reading
    rules = _words()
    clause_text = reading.text[clause.start : clause.end]
    if rules.not_goal.search(clause_text) or _FACT.search(clause_text) or clause_text.endswith("的"):
        return []
    found: list[TargetMention] = []
    outer_units: set[str] = set()
    last_count = max((q.start for q in quantities if q.sort != "big"), default=-1)
    for number, (quantity, piece) in enumerate(_pieces(reading, clause, quantities)):
        bracketed = reading.inside(quantity.start, "(")
        inherited = bool(found) or previous is not None
        following = quantities[number + 1] if number + 1 < len(quantities) else None
        if bracketed:
            accepted = quantity.unit in outer_units
        elif quantity.sort == "big":
            accepted = last_count < quantity.start and _is_big_goal(reading, clause, quantity)
        else:
            accepted = _is_goal(whole, clause, quantity, piece, following, inherited)
        if accepted:
            before = found[-1] if found else previous
            found.append(_target(whole, clause, quantity, piece, before))
            outer_units |= {quantity.unit} if not bracketed else set()
    return found


def _pieces(reading: Reading, clause: Clause, quantities: list[Quantity]) -> list[tuple[Quantity, Piece]]:
    """Each quantity with its own piece of the clause: 数字化诊断576家、数字化转型461家 are two."""
    text, starts = reading.text, [clause.start]
    for one, other in itertools.pairwise(quantities):
        opening = text.find("(", one.end, other.start)
        if opening >= 0 and opening in reading.mates and reading.mates[opening] > other.start:
            starts.append(opening + 1)
        elif text[_compared(text, one)] in "、和及":
            starts.append(_compared(text, one) + 1)
        elif text[other.start - 1] in "、和及" and other.start - 1 > one.end:
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


def _compared(text: str, quantity: Quantity) -> int:
    """Where ``quantity`` ends with its comparator (5户【以上】)."""
    for _, listed in _words().after:
        word = next((w for w in listed if text.startswith(w, quantity.end)), None)
        if word:
            return quantity.end + len(word)
    return quantity.end


def _bracket_end(reading: Reading, clause: Clause, quantity: Quantity, end: int) -> int:
    """Where the bracket closes that ``quantity`` stands in, or ``end``."""
    opening = reading.text.rfind("(", max(clause.start, quantity.start - LONGEST_PAIR), quantity.start)
    close = reading.mates.get(opening, -1)
    return close if close >= quantity.end else end


def _is_goal(
    whole: _Text, clause: Clause, quantity: Quantity, piece: Piece, following: Quantity | None, inherited: bool
) -> bool:
    """Whether the words around ``quantity`` set it as a goal."""
    rules, reading, text = _words(), whole.reading, whole.reading.text
    before = text[max(clause.start, quantity.start - REACH) : quantity.start]
    own = text[piece.start : quantity.start]
    if quantity.sort == "duration" and not rules.duration_cue.search(before):
        return False
    if text.startswith(rules.qualifiers, quantity.end) and not before.endswith(rules.verbs):
        return False
    sizes = ("以上", "及以上", "以下", "级")
    if following and following.start < piece.end and text.startswith(sizes, quantity.end):
        return False  # 5000万元以上项目12个: the first number says which projects, the second how many
    if quantity.unit.endswith("年一遇") or rules.verb.search(before) or own.endswith(rules.reaches):
        return True
    if inherited and (quantity.start == piece.start or own):
        return True
    begin = max(reading.sentences[clause.sentence][0].start, quantity.start - REACH)
    dated = whole.any_dates.within(begin, quantity.start)
    heading = text[max(0, begin - REACH // 2) : clause.start]
    if dated and not own:
        return bool(rules.verb.search(text, quantity.end, piece.end))
    return bool(own) and (bool(dated) or any(lead in heading for lead in rules.lead_ins))


def _is_big_goal(reading: Reading, clause: Clause, quantity: Quantity) -> bool:
    """8大功能平台, 三大超级场景: a goal where the things counted are built and named before the count."""
    before = reading.text[max(clause.start, quantity.start - REACH) : quantity.start]
    named = any(sign in before for sign in '、"和')
    return bool(_words().numeral_verb.search(before)) and named


def _target(
    whole: _Text, clause: Clause, quantity: Quantity, piece: Piece, previous: TargetMention | None
) -> TargetMention:
    reading, text = whole.reading, whole.reading.text
    date = _deadline(whole, clause, quantity)
    end = piece.end
    opening = text.find("(", quantity.end, piece.end)
    if opening >= 0 and reading.mates.get(opening) == piece.end - 1:
        end = opening
    start = piece.start
    comparator = _comparator(text, quantity, piece)
    indicator = indicator_of(reading, whole.any_dates, quantity, Piece(start, end), previous)
    return TargetMention(
        indicator=indicator,
        value=quantity.value,
        unit=quantity.unit,
        comparator=comparator,
        measure=measure_of(text[piece.start : piece.end], indicator, quantity, previous),
        text=reading.printed(start, end),
        span=reading.span(start, end),
        deadline=date.iso if date else (previous.deadline if previous else None),
        deadline_as_printed=(
            reading.printed(date.start, date.end) if date else (previous.deadline_as_printed if previous else None)
        ),
    )


def _deadline(whole: _Text, clause: Clause, quantity: Quantity) -> Date | None:
    """The time nearest before the quantity in its sentence, else the first one after it in its clause."""
    begin = max(whole.reading.sentences[clause.sentence][0].start, quantity.start - 2 * REACH)
    before = whole.dates.within(begin, quantity.start)
    if before:
        return before[-1]
    after = whole.dates.within(quantity.end, min(clause.end, quantity.end + REACH))
    return after[0] if after else None


def _comparator(text: str, quantity: Quantity, piece: Piece) -> str:
    rules = _words()
    for sign, listed in rules.after:
        if text.startswith(listed, quantity.end):
            return sign
    before = text[piece.start : quantity.start]
    for word, sign in rules.before:
        if before.endswith(word):
            return sign
    if quantity.sort == "size":
        return "~"
    return ">" if quantity.more else ">=" if quantity.spread else "="
