"""Towns that a text names as places, in full (新浜镇) or in a list that ends in their kind (小昆山、叶榭、新浜等镇)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from loaders.content.reading import Reading
from loaders.document import EntityMention
from loaders.text.patterns import any_of

_KINDS = ("街道", "镇", "乡")
_IN_LIST = r"(?:等\d{0,2}个?|三个|两个|两)?(?P<kind>街镇|镇|街道|乡)(?!级|域|村)"


def town_mentions(reading: Reading, towns: Mapping[str, str]) -> Iterator[EntityMention]:
    """The ``towns`` (printed form → name) that ``reading`` names, once for each place where it does."""
    if not towns or not any(kind in reading.text for kind in _KINDS):
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
        re.compile(rf"(?P<list>{one}(?:[、和及]{one}){{0,20}}){_IN_LIST}"),
    )  # fmt: skip


def _short(name: str) -> str:
    return next((name.removesuffix(kind) for kind in _KINDS if name.endswith(kind)), "")


def _mention(reading: Reading, start: int, end: int, name: str) -> EntityMention:
    printed = reading.printed(start, end)
    return EntityMention(name, printed, reading.span(start, end), "Town", "LOCATED_IN", "", "town")
