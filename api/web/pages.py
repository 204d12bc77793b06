"""The explorer as one router, and its static files."""

from __future__ import annotations

from importlib.resources import files

from fastapi import APIRouter, FastAPI
from starlette.staticfiles import StaticFiles

from api.web.site import ProblemPage
from api.web.views import (
    cascade,
    collaboration,
    compare,
    desk,
    docs,
    items,
    overview,
    owners,
    policies,
    quality,
    questions,
    search,
    sheets,
    things,
)

VIEWS = (
    overview,
    items,
    desk,
    owners,
    collaboration,
    policies,
    cascade,
    search,
    questions,
    compare,
    quality,
    docs,
    sheets,
    things,
)


def add_explorer(app: FastAPI) -> None:
    """Adds the pages, outside the OpenAPI document, and makes problems pages for people."""
    pages = APIRouter(include_in_schema=False)
    for view in VIEWS:
        pages.include_router(view.router)
    app.include_router(pages, include_in_schema=False)
    app.mount("/static", StaticFiles(directory=str(files("api.web").joinpath("static"))), name="static")
    app.state.problem_page = ProblemPage()
