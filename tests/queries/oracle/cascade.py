"""From plan to plan: what is carried out above, what goes on over the years."""

from __future__ import annotations

from typing import Any

from tests.queries.oracle.base import LAST, Arguments, Oracle, Row, page


def _above(g: Oracle, item: str) -> list[tuple[str, dict[str, Any]]]:
    return [(end, r) for end, r in g.out[item] if r["type"] == "CARRIES_OUT"]


def _before(g: Oracle, item: str) -> list[tuple[str, dict[str, Any]]]:
    return sorted(((end, r) for end, r in g.out[item] if r["type"] == "CONTINUES"), key=lambda e: e[0])


def _reached(g: Oracle, item: str, kind: str, steps: int, *, up: bool = True) -> dict[str, int]:
    """Items by the least number of steps to them."""
    found, edge = {item: 0}, [item]
    for step in range(1, steps + 1):
        edge = [n for i in edge for n in (g.targets(i, kind) if up else g.sources(i, kind)) if n not in found]
        found |= dict.fromkeys(edge, step)
    return found


def _implement(g: Oracle, plan: str, *, up: bool) -> bool:
    """Whether a loaded plan stands above (or below) at most four steps away."""
    found = _reached(g, plan, "IMPLEMENTS", 4, up=up)
    back = any(plan in (g.targets(n, "IMPLEMENTS") if up else g.sources(n, "IMPLEMENTS")) for n in found)
    return back or any("Plan" in g.node[n]["labels"] and n != plan for n in found)


def chain_of_item(g: Oracle, a: Arguments) -> list[Row]:
    rows: list[Row] = []
    for lower, below in _reached(g, a["item"], "CARRIES_OUT", 4).items():
        for upper, r in _above(g, lower):
            told = (lower, *g.get(lower, "reference"), g.name(lower), upper, *g.get(upper, "reference"), g.name(upper))
            rows.append((below + 1, *told, g.plan(upper), g.name(g.plan(upper)), r["score"], r["basis"]))
    return sorted(rows, key=lambda row: (row[0], row[1], row[4]))


def items_taken_up(g: Oracle, a: Arguments) -> list[Row]:
    rows: list[Row] = []
    for i in g.all("WorkItem", a["plan"]):
        lower = [(start, r) for start, r in g.into[i] if r["type"] == "CARRIES_OUT"]
        for low, r in sorted(lower, key=lambda e: g.reading_order(e[0])):
            told = (low, *g.get(low, "reference"), g.name(low), g.names(g.holders[low]))
            rows.append((*g.item(i), *told, r["score"], r["basis"], g.plan(i)))
    return page(rows, a)


def _open(g: Oracle, a: Arguments, *, up: bool) -> list[Row]:
    linked = g.targets if up else g.sources
    plans = {plan: _implement(g, plan, up=up) for plan in g.all("Plan")}
    return page(
        [
            (*g.item(i), g.names(g.holders[i]), g.plan(i))
            for i in g.all("WorkItem", a["plan"])
            if plans[g.plan(i)] and not linked(i, "CARRIES_OUT")
        ],
        a,
    )


def items_not_taken_up(g: Oracle, a: Arguments) -> list[Row]:
    return _open(g, a, up=False)


def items_without_upper(g: Oracle, a: Arguments) -> list[Row]:
    return _open(g, a, up=True)


def history_of_item(g: Oracle, a: Arguments) -> list[Row]:
    found = {**_reached(g, a["item"], "CONTINUES", 9), **_reached(g, a["item"], "CONTINUES", 9, up=False)}
    rows: list[Row] = []
    for i in found:
        goals = [g.node[t]["text"] for t in sorted(g.targets(i, "HAS_TARGET"))]
        told = (*g.get(g.plan(i), "year"), i, *g.get(i, "reference"), g.name(i), g.names(g.holders[i]), goals)
        for before, r in _before(g, i) or [(None, {})]:
            rows.append((*told, g.node[i].get("deadline"), g.plan(i), before, r.get("score"), r.get("basis")))
    return sorted(rows, key=lambda row: (row[0] or 9999, g.reading_order(row[1]), row[8] or LAST))


def duties_of_owner(g: Oracle, a: Arguments) -> list[Row]:
    rows: list[Row] = []
    for i in g.owned(a["owner"]):
        for before, _ in _before(g, i) or [(None, {})]:
            was = (before, *(g.get(before, "reference") if before else (None,)))
            held = before is not None and a["owner"] in g.holders[before]
            rows.append((*g.get(g.plan(i), "year"), *g.item(i), g.roles(a["owner"], i), *was, held, g.plan(i)))
    return page(sorted(rows, key=lambda row: (row[0] or 9999, g.reading_order(row[1]), row[5] or LAST)), a)


def owners_changed(g: Oracle, a: Arguments) -> list[Row]:
    rows: list[Row] = []
    for i in g.all("WorkItem", a["plan"]):
        for before, r in _before(g, i):
            gone, new = g.holders[before] - g.holders[i], g.holders[i] - g.holders[before]
            if gone or new:
                told = (before, *g.get(before, "reference"), g.name(before), g.names(gone), g.names(new))
                rows.append((*g.item(i), *told, r["score"], r["basis"], g.plan(i)))
    return page(rows, a)
