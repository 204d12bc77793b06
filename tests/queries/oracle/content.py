"""Goals, places, structure, things, plans and quality."""

from __future__ import annotations

import calendar
from collections import Counter, defaultdict

from tests.queries.oracle.base import LAST, SUPERS, Arguments, Oracle, Row, page, place
from tests.queries.oracle.workload import tally


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
    held = ((d, i) for d, _, _, i in kept if _has(g, i, a["owner"], a["role"]))
    facts = ((d, i, g.node[i]) for d, i in held)
    rows = [
        (*g.item(i), n["deadline"], n.get("deadline_as_printed"), d, g.names(g.holders[i]), g.plan(i))
        for d, i, n in facts
    ]
    return page(rows, a)


def _has(g: Oracle, item: str, owner: str, role: str) -> bool:
    return not (owner or role) or any(
        owner in ("", one) and (not role or role in g.roles(one, item)) for one in g.holders[item]
    )


def targets_of_item(g: Oracle, a: Arguments) -> list[Row]:
    found = sorted(g.targets(a["item"], "HAS_TARGET"), key=lambda t: (g.node[t]["start"], t))
    keys = ("indicator", "comparator", "value", "unit", "deadline")
    return [(t, g.name(t), *g.get(t, *keys), *place(g.node[t])) for t in found]


def items_per_town(g: Oracle, a: Arguments) -> list[Row]:
    rows = []
    for t in g.all("Town"):
        owned = set(g.owned(t, a["plan"]))
        located = {i for i in g.sources(t, "LOCATED_IN") if a["plan"] in ("", g.plan(i))}
        grouped = {i for group in g.targets(t, "MEMBER_OF") for i in g.owned(group, a["plan"])}
        if owned or located or grouped:
            counts = (len(owned), len(located), len(owned | located), len(grouped))
            rows.append((t, g.name(t), g.node[t].get("code"), *counts))
    return sorted(rows, key=lambda r: (-r[5], r[0]))


def items_in_town(g: Oracle, a: Arguments) -> list[Row]:
    if g.kind(a["owner"]) != "Town":
        return []
    pairs = {(i, "OWNS") for i in g.targets(a["owner"], "OWNS")}
    pairs |= {(i, "LOCATED_IN") for i in g.sources(a["owner"], "LOCATED_IN")}
    kept = sorted((*g.reading_order(i), r) for i, r in pairs if a["plan"] in ("", g.plan(i)))
    return page([(*g.item(i), r, g.plan(i)) for _, _, i, r in kept], a)


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
        from_items = ((i, r) for i, r in g.into[e] if g.is_item(i) and r["type"] in RELATIONS)
        edges = [(i, r["type"]) for i, r in from_items if a["plan"] in ("", g.plan(i))]
        if edges and a["entity_kind"] in ("", g.kind(e)) and a["q"].lower() in g.name(e).lower():
            kinds = Counter(kind for _, kind in edges)
            rows.append((e, g.name(e), g.kind(e), len({i for i, _ in edges}), *(kinds[kind] for kind in RELATIONS)))
    return page(sorted(rows, key=lambda r: (-r[3], r[0])), a)


def items_of_entity(g: Oracle, a: Arguments) -> list[Row]:
    from_items = ((i, r) for i, r in g.into[a["entity"]] if g.is_item(i) and r["type"] in RELATIONS)
    edges = [(i, r) for i, r in from_items if a["plan"] in ("", g.plan(i))]
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
