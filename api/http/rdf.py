"""Linked data beside the API: /vocabulary, /dataset, /export/{file} as the record names them, and /sparql if wanted.

These paths stand under the base address, since that is what the IRIs in the data say.
"""

from __future__ import annotations

from pathlib import Path as FilePath
from typing import Annotated
from urllib.parse import parse_qs

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import FileResponse, JSONResponse

from api.http.exports import whole_graph
from api.http.linked_data import rdf_settings
from api.http.problems import ProblemError
from api.http.routers.common import Current, answers
from api.http.snapshots import Snapshot
from graph.export.rdf.export import DISTRIBUTIONS, RECORD, write_rdf
from graph.export.rdf.jsonld import context_file
from graph.export.rdf.mapping import RdfMapping, rdf_mapping
from graph.export.rdf.scratch import ScratchFolder
from graph.export.rdf.sparql import MAX_TEXT, ROWS, TRIPLE_FORMS, SparqlEndpoint, sparql_examples
from graph.export.rdf.vocabulary import vocabulary
from graph.export.rdf.writers import turtle

router = APIRouter(tags=["rdf"])
sparql = APIRouter(tags=["rdf"])
_TURTLE = "text/turtle; charset=utf-8"
_FILES = {name: media_type for name, media_type, *_ in DISTRIBUTIONS}
_NO_LICENCE = {409: "The record needs a licence: set PLANGRAPH_LICENSE"}
_MAX_BODY = 4 * MAX_TEXT


def _mapping(request: Request) -> RdfMapping:
    return rdf_mapping(rdf_settings(request.app.state.settings).base)


def _folder(request: Request, snapshot: Snapshot) -> FilePath:
    """The export of this version, written once and removed with it."""

    def write() -> ScratchFolder:
        folder = ScratchFolder("plangraph-rdf-")
        write_rdf(whole_graph(snapshot), folder.path, rdf_settings(request.app.state.settings))
        return folder

    kept: ScratchFolder = snapshot.view.once("rdf-export", write)
    return kept.path


@router.get("/vocabulary", response_class=Response, responses=answers("ttl", without=(400, 404, 406, 410, 422)))
def get_vocabulary(request: Request) -> Response:
    """The own terms with zh and en labels, as OWL/RDFS in Turtle."""
    mapping = _mapping(request)
    return Response(turtle(vocabulary(mapping).text(), mapping), media_type=_TURTLE)


@router.get("/context.jsonld", response_class=Response, responses=answers("jsonld", without=(400, 404, 406, 410, 422)))
def get_context(request: Request) -> Response:
    """The JSON-LD context of the data."""
    return Response(context_file(_mapping(request)), media_type="application/ld+json")


@router.get(
    "/dataset", response_class=Response, responses=answers("ttl", extra=_NO_LICENCE, without=(400, 404, 406, 410, 422))
)
def get_dataset(request: Request, snapshot: Current) -> Response:
    """The record of the data set (DCAT-AP 3.0.1), which a portal ingests as it is."""
    return Response((_folder(request, snapshot) / RECORD).read_bytes(), media_type=_TURTLE)


@router.get(
    "/export/{name}",
    response_class=Response,
    responses={
        200: {"content": {"application/octet-stream": {}}},
        **answers(extra=_NO_LICENCE, without=(400, 406, 410)),
    },
)
def get_file(
    request: Request, snapshot: Current, name: Annotated[str, Path(max_length=60, description="file of the record")]
) -> Response:
    """A file of the data set at the address that the record gives."""
    if name not in _FILES:
        raise ProblemError(
            404, "unknown-name", f"No file of the data set has that name; there are {', '.join(_FILES)}."
        )
    return FileResponse(_folder(request, snapshot) / name, media_type=_FILES[name], filename=name)


Text = Annotated[str | None, Query(max_length=MAX_TEXT, description="a SPARQL query; without one, the examples")]
_SPARQL_ANSWERS = {
    200: {"content": {form: {} for form in (*ROWS, *TRIPLE_FORMS)}},
    **answers(without=(404, 410)),
}


@sparql.get("/sparql", response_class=Response, responses=_SPARQL_ANSWERS)
def ask(request: Request, snapshot: Current, query: Text = None) -> Response:
    """Answers a read-only SPARQL query, or shows examples that mirror the catalogue."""
    if query is None:
        settings = rdf_settings(request.app.state.settings)
        shown = [
            {"name": e.name, "question": dict(e.question), "query": e.filled(settings)}
            for e in sparql_examples().values()
        ]
        return JSONResponse({"examples": shown})
    return _answer(request, snapshot, query)


@sparql.post("/sparql", response_class=Response, responses=_SPARQL_ANSWERS)
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
    settings = request.app.state.settings
    endpoint: SparqlEndpoint = snapshot.view.once(
        "sparql",
        lambda: SparqlEndpoint(whole_graph(snapshot), rdf_settings(settings), timeout=settings.query_timeout),
    )
    media_type, body = endpoint.query(text, _chosen(request, tuple(ROWS)), _chosen(request, tuple(TRIPLE_FORMS)))
    return Response(body, media_type=media_type)


def _chosen(request: Request, forms: tuple[str, ...]) -> str:
    """The first of ``forms`` that Accept names, else the first."""
    accept = request.headers.get("accept", "")
    return next((form for form in forms if form in accept), forms[0])
