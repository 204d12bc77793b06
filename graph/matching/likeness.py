"""How much two items are the same work, and by what: names, words, things built, targets, documents.

The rarer a pair of characters is in the two texts compared, the more it counts. Weights are whole numbers, so that
sums do not depend on the order in which a set gives its members: the same two plans give the same scores everywhere.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from graph.matching.grams import GramIndex, Grams, alike
from graph.matching.items import Matchable

# A pair of characters that more items share tells nothing; an item has at most so many candidates.
COMMON = 50
CANDIDATES = 10
# What makes up a score: words of all; the names; each one's name in the words of the other.
_WORDS, _NAMES, _NAME_IN_WORDS = 0.45, 0.25, 0.15
# What it adds that both build a thing or one builds what the other speaks of, count the same, cite the same document.
_SAME_THING, _SAME_TARGET, _SAME_DOCUMENT = 0.15, 0.1, 0.05
_TARGETS_ALIKE = 0.6
# From here on two items are the same; names alone do not make them so where the words have less in common.
LEAST = 0.12
_LEAST_WORDS = 0.1
_SAME_NAME, _SAME_SCENE = 0.8, 0.9
_SHORTEST_SERIES = 4
_SCALE = 1 << 20


class Match(NamedTuple):
    """A score, 0 to 1, and what speaks for it, joined by commas: same-scene (or its next version), same-name,
    same-thing, same-target, same-document, likeness."""

    score: float
    basis: str


class Likeness:
    """Items of one text against those of another (``upper``)."""

    def __init__(self, lower: Sequence[Matchable], upper: Sequence[Matchable]) -> None:
        self._lower, self._upper = lower, upper
        self._index = GramIndex(
            [item.grams for item in (*upper, *lower)], COMMON, _worth, beside=len(lower)
        )  # fmt: skip
        self._weights = [
            [(self._index.weigh(item.grams), self._index.weigh(item.name_grams)) for item in side]
            for side in (lower, upper)
        ]

    def candidates(self, at: int) -> list[int]:
        """The items of the upper text that share most with the lower one ``at``."""
        return self._index.nearest(self._lower[at].grams, CANDIDATES)

    def match(self, at: int, over: int) -> Match | None:
        """How the lower item ``at`` and the upper one ``over`` are the same; None where they are not."""
        one, other = self._lower[at], self._upper[over]
        words, score = self._score(at, over)
        basis = _basis(one, other)
        for sign, worth in (
            ("same-thing", _SAME_THING), ("same-target", _SAME_TARGET), ("same-document", _SAME_DOCUMENT),
        ):  # fmt: skip
            score += worth * (sign in basis)
        if "same-scene" in basis:
            return _made(max(score, _SAME_SCENE), basis)
        if score < LEAST or (words < _LEAST_WORDS and "same-thing" not in basis):
            return None
        return _made(score, basis)

    def same_name(self, at: int, over: int) -> Match:
        """The same, of two items that are known to be one by their names or texts."""
        basis = _basis(self._lower[at], self._upper[over])
        return _made(max(self._score(at, over)[1], _SAME_NAME), basis)

    def _score(self, at: int, over: int) -> tuple[float, float]:
        """How alike the words are, and the score that words and names make."""
        one, other = self._lower[at], self._upper[over]
        (mine, my_name), (yours, your_name) = self._weights[0][at], self._weights[1][over]
        words = self._shared(one.grams, other.grams, math.sqrt(mine * yours))
        names = self._shared(one.name_grams, other.name_grams, math.sqrt(my_name * your_name))
        there = self._shared(one.name_grams, other.grams, my_name)
        back = self._shared(other.name_grams, one.grams, your_name)
        return words, _WORDS * words + _NAMES * names + _NAME_IN_WORDS * (there + back)

    def _shared(self, one: Grams, other: Grams, whole: float) -> float:
        return self._index.weigh(one & other) / whole if whole else 0.0


def _worth(texts: int, holders: int) -> int:
    return round(math.log(1 + texts / holders) ** 2 * _SCALE)


def _made(score: float, basis: Sequence[str]) -> Match:
    return Match(round(min(1.0, score), 3), ",".join(basis or ("likeness",)))


def _basis(one: Matchable, other: Matchable) -> list[str]:
    """What speaks for it beside the words, the surest first."""
    found = []
    if one.series_key == other.series_key and one.series_key:
        versions = bool(one.version or other.version) and len(one.series_key) >= _SHORTEST_SERIES
        found.append("same-scene" if versions else "same-name")
    if one.built & other.things or other.built & one.things:
        found.append("same-thing")
    if _same_target(one, other):
        found.append("same-target")
    if one.documents & other.documents:
        found.append("same-document")
    return found


def _same_target(one: Matchable, other: Matchable) -> bool:
    return any(
        unit == same and alike(counted, wanted) >= _TARGETS_ALIKE
        for counted, unit in one.targets
        for wanted, same in other.targets
    )
