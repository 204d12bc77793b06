"""/export: everything at once, in any of the formats, streamed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import StreamingResponse

from api.http.exports import FORMATS, ExportFormat, export_stream
from api.http.paging import Cursor, Limit, page_by_key
from api.http.rendering import Listed, list_response
from api.http.routers.common import API, Checked, Current, answers, media_schema
from api.web.language import texts
from graph.languages import GIVEN
from queries.answers.models import Model

router = APIRouter(prefix=API, tags=["export"], dependencies=[Checked])


class Export(Model):
    """A format that everything can be downloaded in."""

    format: str
    media_type: str
    zh: str
    en: str
    href: str


def _said(name: str) -> dict[str, str]:
    said = texts()[f"format.{name}"]
    return {code: said[code] for code in GIVEN}


class Exports(Listed):
    """Formats of /export."""

    items: list[Export]


@router.get("/export", response_model=Exports, responses=answers("csv", "xlsx", without=(410,)))
async def list_exports(request: Request, limit: Limit, cursor: Cursor = None) -> Response:
    """The formats there are."""
    root = request.scope.get("root_path", "")
    entries = [
        Export(format=f.name, media_type=f.media_type, **_said(f.name), href=f"{root}/api/v1/export/{f.name}")
        for f in sorted(FORMATS.values(), key=lambda f: f.name)
    ]
    page = page_by_key(request, entries, lambda entry: (entry.format,), limit, cursor)
    return list_response(request, Exports, page)


@router.get(
    "/export/{format}",
    response_class=Response,
    responses={
        200: {
            "description": "The export",
            "content": {f.media_type: {"schema": media_schema(f.media_type)} for f in FORMATS.values()},
        },
        **answers(extra={409: "The export lacks a setting that it requires"}, without=(400, 404, 406, 410)),
    },
)
def get_export(
    request: Request, snapshot: Current, format: Annotated[ExportFormat, Path(description="name of a format")]
) -> Response:
    """Everything that the store holds, in one format."""
    chosen = FORMATS[format.value]
    name = f'attachment; filename="plangraph-{snapshot.version[:12]}.{chosen.suffix}"'
    headers = {"content-disposition": name}
    chunks: Iterator[bytes] = iter(())
    if not request.scope.get("plangraph.unchanged"):
        chunks = export_stream(chosen, snapshot, request.app.state.settings)
    return StreamingResponse(chunks, 200, headers, chosen.media_type)
