"""Answers as bytes: JSON from models, CSV and XLSX with the columns that the models have, RDF of a thing."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import Mapping, Sequence
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

import xlsxwriter  # type: ignore[import-untyped] # it has no types
from fastapi import Request, Response
from pydantic import BaseModel, Field

from api.http.linked_data import describe_thing
from api.http.negotiation import LISTS, MEDIA, THINGS, wanted_form
from api.http.paging import Page
from api.http.snapshots import Snapshot
from graph.export.cells import LIST_SEPARATOR, cell
from graph.export.rdf.workbook import MAX_TEXT
from queries.answers.models import Model

# How workbooks are opened: texts are never taken for formulas or links.
AS_TEXTS: Mapping[str, Any] = {"strings_to_formulas": False, "strings_to_urls": False}
Next = Annotated[str | None, Field(description="path of the next page, or null")]
Total = Annotated[int, Field(description="entries of the whole list")]


class Listed(Model):
    """A page of a list; each list adds ``items`` and what it tells besides."""

    next: Next
    total: Total


def json_response(body: BaseModel, headers: Mapping[str, str] | None = None) -> Response:
    """A model as compact UTF-8 JSON."""
    return Response(body.model_dump_json(), 200, dict(headers or {}), MEDIA["json"])


def list_response(
    request: Request, model: type[Listed], page: Page, cells: Sequence[str] | None = None, **extra: Any
) -> Response:
    """A list as JSON or, when asked for, CSV or XLSX of this page; the next page also stands in the Link header.

    The columns are those of the entries' model, whatever the page holds, unless ``cells`` names them.
    """
    headers = {"link": f'<{page.next}>; rel="next"'} if page.next else {}
    form = wanted_form(request, LISTS)
    if form == "json":
        return json_response(model(**page.body(**extra)), headers)
    (entry,) = get_args(model.model_fields["items"].annotation)
    names = list(cells) if cells is not None else columns_of(entry)
    rows = [entry.model_dump() if isinstance(entry, BaseModel) else entry for entry in page.items]
    if form == "xlsx":
        return Response(xlsx_bytes(rows, names), 200, headers, MEDIA["xlsx"])
    # Excel reads UTF-8 only after a byte order mark; programs, which do not ask for HTML, get none.
    mark = "\ufeff" if "text/html" in request.headers.get("accept", "") else ""
    return Response(mark + csv_text(rows, names), 200, headers, "text/csv; charset=utf-8")


def thing_response(request: Request, snapshot: Snapshot, node: str, body: BaseModel) -> Response:
    """One thing as JSON, Turtle or JSON-LD."""
    form = wanted_form(request, THINGS)
    if form == "json":
        return json_response(body)
    return Response(describe_thing(request, snapshot, node, form), 200, None, f"{MEDIA[form]}; charset=utf-8")


def columns_of(model: type[BaseModel], prefix: str = "") -> list[str]:
    """The columns of a table of such models: members of members as ``section.name``; lists are one cell."""
    found: list[str] = []
    for name, field in model.model_fields.items():
        inner = _model_in(field.annotation)
        found += columns_of(inner, f"{prefix}{name}.") if inner else [prefix + name]
    return found


def _model_in(annotation: Any) -> type[BaseModel] | None:
    parts = get_args(annotation) if get_origin(annotation) in (Union, UnionType) else (annotation,)
    return next((part for part in parts if isinstance(part, type) and issubclass(part, BaseModel)), None)


def csv_text(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> str:
    """Rows as CSV (RFC 4180) under ``columns``; lists are joined by ；."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    for row in rows:
        flat = _flat(row)
        writer.writerow([cell(_cell(flat.get(name))) for name in columns])
    return out.getvalue()


def xlsx_bytes(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> bytes:
    """Rows as a workbook of one sheet, written row by row; texts are never taken for formulas or links."""
    with tempfile.TemporaryFile() as file:
        with xlsxwriter.Workbook(file, {"constant_memory": True, **AS_TEXTS}) as book:
            sheet = book.add_worksheet()
            sheet.freeze_panes(1, 0)
            sheet.write_row(0, 0, columns, book.add_format({"bold": True}))
            for number, row in enumerate(rows, 1):
                flat = _flat(row)
                for place, name in enumerate(columns):
                    value = _cell(flat.get(name))
                    sheet.write(number, place, value[:MAX_TEXT] if isinstance(value, str) else value)
        file.seek(0)
        return file.read()


def _flat(row: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for key, value in row.items():
        if isinstance(value, Mapping):
            flat.update(_flat(value, f"{prefix}{key}."))
        else:
            flat[prefix + key] = value
    return flat


def _cell(value: Any) -> Any:
    """A list as one text: things by their names, records that have none as JSON, as the command line has them."""
    if not isinstance(value, (list, tuple)):
        return value
    if any(isinstance(v, Mapping) and "name" not in v for v in value):
        return json.dumps(value, ensure_ascii=False)
    return LIST_SEPARATOR.join(str(v["name"]) if isinstance(v, Mapping) else str(v) for v in value)
