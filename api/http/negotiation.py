"""Which form of an answer is wanted: by suffix, which wins, or by the Accept header."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from starlette.requests import Request

from api.http.problems import ProblemError

MEDIA: Mapping[str, str] = {
    "json": "application/json",
    "csv": "text/csv",
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "html": "text/html",
}
LISTS = ("json", "csv")
THINGS = ("json", "ttl", "jsonld")
_PREFIX = "/api/v1/"
_NO_SUFFIX = ("/api/v1/export/",)


def suffix_of(path: str) -> tuple[str, str]:
    """(path without the suffix, form) for a path of the API that ends in .csv, .json, .ttl or .jsonld."""
    if path.startswith(_PREFIX) and not path.startswith(_NO_SUFFIX):
        stem, dot, form = path.rpartition(".")
        if dot and form in MEDIA and form != "html" and not stem.endswith("/"):
            return stem, form
    return path, ""


def accepted(header: str, forms: Sequence[str]) -> str | None:
    """The form of ``forms`` (best first) that an Accept header prefers; None when it accepts none of them."""
    if not header.strip():
        return forms[0]
    weights = _weights(header)
    best, chosen = 0.0, None
    for form in forms:
        media = MEDIA[form]
        group = media.partition("/")[0] + "/*"
        weight = next((weights[name] for name in (media, group, "*/*") if name in weights), 0.0)
        if weight > best:
            best, chosen = weight, form
    return chosen


def _weights(header: str) -> dict[str, float]:
    weights: dict[str, float] = {}
    for part in header.split(",")[:50]:
        name, *parameters = (piece.strip() for piece in part.split(";"))
        weight = 1.0
        for parameter in parameters:
            key, _, value = parameter.partition("=")
            if key.strip() == "q":
                try:
                    weight = max(0.0, min(1.0, float(value)))
                except ValueError:
                    weight = 0.0
        weights[name.lower()] = weight
    return weights


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
