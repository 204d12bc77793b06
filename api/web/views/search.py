"""/search: what is called or holds what was typed, with counts that narrow it; the question that it asks, if any."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request, Response

from api.http.paging import Cursor, page_by_version
from api.http.routers.common import Current, Search
from api.http.routers.search import SearchFilter, narrowing
from api.web.site import Site
from api.web.views.common import Here
from api.web.views.questions import split_words
from queries.answers.asked import Asked, Meaning, asked
from queries.answers.facets import FACETS, Value, facets, narrowed, reading
from queries.answers.search import SearchHit, find, folded_words, hits, places_of
from queries.answers.suggest import suggestions
from queries.catalogue import catalogue

router = APIRouter()
PAGE, VALUES = 40, 8
Parts = list[tuple[str, bool]]
# Words that make a question of what is typed.
ASKING = frozenset({"who", "what", "much", "own", "lead", "support", "due", "together", "depend"})


@router.get("/search")
def show_hits(
    request: Request,
    snapshot: Current,
    site: Here,
    wanted: Annotated[SearchFilter, Depends()],
    q: Search = None,
    cursor: Cursor = None,
) -> Response:
    """What was found, names before texts, each with the text around the words."""
    view, typed = snapshot.view, q or ""
    by, words = narrowing(view, wanted), folded_words(typed)
    by = replace(by, plan=by.plan or site.scope.plans)
    found = find(view, typed)
    page = page_by_version(request, narrowed(view, found, by), snapshot.version, PAGE, cursor)
    page.items[:] = [_hit(site, hit, words) for hit in hits(view, page.items, typed)]
    counted, meant = facets(view, found, by), asked(view, typed, by.plan)
    return site.render(
        "search.html",
        q=typed,
        page=page,
        read=None if page.total or meant.readings else reading(view, typed),
        meant=[_shown(site, meaning) for meaning in meant.readings],
        lost=meant.unknown if _asks(meant) else [],
        offers=suggestions(view, typed, by.plan),
        all=len(found),
        without=_address(site, site.query("cursor", *FACETS)),
        facets=[(name, shown) for name in FACETS if (shown := _links(site, name, getattr(counted, name)))],
    )


def _hit(site: Site, hit: SearchHit, words: list[str]) -> tuple[SearchHit, Parts, Parts]:
    """A hit with its name, told apart by its place, and the text around the words where that says more."""
    said = [] if hit.snippet == hit.name else parts(hit.snippet, words)
    return hit, parts(site.called(hit.id, hit.name), words), said


def _shown(site: Site, meaning: Meaning) -> tuple[Meaning, dict[str, str], str]:
    """A reading with what its parameters are called and the page of its answer."""
    query = catalogue()[meaning.query]
    said = {p.name: split_words(p.words[site.lang])[0] for p in query.parameters}
    known = {one.name: one.value for one in meaning.parameters if one.value}
    return meaning, said, site.url(f"/questions/{meaning.query}", **known)


def _asks(meant: Asked) -> bool:
    """Whether what was typed is a question of which something was not understood."""
    return not meant.readings and any(piece.kind in ASKING for piece in meant.pieces)


def _address(site: Site, pairs: list[tuple[str, str]]) -> str:
    """This page with other parameters."""
    return f"{site.here}?{urlencode(pairs)}"


def _links(site: Site, facet: str, values: list[Value]) -> list[dict[str, Any]]:
    """The values of a facet that tell things apart, each with the address that takes it in or out."""
    chosen = {value.value for value in values if value.chosen}
    if len(values) < 2 and not chosen:
        return []
    shown = []
    rest = site.query("cursor", facet)
    for value in (*values[:VALUES], *(value for value in values[VALUES:] if value.chosen)):
        kept = chosen ^ {value.value}
        name = site.label(value.name) if facet == "kind" else site.called(value.value, value.name)
        link = _address(site, [*rest, *((facet, one) for one in sorted(kept))])
        shown.append({"name": name, "n": value.n, "chosen": value.chosen, "href": link})
    return shown


def parts(text: str, words: list[str]) -> Parts:
    """``text`` cut into (piece, whether it is one of the words)."""
    pieces, last = [], 0
    for start, end in places_of(text, words):
        pieces += [(text[last:start], False), (text[start:end], True)]
        last = end
    return [piece for piece in [*pieces, (text[last:], False)] if piece[0]]
