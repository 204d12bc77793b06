"""/sources/{id}/pages: the pages of the file that a source was read from, as pictures, and what pages show of them."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

import anyio
from fastapi import APIRouter, Path, Request, Response

from api.http.problems import ProblemError
from api.http.routers.common import Asked
from api.http.routers.things import ThingId
from api.web.highlight import Mark
from api.web.page_view import PageView, page_views
from graph.errors import SourceError
from loaders.readers.page_picture import DRAWN, MEDIA_TYPE, page_picture
from queries.answers.things import paged_source
from queries.answers.view import View

router = APIRouter()
# Pages drawn at once, and the seconds that another waits for its turn.
_DRAWING, _PATIENCE = threading.BoundedSemaphore(2), 20.0


@dataclass(frozen=True, slots=True)
class Sheets:
    """Pages to show: of which ``source``, called ``name``; ``at_hand`` when its file was found, ``drawn`` when pages of
    such files can be drawn at all. Pages ``before`` and ``after``: (number, where its text starts)."""

    source: str
    name: str
    views: list[PageView]
    at_hand: bool
    drawn: bool
    before: tuple[int, int] | None
    after: tuple[int, int] | None


def sheets_of(
    request: Request, view: View, source: str, start: int, end: int, marks: Iterable[Mark], *, whole: bool = False
) -> Sheets | None:
    """The pages on which ``start`` to ``end`` of a source stand; None for a source without pages."""
    paged = paged_source(view, source)
    if paged is None:
        return None
    views = page_views(paged.boxes, start, end, marks, whole=whole)[: 1 if whole else None]
    starts: dict[int, int] = {}
    for run in paged.boxes.runs:
        starts.setdefault(run.page, run.start)
    shown = views[0].number if views else 0
    before = max((number for number in starts if number < shown), default=0)
    after = min((number for number in starts if number > shown), default=0)
    drawn = any(paged.name.lower().endswith(suffix) for suffix in DRAWN)
    at_hand = drawn and request.app.state.files.find(paged.file_sha256, paged.name) is not None
    return Sheets(
        source, paged.name, views, at_hand, drawn,
        (before, starts[before]) if before else None, (after, starts[after]) if after else None,
    )  # fmt: skip


@router.get("/sources/{id}/pages/{number}.jpg")
async def show_page(
    request: Request, view: Asked, id: ThingId, number: Annotated[int, Path(ge=1, le=100_000)]
) -> Response:
    """One page of the file that a source was read from, drawn when it is asked for."""
    data = await anyio.to_thread.run_sync(_picture, request, view, id, number)
    return Response(data, media_type=MEDIA_TYPE, headers={"cache-control": "private, max-age=3600"})


def _picture(request: Request, view: View, source: str, number: int) -> bytes:
    paged = paged_source(view, source)
    if paged is None or number not in paged.boxes.sizes:
        raise ProblemError(404, "unknown-name", "No source has that page.")
    path = request.app.state.files.find(paged.file_sha256, paged.name)
    if path is None:
        raise ProblemError(404, "no-file", "The file is not in the folder that --sources names.")
    if not _DRAWING.acquire(timeout=_PATIENCE):
        raise ProblemError(503, "busy", "Too many pages are being drawn; ask again.", headers={"retry-after": "5"})
    try:
        return page_picture(path, paged.file_sha256, number)
    except SourceError as error:
        raise ProblemError(404, "no-picture", f"{error}.") from None
    finally:
        _DRAWING.release()
