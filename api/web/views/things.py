"""/things: any other thing. /sources: the text as stored, at the place that an answer points to."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from api.http import search, shapes
from api.http.problems import ProblemError
from api.http.routers.common import Current
from api.http.routers.things import ThingId
from api.web.highlight import Mark, cut
from api.web.views.common import Here

router = APIRouter()
WINDOW = 3_000
Offset = Annotated[int, Query(ge=0, le=100_000_000, description="code point of the source")]


@router.get("/things/{id}")
def show_thing(request: Request, snapshot: Current, site: Here, id: ThingId) -> Response:
    """A target, section, entity or any other thing with what it is linked to."""
    model = snapshot.model
    node = snapshot.references.thing(id)
    address = search.address(model, node)
    if not address.startswith("things/"):
        return RedirectResponse(site.url("/" + address), 303)
    if model.label(node) == "Source":
        return RedirectResponse(site.url(f"/sources/{node}"), 303)
    return site.render("thing.html", thing=shapes.thing(model, node))


@router.get("/plans/{id:path}")
def show_plan(request: Request, snapshot: Current, site: Here, id: str) -> Response:
    """A plan's page is the overview of it."""
    return RedirectResponse(site.url("/", plan=snapshot.references.plan(id)), 303)


@router.get("/sources/{id}")
def show_source(
    request: Request, snapshot: Current, site: Here, id: ThingId, start: Offset = 0, end: Offset = 0
) -> Response:
    """The text around a place, with the place marked."""
    model = snapshot.model
    node = snapshot.references.thing(id)
    if model.label(node) != "Source":
        raise ProblemError(404, "unknown-name", "No source has that id.")
    text = str(model.nodes[node]["text"])
    first = max(0, min(start, len(text)) - WINDOW // 3)
    last = min(len(text), max(end, first) + WINDOW)
    marks = [Mark(start, min(end, len(text)), "target", site.t("source.here"))] if start < end else []
    return site.render(
        "source.html",
        source=shapes.source_shape(model, node),
        plan=next((shapes.ref(model, link.other) for link in model.incoming(node, "FROM_SOURCE")), None),
        pieces=list(cut(text, first, last, marks)),
        first=first,
        last=last,
        length=len(text),
        earlier=max(0, first - WINDOW + WINDOW // 3),
        window=WINDOW,
    )
