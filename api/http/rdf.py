"""Linked data beside the API: vocabulary, schemes, shapes, record and files at the addresses that the data name.

These paths stand under the base address, since that is what the IRIs in the data say. A document answers as a page, as
Turtle, N-Triples, RDF/XML or JSON-LD, by Accept.
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import FileResponse

from api.http.linked_data import export_folder, mapping_of, record_lines
from api.http.negotiation import MEDIA, RDF_FORMS, accepted
from api.http.problems import ProblemError
from api.http.routers.common import Current, answers
from api.http.snapshots import Snapshot
from api.web.site import Site
from graph.export.rdf.documents import about, described, shapes_in, written
from graph.export.rdf.export import DISTRIBUTIONS
from graph.export.rdf.jsonld import context_file
from graph.export.rdf.schemes import schemes
from graph.export.rdf.shapes import shapes
from graph.export.rdf.vocabulary import definitions, vocabulary
from queries.answers.examples import term_examples

router = APIRouter(tags=["rdf"])
_FILES = {name: media_type for name, media_type, *_ in DISTRIBUTIONS}
_NO_LICENCE = {409: "The record needs a licence: set PLANGRAPH_LICENSE"}
_FIXED = (400, 404, 410, 422)
_PAGE = ("html", *RDF_FORMS)


def linked_response(request: Request, snapshot: Snapshot, lines: str, title: str, **words: Any) -> Response:
    """N-Triples text in the form that Accept prefers; a page where a person asks."""
    mapping, form = mapping_of(request), _form(request)
    if form != "html":
        return Response(written(lines, form, mapping), media_type=f"{MEDIA[form]}; charset=utf-8")
    return _page(request, snapshot, title, subjects=described(lines, mapping), **words)


def _page(request: Request, snapshot: Snapshot, title: str, **words: Any) -> Response:
    given = {"lead": "", "examples": {}, "subjects": [], "text": "", **words}
    return Site(request, snapshot).render("rdf.html", heading=title, **given)


def _form(request: Request) -> str:
    """The form that Accept prefers; programs that don't say what they want get Turtle."""
    header = request.headers.get("accept", "")
    form = "ttl" if header.strip() in ("", "*/*") else accepted(header, _PAGE)
    if form is None:
        offered = ", ".join(MEDIA[name] for name in _PAGE)
        raise ProblemError(406, "not-acceptable", f"This path answers in {offered}.")
    return form


@router.get("/vocabulary", response_class=Response, responses=answers(*_PAGE, without=_FIXED))
def get_vocabulary(request: Request, snapshot: Current) -> Response:
    """The own terms with labels and definitions in zh and en (OWL 2 DL), as a page with an example of each."""
    mapping = mapping_of(request)
    about_it = definitions()["ontology"]
    language = Site(request).lang
    return linked_response(
        request,
        snapshot,
        vocabulary(mapping).text(),
        about_it["name"][language],
        lead=about_it["about"][language],
        examples=term_examples(snapshot.view),
    )


@router.get("/vocabulary/{version}", response_class=Response, responses=answers(*_PAGE, without=(400, 410)))
def get_version(request: Request, snapshot: Current, version: Annotated[str, Path(max_length=20)]) -> Response:
    """The vocabulary at the IRI of its version."""
    if version != definitions()["ontology"]["version"]:
        raise ProblemError(404, "unknown-name", "The vocabulary has no such version here.")
    return get_vocabulary(request, snapshot)


@router.get("/schemes", response_class=Response, responses=answers(*_PAGE, without=_FIXED))
def get_schemes(request: Request, snapshot: Current) -> Response:
    """What roles, parts, comparators, measures and kinds mean (SKOS)."""
    return linked_response(request, snapshot, schemes(mapping_of(request), []).text(), "SKOS")


@router.get("/shapes", response_class=Response, responses=answers(*_PAGE, without=_FIXED))
def get_shapes(request: Request, snapshot: Current) -> Response:
    """The SHACL shapes that an export satisfies; the page shows them as they are written."""
    text, form = shapes(mapping_of(request)), _form(request)
    if form == "html":
        return _page(request, snapshot, "SHACL", text=text.decode())
    body = text if form == "ttl" else shapes_in(text, form)
    return Response(body, media_type=f"{MEDIA[form]}; charset=utf-8")


@router.get("/context.jsonld", response_class=Response, responses=answers("jsonld", without=(*_FIXED, 406)))
def get_context(request: Request) -> Response:
    """The JSON-LD context of the data."""
    return Response(context_file(mapping_of(request)), media_type=MEDIA["jsonld"])


@router.get("/dataset", response_class=Response, responses=answers(*_PAGE, extra=_NO_LICENCE, without=_FIXED))
def get_dataset(request: Request, snapshot: Current) -> Response:
    """The record of the data set (DCAT-AP 3.0.1), which a portal ingests as it is."""
    lines = "".join(record_lines(request, snapshot))
    return linked_response(request, snapshot, lines, "DCAT-AP 3.0.1")


@router.get(
    "/.well-known/void", status_code=303, response_class=Response, responses=answers(without=(*_FIXED, 406, 304))
)
def get_void(request: Request) -> Response:
    """Leads to the record, which holds the VoID description."""
    return Response(status_code=303, headers={"location": request.scope.get("root_path", "") + "/dataset"})


@router.get("/catalog", response_class=Response, responses=answers(*_PAGE, extra=_NO_LICENCE, without=_FIXED))
def get_catalog(request: Request, snapshot: Current) -> Response:
    """The catalogue that the data set is in."""
    return _of_record(request, snapshot, "catalog")


@router.get("/series", response_class=Response, responses=answers(*_PAGE, extra=_NO_LICENCE, without=_FIXED))
def get_series(request: Request, snapshot: Current) -> Response:
    """The series that the data set belongs to."""
    return _of_record(request, snapshot, "series")


def _of_record(request: Request, snapshot: Snapshot, name: str) -> Response:
    lines = about(record_lines(request, snapshot), f"{mapping_of(request).base}/{name}")
    return linked_response(request, snapshot, lines, name)


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
    return FileResponse(export_folder(request, snapshot) / name, media_type=_FILES[name], filename=name)
