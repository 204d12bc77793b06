"""Towns that a text names as places, in full (新浜镇) or in a list that ends in their kind (小昆山、叶榭、新浜等镇)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from loaders.content.reading import Reading
from loaders.document import EntityMention
from loaders.text.lexicon import lexicon
from loaders.text.patterns import alternatives, any_of


@cache
def town_kinds() -> tuple[str, ...]:
    """How the name of one town ends: the kinds of towns that are no list of kinds (街镇)."""
    kinds = lexicon().entities.town_kinds
    return tuple(kind for kind in kinds if not any(kind != other and kind.endswith(other) for other in kinds))


def town_mentions(reading: Reading, towns: Mapping[str, str]) -> Iterator[EntityMention]:
    """The ``towns`` (printed form → name) that ``reading`` names, once for each place where it does."""
    if not towns or not any(kind in reading.text for kind in town_kinds()):
        return
    short, full, one, listed = _patterns(tuple(towns.items()))
    for match in full.finditer(reading.text):
        yield _mention(reading, match.start(), match.end(), towns[match[0]])
    for match in listed.finditer(reading.text):
        for part in one.finditer(match["list"]):
            at = match.start("list") + part.start()
            name = short[part[0]]
            if not reading.text.startswith(name, at):
                yield _mention(reading, at, at + len(part[0]), name)


@lru_cache(maxsize=8)
def _patterns(
    towns: tuple[tuple[str, str], ...],
) -> tuple[Mapping[str, str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Towns by their short names, and what finds a town in full, its short name, and a list of short names."""
    short = {_short(name): name for _, name in towns if len(_short(name)) >= 2}
    one = any_of(short)
    return (
        short, re.compile(any_of(name for name, _ in towns)), re.compile(one),
        re.compile(f"(?P<list>{one}(?:{any_of(lexicon().targets.joiners)}{one}){{0,20}}){_in_list()}"),
    )  # fmt: skip


def _in_list() -> str:
    raw, sign = lexicon().entities, lexicon().responsibility.open_end.sign
    counted = f"{sign}[0-9]{{0,2}}{raw.town_count}?|{alternatives(raw.town_counts)}"
    return f"(?:{counted})?(?P<kind>{alternatives(raw.town_kinds)})(?!{alternatives(raw.town_goes_on)})"


def _short(name: str) -> str:
    return next((name.removesuffix(kind) for kind in town_kinds() if name.endswith(kind)), "")


def _mention(reading: Reading, start: int, end: int, name: str) -> EntityMention:
    printed = reading.printed(start, end)
    return EntityMention(name, printed, reading.span(start, end), "Town", "LOCATED_IN", "", "town")
