"""/: what a plan holds, where the work lies, how policy becomes work, and what is due when."""

from __future__ import annotations

from collections import defaultdict

from fastapi import APIRouter, Request, Response

from api.http import shapes
from api.http.read_model import ReadModel
from api.http.routers.common import Current, PlanFilter
from api.http.snapshots import Snapshot
from api.http.workload import By, concentration, kept_workload, section_owner_counts
from api.web.charts.sankey import Sankey, draw_sankey
from api.web.charts.timeline import Due, draw_timeline
from api.web.views.common import Here

router = APIRouter()
BARS, COLUMNS, FLOWS, DUES, CATEGORIES = 15, 12, 14, 300, 24
OTHERS = "others"


@router.get("/")
def overview(request: Request, snapshot: Current, site: Here, plan: PlanFilter = None) -> Response:
    """The overview of one plan: the one asked for, or the latest."""
    model = snapshot.model
    if not model.plans:
        return site.render("empty.html")
    chosen = snapshot.references.plan(plan) if plan else model.plans[0]
    return site.render(
        "overview.html", **snapshot.once(f"overview {chosen} {site.lang}", lambda: _context(snapshot, chosen, site))
    )


def _context(snapshot: Snapshot, plan: str, site: Here) -> dict[str, object]:
    model = snapshot.model
    rows = kept_workload(snapshot, By.owner, plan)
    owners = [row["id"] for row in rows]
    sections, cells = section_owner_counts(model, plan, owners[:COLUMNS])
    dues, undated = _dues(model, plan)
    spread = concentration(rows)
    return {
        "plan": shapes.plan_summary(model, plan),
        "basis": shapes.basis(model, plan),
        "bars": rows[:BARS],
        "most": rows[0]["items"] if rows else 1,
        "owner_count": len(rows),
        "spread": {"hhi": f"{spread['hhi']:.3f}", "top3": f"{spread['top']['3']:.0%}"},
        "sections": [(s, model.name(s), model.nodes[s].get("number", "")) for s in sections],
        "heat_owners": [(o, model.name(o)) for o in owners[:COLUMNS]],
        "cells": cells,
        "darkest": max(cells.values(), default=1),
        "kinds": kept_workload(snapshot, By.kind, plan),
        "categories": [row for row in kept_workload(snapshot, By.category, plan) if row["name"]][:CATEGORIES],
        "sankey": _flow(model, plan, owners, site.t("overview.others")),
        "timeline": draw_timeline(dues[:DUES]),
        "undated": undated,
        "beyond": max(len(dues) - DUES, 0),
        "ref": lambda node: shapes.ref(model, node),
    }


def _flow(model: ReadModel, plan: str, owners: list[str], others: str) -> Sankey | None:
    """Basis → plan → sections → owners; owners beyond the first few flow together."""
    shown = set(owners[:FLOWS])
    flows: dict[tuple[str, str], float] = defaultdict(float)
    for item in model.items:
        section = model.chapter_of(item)
        if section is None or model.nodes[item]["plan"] != plan:
            continue
        for owner in dict.fromkeys(held.owner for held in model.owners_of.get(item, ())):
            flows[section, owner if owner in shown else OTHERS] += 1
            flows[plan, section] += 1
    total = sum(value for (start, _), value in flows.items() if start == plan)
    if not total:
        return None
    policies = shapes.basis(model, plan)
    for policy in policies:
        flows[policy, plan] = total / len(policies)
    sections = [s for s in model.sections if (plan, s) in flows]
    ends = [o for o in [*owners[:FLOWS], OTHERS] if any((s, o) in flows for s in sections)]
    names = {OTHERS: others, **{n: _short(model, n) for n in [plan, *policies, *sections, *ends] if n != OTHERS}}
    columns = [column for column in (policies, [plan], sections, ends) if column]
    return draw_sankey(columns, names, flows)


def _short(model: ReadModel, node: str) -> str:
    name = model.name(node)
    limit = 10 if model.label(node) in ("Section", "Plan") else 17
    return name if len(name) <= limit else name[: limit - 1] + "…"


def _dues(model: ReadModel, plan: str) -> tuple[list[Due], int]:
    dues, undated = [], 0
    for node, a in model.graph.nodes("Target", "Milestone"):
        if a["plan"] != plan:
            continue
        if a.get("deadline"):
            dues.append(Due(node, a["deadline"], a["text"], a["labels"][0]))
        else:
            undated += 1
    return dues, undated
