"""/quality: what was odd when the plans were read. /downloads: every export and the lists as CSV."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.http import shapes
from api.http.exports import FORMATS
from api.http.routers.common import Current, PlanFilter
from api.web.views.common import Here
from graph.findings import SEVERITIES

router = APIRouter()
LISTS = ("plans", "items", "owners", "workload", "policies")
Severity = Annotated[str | None, Query(pattern="^(error|warning|note)$", description="error, warning or note")]


@router.get("/quality")
def quality(
    request: Request, snapshot: Current, site: Here, plan: PlanFilter = None, severity: Severity = None
) -> Response:
    """Findings by plan, the gravest first."""
    model = snapshot.model
    chosen = snapshot.references.plan(plan) if plan else None
    rows = []
    for loaded in model.plans:
        if chosen not in (None, loaded):
            continue
        source = model.source_of(loaded)
        refs = {model.nodes[i]["ref"]: i for i in model.items if model.nodes[i]["plan"] == loaded}
        for found in model.findings[loaded]:
            place = {"source": source, "start": found.start, "end": found.end}
            rows.append((shapes.ref(model, loaded), shapes.finding(found), place, refs.get(found.item or "")))
    counts = {s: sum(row[1]["severity"] == s for row in rows) for s in SEVERITIES}
    shown = [row for row in rows if severity in (None, row[1]["severity"])]
    shown.sort(key=lambda row: SEVERITIES.index(row[1]["severity"]))
    names = {item: model.name(item) for *_, item in shown if item}
    return site.render("quality.html", rows=shown, counts=counts, severity=severity, chosen_plan=chosen, names=names)


@router.get("/downloads")
def downloads(request: Request, snapshot: Current, site: Here) -> Response:
    """Every format of the whole, and every list as CSV."""
    return site.render("downloads.html", formats=FORMATS.values(), lists=LISTS)
