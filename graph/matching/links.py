"""The inferred relationships between plans: CARRIES_OUT to plans above, CONTINUES to plans before.

What is inferred for a plan's items follows from that plan, the plans above and before it, and readers' decisions, and
from nothing else: not from the order of loading. A key made of these tells a store which plans to match anew.
"""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from graph.matching.decisions import RELATIONS, Decision, Decisions
from graph.matching.items import Matchable, rows_by_plan
from graph.matching.likeness import Match
from graph.matching.pairs import best_above, one_to_one
from graph.matching.plans import Implements, PlanHead, Relations
from graph.plan_graph import PlanGraph

CARRIES_OUT, CONTINUES = RELATIONS
CONFIRMED = "confirmed"
# Counts up whenever the rules of matching change: what a store inferred by older rules is inferred anew.
RULES = 1
_PLANS_HELD = 64
ItemsOf = Callable[[Collection[str]], Mapping[str, list[Matchable]]]


class Link(NamedTuple):
    """An inferred relationship: type, ids of both items, the plan of the lower one, how sure, and by what; who said so
    and why, where a reader did."""

    type: str
    lower: str
    upper: str
    plan: str
    score: float
    basis: str
    judged_by: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Inferred:
    """``keys`` of all plans, and the links of the plans whose key is not the one before."""

    keys: Mapping[str, str]
    links: Mapping[str, Sequence[Link]]


def infer(
    heads: Iterable[PlanHead],
    implements: Iterable[Implements],
    decisions: Decisions,
    before: Mapping[str, str],
    items_of: ItemsOf,
) -> Inferred:
    """What follows for all plans of a store. ``before``: the keys at the last time; ``items_of`` gives the items of
    the plans asked for."""
    relations = Relations(heads, implements)
    keys = {plan: key_of(relations, plan, decisions.of(plan)) for plan in relations.heads}
    changed = [plan for plan in relations.heads if before.get(plan) != keys[plan]]
    changed.sort(key=lambda plan: (relations.heads[plan].jurisdiction, relations.heads[plan].year or 0, plan))
    held = _Held(items_of)
    return Inferred(keys, {plan: plan_links(relations, plan, decisions.of(plan), held.items) for plan in changed})


def infer_graph(graph: PlanGraph, decisions: Decisions, digests: Mapping[str, str]) -> Inferred:
    """What follows for all plans of a graph; ``digests`` of what each states, where its keys are to be kept."""
    heads = [
        PlanHead(plan, a["name"], a.get("jurisdiction", ""), a.get("year"), digests.get(plan, ""))
        for plan, a in graph.nodes("Plan")
    ]
    implements = [
        Implements(lower, upper, graph.nx.nodes[upper]["name"])
        for lower, upper, _ in graph.edges("IMPLEMENTS")
        if "Policy" in graph.nx.nodes[lower]["labels"]
    ]
    rows = rows_by_plan(graph)
    return infer(
        heads,
        implements,
        decisions,
        {},
        lambda plans: {plan: rows[plan].matchables() for plan in plans if plan in rows},
    )


def links_of(graph: PlanGraph, decisions: Decisions | None = None) -> list[Link]:
    """The links of all plans of a graph, by plan."""
    found = infer_graph(graph, decisions or Decisions(), {}).links
    return [link for plan in sorted(found) for link in found[plan]]


class _Held:
    """The items of the plans last asked for; neighbours in the order of matching share most of them."""

    def __init__(self, items_of: ItemsOf) -> None:
        self._items_of = items_of
        self._held: OrderedDict[str, list[Matchable]] = OrderedDict()

    def items(self, plans: Collection[str]) -> Mapping[str, list[Matchable]]:
        missing = [plan for plan in plans if plan not in self._held]
        fetched = self._items_of(missing) if missing else {}
        for plan in missing:
            self._held[plan] = list(fetched.get(plan, ()))
        for plan in plans:
            self._held.move_to_end(plan)
        found = {plan: self._held[plan] for plan in plans}
        while len(self._held) > _PLANS_HELD:
            self._held.popitem(last=False)
        return found


