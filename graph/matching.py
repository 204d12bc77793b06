"""Which items of two plans are the same one, by name and text, without comparing each with each.

An index from the rarer character pairs of each text leads to the few candidates worth comparing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property

from graph.ids import name_key

Pairs = frozenset[str]

# A pair of characters that this many items share tells nothing; an item has at most this many candidates.
_COMMONEST = 50
_CANDIDATES = 10
_NAME_ALIKE = 0.6
_TEXT_ALIKE = 0.5


@dataclass(frozen=True)
class Matchable:
    """What matching sees of an item: only items of one ``kind`` can be the same."""

    kind: Hashable
    name: str
    text: str

    @cached_property
    def name_key(self) -> str:
        """The name without white space, width and punctuation."""
        return name_key(self.name)

    @cached_property
    def text_key(self) -> str:
        """The text without white space, width and punctuation."""
        return name_key(self.text)

    @cached_property
    def name_pairs(self) -> Pairs:
        """Pairs of neighbouring characters of the name."""
        return pairs(self.name_key)

    @cached_property
    def text_pairs(self) -> Pairs:
        """Pairs of neighbouring characters of the text."""
        return pairs(self.text_key)


def pairs(key: str) -> Pairs:
    """The pairs of neighbouring characters of ``key``; itself when it has but one."""
    return frozenset(key[at : at + 2] for at in range(len(key) - 1)) or frozenset({key} if key else ())


def alike(one: Pairs, other: Pairs) -> float:
    """Share of pairs that two texts have in common (Dice), 0 to 1."""
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


# By what two items are plainly the same, the surest first. An empty text makes nothing the same.
_KEYS: tuple[Callable[[Matchable], Hashable], ...] = (
    lambda item: (item.kind, item.name_key, item.text_key),
    lambda item: (item.kind, item.name_key),
    lambda item: (item.kind, item.text_key) if item.text_key else None,
)


def match(old: Sequence[Matchable], new: Sequence[Matchable]) -> list[tuple[int, int]]:
    """Index pairs of the items that are the same, sorted: first those equal in name and text, name, or text; then
    the most alike. Each item has at most one counterpart."""
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
                found[at] = places[same].pop()
                taken.add(found[at])
    for _, before, after in sorted(_scored(old, new, found, taken)):
        if before not in found and after not in taken:
            found[before] = after
            taken.add(after)
    return sorted(found.items())


def _scored(
    old: Sequence[Matchable], new: Sequence[Matchable], found: dict[int, int], taken: set[int]
) -> list[tuple[float, int, int]]:
    """(minus the likeness, old, new) of the pairs still free that are alike enough."""
    index: defaultdict[tuple[Hashable, str], list[int]] = defaultdict(list)
    for at, item in enumerate(new):
        if at not in taken:
            for pair in item.name_pairs | item.text_pairs:
                index[item.kind, pair].append(at)
    scored = []
    for before, item in enumerate(old):
        if before in found:
            continue
        shared: Counter[int] = Counter()
        for pair in item.name_pairs | item.text_pairs:
            holders = index.get((item.kind, pair), ())
            if len(holders) <= _COMMONEST:
                shared.update(holders)
        for after, _ in sorted(shared.items(), key=lambda entry: (-entry[1], entry[0]))[:_CANDIDATES]:
            by_name = alike(item.name_pairs, new[after].name_pairs)
            by_text = alike(item.text_pairs, new[after].text_pairs)
            if by_name >= _NAME_ALIKE or by_text >= _TEXT_ALIKE:
                scored.append((-(by_name + by_text), before, after))
    return scored
