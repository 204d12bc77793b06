"""Which plans a plan's items are matched with: those that it carries out, directly or through others, and those before
it of the same jurisdiction."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from graph.ids import name_key
from graph.matching.grams import GramIndex, alike, grams

_COUNTRY = "CN"
_NUMBERS = re.compile(r"[\d年度\-—–~至]+")
# A plan follows at most so many earlier ones: those whose titles go on first, the latest first.
EARLIER = 4
_SAME_SERIES = 0.5
_TITLES, _COMMON_TITLES = 10, 50


class PlanHead(NamedTuple):
    """A loaded plan: whose it is, of which year (None where it covers several, or does not say), what it states."""

    id: str
    name: str
    jurisdiction: str
    year: int | None
    digest: str


class Implements(NamedTuple):
    """That a plan or policy carries out a policy, by ids; ``name`` is the policy's."""

    lower: str
    upper: str
    name: str


class Relations:
    """How loaded plans stand to each other; what it answers does not depend on the order in which they came."""

    def __init__(self, heads: Iterable[PlanHead], implements: Iterable[Implements]) -> None:
        self.heads = {head.id: head for head in sorted(heads)}
        country = {name_key(head.name): head.id for head in self.heads.values() if head.jurisdiction == _COUNTRY}
        self._uppers: defaultdict[str, set[str]] = defaultdict(set)
        for lower, upper, name in implements:
            # A title that names no place is taken for the citing place's own; a national plan of that name is meant.
            meant = upper if upper in self.heads else country.get(name_key(name), upper)
            self._uppers[lower].add(meant)
        self._all_above: dict[str, frozenset[str]] = {}

    def all_above(self, plan: str) -> frozenset[str]:
        """The loaded plans that ``plan`` carries out, directly or through others."""
        if plan not in self._all_above:
            found: set[str] = set()
            queue = [plan]
            for policy in queue:
                new = self._uppers[policy] - found if policy in self._uppers else set()
                found |= new
                queue += sorted(new)
            self._all_above[plan] = frozenset(one for one in found if one in self.heads and one != plan)
        return self._all_above[plan]

    def above(self, plan: str) -> list[str]:
        """The same in order: a plan before those that it carries out in turn."""
        return sorted(self.all_above(plan), key=lambda upper: (-len(self.all_above(upper)), upper))

    def before(self, plan: str) -> list[str]:
        """The earlier plans of the same jurisdiction that ``plan`` follows, the one it follows most first."""
        head = self.heads[plan]
        if head.year is None:
            return []
        ranked = []
        for likeness, series in self._titled_alike(head):
            for earlier in islice(self._earlier(series, plan, head.year), EARLIER):
                ranked.append((likeness < _SAME_SERIES, _latest_first(earlier)[0], -likeness, earlier.id))
        return [found for *_, found in sorted(ranked)[:EARLIER]]

    def _earlier(self, series: list[PlanHead], plan: str, year: int) -> Iterator[PlanHead]:
        """Of plans in order, those from before ``year`` that ``plan`` does not carry out."""
        first = bisect_right(series, -year, key=lambda one: _latest_first(one)[0])
        above = self.all_above(plan)
        return (series[at] for at in range(first, len(series)) if series[at].id not in above)

    @cached_property
    def _series(self) -> dict[str, dict[str, list[PlanHead]]]:
        """Plans that have a year by jurisdiction and title without year, the latest first."""
        found: dict[str, dict[str, list[PlanHead]]] = {}
        for head in sorted(self.heads.values(), key=_latest_first):
            if head.year is not None:
                found.setdefault(head.jurisdiction, {}).setdefault(_series_key(head.name), []).append(head)
        return found

    @cached_property
    def _titles(self) -> dict[str, tuple[list[str], GramIndex]]:
        found = {}
        for jurisdiction, series in self._series.items():
            titles = sorted(series)
            found[jurisdiction] = titles, GramIndex([grams(title) for title in titles], _COMMON_TITLES, _worth)
        return found

    def _titled_alike(self, head: PlanHead) -> Iterator[tuple[float, list[PlanHead]]]:
        """The plans of a jurisdiction whose titles are the same but for the year, or share most with it, by title."""
        own = _series_key(head.name)
        held = grams(own)
        titles, index = self._titles[head.jurisdiction]
        for title in sorted({own, *(titles[at] for at in index.nearest(held, _TITLES))}):
            yield alike(held, grams(title)), self._series[head.jurisdiction][title]


def _latest_first(head: PlanHead) -> tuple[int, str]:
    return -(head.year or 0), head.id


def _series_key(title: str) -> str:
    return name_key(_NUMBERS.sub("", title))


def _worth(texts: int, holders: int) -> int:
    return 1 + texts // holders
