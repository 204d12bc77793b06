"""What a goal counts, and how: the words around a number that name its indicator, cut free of verbs and dates."""

from __future__ import annotations

import re
from functools import cache

from loaders.content.goals.quantities import Quantity
from loaders.content.reading import Reading
from loaders.document import TargetMention
from loaders.text.dates import Times
from loaders.text.lexicon import lexicon
from loaders.text.patterns import any_of

_LONGEST = 40
_SIGNS = "、,;:()《》 "


@cache
def _from() -> re.Pattern[str]:
    words = "".join(lexicon().targets.from_words)
    return re.compile(rf"[{words}][^,;、{words}]{{0,8}}\d.*$")


@cache
def _lead() -> re.Pattern[str]:
    return re.compile(any_of([*lexicon().targets.lead_words, "、", ","]))


@cache
def _tail() -> tuple[str, ...]:
    return tuple(sorted(lexicon().targets.tail_words, key=len, reverse=True))


@cache
def _comparatives() -> tuple[str, ...]:
    rules = lexicon().targets
    return tuple(word for listed in rules.comparators_after.values() for word in listed)


def indicator_of(
    reading: Reading, times: Times, quantity: Quantity, piece: tuple[int, int], previous: TargetMention | None
) -> str:
    """The indicator of ``quantity`` in its piece of a clause; a bare one (总量) takes the one before it along."""
    after = _after(reading, quantity, piece)
    before = _before(reading, times, quantity, piece)
    chosen = after if len(after) >= 2 else before
    if chosen in lexicon().targets.bare_indicators and previous is not None:
        base = _without(_without(previous.indicator, "bare_indicators"), "trends")
        chosen = f"{_without(base, 'new')}{chosen}"
    if not chosen and previous is not None:
        chosen = _without_tail(_without(previous.indicator, "trends"))
    return chosen[:_LONGEST] or reading.printed(*piece)[:_LONGEST]


def _after(reading: Reading, quantity: Quantity, piece: tuple[int, int]) -> str:
    """The noun phrase after the number: 80个【住宅小区地下车库的移动通信网络覆盖】."""
    text = reading.text[quantity.end : piece[1]]
    for word in _comparatives():
        if text.startswith(word):
            text = text.removeprefix(word)
            break
    after = _trim(text.split("(")[0]).removeprefix(lexicon().cues.particle)
    return "" if after in lexicon().targets.durations_after else after


def _before(reading: Reading, times: Times, quantity: Quantity, piece: tuple[int, int]) -> str:
    """The noun phrase before the number, without dates, scope, verbs at its head and comparators at its end."""
    found = times.within(piece[0], quantity.start)
    start, end = max([piece[0], *(date.end for date in found)]), quantity.start
    if found and not _without_tail(reading.text[start:end]):  # 产值【2024年】突破1000亿元
        start, end = piece[0], found[-1].start
    text = reading.text[start:end].strip(_SIGNS + '"')
    text = _without_tail(_from().sub("", text))
    lead = _lead()
    while match := lead.match(text):
        if match.end() == len(text):
            break
        text = text[match.end() :]
    return _trim(text)


def _trim(text: str) -> str:
    """``text`` without signs at its ends; a quote stays where its mate does."""
    text = text.strip(_SIGNS)
    return text.strip('"') if text.count('"') % 2 else text


def _without(text: str, key: str) -> str:
    """An indicator without the 新建 or 增长 at its end: of 基站新建 the total is 基站总量."""
    return next((text.removesuffix(word) for word in getattr(lexicon().targets, key) if text.endswith(word)), text)


def _without_tail(text: str) -> str:
    while text.endswith(_tail()):
        text = text[: -len(next(word for word in _tail() if text.endswith(word)))]
    return text


def measure_of(text: str, indicator: str, quantity: Quantity, previous: TargetMention | None) -> str:
    """increment, stock or rate, by unit, indicator and the verbs of the piece ``text`` (else as the goal before)."""
    rules = lexicon().targets
    if quantity.unit in rules.rate_units or indicator.endswith(rules.rate_words):
        return "rate"
    if any(word in text for word in rules.new):
        return "increment"
    if any(word in text for word in rules.stocks):
        return "stock"
    if any(word in text for word in rules.increments):
        return "increment"
    return previous.measure if previous is not None and previous.measure != "rate" else "stock"
