"""Who waits for whom, and what each policy asks for."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from tests.queries.oracle.base import Arguments, Oracle, Row, page, place


def supports(g: Oracle, item: str) -> list[tuple[dict[str, Any], str, str]]:
    """(edge, thing, item) for what an item or its chapters depend on and the other items that build it, or are it."""
    found: dict[tuple[int, str, str], dict[str, Any]] = {}
    relying = [item]
    for node in relying:
        relying.extend(g.targets(node, "PART_OF"))
        for t, r in g.out[node]:
            labels = g.node[t]["labels"] if r["type"] == "DEPENDS_ON" else []
            builders = g.sources(t, "BUILDS") if "Entity" in labels else [t] if "WorkItem" in labels else []
            found.update({(r["start"], t, j): r for j in builders if j != item})
    return [(found[key], *key[1:]) for key in sorted(found)]


def waits_for(g: Oracle, a: Arguments) -> list[Row]:
    rows = []
    for i in g.all("WorkItem", a["plan"]):
        for r, t, j in supports(g, i):
            waiting = g.holders[i] - g.holders[j]
            if g.holders[j] and waiting and (not a["owner"] or a["owner"] in waiting):
                told = (*g.item(i), g.names(waiting), t, g.name(t), *g.item(j), g.names(g.holders[j]))
                rows.append((*told, r["cue"], *place(r), g.plan(i)))
    return page(rows, a)


def waiting_owners(g: Oracle, a: Arguments) -> list[Row]:
    items: dict[tuple[str, str], set[str]] = defaultdict(set)
    for i in g.all("WorkItem", a["plan"]):
        for _, _, j in supports(g, i):
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
        front = {i for t in things for i in g.sources(t, "DEPENDS_ON") if g.is_item(i)} - set(hops)
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
            reached: list[str | None] = [*found] or [None]
            for j in reached:
                told = (*g.item(j), g.names(g.holders[j])) if j else (None, None, None, [])
                order = (r["start"], t, *(g.reading_order(j) if j else ()))
                rows.append((order, (t, g.name(t), g.kind(t), r["cue"], *place(r), *told)))
    return [row for _, row in sorted(rows, key=lambda pair: pair[0])]


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
        said: dict[str, set[str]] = {kind: set() for kind in ("IMPLEMENTS", "CITES", "DEPENDS_ON", "ISSUES", "REPEALS")}
        for x, r in g.into[p]:
            labels = g.node[x]["labels"]
            plan = g.plan(x) if "WorkItem" in labels else x
            if r["type"] in said and {"WorkItem", "Plan"} & {*labels} and a["plan"] in ("", plan):
                said[r["type"]].add(x)
        if not a["plan"] or any(said.values()):
            facts = g.get(p, "doc_number", "issuer", "date", "kind")
            rows.append((p, g.name(p), *facts, g.kind(p) == "Plan", *(len(found) for found in said.values())))
    return page(sorted(rows, key=lambda r: (r[1], r[0])), a)
