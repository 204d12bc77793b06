"""/workload: where the work lies; /search: everything that holds some words."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.http import list_models, search, shapes
from api.http.paging import DEFAULT_LIMIT, Cursor, Limit, page_by_key, page_by_version
from api.http.rendering import list_response
from api.http.routers.common import API, MAX_NAME, Current, PlanFilter, answers
from api.http.workload import By, concentration, kept_workload, workload_key

router = APIRouter(prefix=API)


@router.get(
    "/workload", response_model=list_models.Workload, responses=answers("csv", without=(410,)), tags=["workload"]
)
def get_workload(
    request: Request,
    snapshot: Current,
    plan: PlanFilter = None,
    by: Annotated[By, Query(description="what to count by")] = By.owner,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = None,
) -> Response:
    """Items, leads and fractional shares by owner, section, category or kind, and how concentrated they are."""
    model = snapshot.model
    chosen = snapshot.references.plan(plan) if plan else None
    rows = kept_workload(snapshot, by, chosen)
    page = page_by_key(request, rows, workload_key, limit, cursor)
    about = shapes.ref(model, chosen) if chosen else None
    return list_response(request, page, by=by.value, plan=about, concentration=concentration(rows))


@router.get("/search", response_model=list_models.SearchHits, responses=answers("csv"), tags=["search"])
def get_search(
    request: Request,
    snapshot: Current,
    q: Annotated[str, Query(min_length=1, max_length=MAX_NAME, description="words to look for, in any letter case")],
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = None,
) -> Response:
    """Everything whose name or text holds all the words, with the text around them."""
    page = page_by_version(request, search.find(snapshot.model, q), snapshot.version, limit, cursor)
    page.items[:] = [search.hit(snapshot.model, node, q) for node in page.items]
    return list_response(request, page)
