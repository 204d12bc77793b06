"""Pairs of neighbouring characters as what texts are compared by, what each is worth, and who holds it."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence

Grams = frozenset[str]


def grams(key: str) -> Grams:
    """The pairs of neighbouring characters of ``key``; itself when it has but one."""
    return frozenset(key[at : at + 2] for at in range(len(key) - 1)) or frozenset({key} if key else ())


def alike(one: Grams, other: Grams) -> float:
    """Share of pairs that two texts have in common (Dice), 0 to 1."""
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


class GramIndex:
    """Texts by the grams that they hold. One that more than ``common`` of them hold tells none from another and leads
    nowhere; ``worth`` says what a gram weighs from how many texts there are and how many hold it."""

    def __init__(
        self, texts: Sequence[Collection[str]], common: int, worth: Callable[[int, int], float], *, beside: int = 0
    ) -> None:
        """``beside``: how many of ``texts``, at the end, count for what grams weigh but are never found."""
        holders: defaultdict[str, list[int]] = defaultdict(list)
        for at, text in enumerate(texts):
            for gram in text:
                holders[gram].append(at)
        by_count = {count: worth(len(texts), count) for count in set(map(len, holders.values()))}
        self.weights: Mapping[str, float] = {gram: by_count[len(found)] for gram, found in holders.items()}
        if beside:
            found_before = len(texts) - beside
            holders.update({gram: found[: bisect_left(found, found_before)] for gram, found in holders.items()})
        self.holders: Mapping[str, Sequence[int]] = {
            gram: found for gram, found in holders.items() if len(found) <= common
        }

    def weigh(self, chosen: Collection[str]) -> float:
        """What the grams weigh together."""
        return sum(map(self.weights.__getitem__, chosen))

    def nearest(self, chosen: Collection[str], most: int) -> list[int]:
        """The texts that share most of the weight of ``chosen``, in order."""
        shared: defaultdict[int, float] = defaultdict(float)
        for gram in chosen:
            for at in self.holders.get(gram, ()):
                shared[at] += self.weights[gram]
        return sorted(sorted(shared, key=lambda at: (-shared[at], at))[:most])
