"""/plans: what is loaded."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from api.http.negotiation import RDF_FORMS
from api.http.paging import Cursor, Limit, page_by_key
from api.http.rendering import Listed, json_response, list_response, thing_response
from api.http.routers.common import API, MAX_NAME, Asked, Checked, Current, answers
from queries.answers import plans
from queries.answers.cascade import Cascade, cascade

router = APIRouter(prefix=API, tags=["plans"], dependencies=[Checked])
PlanName = Annotated[
    str, Path(min_length=1, max_length=MAX_NAME, description="plan by id, name, document number or part of its name")
]


class Plans(Listed):
    """Loaded plans."""

    items: list[plans.PlanSummary]


@router.get("/plans", response_model=Plans, responses=answers("csv", "xlsx", without=(410,)))
def list_plans(request: Request, limit: Limit, view: Asked, cursor: Cursor = None) -> Response:
    """The loaded plans, the latest year first."""
    found = plans.plan_summaries(view)
    page = page_by_key(request, found, lambda plan: plans.plan_key(view, plan.id), limit, cursor)
    return list_response(request, Plans, page)


@router.get("/plans/{id:path}/cascade", response_model=Cascade, responses=answers(without=(410,)))
def get_cascade(view: Asked, id: PlanName) -> Response:
    """A plan between the plans above and below: the items of each, and which carry out which, inferred and by what."""
    return json_response(cascade(view, view.find("plan", id)))


@router.get("/plans/{id:path}", response_model=plans.Plan, responses=answers(*RDF_FORMS, without=(410,)))
def get_plan(request: Request, snapshot: Current, id: PlanName) -> Response:
    """A plan with sections, basis, source and what the loader found in it."""
    plan = snapshot.view.find("plan", id)
    return thing_response(request, snapshot, plan, plans.plan_detail(snapshot.view, plan))
