"""/things: any other thing. /sources: the text as stored, at the place that an answer points to."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from api.http.linked_data import part_lines
from api.http.problems import ProblemError
from api.http.rdf import linked_response
from api.http.routers.common import Asked, Current
from api.http.routers.things import ThingId, is_part
from api.http.snapshots import Snapshot
from api.web.highlight import Mark, cut
from api.web.views.common import Here
from api.web.views.sheets import sheets_of
from graph.errors import UnknownNameError
from graph.export.rdf.things import kind_and_key
from queries.answers import plans
from queries.answers.models import ref
from queries.answers.records import links, record
from queries.answers.things import folder_of, source_text, thing

router = APIRouter()
WINDOW = 3_000
Offset = Annotated[int, Query(ge=0, le=100_000_000, description="code point of the source")]


@router.get("/things/{id}")
def show_thing(request: Request, snapshot: Current, view: Asked, site: Here, id: ThingId) -> Response:
    """A target, section, entity or any other thing with what it is linked to."""
    if is_part(id):
        return _part(request, snapshot, id)
    stated = record(view, id)
    if stated is None:
        raise UnknownNameError(f"no thing has the id {id!a}")
    if folder_of(id) != "things":
        return RedirectResponse(site.href(id), 303)
    if stated["label"] == "Source":
        return RedirectResponse(site.url(f"/sources/{id}"), 303)
    return site.render("thing.html", thing=thing(view, id))


def _part(request: Request, snapshot: Snapshot, id: str) -> Response:
    """The page of what only has an IRI in the RDF: a statement, a place in a text, a concept, a distribution."""
    key = "/".join(kind_and_key(id))
    return linked_response(request, snapshot, part_lines(request, snapshot, key), key)


@router.get("/plans/{id:path}")
def show_plan(request: Request, view: Asked, site: Here, id: str) -> Response:
    """A plan's page is the overview of it."""
    return RedirectResponse(site.url("/", within=view.find("plan", id)), 303)


@router.get("/sources/{id}")
def show_source(request: Request, view: Asked, site: Here, id: ThingId, start: Offset = 0, end: Offset = 0) -> Response:
    """The text around a place, with the place marked."""
    stated = record(view, id)
    if stated is None or stated["label"] != "Source":
        raise ProblemError(404, "unknown-name", "No source has that id.")
    text = source_text(view, id)
    first = max(0, min(start, len(text)) - WINDOW // 3)
    last = min(len(text), max(end, first) + WINDOW)
    marks = [Mark(start, min(end, len(text)), "target", site.t("source.here"))] if start < end else []
    shown = (start, end) if start < end else (first, first + 1)
    sheets = sheets_of(request, view, id, *shown, marks, whole=True)
    return site.render(
        "source.html",
        lasting=sheets is None,
        sheets=sheets,
        source=plans.source(stated),
        plan=next((ref(link) for link in links(view, [id], ["FROM_SOURCE"], incoming=True)[id]), None),
        pieces=list(cut(text, first, last, marks)),
        first=first,
        last=last,
        length=len(text),
        earlier=max(0, first - WINDOW + WINDOW // 3),
        window=WINDOW,
    )
