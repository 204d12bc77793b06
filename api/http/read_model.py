"""The read model: one version of the store's graph with the indexes that answers are made from.

It is built once a version and never changed afterwards, so any number of requests can read it without a lock and
none can see two versions. Everything in it is in a stated order, so answers are the same on every machine.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from graph.findings import Finding, findings_from_json
from graph.plan_graph import PlanGraph

Attributes = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Ownership:
    """One OWNS edge: an owner, a work item, and what the edge says."""

    owner: str
    item: str
    edge: Attributes

    @property
    def role(self) -> str:
        """lead, responsible or support."""
        return str(self.edge["role"])


@dataclass(frozen=True, slots=True)
class Link:
    """An edge as seen from one of its ends: the node at the other end, and what the edge says."""

    other: str
    edge: Attributes


@dataclass(frozen=True, slots=True)
class Load:
    """What an owner carries: items, items led, and the share of items split evenly among their owners."""

    items: int
    lead: int
    responsible: int
    support: int
    fraction: float


@dataclass(frozen=True)
class ReadModel:
    """Indexes over a plan graph that nobody changes any more."""

    graph: PlanGraph
    version: str
    nodes: Mapping[str, Attributes] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "nodes", self.graph.nx.nodes)
        for name in ("items", "owners", "policies", "owners_of", "items_of", "item_index", "owner_counts"):
            getattr(self, name)  # built now, not under the first request

    @cached_property
    def plans(self) -> tuple[str, ...]:
        """Loaded plans, the latest year first, then by name."""
        return tuple(sorted((n for n, _ in self.graph.nodes("Plan")), key=self.plan_key))

    def plan_key(self, plan: str) -> tuple[int, str, str]:
        """What plans are ordered by."""
        a = self.nodes.get(plan)
        return (-int(a.get("year") or 0), a["name"], plan) if a else (0, "", plan)

    @cached_property
    def items(self) -> tuple[str, ...]:
        """Work items by plan, then as printed."""
        return tuple(sorted((n for n, _ in self.graph.nodes("WorkItem")), key=self.item_key))

    def item_key(self, item: str) -> tuple[int, str, str, int, str]:
        """What work items (and sections) are ordered by."""
        a = self.nodes[item]
        return *self.plan_key(a["plan"]), a["position"], item

    @cached_property
    def item_index(self) -> Mapping[str, int]:
        """Position of each work item in ``items``."""
        return {item: index for index, item in enumerate(self.items)}

    @cached_property
    def owners(self) -> tuple[str, ...]:
        """Owners, those with most items first, then by name."""
        return tuple(sorted((n for n, _ in self.graph.nodes("Owner")), key=self.owner_key))

    def owner_key(self, owner: str) -> tuple[int, str, str]:
        """What owners are ordered by."""
        return -len(self.item_sets.get(owner, ())), self.name(owner), owner

    @cached_property
    def policies(self) -> tuple[str, ...]:
        """Policies and plans by name."""
        return tuple(sorted((n for n, _ in self.graph.nodes("Policy")), key=self.policy_key))

    def policy_key(self, policy: str) -> tuple[str, str]:
        """What policies are ordered by."""
        return self.name(policy), policy

    @cached_property
    def sections(self) -> tuple[str, ...]:
        """Sections by plan, then as printed."""
        return tuple(sorted((n for n, _ in self.graph.nodes("Section")), key=self.item_key))

    @cached_property
    def owners_of(self) -> Mapping[str, tuple[Ownership, ...]]:
        """The ownerships of each work item in the order printed."""
        found: dict[str, list[Ownership]] = defaultdict(list)
        for owner, item, edge in self.graph.edges("OWNS"):
            found[item].append(Ownership(owner, item, edge))
        return {
            item: tuple(sorted(held, key=lambda o: (o.edge["position"], o.owner, o.role)))
            for item, held in found.items()
        }

    @cached_property
    def items_of(self) -> Mapping[str, tuple[Ownership, ...]]:
        """The ownerships of each owner in the order of the items."""
        found: dict[str, list[Ownership]] = defaultdict(list)
        for item in self.items:
            for ownership in self.owners_of.get(item, ()):
                found[ownership.owner].append(ownership)
        return {owner: tuple(held) for owner, held in found.items()}

    @cached_property
    def item_sets(self) -> Mapping[str, frozenset[str]]:
        """The set of work items of each owner."""
        return {owner: frozenset(o.item for o in held) for owner, held in self.items_of.items()}

    @cached_property
    def section_of(self) -> Mapping[str, str]:
        """The section that each item or section is part of."""
        edges = self.graph.edges("PART_OF")
        return {start: end for start, end, _ in edges if self.nodes[end]["labels"][0] == "Section"}

    def chapter_of(self, item: str) -> str | None:
        """The outermost section that holds a work item."""
        section = self.section_of.get(item)
        for _ in range(8):
            above = self.section_of.get(section) if section else None
            if above is None:
                break
            section = above
        return section

    @cached_property
    def owner_counts(self) -> Mapping[str, int]:
        """The number of owners of each work item."""
        return {item: len({o.owner for o in held}) for item, held in self.owners_of.items()}

    @cached_property
    def _loads(self) -> dict[str, Load]:
        return {}

    def load(self, owner: str) -> Load:
        """What ``owner`` carries over all plans."""
        if owner not in self._loads:
            self._loads[owner] = self.load_in(owner, None)
        return self._loads[owner]

    def load_in(self, owner: str, plan: str | None) -> Load:
        """What ``owner`` carries in one plan (all plans for None)."""
        roles: dict[str, set[str]] = defaultdict(set)
        for ownership in self.items_of.get(owner, ()):
            if plan is None or ownership.edge["plan"] == plan:
                roles[ownership.item].add(ownership.role)
        counted = Counter(role for held in roles.values() for role in held)
        fraction = sum(1 / self.owner_counts[item] for item in roles)
        return Load(len(roles), counted["lead"], counted["responsible"], counted["support"], round(fraction, 4))

    @cached_property
    def rank_of(self) -> Mapping[str, int]:
        """Rank of each owner by number of items; equal numbers share a rank."""
        counts = {owner: len(self.item_sets.get(owner, ())) for owner in self.owners}
        first: dict[int, int] = {}
        for index, owner in enumerate(self.owners, 1):
            first.setdefault(counts[owner], index)
        return {owner: first[counts[owner]] for owner in self.owners}

    @cached_property
    def edge_counts(self) -> Mapping[tuple[str, str], int]:
        """Number of edges by the plan that states them and their type."""
        return Counter((edge["plan"], edge["type"]) for _, _, edge in self.graph.edges())

    @cached_property
    def label_counts(self) -> Mapping[str, int]:
        """Number of nodes by primary label."""
        return dict(sorted(Counter(a["labels"][0] for _, a in self.graph.nodes()).items()))

    def outgoing(self, node: str, *types: str) -> list[Link]:
        """Edges of ``types`` (all when none) that start at ``node``, in the order of the text."""
        edges = self.graph.nx.out_edges(node, data=True)
        return sorted((Link(end, e) for _, end, e in edges if not types or e["type"] in types), key=_reading_order)

    def incoming(self, node: str, *types: str) -> list[Link]:
        """Edges of ``types`` (all when none) that end at ``node``, in the order of the text."""
        edges = self.graph.nx.in_edges(node, data=True)
        return sorted((Link(start, e) for start, _, e in edges if not types or e["type"] in types), key=_reading_order)

    def label(self, node: str) -> str:
        """Primary label of ``node``."""
        return str(self.nodes[node]["labels"][0])

    def name(self, node: str) -> str:
        """Name of ``node``."""
        return str(self.nodes[node]["name"])

    def source_of(self, plan: str) -> str | None:
        """Id of the source text of a loaded plan."""
        return next((link.other for link in self.outgoing(plan, "FROM_SOURCE")), None)

    @cached_property
    def findings(self) -> Mapping[str, tuple[Finding, ...]]:
        """What the loader found in each plan, in the order of the text."""
        found = {}
        for plan in self.plans:
            source = self.source_of(plan)
            raw = self.nodes[source].get("findings") if source else None
            found[plan] = tuple(sorted(findings_from_json(raw), key=lambda f: (f.start, f.end, f.code)) if raw else ())
        return found

    @cached_property
    def search_texts(self) -> tuple[tuple[str, str, str], ...]:
        """(id, super-label or label, folded text) of everything that can be searched for."""
        return tuple(self._search_texts())

    def _search_texts(self) -> Iterator[tuple[str, str, str]]:
        ordered = [*self.items, *self.owners, *self.policies, *self.sections]
        known = set(ordered)
        rest = sorted(n for n, a in self.graph.nodes() if n not in known and a["labels"][0] != "Source")
        for node in [*ordered, *rest]:
            attributes = self.nodes[node]
            words = [attributes["name"]]
            for key in ("text", "indicator", "short_name", "full_name", "doc_number", "issuer", "category"):
                if isinstance(attributes.get(key), str):
                    words.append(attributes[key])
            words += attributes.get("aliases", ())
            yield node, attributes["labels"][-1], "\n".join(words).casefold()


def _reading_order(link: Link) -> tuple[str, int, int, str]:
    edge = link.edge
    return edge.get("source", ""), edge.get("start", -1), edge.get("position", 0), link.other
