"""What matching sees of a work item, and how it is made from what a plan says."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from graph.ids import name_key
from graph.matching.grams import Grams, grams
from graph.plan_graph import PlanGraph

_VERSION = re.compile(r"[vV]?\d+\.\d+版?")
_SCENE = "场景"
_NUMBER = re.compile(r"[\d.%]+")
_MULTIPLES = "万亿千百十"
# What an item says of a thing or document that makes another that speaks of it likelier the same work.
SAID_OF_THINGS = ("BUILDS", "DEPENDS_ON", "MENTIONS")
SAID_OF_DOCUMENTS = ("IMPLEMENTS", "CITES", "ISSUES")


class ItemRow(NamedTuple):
    """A work item as plans state it."""

    plan: str
    id: str
    position: int
    part: str
    name: str
    text: str


class SaidRow(NamedTuple):
    """That an item speaks of a thing or a document: the relationship's type, and what the other end is called."""

    item: str
    type: str
    name: str


class TargetRow(NamedTuple):
    """What a target of an item counts, and in which unit."""

    item: str
    indicator: str
    unit: str


@dataclass(frozen=True)
class Matchable:
    """What matching sees of an item: only items of one ``kind`` can be the same. ``things`` are those that it speaks
    of, ``built`` those that it builds, ``targets`` what it counts with the unit."""

    kind: Hashable
    name: str
    text: str
    id: str = ""
    things: frozenset[str] = frozenset()
    built: frozenset[str] = frozenset()
    documents: frozenset[str] = frozenset()
    targets: tuple[tuple[Grams, str], ...] = ()

    @cached_property
    def name_key(self) -> str:
        """The name without white space, width and punctuation."""
        return name_key(self.name)

    @cached_property
    def text_key(self) -> str:
        """The text without white space, width and punctuation."""
        return name_key(self.text)

    @cached_property
    def version(self) -> str:
        """The version printed with the name, as "3.0"; empty where there is none."""
        found = _VERSION.search(unicodedata.normalize("NFKC", self.name))
        return found.group() if found else ""

    @cached_property
    def series_key(self) -> str:
        """What the name and the name of its next version have in common."""
        plain = _VERSION.sub("", unicodedata.normalize("NFKC", self.name))
        return name_key(plain).removesuffix(_SCENE)

    @cached_property
    def name_grams(self) -> Grams:
        """Pairs of neighbouring characters of the name, without versions and numbers, which change every year."""
        return _words(self.series_key)

    @cached_property
    def grams(self) -> Grams:
        """The same of name and text."""
        return self.name_grams | _words(self.text_key)


def _words(key: str) -> Grams:
    """Grams of the words between numbers."""
    found: frozenset[str] = frozenset()
    for word in _NUMBER.split(key):
        found |= grams(word)
    return found


def matchables(
    items: Iterable[ItemRow], said: Iterable[SaidRow], targets: Iterable[TargetRow]
) -> dict[str, list[Matchable]]:
    """The items by plan, in the order of the plan."""
    by_item: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in said:
        kind = "documents" if row.type in SAID_OF_DOCUMENTS else "things"
        by_item[row.item][kind].add(name_key(row.name))
        if row.type == "BUILDS":
            by_item[row.item]["built"].add(name_key(row.name))
    counted: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for target in targets:
        counted[target.item].add((name_key(target.indicator), target.unit.lstrip(_MULTIPLES)))
    found: dict[str, list[Matchable]] = defaultdict(list)
    for item in sorted(items, key=lambda row: (row.plan, row.position, row.id)):
        speaks = {kind: frozenset(names) for kind, names in by_item[item.id].items()}
        goals = tuple((grams(key), unit) for key, unit in sorted(counted[item.id]))
        found[item.plan].append(Matchable(item.part, item.name, item.text, item.id, **speaks, targets=goals))
    return dict(found)


@dataclass(frozen=True, slots=True)
class PlanRows:
    """What matching reads of a plan's items."""

    items: list[ItemRow] = field(default_factory=list)
    said: list[SaidRow] = field(default_factory=list)
    targets: list[TargetRow] = field(default_factory=list)

    def matchables(self) -> list[Matchable]:
        """The items in the order of the plan."""
        return [item for held in matchables(self.items, self.said, self.targets).values() for item in held]


def rows_by_plan(graph: PlanGraph) -> Mapping[str, PlanRows]:
    """The rows of each plan of a graph, which is gone through once however many plans it holds."""
    nodes: Mapping[str, Any] = graph.nx.nodes
    found: defaultdict[str, PlanRows] = defaultdict(PlanRows)
    plan_of: dict[str, str] = {}
    for node, a in graph.nodes("WorkItem"):
        plan_of[node] = a["plan"]
        found[a["plan"]].items.append(ItemRow(a["plan"], node, a["position"], a["part"], a["name"], a["text"]))
    for start, end, edge in graph.edges(*SAID_OF_THINGS, *SAID_OF_DOCUMENTS):
        if plan_of.get(start) == edge["plan"]:
            found[edge["plan"]].said.append(SaidRow(start, edge["type"], nodes[end]["name"]))
    for start, end, _ in graph.edges("HAS_TARGET"):
        if start in plan_of:
            target = TargetRow(start, nodes[end]["indicator"], nodes[end].get("unit", ""))
            found[plan_of[start]].targets.append(target)
    return found


def of_graph(graph: PlanGraph, plan: str) -> list[Matchable]:
    """The items of one plan of a graph."""
    return rows_by_plan(graph).get(plan, PlanRows()).matchables()