def key_of(relations: Relations, plan: str, decided: Sequence[Decision]) -> str:
    """What the links of ``plan`` follow from, as a token: the plan, those above and before it, and what was decided."""
    heads = relations.heads
    above = [[upper, heads[upper].digest, sorted(relations.all_above(upper))] for upper in relations.above(plan)]
    earlier = [[one, heads[one].digest] for one in relations.before(plan)]
    made = [
        RULES,
        heads[plan].digest,
        above,
        earlier,
        [[d.relation, d.lower, d.upper, d.verdict, d.who, d.why] for d in decided],
    ]
    return hashlib.sha256(json.dumps(made).encode()).hexdigest()[:32]


def plan_links(relations: Relations, plan: str, decided: Sequence[Decision], items_of: ItemsOf) -> list[Link]:
    """What the items of ``plan`` carry out and continue, by type and in the order of the plan."""
    above, earlier = relations.above(plan), relations.before(plan)
    if not above and not earlier:
        return []
    items = items_of([plan, *above, *earlier])
    return [
        *_carried(relations, plan, above, items, [one for one in decided if one.relation == CARRIES_OUT]),
        *_continued(plan, earlier, items, [one for one in decided if one.relation == CONTINUES]),
    ]


def _carried(
    relations: Relations, plan: str, above: Sequence[str], items: Mapping[str, list[Matchable]],
    decided: Sequence[Decision],
) -> list[Link]:  # fmt: skip
    """An item carries out one item of each plan above; where that plan carries out another, the way leads through it."""
    sure, rejected = _judged(decided)
    reached: dict[str, set[str]] = {}
    links = []
    for upper in above:
        there = {item.id for item in items[upper]}
        chosen = {one.lower: one for one in sure if one.upper in there}
        free = [item for item in items[plan] if item.id not in chosen]
        found = {
            free[at].id: (items[upper][over].id, match) for at, over, match in best_above(free, items[upper], rejected)
        }
        for item in items[plan]:
            passed = reached.setdefault(item.id, set())
            if item.id in chosen:
                links.append(_confirmed(chosen[item.id], plan))
            elif item.id in found and upper not in passed:
                links.append(_link(CARRIES_OUT, item.id, *found[item.id], plan))
            else:
                continue
            passed |= relations.all_above(upper)
    return links


def _continued(
    plan: str, earlier: Sequence[str], items: Mapping[str, list[Matchable]], decided: Sequence[Decision]
) -> list[Link]:
    """An item continues one item of one earlier plan: the first in order that has it."""
    sure, rejected = _judged(decided)
    links, done = [], set()
    own = {item.id for item in items[plan]}
    known = {item.id for before in earlier for item in items[before]}
    for one in sure:
        if one.lower in own and one.upper in known:
            links.append(_confirmed(one, plan))
            done.add(one.lower)
    taken = {one.upper for one in sure}
    for before in earlier:
        free = [item for item in items[plan] if item.id not in done]
        old = [item for item in items[before] if item.id not in taken]
        for was, now, match in one_to_one(old, free, rejected):
            links.append(_link(CONTINUES, free[now].id, old[was].id, match, plan))
            done.add(free[now].id)
    return links


def _judged(decided: Sequence[Decision]) -> tuple[list[Decision], frozenset[tuple[str, str]]]:
    sure = [one for one in decided if one.verdict == "confirm"]
    return sure, frozenset((one.lower, one.upper) for one in decided if one.verdict == "reject")


def _link(type_: str, lower: str, upper: str, match: Match, plan: str) -> Link:
    return Link(type_, lower, upper, plan, match.score, match.basis)


def _confirmed(one: Decision, plan: str) -> Link:
    return Link(one.relation, one.lower, one.upper, plan, 1.0, CONFIRMED, one.who, one.why)
