"""/compare: what one plan adds, drops and changes against another."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api.http.routers.common import Current, PlanFilter
from api.web.views.common import Here
from graph.diff import PlanDiff, diff_plans
from queries.answers.plans import plans

router = APIRouter()


@router.get("/compare")
def compare(
    request: Request, snapshot: Current, site: Here, left: PlanFilter = None, right: PlanFilter = None
) -> Response:
    """The differences of two loaded plans; of the whole store only these two are read."""
    view, loaded = snapshot.view, [plan.id for plan in plans(snapshot.view)]
    old = view.find("plan", left) if left else (loaded[1] if len(loaded) > 1 else None)
    new = view.find("plan", right) if right else (loaded[0] if len(loaded) > 1 else None)
    diff: PlanDiff | None = None
    if old and new and left and right:

        def make() -> PlanDiff:
            graph = snapshot.store.graph([old, new])
            return diff_plans(graph, graph, old, new)

        diff = view.once(f"diff {old} {new}", make)
    return site.render("compare.html", left=old, right=new, diff=diff)
