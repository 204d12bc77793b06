"""/quality: what was odd when the plans were read. /downloads: every export and the lists as CSV."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.http.exports import FORMATS
from api.http.routers.common import Asked
from api.web.views.common import Here
from graph.findings import SEVERITIES
from queries.answers.items import Filter, item_page, item_refs
from queries.answers.models import Evidence, ItemRef
from queries.answers.plans import findings_by_source
from queries.answers.view import View

router = APIRouter()
LISTS = ("plans", "items", "owners", "workload", "policies")
MOST_REFS = 100_000
Severity = Annotated[str | None, Query(pattern="^(error|warning|note)$", description="error, warning or note")]


@router.get("/quality")
def quality(request: Request, view: Asked, site: Here, severity: Severity = None) -> Response:
    """Findings by plan, the gravest first."""
    found = [
        (loaded, finding, Evidence(source=source, start=finding.start, end=finding.end, quote=finding.quote))
        for loaded in site.scope.loaded
        for source, told in findings_by_source(view).get(loaded.id, ())
        for finding in told
    ]
    counts = {s: sum(finding.severity == s for _, finding, _ in found) for s in SEVERITIES}
    shown = [row for row in found if severity in (None, row[1].severity)]
    shown.sort(key=lambda row: SEVERITIES.index(row[1].severity))
    named = _named(view, {(loaded.id, finding.item) for loaded, finding, _ in shown if finding.item})
    rows = [(loaded, finding, place, named.get((loaded.id, finding.item or ""))) for loaded, finding, place in shown]
    return site.render("quality.html", rows=rows, counts=counts, severity=severity)


def _named(view: View, wanted: set[tuple[str, str]]) -> dict[tuple[str, str], ItemRef]:
    """The items that findings name by plan and reference."""
    found: dict[tuple[str, str], ItemRef] = {}
    for plan in sorted({plan for plan, _ in wanted}):
        refs = tuple(sorted(ref for p, ref in wanted if p == plan))
        keys = item_page(view, Filter(plans=(plan,), numbers=refs), None, MOST_REFS)
        told = item_refs(view, [key[4] for key in keys])
        found |= {(plan, item.ref): item for item in told.values()}
    return found


@router.get("/downloads")
def downloads(request: Request, view: Asked, site: Here) -> Response:
    """Every format of the whole, and every list as CSV."""
    return site.render("downloads.html", formats=FORMATS.values(), lists=LISTS)
