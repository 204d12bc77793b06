"""The catalogue's answers computed a second time, by plain Python on the networkx graph: no Cypher, no code of queries/.

Every function takes the graph and the arguments (ids, not names) and gives the rows in the order that the query
promises. Lists of owners go by name and id; nulls come last.
"""

from __future__ import annotations

import calendar
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Mapping
from functools import cached_property
from itertools import combinations
from typing import Any

import networkx as nx

Row = tuple[Any, ...]
Arguments = Mapping[str, Any]
SUPERS = {"Policy", "WorkItem", "Owner", "Entity"}
LAST = "\U0010ffff"


class Oracle:
    """A networkx graph with the few walks that the questions need."""

    def __init__(self, graph: nx.MultiDiGraph[str], types: Container[str] | None = None) -> None:
        """The graph, or only its edges of these types."""
        self.node: dict[str, dict[str, Any]] = dict(graph.nodes(data=True))
        self.into: dict[str, list[tuple[str, dict[str, Any]]]] = defaultdict(list)
        self.out: dict[str, list[tuple[str, dict[str, Any]]]] = defaultdict(list)
        for start, end, attributes in graph.edges(data=True):
            if types is None or attributes["type"] in types:
                self.out[start].append((end, attributes))
                self.into[end].append((start, attributes))

    @cached_property
    def holders(self) -> dict[str, set[str]]:
        """The owners of each item."""
        held: dict[str, set[str]] = {i: set() for i, a in self.node.items() if "WorkItem" in a["labels"]}
        for item, edges in self.into.items():
            if item in held:
                held[item].update(start for start, a in edges if a["type"] == "OWNS")
        return held

    def all(self, label: str, plan: str = "") -> list[str]:
        """Ids of the nodes of a label, those of a plan only when one is given, in reading order."""
        found = [n for n, a in self.node.items() if label in a["labels"] and plan in ("", a.get("plan"))]
        return sorted(found, key=self.reading_order)

    def reading_order(self, node: str) -> tuple[Any, ...]:
        return (self.node[node].get("plan", ""), self.node[node].get("position", 0), node)

    def kind(self, node: str) -> str:
        return str(self.node[node]["labels"][0])

    def name(self, node: str) -> str:
        return str(self.node[node]["name"])

    def get(self, node: str, *keys: str) -> tuple[Any, ...]:
        return tuple(self.node[node].get(key) for key in keys)

    def targets(self, node: str, *types: str) -> list[str]:
        return [end for end, a in self.out[node] if a["type"] in types]

    def sources(self, node: str, *types: str) -> list[str]:
        return [start for start, a in self.into[node] if a["type"] in types]

    def names(self, owners: Iterable[str]) -> list[str]:
        return [self.name(o) for o in sorted(set(owners), key=lambda o: (self.name(o), o))]

    def owned(self, owner: str, plan: str = "") -> list[str]:
        return sorted(
            {i for i in self.targets(owner, "OWNS") if plan in ("", self.node[i]["plan"])}, key=self.reading_order
        )

    def roles(self, owner: str, item: str) -> list[str]:
        return sorted({a["role"] for start, a in self.into[item] if start == owner and a["type"] == "OWNS"})

    def records(self, items: Iterable[str]) -> list[dict[str, Any]]:
        return [
            {"item_id": i, "ref": self.node[i]["ref"], "item": self.name(i), "plan": self.node[i]["plan"]}
            for i in items
        ]

    def item(self, item: str) -> tuple[str, str, str]:
        return item, self.node[item]["ref"], self.name(item)

    def plan(self, item: str) -> str:
        return str(self.node[item]["plan"])


def page(rows: list[Row], a: Arguments) -> list[Row]:
    return rows[a["skip"] : a["skip"] + a["limit"]]


