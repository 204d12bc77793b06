"""From likeness to pairs: each item once on both sides, or the best one above for each item below."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Sequence

from graph.matching.items import Matchable
from graph.matching.likeness import LEAST, Likeness, Match

Pair = tuple[int, int, Match]
# By what two items are plainly the same, the surest first. An empty text makes nothing the same.
_KEYS: tuple[Callable[[Matchable], Hashable], ...] = (
    lambda item: (item.kind, item.name_key, item.text_key),
    lambda item: (item.kind, item.name_key),
    lambda item: (item.kind, item.text_key) if item.text_key else None,
)
_NONE: frozenset[tuple[str, str]] = frozenset()


def one_to_one(
    old: Sequence[Matchable],
    new: Sequence[Matchable],
    rejected: Collection[tuple[str, str]] = _NONE,
    least: float = LEAST,
) -> list[Pair]:
    """(old, new, match) of the items that are the same, sorted: first those equal in name and text, name, or text;
    then the most alike, from a score of ``least``. ``rejected`` are ids (new, old) that are not to be paired."""
    likeness = Likeness(new, old)
    found: dict[int, int] = {}
    taken: set[int] = set()
    for key in _KEYS:
        places: defaultdict[Hashable, list[int]] = defaultdict(list)
        for at in range(len(new) - 1, -1, -1):
            if at not in taken:
                places[key(new[at])].append(at)
        for at, item in enumerate(old):
            same = key(item)
            if at not in found and same is not None and places.get(same):
                after = places[same].pop()
                if (new[after].id, item.id) not in rejected:
                    found[at] = after
                    taken.add(after)
    pairs = [(before, after, likeness.same_name(after, before)) for before, after in found.items()]
    scored = [
        (-match.score, before, after, match)
        for after in range(len(new))
        if after not in taken
        for before in likeness.candidates(after)
        if before not in found
        and new[after].kind == old[before].kind
        and (new[after].id, old[before].id) not in rejected
        if (match := likeness.match(after, before)) and match.score >= least
    ]
    for _, before, after, match in sorted(scored):
        if before not in found and after not in taken:
            found[before] = after
            taken.add(after)
            pairs.append((before, after, match))
    return sorted(pairs)


def best_above(
    lower: Sequence[Matchable], upper: Sequence[Matchable], rejected: Collection[tuple[str, str]] = _NONE
) -> list[Pair]:
    """(lower, upper, match): for each lower item that has one, the upper item that it is most alike, sorted. Many may
    carry out one. ``rejected`` are ids (lower, upper) that are not to be paired."""
    likeness = Likeness(lower, upper)
    pairs = []
    for at, item in enumerate(lower):
        ranked = [
            (-match.score, over, match)
            for over in likeness.candidates(at)
            if (item.id, upper[over].id) not in rejected
            if (match := likeness.match(at, over))
        ]
        if ranked:
            _, over, match = min(ranked)
            pairs.append((at, over, match))
    return pairs
