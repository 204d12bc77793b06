"""Answers as bytes: JSON, CSV, and Turtle or JSON-LD of a thing."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import Request, Response

from api.http.linked_data import describe_thing
from api.http.negotiation import LISTS, MEDIA, THINGS, wanted_form
from api.http.paging import Page
from api.http.snapshots import Snapshot

# A spreadsheet runs a cell that begins with one of these as a formula; texts come from anywhere.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def json_bytes(value: Any) -> bytes:
    """``value`` as compact UTF-8 JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode("utf-8", "replace")


def list_response(request: Request, page: Page, **extra: Any) -> Response:
    """A list as JSON or, when asked for, CSV of this page; the next page also stands in the Link header."""
    headers = {"link": f'<{page.next}>; rel="next"'} if page.next else {}
    if wanted_form(request, LISTS) == "json":
        return Response(json_bytes(page.body(**extra)), 200, headers, MEDIA["json"])
    # Excel reads UTF-8 only after a byte order mark; programs, which do not ask for HTML, get none.
    mark = "\ufeff" if "text/html" in request.headers.get("accept", "") else ""
    columns = extra.get("columns")
    names = [column["name"] for column in columns] if columns else None
    return Response(mark + csv_text(page.items, names), 200, headers, "text/csv; charset=utf-8")


def thing_response(request: Request, snapshot: Snapshot, node: str, body: Mapping[str, Any]) -> Response:
    """One thing as JSON, Turtle or JSON-LD."""
    form = wanted_form(request, THINGS)
    if form == "json":
        return Response(json_bytes(body), 200, None, MEDIA["json"])
    return Response(describe_thing(request, snapshot, node, form), 200, None, f"{MEDIA[form]}; charset=utf-8")


def value_response(request: Request, body: Mapping[str, Any]) -> Response:
    """An answer that is neither a list nor a thing, as JSON."""
    wanted_form(request, ("json",))
    return Response(json_bytes(body), 200, None, MEDIA["json"])


def csv_text(rows: Sequence[Mapping[str, Any]], columns: Sequence[str] | None = None) -> str:
    """Rows as CSV (RFC 4180): nested values get a column each, lists are joined by ；."""
    flat = [_flat(row) for row in rows]
    names = list(columns) if columns is not None else list(dict.fromkeys(name for row in flat for name in row))
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(names)
    writer.writerows([_cell(row.get(name)) for name in names] for row in flat)
    return out.getvalue()


def _flat(row: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for key, value in row.items():
        if isinstance(value, Mapping):
            flat.update(_flat(value, f"{prefix}{key}."))
        else:
            flat[prefix + key] = value
    return flat


def _cell(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        value = "；".join(str(v.get("name", v.get("id", ""))) if isinstance(v, Mapping) else str(v) for v in value)
    if isinstance(value, str) and value.startswith(_FORMULA):
        return "'" + value
    return value
