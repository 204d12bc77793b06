"""What a store infers between the plans that it holds, at the end of every write: a server is asked what matching reads,
a file tells it plan by plan.

It is content of the store, not of any plan: made from what plans state and from readers' decisions, made anew for the
plans that a change touches, and gone with the plans that it joins.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from graph.matching.decisions import Decisions
from graph.matching.items import SAID_OF_DOCUMENTS, SAID_OF_THINGS, ItemRow, Matchable, SaidRow, TargetRow, matchables
from graph.matching.links import RULES, Inferred, Link, infer
from graph.matching.plans import Implements, PlanHead
from graph.plan_graph import PlanGraph
from graph.records import Edge, Value
from graph.schema import schema
from graph.store.content import PlanEntry
from graph.store.parts import Columns, edge_keys
from graph.store.plan_items import PlanItems

# Runs a text inside the write, and gives its rows.
Read = Callable[[str, Mapping[str, Any]], list[dict[str, Any]]]
Links = Mapping[str, Collection[Link]]

_PLANS = "MATCH (p:Plan) RETURN p.id AS id, p.name AS name, p.jurisdiction AS jurisdiction, p.year AS year"
_IMPLEMENTS = (
    "MATCH (a:Policy)-[r:IMPLEMENTS]->(b:Policy) WHERE r.plan IN $plans "
    "RETURN DISTINCT a.id AS lower, b.id AS upper, b.name AS name"
)
_OWN = f"UNWIND $plans AS plan MATCH (i:{'|'.join(schema().primary_labels('WorkItem'))} {{plan: plan}})"
_ITEMS = (
    f"{_OWN} RETURN i.plan AS plan, i.id AS id, i.position AS position, i.part AS part, i.name AS name, i.text AS text"
)
_SAID = (
    f"{_OWN}-[r:{'|'.join((*SAID_OF_THINGS, *SAID_OF_DOCUMENTS))}]->(x) WHERE r.plan = plan "
    "RETURN i.id AS item, type(r) AS type, x.name AS name"
)
_TARGETS = (
    f"{_OWN}-[:HAS_TARGET]->(t:Target) RETURN i.id AS item, t.indicator AS indicator, coalesce(t.unit, '') AS unit"
)


def infer_links(read: Read, digests: Mapping[str, str], decisions: Decisions, before: Mapping[str, str]) -> Inferred:
    """What follows for the plans of a server, whose content ``read`` asks; ``digests`` by plan, ``before`` the keys of
    the last time."""
    heads = [
        PlanHead(row["id"], row["name"], row["jurisdiction"] or "", row["year"], digests[row["id"]])
        for row in read(_PLANS, {})
        if row["id"] in digests
    ]
    implements = [Implements(**row) for row in read(_IMPLEMENTS, {"plans": sorted(digests)})]

    def items_of(plans: Collection[str]) -> Mapping[str, list[Matchable]]:
        asked = {"plans": list(plans)}
        return matchables(
            (ItemRow(**row) for row in read(_ITEMS, asked)),
            (SaidRow(**row) for row in read(_SAID, asked)),
            (TargetRow(**row) for row in read(_TARGETS, asked)),
        )

    return infer(heads, implements, decisions, before, items_of)


@dataclass(frozen=True)
class LinkState:
    """What was inferred last, by plan of the lower item: keys, links, and the token of the decisions and rules.

    Links of a file stay as it tells them until someone asks for them: most who add a plan never do."""

    keys: Mapping[str, str] = field(default_factory=dict)
    told: Mapping[str, list[Any]] = field(default_factory=dict)
    token: str = ""

    @cached_property
    def links(self) -> Links:
        """The links by plan; raises TypeError where a file tells something else."""
        return {plan: [Link(*link) for link in held] for plan, held in self.told.items()}

    def is_of(self, decisions: Decisions) -> bool:
        """Whether nothing but plans can have changed since."""
        return self.token == _token(decisions)

    def after(self, plans: Mapping[str, PlanEntry], items: PlanItems, decisions: Decisions) -> LinkState:
        """What is inferred now that the store holds these plans; raises StoreError where a file tells wrong items."""
        heads = [PlanHead(plan, e.name, e.jurisdiction, e.year, e.digest) for plan, e in plans.items()]
        implements = [Implements(*said) for entry in plans.values() for said in entry.implements]
        found = infer(heads, implements, decisions, self.keys, items.of)
        new = {plan: [list(link) for link in links] for plan, links in found.links.items()}
        return LinkState(
            found.keys, _united({p: t for p, t in self.told.items() if p in found.keys}, new), _token(decisions)
        )

    def columns(self) -> dict[str, Columns]:
        """The links by type as columns."""
        return link_columns(link for links in self.links.values() for link in links)

    def since(self, before: LinkState) -> dict[str, Any]:
        """What is new, as plain data for the index of a file."""
        links = {plan: self.told.get(plan, []) for plan in {**before.told, **self.told}}
        return {
            "links": {plan: told for plan, told in links.items() if told != before.told.get(plan, [])},
            "keys": {plan: key for plan, key in self.keys.items() if key != before.keys.get(plan)},
            "token": self.token,
        }

    def then(self, later: LinkState) -> LinkState:
        """With what the index of a later block tells; one of an older file tells nothing, and all is inferred at the
        next write."""
        return LinkState({**self.keys, **later.keys}, _united(self.told, later.told), later.token)


def _united(old: Mapping[str, list[Any]], new: Mapping[str, list[Any]]) -> dict[str, list[Any]]:
    return {plan: told for plan, told in sorted({**old, **new}.items()) if told}


def _token(decisions: Decisions) -> str:
    return f"{RULES} {decisions.token}"


def link_columns(links: Iterable[Link]) -> dict[str, Columns]:
    """Links by type as columns, in the order of ``edge_keys``."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for link in links:
        stated = link._asdict()
        rows.setdefault(link.type, []).append({**stated, "source_id": link.lower, "target_id": link.upper})
    return {
        name: {key: [row[key] for row in held] for key in edge_keys(schema().relationship(name))}
        for name, held in rows.items()
    }


def add_links(graph: PlanGraph, links: Links) -> PlanGraph:
    """Adds to a graph the links whose items it holds, and gives it."""
    for held in links.values():
        for link in held:
            if link.lower in graph.nx and link.upper in graph.nx:
                said: dict[str, Value | None] = {
                    "score": link.score, "basis": link.basis, "judged_by": link.judged_by, "reason": link.reason,
                }  # fmt: skip
                graph.add_edge(Edge(link.type, link.lower, link.upper, link.plan, said))
    return graph
