"""Who owns what."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import combinations
from typing import Any

from tests.queries.oracle.base import LAST, Arguments, Oracle, Row, page, place


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
        if a["owner"] not in ("", one, two):
            continue
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
