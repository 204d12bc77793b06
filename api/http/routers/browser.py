"""/browser: what Neo4j Browser fetches by itself: the guide, the style sheet and the saved queries.

Browser asks from the page of another server, with a preflight; the files hold nothing but the catalogue and ids of
this graph, so any page may read them, unless the setting cors_origins says whose.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from api.http.problems import ProblemError
from api.http.routers.common import MAX_NAME, Current
from queries.browser import assets, examples

router = APIRouter(prefix="/browser", include_in_schema=False)
MEDIA_TYPES = {".html": "text/html; charset=utf-8", ".grass": "text/plain; charset=utf-8", ".zip": "application/zip"}
ANY_PAGE = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, OPTIONS",
    "Access-Control-Allow-Headers": "*",
}


def _shared(request: Request) -> dict[str, str]:
    """The headers that let another page read; none where the setting cors_origins already decides."""
    return {} if request.app.state.settings.cors_origins else ANY_PAGE


@router.options("/{name}")
def preflight(request: Request) -> Response:
    """Yes to the question that a browser asks before it fetches."""
    return Response(status_code=204, headers=_shared(request))


@router.get("/{name}")
def asset(request: Request, snapshot: Current, name: Annotated[str, Path(max_length=MAX_NAME)]) -> Response:
    """One of the files by name; ids in its texts are examples from the graph."""
    given = snapshot.view.once("browser-examples", lambda: examples(snapshot.store))
    found = assets(given, f"{request.base_url}browser")
    if name not in found:
        raise ProblemError(404, "not-found", f"{name}: no such file; there are {', '.join(sorted(found))}.")
    media_type = next(kind for suffix, kind in MEDIA_TYPES.items() if name.endswith(suffix))
    return Response(found[name], media_type=media_type, headers=_shared(request))
