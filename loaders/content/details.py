"""Which body task each annex row details: plans print the same work twice, as a task and again as rows of an annex.

A row's name and text are compared with each task by the character n-grams they share; rare n-grams count more.
An inverted index keeps the pass linear: n-grams that many tasks share say nothing and are left out. Garbled
or shortened rows still share most of their n-grams with their task.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from graph.findings import Finding
from graph.matching.grams import GramIndex
from loaders.content.reading import Reading
from loaders.document import Detail, Item, PlanDocument

SIZE = 2
# An n-gram in more tasks than this tells no task from another.
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
    index = GramIndex([_grams(readings[i].text) for i in tasks], COMMON, _worth)
    titles = {i: frozenset(_grams(document.items[i].name)) for i in tasks}
    details, lost = [], []
    for row in rows:
        detail = _best(row, document.items, readings[row], index, tasks, titles)
        if detail is None:
            lost.append(document.items[row])
        else:
            details.append(detail)
    if len(details) < CORRESPONDS * len(rows):
        return details, []
    return details, [_finding(document, item) for item in lost]


def _grams(text: str) -> Counter[str]:
    """The n-grams of the letters of ``text`` (signs left out) with their counts."""
    letters = "".join(char for char in text if char.isalnum())
    return Counter(letters[at : at + SIZE] for at in range(max(0, len(letters) - SIZE + 1)))


def _worth(tasks: int, holders: int) -> float:
    return math.log(1 + tasks / holders)


def _best(
    row: int,
    items: Sequence[Item],
    reading: Reading,
    index: GramIndex,
    tasks: Sequence[int],
    titles: Mapping[int, frozenset[str]],
) -> Detail | None:
    """The task that holds most of the row, or None where none holds enough."""
    name = _grams(items[row].name) + _grams(items[row].category or "")
    scores: dict[int, float] = defaultdict(float)
    titled: dict[int, float] = defaultdict(float)
    whole = 0.0
    unknown = math.log(2)
    for gram in name | _grams(reading.text):
        holders = index.holders(gram)
        weight = (index.weights[gram] if holders else unknown) * (NAME_WEIGHT if gram in name else 1.0)
        whole += weight
        for task in (tasks[holder] for holder in holders):
            scores[task] += weight
            titled[task] += weight * (TITLE_WEIGHT - 1) * (gram in titles[task])
    if not scores:
        return None
    owners = {owner.printed for owner in items[row].owners}
    ranked = {
        task: (score + titled[task]) / whole + OWNER_WEIGHT * _shared(owners, items[task])
        for task, score in scores.items()
    }
    best = max(ranked, key=lambda task: (ranked[task], -task))
    if ranked[best] < THRESHOLD:
        return None
    return Detail(row, best, round(min(1.0, scores[best] / whole), 4), BASIS)


def _shared(owners: set[str], task: Item) -> float:
    """The share of a row's owners that also own the task."""
    return len(owners & {owner.printed for owner in task.owners}) / len(owners) if owners else 0.0


def _finding(document: PlanDocument, item: Item) -> Finding:
    start, end = item.name_span.start, item.name_span.end
    quote = document.source.text[start:end]
    return Finding("detail-without-task", start, end, quote, item.ref, {"item": item.name})
