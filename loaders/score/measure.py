"""Annotations against a graph: what was found, missed and invented, and where in the text.

What counts as found is the measure that the sample plans are scored by elsewhere, figure for figure: items are matched
by the first characters of title or text; owners of matched items by canonical or printed name, one to one; roles
among those; policies by title; targets by value and unit; entities by name. Owners of an invented item are invented.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from graph.plan_graph import PlanGraph
from loaders.score.gold import Gold, GoldTask

# What is measured by right, missed and extra; and what by the share of those that are right.
FOUND = ("items", "owners", "policies", "targets", "details", "entities")
SHARED = ("roles", "deadlines", "meta")
MEASURES = ("items", "owners", "roles", "deadlines", "targets", "policies", "details", "entities", "meta")

_DROP = re.compile(r"[\s,。、;:“”‘’\"'()\[\]〔〕《》<>〈〉·—\-_.!?|*#…]+")
_WORK = frozenset({"WorkItem", "Task", "Scene", "Project"})
_POLICY = frozenset({"Policy", "Plan"})
_CITES = frozenset({"IMPLEMENTS", "CITES", "ISSUES", "DEPENDS_ON"})
_NAMES = ("MENTIONS", "BUILDS", "DEPENDS_ON", "LOCATED_IN")
_META = ("title", "doc_number", "issuer", "date")
# So many characters of a head are compared; so many are enough to find one inside a text.
_HEAD = 12
_INSIDE = 6


@dataclass(frozen=True, slots=True, order=True)
class Difference:
    """One thing missed, extra or wrong. ``start`` to ``end`` is where it stands in the text, or (0, 0)."""

    start: int
    end: int
    measure: str
    sort: str
    item: str
    expected: str
    found: str


@dataclass(frozen=True, slots=True)
class Measure:
    """Counts by (measure, right | missed | extra), and the differences in the order of the text."""

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    differences: list[Difference] = field(default_factory=list)


def figures(counts: Mapping[tuple[str, str], int]) -> dict[str, dict[str, float | int | None]]:
    """By measure: right, missed, extra; and precision, recall, f1, or share. None where nothing was to be measured."""
    made: dict[str, dict[str, float | int | None]] = {}
    for name in MEASURES:
        right, missed, extra = (counts.get((name, part), 0) for part in ("right", "missed", "extra"))
        if name in SHARED:
            made[name] = {"right": right, "wrong": missed, "share": _ratio(right, right + missed)}
            continue
        made[name] = {
            "right": right, "missed": missed, "extra": extra, "precision": _ratio(right, right + extra),
            "recall": _ratio(right, right + missed), "f1": _ratio(2 * right, 2 * right + missed + extra),
        }  # fmt: skip
    return made


def _ratio(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def measure(gold: Gold, graph: PlanGraph, text: str = "") -> Measure:
    """``graph`` (what the loader made of one file, of ``text``) against ``gold``."""
    return _Measuring(gold, graph, text).run()


def normal(text: object) -> str:
    """The form in which words are compared: no width, case, white space or punctuation."""
    return _DROP.sub("", unicodedata.normalize("NFKC", str(text or ""))).casefold()


Node = Mapping[str, Any]


class _Measuring:
    """One file's measure in the making."""

    def __init__(self, gold: Gold, graph: PlanGraph, text: str) -> None:
        self.gold, self.places = gold, _Places(text)
        self.nodes: dict[str, Node] = {key: {**node, "id": key} for key, node in graph.nodes()}
        self.out: dict[str, list[tuple[Node, Node]]] = defaultdict(list)
        self.into: dict[str, list[tuple[Node, Node]]] = defaultdict(list)
        for start, end, edge in graph.edges():
            self.out[start].append((self.nodes[end], edge))
            self.into[end].append((self.nodes[start], edge))
        self.counts: Counter[tuple[str, str]] = Counter()
        self.differences: list[Difference] = []

    def run(self) -> Measure:
        tasks = [task for task in self.gold.tasks if not task.truncated]
        cut = [normal(task.head)[:_HEAD] for task in self.gold.tasks if task.truncated]
        pairs, others = self._match(tasks)
        for node in others:
            if not any(normal(node["name"]).startswith(head) for head in cut):
                self._invented(node)
        for task, item in pairs:
            if item is None:
                self._missed(task)
            else:
                self._item(task, item)
        by_key = {task.key: node for task, node in pairs}
        self._targets(by_key)
        self._details(by_key)
        self._entities(by_key)
        self._plan()
        return Measure(self.counts, sorted(self.differences))

    def _say(self, measured: str, sort: str, item: str, expected: object, found: object, place: Node | None) -> None:
        """Notes a difference; it stands where the graph's evidence says, or where the expected words stand in it."""
        start, end = self.places.of(place, str(expected) if sort == "missed" else "")
        said = ["" if value is None else str(value) for value in (expected, found)]
        self.differences.append(Difference(start, end, measured, sort, item, *said))

    def _match(self, tasks: Sequence[GoldTask]) -> tuple[list[tuple[GoldTask, Node | None]], list[Node]]:
        """Each task's counterpart in the graph, in order, one to one; and the items that are left over."""
        left = [node for node in self.nodes.values() if _WORK & set(node["labels"])]
        keys = [(normal(n["name"]), normal(n["name"] + (n.get("text") or "")), normal(n.get("text"))) for n in left]
        pairs: list[tuple[GoldTask, Node | None]] = []
        used: set[int] = set()
        for task in tasks:
            best = _best(normal(task.head)[:_HEAD], keys, used)
            if best is not None:
                used.add(best)
            pairs.append((task, None if best is None else left[best]))
        return pairs, [node for index, node in enumerate(left) if index not in used]

    def _owners(self, node: Node) -> list[tuple[Node, Node]]:
        return [(owner, edge) for owner, edge in self.into[node["id"]] if edge["type"] == "OWNS"]

    def _invented(self, node: Node) -> None:
        self.counts["items", "extra"] += 1
        self._say("items", "extra", node.get("ref", ""), None, node["name"], node)
        for owner, edge in self._owners(node):
            self.counts["owners", "extra"] += 1
            self._say("owners", "extra", node.get("ref", ""), None, owner["name"], edge)

    def _missed(self, task: GoldTask) -> None:
        self.counts["items", "missed"] += 1
        self.counts["owners", "missed"] += len(task.owners)
        self.counts["policies", "missed"] += len(task.policies)
        self.counts["deadlines", "missed"] += bool(task.deadline)
        self._say("items", "missed", task.key, task.head, None, None)

    def _item(self, task: GoldTask, node: Node) -> None:
        self.counts["items", "right"] += 1
        found = self._owners(node)
        pairs = self._count(
            "owners", task.key, node,
            [(owner.as_printed, {normal(owner.name), normal(owner.as_printed)}) for owner in task.owners],
            [(o["name"], {normal(o["name"]), normal(e.get("as_printed"))} - {""}, e) for o, e in found],
        )  # fmt: skip
        for wanted, at in pairs:
            owner, edge = task.owners[wanted], found[at][1]
            good = edge["role"] in {owner.role, owner.role_alt}
            self.counts["roles", "right" if good else "missed"] += 1
            if not good:
                said = f"{owner.as_printed} {owner.role}"
                self._say("roles", "wrong", task.key, said, f"{owner.as_printed} {edge['role']}", edge)
        self._count(
            "policies", task.key, node,
            [(title, {normal(title)}) for title in task.policies],
            [(policy["name"], {normal(policy["name"])}, edge) for policy, edge in self._policies(node)],
        )  # fmt: skip
        if task.deadline:
            printed = normal(node.get("deadline_as_printed"))
            good = all(normal(part) in printed for part in re.split("[;；]", task.deadline))
            self.counts["deadlines", "right" if good else "missed"] += 1
            if not good:
                self._say("deadlines", "wrong", task.key, task.deadline, node.get("deadline_as_printed"), node)

    def _policies(self, node: Node) -> list[tuple[Node, Node]]:
        return [
            (end, edge) for end, edge in self.out[node["id"]] if edge["type"] in _CITES and _POLICY & set(end["labels"])
        ]

    def _count(
        self, measured: str, key: str, item: Node,
        wanted: Sequence[tuple[object, set[Any]]], found: Sequence[tuple[object, set[Any], Node]],
        optional: Callable[[int], bool] = lambda _: False,
    ) -> list[tuple[int, int]]:  # fmt: skip
        """Counts one to one, greedily; the pairs that match. ``optional`` ones are not missed."""
        free, hits = list(range(len(found))), []
        for index, (_, keys) in enumerate(wanted):
            at = next((f for f in free if keys & found[f][1]), None)
            if at is not None:
                hits.append((index, at))
                free.remove(at)
        self.counts[measured, "right"] += len(hits)
        matched = {index for index, _ in hits}
        for index, (shown, _) in enumerate(wanted):
            if index not in matched and not optional(index):
                self.counts[measured, "missed"] += 1
                self._say(measured, "missed", key, shown, None, item)
        for at in free:
            self.counts[measured, "extra"] += 1
            self._say(measured, "extra", key, None, found[at][0], found[at][2])
        return hits

    def _targets(self, by_key: Mapping[str, Node | None]) -> None:
        if self.gold.targets is None:
            return
        for key in sorted({*by_key, *(t.task for t in self.gold.targets if t.task)}):
            wanted = [target for target in self.gold.targets if target.task == key]
            node = by_key.get(key)
            found = [end for end, edge in self.out[node["id"]] if edge["type"] == "HAS_TARGET"] if node else []
            self._count(
                "targets", key, node or {},
                [(t.text, {(t.value, normal(t.unit))}) for t in wanted],
                [(n["name"], {(float(n.get("value") or 0), normal(n.get("unit")))}, n) for n in found],
                lambda index, wanted=wanted: wanted[index].optional,  # type: ignore[misc] # bound at once
            )  # fmt: skip

    def _details(self, by_key: Mapping[str, Node | None]) -> None:
        if self.gold.details is None:
            return
        keys = {node["id"]: key for key, node in by_key.items() if node}
        found = {
            (keys.get(start), keys.get(end["id"])): edge
            for start, edges in self.out.items()
            for end, edge in edges
            if edge["type"] == "DETAILS"
        }
        wanted, either = set(self.gold.details), set(self.gold.details_alternative)
        self.counts["details", "right"] += len(wanted & set(found))
        for row, task in sorted(wanted - set(found)):
            self.counts["details", "missed"] += 1
            self._say("details", "missed", row, f"→ {task}", None, by_key.get(row))
        for pair in found.keys() - wanted - either:
            self.counts["details", "extra"] += 1
            self._say("details", "extra", str(pair[0]), None, f"→ {pair[1]}", found[pair])

    def _entities(self, by_key: Mapping[str, Node | None]) -> None:
        listed = {entity.task for entity in self.gold.entities}
        for key in sorted(by_key) if self.gold.entities_complete else sorted(listed):
            node = by_key.get(key)
            named = {
                normal(end["name"]): (end, edge)
                for kind in _NAMES
                for end, edge in (self.out[node["id"]] if node else ())
                if edge["type"] == kind and not (_POLICY | _WORK) & set(end["labels"])
            }
            known: set[str] = set()
            for entity in (entity for entity in self.gold.entities if entity.task == key):
                keys = {normal(entity.name), normal(entity.as_printed)}
                known |= keys
                if keys & set(named):
                    self.counts["entities", "right"] += 1
                elif not entity.optional:
                    self.counts["entities", "missed"] += 1
                    self._say("entities", "missed", key, entity.name, None, node)
            for name in sorted(set(named) - known):
                self.counts["entities", "extra"] += 1
                self._say("entities", "extra", key, None, named[name][0]["name"], named[name][1])

    def _plan(self) -> None:
        """The head of the document. A file of several plans has none that the annotations could be held against."""
        plans = [node for node in self.nodes.values() if "Plan" in node["labels"]]
        plan: Node = plans[0] if len(plans) == 1 else {"id": "", "labels": []}
        cited = {normal(end["name"]) for end, _ in self._policies(plan)}
        for title in self.gold.basis_policies:
            good = normal(title) in cited
            self.counts["policies", "right" if good else "missed"] += 1
            if not good:
                self._say("policies", "missed", "", title, None, None)
        for name in _META:
            wanted = getattr(self.gold, name)
            if not wanted or name in self.gold.meta_not_in_file:
                continue
            value = plan.get("name" if name == "title" else name)
            right = {normal(wanted)} | ({normal(self.gold.notice_title)} if name == "title" else set())
            good = normal(value) in right - {""}
            self.counts["meta", "right" if good else "missed"] += 1
            if not good:
                self._say("meta", "wrong", name, wanted, value, plan if name == "title" else None)


