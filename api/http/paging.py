"""Pages of a list. A cursor names the last entry seen, not a count, so it survives a reload of the store.

Lists of things are ordered by a key that each entry has, and a cursor continues after that key even when entries
before it came or went. Rows of a query have no such key: their cursor holds the version, and after a load it
answers 410 rather than skip or repeat rows.
"""

from __future__ import annotations

import base64
import binascii
import bisect
import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import parse_qsl, quote, urlencode

from fastapi import Depends, Query
from starlette.requests import Request

from api.http.negotiation import LISTS, accepted
from api.http.problems import ProblemError

MAX_LIMIT = 1000
DEFAULT_LIMIT = 100
# What a table gives that nobody limits: every row, as far as a spreadsheet can hold them.
EVERY = 1_000_000


def limit_of(
    request: Request,
    limit: Annotated[
        int | None,
        Query(
            ge=1, le=MAX_LIMIT, description=f"entries on a page, {DEFAULT_LIMIT} when empty; a CSV or XLSX then has all"
        ),
    ] = None,
) -> int:
    """How many entries a page has: what is asked for; else every one in a table and DEFAULT_LIMIT in an answer."""
    if limit is not None:
        return limit
    form = request.scope.get("plangraph.form") or accepted(request.headers.get("accept", ""), LISTS)
    return EVERY if form in ("csv", "xlsx") else DEFAULT_LIMIT


Limit = Annotated[int, Depends(limit_of)]
Cursor = Annotated[
    str | None, Query(max_length=2000, description="where to go on, from `next` of the page before; opaque")
]


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its entries, the path of the next page or None, and the number of entries of the whole list."""

    items: list[Any]
    next: str | None
    total: int

    def body(self, **extra: Any) -> dict[str, Any]:
        """As every list is answered; ``extra`` are further members."""
        return {**extra, "items": self.items, "next": self.next, "total": self.total}


def page_by_key(
    request: Request, entries: Sequence[Any], key: Callable[[Any], tuple[Any, ...]], limit: int, cursor: str | None
) -> Page:
    """The page of ``entries``, which are in the order of ``key``; the cursor holds the last key of the page before."""
    start = 0
    if (after := after_key(request, cursor)) is not None:
        try:
            start = bisect.bisect_right(entries, after, key=key)
        except TypeError:
            raise _invalid() from None
    chosen = entries[start : start + limit]
    more = start + limit < len(entries)
    return Page(list(chosen), _next(request, list(key(chosen[-1]))) if more else None, len(entries))


def after_key(request: Request, cursor: str | None, *types: type) -> tuple[Any, ...] | None:
    """The key that a cursor names, of members of ``types`` where given; None without a cursor."""
    if cursor is None:
        return None
    key = _decode(request, cursor)
    if types and tuple(map(type, key)) != types:
        raise _invalid()
    return tuple(key)


def page_of_walk(
    request: Request, found: Sequence[Any], key: Callable[[Any], tuple[Any, ...]], limit: int, total: int
) -> Page:
    """The page of ``found``, which a store gave behind a cursor's key, one more than ``limit`` where there are more."""
    chosen = list(found[:limit])
    return Page(chosen, _next(request, list(key(chosen[-1]))) if len(found) > limit else None, total)


def page_by_version(request: Request, entries: Sequence[Any], version: str, limit: int, cursor: str | None) -> Page:
    """The page of ``entries`` by count, for one version of the store; after a load the cursor answers 410."""
    start = first_of(request, version, cursor)
    return page_of_rows(request, entries[start : start + limit], version, start, limit, len(entries))


def first_of(request: Request, version: str, cursor: str | None) -> int:
    """How many entries stand before the page of a cursor that counts them for one version."""
    start = 0
    if cursor is not None:
        decoded = _decode(request, cursor)
        if len(decoded) != 2 or not isinstance(decoded[1], int) or decoded[1] < 0:
            raise _invalid()
        if decoded[0] != version:
            raise ProblemError(
                410, "cursor-expired", "The plans were loaded anew since; begin again without the cursor."
            )
        start = int(decoded[1])
    return start


def page_of_rows(request: Request, rows: Sequence[Any], version: str, start: int, limit: int, total: int) -> Page:
    """The page of ``rows``, which begin after ``start`` others, of a list of ``total``."""
    end = start + limit
    return Page(list(rows), _next(request, [version, end]) if end < total else None, total)


def _invalid() -> ProblemError:
    return ProblemError(404, "cursor-invalid", "This list has no page of that cursor; begin again without it.")


def _question(request: Request) -> list[tuple[str, str]]:
    """The query without what may differ from page to page."""
    query = parse_qsl(request.scope["query_string"].decode("latin-1"), keep_blank_values=True)
    return [(name, value) for name, value in query if name != "cursor"]


def _seal(request: Request) -> bytes:
    """A few bytes that tie a cursor to its path and filters, so that one of another list is not taken for it."""
    parts = [request.scope["path"], *sorted(f"{n}={v}" for n, v in _question(request) if n != "limit")]
    return hashlib.blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=6).digest()


def _decode(request: Request, cursor: str) -> list[Any]:
    try:
        raw = base64.urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4))
        seal, body = raw[:6], raw[6:]
        value = json.loads(body) if seal == _seal(request) else None
    except (UnicodeEncodeError, UnicodeDecodeError, binascii.Error, ValueError, RecursionError):
        value = None
    if not isinstance(value, list):
        raise _invalid()
    return value


def _next(request: Request, value: list[Any]) -> str:
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    cursor = base64.urlsafe_b64encode(_seal(request) + body).rstrip(b"=").decode()
    form = request.scope.get("plangraph.form")
    path = request.scope.get("root_path", "") + quote(request.scope["path"]) + (f".{form}" if form else "")
    return f"{path}?{urlencode([*_question(request), ('cursor', cursor)])}"
