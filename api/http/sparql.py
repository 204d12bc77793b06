"""/sparql, if the server is told to answer it: read-only, bounded, for programs of any origin."""

from __future__ import annotations

import contextlib
from typing import Annotated
from urllib.parse import parse_qs

from fastapi import APIRouter, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse

from api.http.exports import whole_graph
from api.http.linked_data import export_folder, mapping_of, rdf_settings
from api.http.negotiation import MEDIA, RDF_FORMS, accepted
from api.http.problems import ProblemError
from api.http.routers.common import Current, answers
from api.http.snapshots import Snapshot
from graph.errors import ExportError
from graph.export.rdf.documents import written
from graph.export.rdf.export import RECORD
from graph.export.rdf.scratch import ScratchFolder
from graph.export.rdf.service import service_description
from graph.export.rdf.sparql import MAX_TEXT, ROWS, TRIPLE_FORMS, SparqlEndpoint, sparql_examples
from graph.export.rdf.vocabulary import vocabulary
from graph.export.rdf.writers import turtle
from queries.answers.examples import example_things

router = APIRouter(tags=["rdf"])
_MAX_BODY = 4 * MAX_TEXT
Text = Annotated[str | None, Query(max_length=MAX_TEXT, description="a SPARQL query; without one, the examples")]
_ANSWERS = {
    200: {"content": {form: {} for form in (*ROWS, *TRIPLE_FORMS)}},
    **answers(without=(404, 410)),
}
# Anyone's script may ask what anyone may read; a server with a token answers none of them.
_OPEN = {"access-control-allow-origin": "*"}
_PREFLIGHT = {
    **_OPEN,
    "allow": "GET, HEAD, POST, OPTIONS",
    "access-control-allow-methods": "GET, HEAD, POST, OPTIONS",
    "access-control-allow-headers": "Accept, Content-Type",
    "access-control-max-age": "86400",
}


@router.options("/sparql", status_code=204, response_class=Response, include_in_schema=False)
def preflight() -> Response:
    """What a browser asks before it sends another site's query."""
    return Response(status_code=204, headers=_PREFLIGHT)


@router.get("/sparql", response_class=Response, responses=_ANSWERS)
def ask(request: Request, snapshot: Current, query: Text = None) -> Response:
    """Answers a read-only SPARQL query; without one, describes the service (RDF) or shows examples (JSON)."""
    if query is not None:
        return _answer(request, snapshot, query)
    form = accepted(request.headers.get("accept", ""), ("json", *RDF_FORMS)) or "json"
    if form != "json":
        mapping = mapping_of(request)
        body = written(service_description(mapping, (*ROWS, *TRIPLE_FORMS)), form, mapping)
        return Response(body, headers=_OPEN, media_type=f"{MEDIA[form]}; charset=utf-8")
    settings = rdf_settings(request.app.state.settings)
    things = example_things(snapshot.view)
    shown = [
        {"name": e.name, "question": dict(e.question), "query": e.filled(settings, **things)}
        for e in sparql_examples().values()
        if set(e.asks_for) <= things.keys()
    ]
    return JSONResponse({"examples": shown}, headers=_OPEN)


@router.post("/sparql", response_class=Response, responses=_ANSWERS)
async def ask_by_post(request: Request, snapshot: Current) -> Response:
    """As GET, with the query as the body (application/sparql-query) or as a form."""
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > _MAX_BODY:
            raise ProblemError(400, "query", f"A query may have {MAX_TEXT} characters.")
    text = body.decode("utf-8", "replace")
    if request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        text = parse_qs(text, max_num_fields=10).get("query", [""])[0]
    return await run_in_threadpool(_answer, request, snapshot, text)


def _answer(request: Request, snapshot: Snapshot, text: str) -> Response:
    endpoint: SparqlEndpoint = snapshot.view.once("sparql", lambda: _endpoint(request, snapshot))
    client = request.client.host if request.client else ""
    rows, triples = _chosen(request, tuple(ROWS)), _chosen(request, tuple(TRIPLE_FORMS))
    media_type, body = endpoint.query(text, rows, triples, client)
    return Response(body, headers=_OPEN, media_type=media_type)


def _endpoint(request: Request, snapshot: Snapshot) -> SparqlEndpoint:
    """The engine with the data, the vocabulary and, where there is a licence, the record."""
    settings, mapping = request.app.state.settings, mapping_of(request)
    folder = ScratchFolder("plangraph-about-")
    try:
        words = folder.path / "vocabulary.ttl"
        words.write_bytes(turtle(vocabulary(mapping).text(), mapping))
        said = [words]
        # Without a licence or publisher there is no record.
        with contextlib.suppress(ExportError):
            said.append(export_folder(request, snapshot) / RECORD)
        return SparqlEndpoint(whole_graph(snapshot), rdf_settings(settings), timeout=settings.query_timeout, about=said)
    finally:
        folder.remove()


def _chosen(request: Request, forms: tuple[str, ...]) -> str:
    """The first of ``forms`` that Accept names, else the first."""
    accept = request.headers.get("accept", "")
    return next((form for form in forms if form in accept), forms[0])
