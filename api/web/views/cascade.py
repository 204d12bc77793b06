"""/cascade: country, city and district side by side: which item carries out which, as inferred."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api.http.routers.common import Asked
from api.web.charts.cascade import draw_cascade
from api.web.views.common import Here
from queries.answers.cascade import cascade, linked_plans

router = APIRouter()


@router.get("/cascade")
def show_cascade(request: Request, view: Asked, site: Here) -> Response:
    """The chosen plan, or the one with most links, between the plans above and those below."""
    plans = [plan for plan in linked_plans(view) if not site.scope.plans or plan in site.scope.plans]
    chosen = next(iter([*plans, *site.scope.plans]), None)
    told = cascade(view, chosen) if chosen else None
    return site.render("cascade.html", told=told, drawing=draw_cascade(told) if told else None)
