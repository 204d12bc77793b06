"""How much each owner carries."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from tests.queries.oracle.base import LAST, Arguments, Oracle, Row, page


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
                if not a["role"] or a["role"] in g.roles(o, i):
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


def workload_outside_sections(g: Oracle, a: Arguments) -> list[Row]:
    outside = [i for i in g.all("WorkItem", a["plan"]) if not set(g.targets(i, "PART_OF")) & set(g.all("Section"))]
    return [tally(g, outside)]


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
