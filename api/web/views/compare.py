"""/compare: what one plan adds, drops and changes against another."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api.http.routers.common import Current, PlanFilter
from api.web.views.common import Here
from graph.diff import PlanDiff, diff_plans

router = APIRouter()


@router.get("/compare")
def compare(
    request: Request, snapshot: Current, site: Here, left: PlanFilter = None, right: PlanFilter = None
) -> Response:
    """The differences of two loaded plans."""
    model, find = snapshot.model, snapshot.references
    old = find.plan(left) if left else (model.plans[1] if len(model.plans) > 1 else None)
    new = find.plan(right) if right else (model.plans[0] if len(model.plans) > 1 else None)
    diff: PlanDiff | None = None
    if old and new and left and right:
        diff = snapshot.once(f"diff {old} {new}", lambda: diff_plans(model.graph, model.graph, old, new))
    return site.render("compare.html", left=old, right=new, diff=diff)
