"""/workload: where the work lies."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response

from api.http.paging import Cursor, Limit, page_by_key
from api.http.rendering import Listed, list_response
from api.http.routers.common import API, Asked, Checked, PlanFilter, answers
from queries.answers import workload
from queries.answers.models import Ref, ref
from queries.answers.records import record
from queries.answers.workload import By

router = APIRouter(prefix=API, dependencies=[Checked])


class Workload(Listed):
    """Load by owner, section, category or kind, the largest first, and how concentrated it is."""

    by: Literal["owner", "section", "category", "kind"]
    plan: Ref | None
    concentration: workload.Concentration
    items: list[workload.WorkloadRow]


@router.get("/workload", response_model=Workload, responses=answers("csv", "xlsx", without=(410,)), tags=["workload"])
def get_workload(
    request: Request,
    limit: Limit,
    view: Asked,
    plan: PlanFilter = None,
    by: Annotated[By, Query(description="what to count by")] = By.owner,
    cursor: Cursor = None,
) -> Response:
    """Items, leads and fractional shares by owner, section, category or kind, and how concentrated they are."""
    chosen = record(view, view.find("plan", plan)) if plan else None
    rows = workload.workload(view, by, chosen["id"] if chosen else "")
    page = page_by_key(request, rows, workload.workload_key, limit, cursor)
    about = ref(chosen) if chosen else None
    return list_response(request, Workload, page, by=by.value, plan=about, concentration=workload.concentration(rows))
