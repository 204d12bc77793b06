"""RFC 9457 problem details: the one shape of every error, and the one table from exceptions to status codes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from graph.errors import (
    AmbiguousNameError,
    ExportError,
    PlangraphError,
    QueryError,
    QueryTimeoutError,
    StoreBusyError,
    StoreError,
    UnknownNameError,
)

MEDIA_TYPE = "application/problem+json"
MAX_CANDIDATES = 10

# First match wins, so a subclass stands before its base.
STATUS: tuple[tuple[type[PlangraphError], int, str], ...] = (
    (AmbiguousNameError, 409, "ambiguous-name"),
    (UnknownNameError, 404, "unknown-name"),
    (QueryTimeoutError, 503, "query-timeout"),
    (QueryError, 400, "query"),
    (StoreBusyError, 503, "store-busy"),
    (StoreError, 503, "store-unavailable"),
    (ExportError, 409, "export"),
    (PlangraphError, 400, "request"),
)


class Problem(BaseModel):
    """An error (RFC 9457)."""

    model_config = ConfigDict(extra="allow")

    type: str = Field(description="URN that names the kind of error")
    title: str
    status: int
    detail: str
    instance: str = Field(description="path that was asked for")


class ProblemError(Exception):
    """An error with its status and a slug that names its kind; ``extra`` are further members of the body."""

    def __init__(
        self,
        status: int,
        kind: str,
        detail: str,
        *,
        headers: Mapping[str, str] | None = None,
        **extra: Any,
    ) -> None:
        super().__init__(detail)
        self.status, self.kind, self.detail = status, kind, detail
        self.headers, self.extra = dict(headers or {}), extra


def problem_body(status: int, kind: str, detail: str, instance: str, **extra: Any) -> bytes:
    """The JSON body of a problem; ``instance`` is the path that was asked for."""
    body = {
        "type": f"urn:plangraph:problem:{kind}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "instance": instance,
        **extra,
    }
    return json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")


def problem_response(
    instance: str,
    status: int,
    kind: str,
    detail: str,
    headers: Mapping[str, str] | None = None,
    **extra: Any,
) -> Response:
    """A problem as a response that no cache keeps."""
    body = problem_body(status, kind, detail, instance, **extra)
    return Response(body, status, {"cache-control": "no-store", **(headers or {})}, MEDIA_TYPE)


def status_of(error: PlangraphError) -> tuple[int, str]:
    """Status code and slug of one of our errors."""
    return next((status, kind) for known, status, kind in STATUS if isinstance(error, known))


def describe(error: Exception) -> ProblemError:
    """Any exception that a handler may raise, as a Problem."""
    if isinstance(error, ProblemError):
        return error
    if isinstance(error, PlangraphError):
        status, kind = status_of(error)
        candidates = error.candidates[:MAX_CANDIDATES] if isinstance(error, AmbiguousNameError) else ()
        extra: dict[str, Any] = (
            {"candidates": [dict(zip(("id", "name", "of"), one, strict=True)) for one in candidates]}
            if candidates
            else {}
        )
        return ProblemError(status, kind, str(error), **extra)
    if isinstance(error, RequestValidationError):
        errors = [
            {"in": str(e["loc"][0]), "name": ".".join(str(p) for p in e["loc"][1:]), "detail": e["msg"]}
            for e in error.errors()
        ]
        first = errors[0]
        return ProblemError(422, "validation", f"{first['in']} {first['name']}: {first['detail']}", errors=errors)
    if isinstance(error, HTTPException):
        kind = HTTPStatus(error.status_code).phrase.lower().replace(" ", "-")
        detail = _HTTP_DETAIL.get(error.status_code, str(error.detail))
        return ProblemError(error.status_code, kind, detail, headers=error.headers)
    return ProblemError(500, "internal", "The server failed; the log has the request id of this answer.")


_HTTP_DETAIL = {
    404: "Nothing is at this path; /docs lists the paths there are.",
    405: "This path can only be read: use GET or HEAD.",
}


async def _answer(request: Request, error: Exception) -> Response:
    problem = describe(error)
    page = getattr(request.app.state, "problem_page", None)
    if page is not None and page.wanted(request):
        response: Response = page.render(request, problem)
        return response
    return problem_response(
        request.url.path, problem.status, problem.kind, problem.detail, problem.headers, **problem.extra
    )


def add_problem_handlers(app: FastAPI) -> None:
    """Makes every error of ``app`` a problem; pages for people when ``app.state.problem_page`` wants to."""
    for kind in (ProblemError, PlangraphError, RequestValidationError, HTTPException):
        app.add_exception_handler(kind, _answer)
