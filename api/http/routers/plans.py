"""/plans: what is loaded."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from api.http import list_models, models, shapes
from api.http.paging import DEFAULT_LIMIT, Cursor, Limit, page_by_key
from api.http.rendering import list_response, thing_response
from api.http.routers.common import API, MAX_NAME, Current, answers

router = APIRouter(prefix=API, tags=["plans"])
PlanName = Annotated[
    str, Path(min_length=1, max_length=MAX_NAME, description="plan by id, name, document number or part of its name")
]


@router.get("/plans", response_model=list_models.Plans, responses=answers("csv", without=(410,)))
async def list_plans(
    request: Request, snapshot: Current, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = None
) -> Response:
    """The loaded plans, the latest year first."""
    model = snapshot.model
    page = page_by_key(request, model.plans, model.plan_key, limit, cursor)
    page.items[:] = [shapes.plan_summary(model, plan) for plan in page.items]
    return list_response(request, page)


@router.get("/plans/{id:path}", response_model=models.Plan, responses=answers("ttl", "jsonld", without=(410,)))
async def get_plan(request: Request, snapshot: Current, id: PlanName) -> Response:
    """A plan with sections, basis, source and what the loader found in it."""
    plan = snapshot.references.plan(id)
    return thing_response(request, snapshot, plan, shapes.plan_detail(snapshot.model, plan))
