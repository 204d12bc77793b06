"""/search: everything that holds some words."""

from __future__ import annotations

import re

from fastapi import APIRouter, Request, Response

from api.http import search, shapes
from api.http.paging import Cursor, page_by_version
from api.http.routers.common import Current, Search
from api.web.views.common import Here

router = APIRouter()
PAGE = 40


@router.get("/search")
def find(request: Request, snapshot: Current, site: Here, q: Search = None, cursor: Cursor = None) -> Response:
    """What was found, names before texts, each with the text around the words."""
    model, words = snapshot.model, (q or "").split()
    found = search.find(model, q or "")
    page = page_by_version(request, found, snapshot.version, PAGE, cursor)
    page.items[:] = [
        (shapes.ref(model, node), parts(model.name(node), words), parts(search.snippet(model, node, q or ""), words))
        for node in page.items
    ]
    return site.render("search.html", q=q or "", page=page)


def parts(text: str, words: list[str]) -> list[tuple[str, bool]]:
    """``text`` cut into (piece, whether it is one of the words)."""
    if not words:
        return [(text, False)]
    pattern = re.compile("|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)), re.IGNORECASE)
    pieces, last = [], 0
    for match in pattern.finditer(text):
        pieces += [(text[last : match.start()], False), (match.group(), True)]
        last = match.end()
    return [piece for piece in [*pieces, (text[last:], False)] if piece[0]]