def _best(head: str, keys: Sequence[tuple[str, str, str]], used: set[int]) -> int | None:
    """The first free item that begins so; else the first that holds it near its beginning."""
    inside = None
    for index, (name, both, text) in enumerate(keys):
        if index in used:
            continue
        if name.startswith(head) or text.startswith(head):
            return index
        if inside is None and len(head) >= _INSIDE and head in both[: len(head) + 20]:
            inside = index
    return inside


class _Places:
    """Where words stand in a text, whatever white space and punctuation stand between their characters."""

    def __init__(self, text: str) -> None:
        pieces: Iterable[tuple[int, str]] = ((at, normal(char)) for at, char in enumerate(text))
        chars = [(at, char) for at, piece in pieces for char in piece]
        self.text = "".join(char for _, char in chars)
        self.offsets = [at for at, _ in chars]

    def of(self, evidence: Node | None, words: str) -> tuple[int, int]:
        """Where ``words`` stand inside the evidence (or anywhere), else the evidence itself, else (0, 0)."""
        within = (evidence["start"], evidence["end"]) if evidence and "start" in evidence else None
        wanted = normal(words)
        if wanted:
            at = self.text.find(wanted)
            while at >= 0:
                start, end = self.offsets[at], self.offsets[at + len(wanted) - 1] + 1
                if within is None or within[0] <= start < within[1]:
                    return start, end
                at = self.text.find(wanted, at + 1)
        return within or (0, 0)
