"""Which form of an answer is wanted: by suffix, which wins, or by the Accept header."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from starlette.requests import Request
from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

from api.http.problems import ProblemError

MEDIA: Mapping[str, str] = {
    "json": "application/json",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "ics": "text/calendar",
    "atom": "application/atom+xml",
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
    "html": "text/html",
}
LISTS = ("json", "csv", "xlsx")
DESK = (*LISTS, "docx", "ics", "atom")
MAX_HEADER = 2_000
RDF_FORMS = ("ttl", "jsonld", "nt", "rdf")
THINGS = ("json", *RDF_FORMS)
_PREFIX = "/api/v1/"
_NO_SUFFIX = ("/api/v1/export/",)


def suffix_of(path: str) -> tuple[str, str]:
    """(path without the suffix, form) for a path of the API that ends in .csv, .xlsx, .json or another form."""
    if path.startswith(_PREFIX) and not path.startswith(_NO_SUFFIX):
        stem, dot, form = path.rpartition(".")
        if dot and form in MEDIA and form != "html" and not stem.endswith("/"):
            return stem, form
    return path, ""


def accepted(header: str, forms: Sequence[str]) -> str | None:
    """The form of ``forms`` (best first) that an Accept header prefers; None when it accepts none of them."""
    if not header.strip():
        return forms[0]
    by_media = {MEDIA[form]: form for form in forms}
    best = parse_accept_header(header[:MAX_HEADER], MIMEAccept).best_match(by_media)
    return by_media[best] if best is not None else None


def wanted_form(request: Request, forms: Sequence[str]) -> str:
    """The form to answer in; raises a 406 Problem when none of ``forms`` is wanted."""
    form: str | None = request.scope.get("plangraph.form", "")
    if not form:
        form = accepted(request.headers.get("accept", ""), forms)
        if form is None and "text/html" in request.headers.get("accept", ""):
            form = forms[0]
    if form is None or form not in forms:
        offered = ", ".join(f"{MEDIA[name]} (.{name})" for name in forms)
        raise ProblemError(406, "not-acceptable", f"This path answers in {offered}.")
    return form
