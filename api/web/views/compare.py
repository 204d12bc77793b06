"""/compare: what one plan adds, drops and changes against another."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import APIRouter, Request, Response

from api.http.routers.common import Current, PlanFilter
from api.web.views.common import Here
from graph.diff import PlanDiff, diff_plans
from queries.answers.plans import LoadedPlan, loaded_plans

router = APIRouter()


@router.get("/compare")
def compare(
    request: Request, snapshot: Current, site: Here, left: PlanFilter = None, right: PlanFilter = None
) -> Response:
    """The differences of two loaded plans; of the whole store only these two are read."""
    view = snapshot.view
    before, after = _years(site.scope.loaded if len(site.scope.loaded) > 1 else tuple(loaded_plans(view).values()))
    old, new = view.find("plan", left) if left else before, view.find("plan", right) if right else after
    diff: PlanDiff | None = None
    if old and new and left and right:

        def make() -> PlanDiff:
            graph = snapshot.store.graph([old, new])
            return diff_plans(graph, graph, old, new)

        diff = view.once(f"diff {old} {new}", make)
    loaded = [(plan.id, plan.name) for plan in loaded_plans(view).values()]
    return site.render("compare.html", left=old, right=new, diff=diff, loaded=loaded)


def _years(loaded: Sequence[LoadedPlan]) -> tuple[str | None, str | None]:
    """(earlier, later) plan to begin with: the latest one that has an earlier of the same place, else the first two."""
    for number, later in enumerate(loaded):
        for earlier in loaded[number + 1 :]:
            if earlier.jurisdiction == later.jurisdiction and earlier.year != later.year:
                return earlier.id, later.id
    return (loaded[1].id, loaded[0].id) if len(loaded) > 1 else (None, None)
