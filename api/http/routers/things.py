"""/things: any node by id. /id: the lasting address of a thing, which leads to its page, JSON or RDF by Accept."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Path, Request, Response

from api.http.linked_data import describe_thing
from api.http.negotiation import MEDIA, RDF_FORMS, accepted, wanted_form
from api.http.problems import ProblemError
from api.http.rendering import thing_response
from api.http.routers.common import API, MAX_NAME, Checked, Current, answers
from graph.errors import UnknownNameError
from graph.export.rdf.things import kind_and_key
from queries.answers.records import labels_of_prefix, record
from queries.answers.things import Thing, folder_of, thing

router = APIRouter(prefix=API, tags=["things"], dependencies=[Checked])
redirects = APIRouter(tags=["things"])
ThingId = Annotated[str, Path(min_length=1, max_length=MAX_NAME, description="id of any thing")]
_FORMS = ("json", "html", *RDF_FORMS)


@router.get("/things/{id}", response_model=Thing, responses=answers(*RDF_FORMS, without=(410,)))
def get_thing(request: Request, snapshot: Current, id: ThingId) -> Response:
    """Any thing (target, milestone, section, entity, source, …) with its properties and relationships."""
    if is_part(id):
        form = wanted_form(request, RDF_FORMS)
        body = describe_thing(request, snapshot, "/".join(kind_and_key(id)), form)
        return Response(body, 200, None, f"{MEDIA[form]}; charset=utf-8")
    if record(snapshot.view, id) is None:
        raise UnknownNameError(f"no thing has the id {id!a}")
    return thing_response(request, snapshot, id, thing(snapshot.view, id))


def is_part(id: str) -> bool:
    """Whether an id is no node's but may be that of a part of the RDF: a statement, a place in a text, a concept."""
    return "-" in id and kind_and_key(id)[0] not in labels_of_prefix()


@redirects.get(
    "/id/{key:path}",
    status_code=303,
    response_class=Response,
    responses={303: {"description": "To the page, the JSON or the RDF of the thing"}, **answers(without=(410, 304))},
)
def redirect_to_thing(request: Request, snapshot: Current, key: ThingId) -> Response:
    """Leads to the page, the JSON, the Turtle or the JSON-LD of a thing, by Accept.

    `key` is an id, or the kind and key that an RDF IRI ends in (`task/…`).
    """
    node = key.replace("/", "-", 1)
    part = is_part(node)
    if not part and record(snapshot.view, node) is None:
        raise ProblemError(404, "unknown-name", "No thing has that id.")
    form = accepted(request.headers.get("accept", ""), _FORMS)
    if form is None:
        raise ProblemError(
            406, "not-acceptable", "A thing is there as HTML, JSON, Turtle, JSON-LD, N-Triples and RDF/XML."
        )
    if part:
        form = "ttl" if form == "json" else form
    path = quote(f"things/{node}" if part else f"{folder_of(node)}/{node}")
    target = f"/{path}" if form == "html" else f"/api/v1/{path}.{form}"
    return Response(status_code=303, headers={"location": request.scope.get("root_path", "") + target})
