"""/search: everything that holds some words."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api.http.paging import Cursor, page_by_version
from api.http.routers.common import Current, Search
from api.web.views.common import Here
from queries.answers.search import find, folded_words, hits, places_of

router = APIRouter()
PAGE = 40


@router.get("/search")
def show_hits(request: Request, snapshot: Current, site: Here, q: Search = None, cursor: Cursor = None) -> Response:
    """What was found, names before texts, each with the text around the words."""
    view, words = snapshot.view, folded_words(q or "")
    page = page_by_version(request, find(view, q or ""), snapshot.version, PAGE, cursor)
    page.items[:] = [
        (hit, parts(hit.name, words), parts(hit.snippet, words)) for hit in hits(view, page.items, q or "")
    ]
    return site.render("search.html", q=q or "", page=page)


def parts(text: str, words: list[str]) -> list[tuple[str, bool]]:
    """``text`` cut into (piece, whether it is one of the words)."""
    pieces, last = [], 0
    for start, end in places_of(text, words):
        pieces += [(text[last:start], False), (text[start:end], True)]
        last = end
    return [piece for piece in [*pieces, (text[last:], False)] if piece[0]]
