"""/: what a plan holds, where the work lies, how policy becomes work, and what is due when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import APIRouter, Request, Response

from api.http.routers.common import Asked
from api.http.routers.items import OUTSIDE
from api.web.charts.sankey import Sankey, draw_sankey
from api.web.charts.timeline import Due, draw_timeline
from api.web.views.common import Here, owner_choices
from queries.answers.models import Ref
from queries.answers.plans import basis, plan_summaries, plan_summary
from queries.answers.view import View
from queries.answers.workload import NO_SECTION, By, concentration, section_owner_counts, workload

router = APIRouter()
BARS, COLUMNS, FLOWS, DUES, CATEGORIES = 15, 12, 14, 300, 24
OTHERS = "others"
Cells = Mapping[tuple[str, str], int]


@router.get("/")
def overview(request: Request, view: Asked, site: Here) -> Response:
    """The plans that are loaded, or the overview of one: the one that is chosen, or the only one."""
    if not site.scope.loaded:
        return site.render("empty.html")
    chosen = site.scope.plan
    if not chosen:
        told = [plan for plan in plan_summaries(view) if not site.scope.word or plan.id in site.scope.plans]
        return site.render("home.html", plans=told, owners=owner_choices(view, site))
    context = view.once(f"overview {chosen} {site.lang}", lambda: _context(view, chosen, site))
    return site.render("overview.html", owners=owner_choices(view, site), **context)


def _context(view: View, plan: str, site: Here) -> dict[str, Any]:
    rows = workload(view, By.owner, plan)
    owners = {str(row.id): row.name for row in rows}
    shown = set(list(owners)[:COLUMNS])
    sections, cells = _chapters(view, plan, site)
    heat = {(section or OUTSIDE, owner): n for (section, owner), n in cells.items() if owner in shown}
    dues, undated = _dues(view, plan)
    spread, about, under = concentration(rows), plan_summary(view, plan), basis(view, plan)
    return {
        "plan": about,
        "basis": under,
        "bars": rows[:BARS],
        "most": rows[0].items if rows else 1,
        "owner_count": len(rows),
        "spread": {"hhi": f"{spread.hhi:.3f}", "top3": f"{spread.top['3']:.0%}"},
        "sections": [(s.id or OUTSIDE, s.name) for s in sections],
        "totals": {owner: sum(n for (_, one), n in cells.items() if one == owner) for owner in shown},
        "heat_owners": list(owners.items())[:COLUMNS],
        "cells": heat,
        "darkest": max(heat.values(), default=1),
        "kinds": workload(view, By.kind, plan),
        "categories": [row for row in workload(view, By.category, plan) if row.name][:CATEGORIES],
        "sankey": _flow(about, under, sections, owners, cells, site.t("overview.others")),
        "timeline": draw_timeline(dues[:DUES]),
        "undated": undated,
        "beyond": max(len(dues) - DUES, 0),
    }


def _chapters(view: View, plan: str, site: Here) -> tuple[list[Ref], Cells]:
    """The chapters of a plan, behind them what stands in none, and the items of each owner in each."""
    sections, cells = section_owner_counts(view, plan)
    if any(section == NO_SECTION for section, _ in cells):
        sections = [*sections, Ref(id=NO_SECTION, label="Section", name=site.t("overview.no_section"))]
    return sections, cells


def _flow(
    plan: Ref, policies: Sequence[Ref], sections: Sequence[Ref], owners: Mapping[str, str], cells: Cells, others: str
) -> Sankey | None:
    """Basis → plan → sections → owners; owners beyond the first few flow together."""
    first = list(owners)[:FLOWS]
    flows: dict[tuple[str, str], float] = defaultdict(float)
    for (section, owner), count in cells.items():
        flows[section, owner if owner in first else OTHERS] += count
        flows[plan.id, section] += count
    total = sum(value for (start, _), value in flows.items() if start == plan.id)
    if not total:
        return None
    for policy in policies:
        flows[policy.id, plan.id] = total / len(policies)
    between = [section for section in sections if (plan.id, section.id) in flows]
    ends = [o for o in [*first, OTHERS] if any((s.id, o) in flows for s in between)]
    names = {OTHERS: others, **{o: _short(owners[o], 17) for o in ends if o != OTHERS}}
    names |= {p.id: _short(p.name, 17) for p in policies} | {s.id: _short(s.name, 10) for s in (plan, *between)}
    columns = [[p.id for p in policies], [plan.id], [s.id for s in between], ends]
    return draw_sankey([column for column in columns if column], names, flows)


def _short(name: str, limit: int) -> str:
    return name if len(name) <= limit else name[: limit - 1] + "…"


def _dues(view: View, plan: str) -> tuple[list[Due], int]:
    rows = view.read(
        "MATCH (g:Target|Milestone) WHERE g.plan = $plan RETURN g.id AS id, g.deadline AS deadline, g.text AS text, "
        "CASE WHEN g:Target THEN 'Target' ELSE 'Milestone' END AS kind ORDER BY deadline, id",
        plan=plan,
    )
    dues = [Due(row["id"], row["deadline"], row["text"], row["kind"]) for row in rows if row["deadline"]]
    return dues, len(rows) - len(dues)