def place(attributes: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(attributes[key] for key in ("quote", "source", "start", "end"))


# ---- responsibility


def owners_of_item(g: Oracle, a: Arguments) -> list[Row]:
    edges = [(o, r) for o, r in g.into[a["item"]] if r["type"] == "OWNS"]
    edges.sort(key=lambda e: (e[1]["position"], e[1]["role"], e[0]))
    return [
        (o, g.name(o), g.kind(o), r["role"], r["role_basis"], r["position"], r["as_printed"], *place(r), r["plan"])
        for o, r in edges
    ]


def items_of_owner(g: Oracle, a: Arguments) -> list[Row]:
    rows = []
    for i in g.owned(a["owner"], a["plan"]):
        roles = [role for role in g.roles(a["owner"], i) if a["role"] in ("", role)]
        if roles:
            count = len(g.holders[i])
            facts = (g.kind(i), *g.get(i, "part", "category", "deadline"))
            rows.append((*g.item(i), *facts, roles, count, 1 / count, g.plan(i)))
    return page(rows, a)


def co_owners_of_item(g: Oracle, a: Arguments) -> list[Row]:
    rows = []
    for one, two in combinations(sorted(g.holders[a["item"]]), 2):
        both = [i for i in g.owned(one) if two in g.holders[i] and i != a["item"]]
        sides = ((o, g.name(o), g.roles(o, a["item"])) for o in (one, two))
        rows.append((*next(sides), *next(sides), len(both), g.records(both[: a["sample"]])))
    return sorted(rows, key=lambda r: (-r[6], r[0], r[3]))


def co_owners_of_owner(g: Oracle, a: Arguments) -> list[Row]:
    shared: dict[str, list[str]] = defaultdict(list)
    for i in g.owned(a["owner"], a["plan"]):
        for o in g.holders[i] - {a["owner"]}:
            shared[o].append(i)
    rows = [(o, g.name(o), len(items), g.records(items[: a["sample"]])) for o, items in shared.items()]
    return page(sorted(rows, key=lambda r: (-r[2], r[0])), a)


def co_owner_pairs(g: Oracle, a: Arguments) -> list[Row]:
    pairs = Counter(p for i in g.all("WorkItem", a["plan"]) for p in combinations(sorted(g.holders[i]), 2))
    rows = [(x, g.name(x), y, g.name(y), n) for (x, y), n in pairs.items()]
    return page(sorted(rows, key=lambda r: (-r[4], r[0], r[2])), a)


def sole_owner_items(g: Oracle, a: Arguments) -> list[Row]:
    alone = [(i, next(iter(g.holders[i]))) for i in g.all("WorkItem", a["plan"]) if len(g.holders[i]) == 1]
    return page([(*g.item(i), o, g.name(o), g.plan(i)) for i, o in alone if a["owner"] in ("", o)], a)


def groups_and_members(g: Oracle, a: Arguments) -> list[Row]:
    rows: list[Row] = []
    for group in g.all("OwnerGroup"):
        head = (group, g.name(group), g.node[group].get("open_ended"), len(set(g.targets(group, "OWNS"))))
        stated: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for member, r in g.into[group]:
            if r["type"] == "MEMBER_OF":
                stated[member].append(r)
        for m, edges in stated.items():
            rows.append((*head, m, g.name(m), min(r["basis"] for r in edges), max(r["as_of"] for r in edges)))
        if not stated:
            rows.append((*head, None, None, None, None))
    return sorted(rows, key=lambda r: (r[0], r[4] or LAST))


def owners(g: Oracle, a: Arguments) -> list[Row]:
    rows = []
    for o in sorted(g.all("Owner")):
        facts = g.node[o]
        words = [facts["name"], facts.get("full_name") or "", *facts.get("aliases", [])]
        items = g.owned(o, a["plan"])
        if items and any(a["q"] in word for word in words):
            described = (facts["jurisdiction"], *g.get(o, "short_name", "full_name"), facts.get("aliases", []))
            rows.append((o, g.name(o), g.kind(o), *described, len(items)))
    return page(rows, a)


# ---- workload


def inside(g: Oracle, item: str, section: str) -> bool:
    above = [item]
    while above:
        above = [up for low in above for up in g.targets(low, "PART_OF")]
        if section in above:
            return True
    return False


def workload_by_owner(g: Oracle, a: Arguments) -> list[Row]:
    carried: dict[str, list[str]] = defaultdict(list)
    for i in g.all("WorkItem", a["plan"]):
        if a["part"] in ("", g.node[i]["part"]) and (not a["section"] or inside(g, i, a["section"])):
            for o in g.holders[i]:
                carried[o].append(i)
    rows = []
    for o, items in carried.items():
        leads = sum("lead" in g.roles(o, i) for i in items)
        body = sum(g.node[i]["part"] == "body" for i in items)
        share = sum(1 / len(g.holders[i]) for i in items)
        rows.append((o, g.name(o), g.kind(o), len(items), leads, share, body, len(items) - body))
    return page(sorted(rows, key=lambda r: (-r[3], r[0])), a)


def tally(g: Oracle, items: Iterable[str]) -> tuple[int, int, int, int]:
    """items, owners, ownerships, leads"""
    items = set(items)
    edges = [(o, r["role"]) for i in items for o, r in g.into[i] if r["type"] == "OWNS"]
    return len(items), len({o for o, _ in edges}), len(edges), sum(role == "lead" for _, role in edges)


def workload_by_section(g: Oracle, a: Arguments) -> list[Row]:
    rows = []
    for s in g.all("Section", a["plan"]):
        items = [i for i in g.sources(s, "PART_OF") if "WorkItem" in g.node[i]["labels"]]
        rows.append((s, g.name(s), g.node[s]["part"], *tally(g, items), g.plan(s)))
    return rows


def _grouped(g: Oracle, a: Arguments, key: Callable[[str], Any]) -> list[Row]:
    groups: dict[Any, list[str]] = defaultdict(list)
    for i in g.all("WorkItem", a["plan"]):
        groups[key(i)].append(i)
    return sorted(((k, *tally(g, items)) for k, items in groups.items()), key=lambda r: (-r[1], r[0] or LAST))


def workload_by_category(g: Oracle, a: Arguments) -> list[Row]:
    return _grouped(g, a, lambda i: g.node[i].get("category"))


def workload_by_kind(g: Oracle, a: Arguments) -> list[Row]:
    return _grouped(g, a, g.kind)


def unevenness(values: list[float], top: int) -> Row:
    """HHI, share of the top k, and Gini by its definition: the mean difference of all pairs over twice the mean."""
    if not values:
        return None, None, None
    total, n = sum(values), len(values)
    differences = sum(abs(x - y) for x in values for y in values)
    return sum((x / total) ** 2 for x in values), sum(sorted(values)[-top:]) / total, differences / (2 * n * total)


def concentration(g: Oracle, a: Arguments) -> list[Row]:
    items: Counter[str] = Counter()
    shares: defaultdict[str, float] = defaultdict(float)
    carried = [i for i in g.all("WorkItem", a["plan"]) if g.holders[i]]
    for i in carried:
        for o in g.holders[i]:
            items[o] += 1
            shares[o] += 1 / len(g.holders[i])
    by_share = unevenness(list(shares.values()), a["top"])
    return [
        (len(items), len(carried), items.total(), *unevenness(list(map(float, items.values())), a["top"]), *by_share)
    ]


def section_owner_matrix(g: Oracle, a: Arguments) -> list[Row]:
    rows = []
    for s in g.all("Section", a["plan"]):
        cells: dict[str, list[int]] = defaultdict(lambda: [0, 0])
        for i in g.sources(s, "PART_OF"):
            for o in g.holders.get(i, ()):
                cells[o][0] += 1
                cells[o][1] += "lead" in g.roles(o, i)
        rows += [(s, g.name(s), o, g.name(o), *cell, g.plan(s)) for o, cell in cells.items()]
    rows.sort(key=lambda r: (*g.reading_order(r[0]), -r[4], r[2]))
    return page(rows, a)


def section_concentration(g: Oracle, a: Arguments) -> list[Row]:
    rows = []
    for s in g.all("Section", a["plan"]):
        items = [i for i in g.sources(s, "PART_OF") if "WorkItem" in g.node[i]["labels"]]
        counts = Counter(o for i in items for o in g.holders[i])
        if counts:
            measures = unevenness([float(n) for n in counts.values()], a["top"])
            rows.append((s, g.name(s), len(counts), counts.total(), *measures, g.plan(s)))
    return rows


# ---- dependence


def supports(g: Oracle, item: str) -> list[tuple[str, str]]:
    """(thing, item) for what an item depends on and the other items that build it, or that are it."""
    pairs = set()
    for t in g.targets(item, "DEPENDS_ON"):
        labels = g.node[t]["labels"]
        builders = g.sources(t, "BUILDS") if "Entity" in labels else [t] if "WorkItem" in labels else []
        pairs.update((t, j) for j in builders if j != item)
    return sorted(pairs)


def waits_for(g: Oracle, a: Arguments) -> list[Row]:
    rows = []
    for i in g.all("WorkItem", a["plan"]):
        for t, j in supports(g, i):
            waiting = g.holders[i] - g.holders[j]
            if g.holders[j] and waiting and (not a["owner"] or a["owner"] in waiting):
                rows.append((*g.item(i), g.names(waiting), t, g.name(t), *g.item(j), g.names(g.holders[j]), g.plan(i)))
    return page(rows, a)


def waiting_owners(g: Oracle, a: Arguments) -> list[Row]:
    items: dict[tuple[str, str], set[str]] = defaultdict(set)
    for i in g.all("WorkItem", a["plan"]):
        for _, j in supports(g, i):
            for w in g.holders[i] - g.holders[j]:
                for o in g.holders[j]:
                    items[w, o].add(i)
    rows = [(w, g.name(w), o, g.name(o), len(found)) for (w, o), found in items.items()]
    return page(sorted(rows, key=lambda r: (-r[4], r[0], r[2])), a)


def dependents_of(g: Oracle, a: Arguments) -> list[Row]:
    hops: dict[str, int] = {}
    front = {a["thing"]}
    for step in range(1, 5):
        things = front | {e for f in front for e in g.targets(f, "BUILDS")}
        front = {i for t in things for i in g.sources(t, "DEPENDS_ON")} - set(hops)
        hops.update(dict.fromkeys(front, step))
    hops.pop(a["thing"], None)
    kept = [i for i in hops if a["plan"] in ("", g.plan(i))]
    kept.sort(key=lambda i: (hops[i], *g.reading_order(i)))
    return page([(*g.item(i), hops[i], g.plan(i)) for i in kept], a)


def dependencies_of_item(g: Oracle, a: Arguments) -> list[Row]:
    rows = []
    for t, r in g.out[a["item"]]:
        if r["type"] == "DEPENDS_ON":
            labels = g.node[t]["labels"]
            found = (
                [t] if "WorkItem" in labels else sorted({*g.sources(t, "BUILDS")} - {a["item"]}, key=g.reading_order)
            )
            for j in found or [None]:
                told = (*g.item(j), g.names(g.holders[j])) if j else (None, None, None, [])
                order = (r["start"], t, *(g.reading_order(j) if j else ()))
                rows.append((order, (t, g.name(t), g.kind(t), r["cue"], *place(r), *told)))
    return [row for _, row in sorted(rows, key=lambda pair: pair[0])]


# ---- policies

CITING = ("IMPLEMENTS", "CITES", "ISSUES", "DEPENDS_ON")


def items_of_policy(g: Oracle, a: Arguments) -> list[Row]:
    edges = [(i, r) for i, r in g.into[a["policy"]] if r["type"] in CITING and "WorkItem" in g.node[i]["labels"]]
    edges = [(i, r) for i, r in edges if a["plan"] in ("", g.plan(i))]
    edges.sort(key=lambda e: (*g.reading_order(e[0]), e[1]["type"]))
    return page(
        [(*g.item(i), r["type"], r.get("cue"), g.names(g.holders[i]), *place(r), g.plan(i)) for i, r in edges], a
    )


def policies_of_item(g: Oracle, a: Arguments) -> list[Row]:
    edges = [(p, r) for p, r in g.out[a["item"]] if r["type"] in CITING and "Policy" in g.node[p]["labels"]]
    edges.sort(key=lambda e: (e[1]["start"], e[0], e[1]["type"]))
    return [
        (p, g.name(p), *g.get(p, "doc_number", "date"), r["type"], r.get("cue"), r.get("as_printed"), *place(r))
        for p, r in edges
    ]


def policy_chain(g: Oracle, a: Arguments) -> list[Row]:
    item, own = a["item"], g.plan(a["item"])
    ways: list[list[str]] = [[own]]
    grown = [[item], [own]]
    for _ in range(5):
        grown = [[*way, up] for way in grown for up in set(g.targets(way[-1], "IMPLEMENTS")) if up not in way]
        ways += [way for way in grown if len(way) <= (6 if way[0] == item else 5)]
    best: dict[str, tuple[int, list[str]]] = {}
    for way in ways:
        steps = len(way) - (way[0] == item)
        via = [g.name(n) for n in way[:-1] if n != item]
        best[way[-1]] = min(best.get(way[-1], (99, [])), (steps, via))
    rows = [(n, p, g.name(p), *g.get(p, "doc_number", "kind", "date"), via) for p, (n, via) in best.items()]
    return sorted(rows, key=lambda r: (r[0], r[1]))


def items_under_policy(g: Oracle, a: Arguments) -> list[Row]:
    below = {a["policy"]: 0}
    front = {a["policy"]}
    for step in range(1, 5):
        front = {p for f in front for p in g.sources(f, "IMPLEMENTS") if "Policy" in g.node[p]["labels"]} - set(below)
        below.update(dict.fromkeys(front, step))
    hops: dict[str, int] = {}
    for i in g.all("WorkItem", a["plan"]):
        steps = [below[p] + 1 for p in (*g.targets(i, "IMPLEMENTS"), g.plan(i)) if p in below]
        if steps:
            hops[i] = min(steps)
    kept = sorted(hops, key=lambda i: (hops[i], *g.reading_order(i)))
    return page([(*g.item(i), hops[i], g.plan(i)) for i in kept], a)


def policy_framework(g: Oracle, a: Arguments) -> list[Row]:
    stated: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for p in g.all("Policy"):
        for u, r in g.out[p]:
            if r["type"] == "IMPLEMENTS" and a["plan"] in ("", r["plan"]):
                stated[p, u].append(r)
    rows = []
    for (p, u), edges in stated.items():
        least = (min((r[k] for r in edges if k in r), default=None) for k in ("cue", "basis"))
        rows.append((p, g.name(p), g.kind(p) == "Plan", u, g.name(u), *g.get(u, "doc_number", "date"), *least))
    return sorted(rows, key=lambda r: (r[0], r[3]))


def policies(g: Oracle, a: Arguments) -> list[Row]:
    rows = []
    for p in g.all("Policy"):
        if a["q"].lower() not in g.name(p).lower() and a["q"] not in (g.node[p].get("doc_number") or ""):
            continue
        said: dict[str, set[str]] = {kind: set() for kind in ("IMPLEMENTS", "CITES", "DEPENDS_ON", "ISSUES")}
        for x, r in g.into[p]:
            if r["type"] in said and {"WorkItem", "Plan"} & {*g.node[x]["labels"]} and a["plan"] in ("", r["plan"]):
                said[r["type"]].add(x)
        if not a["plan"] or any(said.values()):
            facts = g.get(p, "doc_number", "issuer", "date", "kind")
            rows.append((p, g.name(p), *facts, g.kind(p) == "Plan", *(len(found) for found in said.values())))
    return page(sorted(rows, key=lambda r: (r[1], r[0])), a)


# ---- goals


def due(deadline: str | None) -> str | None:
    """The last day of a year, month or day."""
    if not deadline or len(deadline) == 10:
        return deadline
    year, month = (int(part) for part in f"{deadline}-12".split("-")[:2])
    return f"{year}-{month:02}-{calendar.monthrange(year, month)[1]}"


def _goals(g: Oracle, a: Arguments, kind: str, edge: str) -> list[tuple[str, str, str | None]]:
    found = [(i, t, due(g.node[t].get("deadline"))) for i in g.all("WorkItem") for t in g.targets(i, edge)]
    found = [(i, t, d) for i, t, d in found if a["plan"] in ("", g.plan(t)) and kind in g.node[t]["labels"]]
    found = [(i, t, d) for i, t, d in found if not a["by"] or (d is not None and d <= a["by"])]
    return sorted(found, key=lambda f: (f[2] or LAST, g.plan(f[1]), g.node[f[0]]["position"], f[1]))


def targets_due(g: Oracle, a: Arguments) -> list[Row]:
    rows = []
    for i, t, d in _goals(g, a, "Target", "HAS_TARGET"):
        facts = g.get(t, "indicator", "comparator", "value", "unit", "deadline")
        rows.append((t, g.name(t), *facts, d, *g.item(i), g.names(g.holders[i]), g.plan(t)))
    return page(rows, a)


def milestones(g: Oracle, a: Arguments) -> list[Row]:
    found = _goals(g, a, "Milestone", "HAS_MILESTONE")
    return page([(m, g.name(m), g.node[m]["deadline"], d, *g.item(i), g.plan(m)) for i, m, d in found], a)


def deadlines(g: Oracle, a: Arguments) -> list[Row]:
    found = [(due(g.node[i].get("deadline")), i) for i in g.all("WorkItem", a["plan"])]
    kept = sorted((d, *g.reading_order(i)) for d, i in found if d and (not a["by"] or d <= a["by"]))
    facts = ((d, i, g.node[i]) for d, _, _, i in kept)
    rows = [
        (*g.item(i), n["deadline"], n.get("deadline_as_printed"), d, g.names(g.holders[i]), g.plan(i))
        for d, i, n in facts
    ]
    return page(rows, a)


def targets_of_item(g: Oracle, a: Arguments) -> list[Row]:
    found = sorted(g.targets(a["item"], "HAS_TARGET"), key=lambda t: (g.node[t]["start"], t))
    keys = ("indicator", "comparator", "value", "unit", "deadline")
    return [(t, g.name(t), *g.get(t, *keys), *place(g.node[t])) for t in found]


# ---- places


def items_per_town(g: Oracle, a: Arguments) -> list[Row]:
    rows = []
    for t in g.all("Town"):
        owned = set(g.owned(t, a["plan"]))
        located = {i for i in g.sources(t, "LOCATED_IN") if a["plan"] in ("", g.plan(i))}
        grouped = {i for group in g.targets(t, "MEMBER_OF") for i in g.owned(group, a["plan"])}
        rows.append((t, g.name(t), g.node[t].get("code"), len(owned), len(located), len(owned | located), len(grouped)))
    return sorted(rows, key=lambda r: (-r[5], r[0]))


def items_in_town(g: Oracle, a: Arguments) -> list[Row]:
    if g.kind(a["owner"]) != "Town":
        return []
    pairs = {(i, "OWNS") for i in g.targets(a["owner"], "OWNS")}
    pairs |= {(i, "LOCATED_IN") for i in g.sources(a["owner"], "LOCATED_IN")}
    kept = sorted((*g.reading_order(i), r) for i, r in pairs if a["plan"] in ("", g.plan(i)))
    return page([(*g.item(i), r, g.plan(i)) for _, _, i, r in kept], a)


# ---- structure, things, search, plans


def annex_owner_differences(g: Oracle, a: Arguments) -> list[Row]:
    rows = []
    for i in g.all("WorkItem", a["plan"]):
        for t in sorted(g.targets(i, "DETAILS")):
            extra, missing = g.holders[i] - g.holders[t], g.holders[t] - g.holders[i]
            if extra or missing:
                rows.append((*g.item(i), *g.item(t), g.names(extra), g.names(missing), g.plan(i)))
    return page(rows, a)


def details_of_item(g: Oracle, a: Arguments) -> list[Row]:
    rows = []
    for i in g.all("WorkItem"):
        for t, r in sorted(((t, r) for t, r in g.out[i] if r["type"] == "DETAILS"), key=lambda e: e[0]):
            if a["item"] in (i, t):
                rows.append((*g.item(i), *g.item(t), r["score"], r["basis"]))
    return rows


def items(g: Oracle, a: Arguments) -> list[Row]:
    rows = []
    for i in g.all("WorkItem", a["plan"]):
        n = g.node[i]
        wanted = (
            a["part"] in ("", n["part"]), a["item_kind"] in ("", g.kind(i)), a["category"] in ("", n.get("category")),
            a["number"] in ("", n.get("number"), n["ref"]), not a["owner"] or a["owner"] in g.holders[i],
            a["q"].lower() in n["name"].lower() or a["q"].lower() in n["text"].lower(),
        )  # fmt: skip
        if all(wanted):
            first = {
                o: min(r["position"] for x, r in g.into[i] if r["type"] == "OWNS" and x == o) for o in g.holders[i]
            }
            names = [g.name(o) for o in sorted(first, key=lambda o: (first[o], o))]
            facts = (n.get("number"), n["name"], g.kind(i), n["part"], n.get("category"), n.get("deadline"))
            rows.append((i, n["ref"], *facts, names, g.plan(i)))
    return page(rows, a)


def categories(g: Oracle, a: Arguments) -> list[Row]:
    groups: dict[tuple[str, str | None, str], list[str]] = defaultdict(list)
    for i in g.all("WorkItem", a["plan"]):
        if category := g.node[i].get("category"):
            above = [s for s in g.targets(i, "PART_OF") if g.kind(s) == "Section"]
            groups[g.plan(i), g.name(above[0]) if above else None, category].append(i)
    ordered = sorted(groups, key=lambda k: (k[0], min(g.node[i]["position"] for i in groups[k]), k[2], k[1] or LAST))
    return [(*key, len(groups[key])) for key in ordered]


RELATIONS = ("BUILDS", "DEPENDS_ON", "MENTIONS", "LOCATED_IN")


def entities(g: Oracle, a: Arguments) -> list[Row]:
    rows = []
    for e in g.all("Entity"):
        edges = [(i, r["type"]) for i, r in g.into[e] if r["type"] in RELATIONS and a["plan"] in ("", g.plan(i))]
        if edges and a["entity_kind"] in ("", g.kind(e)) and a["q"].lower() in g.name(e).lower():
            kinds = Counter(kind for _, kind in edges)
            rows.append((e, g.name(e), g.kind(e), len({i for i, _ in edges}), *(kinds[kind] for kind in RELATIONS)))
    return page(sorted(rows, key=lambda r: (-r[3], r[0])), a)


def items_of_entity(g: Oracle, a: Arguments) -> list[Row]:
    edges = [(i, r) for i, r in g.into[a["entity"]] if r["type"] in RELATIONS and a["plan"] in ("", g.plan(i))]
    edges.sort(key=lambda e: (*g.reading_order(e[0]), e[1]["type"]))
    return page([(*g.item(i), r["type"], r.get("cue"), *place(r), g.plan(i)) for i, r in edges], a)


def entities_of_item(g: Oracle, a: Arguments) -> list[Row]:
    edges = [
        (e, r) for e, r in g.out[a["item"]] if r["type"] in RELATIONS and {"Entity", "Town"} & {*g.node[e]["labels"]}
    ]
    edges.sort(key=lambda x: (x[1]["start"], x[0], x[1]["type"]))
    return [(e, g.name(e), g.kind(e), r["type"], r.get("cue"), r.get("as_printed"), *place(r)) for e, r in edges]


def search(g: Oracle, a: Arguments) -> list[Row]:
    q = a["q"].lower()
    hits = [i for i in g.all("WorkItem", a["plan"]) if q in g.name(i).lower() or q in g.node[i]["text"].lower()]
    return page([(*g.item(i), g.kind(i), g.node[i]["text"], g.plan(i)) for i in hits], a)


def find(g: Oracle, a: Arguments) -> list[Row]:
    hits = [n for n in g.node if SUPERS & {*g.node[n]["labels"]} and a["q"].lower() in g.name(n).lower()]
    hits.sort(key=lambda n: (len(g.name(n)), g.name(n), n))
    return page([(n, g.name(n), g.kind(n)) for n in hits], a)


def plans(g: Oracle, a: Arguments) -> list[Row]:
    rows = []
    for p in g.all("Plan"):
        held = g.all("WorkItem", p)
        kinds = Counter(g.kind(i) for i in held)
        facts = g.get(p, "doc_number", "issuer", "date", "year", "period", "jurisdiction")
        counts = (len(held), kinds["Task"], kinds["Scene"], kinds["Project"])
        rows.append((p, g.name(p), *facts, *counts, tally(g, held)[2], tally(g, held)[1], len(g.all("Target", p))))
    return sorted(rows, key=lambda r: (r[1], r[0]))


# ---- quality


def items_without_owner(g: Oracle, a: Arguments) -> list[Row]:
    bare = [i for i in g.all("WorkItem", a["plan"]) if not g.holders[i]]
    return page([(*g.item(i), *place(g.node[i]), g.plan(i)) for i in bare], a)


def targets_without_unit(g: Oracle, a: Arguments) -> list[Row]:
    rows = []
    for i in g.all("WorkItem", a["plan"]):
        for t in sorted(t for t in g.targets(i, "HAS_TARGET") if not g.node[t].get("unit")):
            rows.append((t, g.name(t), g.node[t]["value"], *g.item(i), *place(g.node[t]), g.plan(t)))
    return page(rows, a)


def quality(g: Oracle, a: Arguments) -> list[Row]:
    rows = []
    for p in g.all("Plan"):
        if a["plan"] in ("", p):
            held, goals = g.all("WorkItem", p), g.all("Target", p)
            carrying = {o for i in held for o in g.holders[i]}
            rows.append((
                p, g.name(p), len(held), sum(not g.holders[i] for i in held),
                sum("deadline" not in g.node[i] for i in held), len(goals), sum(not g.node[t].get("unit") for t in goals),
                sum(g.node[i]["part"] == "annex" and not g.targets(i, "DETAILS") for i in held),
                sum(g.node[o].get("known_by") in (None, "text") for o in carrying),
            ))  # fmt: skip
    return sorted(rows, key=lambda r: (r[1], r[0]))


ANSWERS: Mapping[str, Callable[[Oracle, Arguments], list[Row]]] = {
    function.__name__.replace("_", "-"): function
    for function in (
        owners_of_item, items_of_owner, co_owners_of_item, co_owners_of_owner, co_owner_pairs, sole_owner_items,
        groups_and_members, owners, workload_by_owner, workload_by_section, workload_by_category, workload_by_kind,
        concentration, section_owner_matrix, section_concentration, waits_for, waiting_owners, dependents_of,
        dependencies_of_item, items_of_policy, policies_of_item, policy_chain, items_under_policy, policy_framework,
        policies, targets_due, milestones, deadlines, targets_of_item, items_per_town, items_in_town,
        annex_owner_differences, details_of_item, items, categories, entities, items_of_entity, entities_of_item,
        search, find, plans, items_without_owner, targets_without_unit, quality,
    )
}  # fmt: skip
