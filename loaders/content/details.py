"""Which body task each annex row details: plans print the same work twice, as a task and again as rows of an annex.

A row's name and text are compared with each task by the pairs of letters they share; rare pairs count more.
An inverted index keeps the pass linear: pairs that many tasks share say nothing and are left out. Garbled
or shortened rows still share most of their pairs with their task.
"""

from __future__ import annotations

import itertools
import math
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from operator import add

from graph.findings import Finding
from graph.matching.grams import GramIndex
from loaders.content.reading import Reading
from loaders.document import Detail, Item, PlanDocument

_SIGNS = re.compile(r"[\W_]+")
# A pair in more tasks than this tells no task from another.
COMMON = 40
# Least share of a row's weight that its task must hold.
THRESHOLD = 0.3
# Shared owners decide between tasks that hold about the same of a row's text.
OWNER_WEIGHT = 0.25
# How much more a row's name says about it than an equal length of its text.
NAME_WEIGHT = 1.5
# … and how much more it counts that a row speaks of what a task's title names.
TITLE_WEIGHT = 1.5
# A plan's annex plainly goes with its body when at least this share of rows finds a task.
CORRESPONDS = 0.5
BASIS = "text-overlap"


def find_details(document: PlanDocument, readings: Sequence[Reading]) -> tuple[list[Detail], list[Finding]]:
    """The details of ``document`` (``readings`` go with its items) and findings for rows that match no task."""
    tasks = [i for i, item in enumerate(document.items) if item.part == "body"]
    rows = [i for i, item in enumerate(document.items) if item.part == "annex"]
    if not tasks or not rows:
        return [], []
    wanted = [_row_pairs(document.items[i], readings[i]) for i in rows]
    asked = frozenset(itertools.chain.from_iterable(pairs for _, pairs in wanted))
    index = GramIndex([asked.intersection(_pairs(readings[i].text)) for i in tasks], COMMON, _worth)
    titled = GramIndex([asked.intersection(_pairs(document.items[i].name)) for i in tasks], COMMON, _worth)
    owners = [{owner.printed for owner in document.items[i].owners} for i in tasks]
    details, lost = [], []
    for row, pairs in zip(rows, wanted, strict=True):
        detail = _best(row, document.items, pairs, index, titled, owners, tasks)
        if detail is None:
            lost.append(document.items[row])
        else:
            details.append(detail)
    if len(details) < CORRESPONDS * len(rows):
        return details, []
    return details, [_finding(document, item) for item in lost]


def _pairs(text: str) -> dict[str, None]:
    """The pairs of letters of ``text`` (signs left out), each once, in order."""
    letters = _SIGNS.sub("", text)
    return dict.fromkeys(map(add, letters, letters[1:]))


def _row_pairs(row: Item, reading: Reading) -> tuple[Mapping[str, None], Mapping[str, None]]:
    """The pairs of what names ``row``, and those of all that it says, in order."""
    name = _pairs(row.name) | _pairs(row.category or "")
    return name, name | _pairs(reading.text)


def _worth(tasks: int, holders: int) -> float:
    return math.log(1 + tasks / holders)


def _best(
    row: int,
    items: Sequence[Item],
    pairs: tuple[Mapping[str, None], Mapping[str, None]],
    index: GramIndex,
    titled: GramIndex,
    owners: Sequence[Set[str]],
    tasks: Sequence[int],
) -> Detail | None:
    """The task that holds most of the row, or None where none holds enough."""
    name, whole_row = pairs
    scores: dict[int, float] = defaultdict(float)
    by_title: dict[int, float] = defaultdict(float)
    whole = 0.0
    unknown = math.log(2)
    held, entitled, weights = index.holders.get, titled.holders.get, index.weights
    for pair in whole_row:
        holders = held(pair)
        weight = (weights[pair] if holders else unknown) * (NAME_WEIGHT if pair in name else 1.0)
        whole += weight
        if holders:
            for task in holders:
                scores[task] += weight
            for task in entitled(pair, ()):
                by_title[task] += weight * (TITLE_WEIGHT - 1)
    if not scores:
        return None
    owned = {owner.printed for owner in items[row].owners}
    share = OWNER_WEIGHT / len(owned) if owned else 0.0
    rank, last = max(
        ((score + by_title[task]) / whole + share * len(owned & owners[task]), -task) for task, score in scores.items()
    )
    if rank < THRESHOLD:
        return None
    best = -last  # the first of equal ones
    return Detail(row, tasks[best], round(min(1.0, scores[best] / whole), 4), BASIS)


def _finding(document: PlanDocument, item: Item) -> Finding:
    start, end = item.name_span.start, item.name_span.end
    quote = document.source.text[start:end]
    return Finding("detail-without-task", start, end, quote, item.ref, {"item": item.name})
