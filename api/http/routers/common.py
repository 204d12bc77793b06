"""What all routers share: the request's snapshot as a dependency, and the answers that OpenAPI documents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import Depends, Path, Query, Request

from api.http.negotiation import MEDIA
from api.http.problems import MEDIA_TYPE
from api.http.snapshots import Snapshot

API = "/api/v1"
MAX_NAME = 300


def snapshot_of(request: Request) -> Snapshot:
    """The snapshot that this request began with; 503 while the store has not been read."""
    snapshot: Snapshot | None = request.scope.get("plangraph.snapshot")
    return snapshot if snapshot is not None else request.app.state.holder.get()


Current = Annotated[Snapshot, Depends(snapshot_of)]
Search = Annotated[str | None, Query(max_length=MAX_NAME, description="words to look for, in any letter case")]
PlanFilter = Annotated[
    str | None, Query(max_length=MAX_NAME, description="plan by id, name, document number or a unique part of its name")
]
ItemName = Annotated[
    str, Path(min_length=1, max_length=MAX_NAME, description="work item by id, PLAN:NUMBER or PLAN:REF")
]
OwnerName = Annotated[str, Path(min_length=1, max_length=MAX_NAME, description="owner by id, name or alias")]

_PROBLEMS = {
    304: "Not changed since the ETag in If-None-Match",
    400: "The request is wrong",
    404: "Nothing goes by that name, or the list has no page of that cursor",
    406: "This path has no form that Accept asks for",
    410: "The cursor is of an earlier version",
    422: "A parameter is missing or of the wrong kind",
    429: "Too many requests",
    401: "The token is missing or wrong",
    503: "The store can't be read, or the query took too long",
}


def media_schema(media_type: str) -> dict[str, str]:
    """What a body of a media type is, to those who read only OpenAPI."""
    if media_type.endswith("json"):
        return {"type": "object"}
    return {"type": "string", "format": "binary"} if media_type == "application/zip" else {"type": "string"}


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
