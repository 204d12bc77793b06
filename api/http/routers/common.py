"""What all routers share: the request's snapshot and view, the words that name things, and documented answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import Depends, Path, Query, Request
from pydantic import BeforeValidator

from api.http.negotiation import MEDIA
from api.http.problems import MEDIA_TYPE, ProblemError
from api.http.snapshots import Snapshot
from graph.errors import QueryError
from queries.answers.view import View
from queries.arguments import date_word

API = "/api/v1"
MAX_NAME = 300
MAX_VALUES = 200


def snapshot_of(request: Request) -> Snapshot:
    """The snapshot that this request began with; 503 while the store has not been read."""
    snapshot: Snapshot | None = request.scope.get("plangraph.snapshot")
    return snapshot if snapshot is not None else request.app.state.holder.get()


Current = Annotated[Snapshot, Depends(snapshot_of)]


def view_of(snapshot: Current) -> View:
    """The view of the store that this request's answers come from."""
    return snapshot.view


Asked = Annotated[View, Depends(view_of)]


def known_parameters(request: Request) -> None:
    """Refuses (422) a parameter that the path does not know, so that a misspelt filter is not taken for none."""
    route = request.scope["route"].path_format
    operation = request.app.openapi()["paths"].get(route, {}).get("get", {})
    known = {p["name"] for p in operation.get("parameters", ()) if p["in"] == "query"}
    for name in request.query_params:
        if name not in known:
            takes = f"it knows {', '.join(sorted(known))}" if known else "it knows none"
            raise ProblemError(422, "validation", f"query {name[:40]!a}: this path has no such parameter; {takes}.")


Checked = Depends(known_parameters)
Word = Annotated[str, Query(max_length=MAX_NAME)]
Search = Annotated[str | None, Query(max_length=MAX_NAME, description="words to look for, in any letter case")]
PlanFilter = Annotated[
    str | None, Query(max_length=MAX_NAME, description="plan by id, name, document number or a unique part of its name")
]


def words(description: str) -> Any:
    """A filter that may be given several times, which then means any of its values."""
    return Query(max_length=MAX_VALUES, description=f"{description}; repeated, any of them")


# A form sends what was left empty too.
GIVEN = BeforeValidator(lambda values: [value for value in values if value != ""])
PlanFilters = Annotated[tuple[Word, ...], GIVEN, words("plan, by any of its names")]


def plans_named(view: Asked, plan: PlanFilters = ()) -> tuple[str, ...]:
    """The ids of the plans that a filter names; raises UnknownNameError."""
    return tuple(view.find("plan", word) for word in plan if word)


WithinPlans = Annotated[tuple[str, ...], Depends(plans_named)]
ItemName = Annotated[
    str, Path(min_length=1, max_length=MAX_NAME, description="work item by id, PLAN:NUMBER or PLAN:REF")
]
OwnerName = Annotated[str, Path(min_length=1, max_length=MAX_NAME, description="owner by id, name or alias")]

_PROBLEMS = {
    304: "Not changed since the ETag in If-None-Match",
    400: "The request is wrong",
    404: "Nothing goes by that name, or the list has no page of that cursor",
    406: "This path has no form that Accept asks for",
    409: "More than one thing goes by that name; the candidates are told apart",
    410: "The cursor is of an earlier version",
    422: "A parameter is unknown, missing or of the wrong kind",
    429: "Too many requests",
    401: "The token is missing or wrong",
    503: "The store can't be read, or the query took too long",
}


def whole_date(name: str, value: str | None, *, end: bool) -> str:
    """A date parameter as a whole date: a year or month means its first day, or its last with ``end``; 422."""
    if not value:
        return ""
    try:
        return date_word(value, True, name) if end else (date_word(value, False, name) + "-01-01")[:10]
    except QueryError as error:
        raise ProblemError(422, "validation", f"query {error}") from None


def media_schema(media_type: str) -> dict[str, str]:
    """What a body of a media type is, to those who read only OpenAPI."""
    if media_type.endswith("json"):
        return {"type": "object"}
    binary = media_type == "application/zip" or media_type.startswith("application/vnd.")
    return {"type": "string", "format": "binary"} if binary else {"type": "string"}


def answers(*forms: str, extra: Mapping[int, str] | None = None, without: tuple[int, ...] = ()) -> dict[int | str, Any]:
    """The documented answers of a route: forms of a 200 besides JSON, and every problem it may give."""
    found: dict[int | str, Any] = {}
    if forms:
        found[200] = {"content": {MEDIA[form]: {"schema": media_schema(MEDIA[form])} for form in forms}}
    for status, text in {**_PROBLEMS, **(extra or {})}.items():
        if status in without:
            continue
        found[status] = {"description": text}
        if status != 304:
            schema = {"$ref": "#/components/schemas/Problem"}
            found[status]["content"] = {MEDIA_TYPE: {"schema": schema}}
    return found
