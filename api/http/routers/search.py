"""/search: everything that is called or holds what was typed, counted by kind, plan, owner and year; /ask: what a
question asks; /suggestions: what may be meant while one types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from api.http.paging import Cursor, Limit, Page, page_by_version
from api.http.rendering import Listed, json_response, list_response
from api.http.routers.common import API, GIVEN, MAX_NAME, Checked, Current, Word, answers, plans_named, words
from queries.answers.asked import Asked, asked
from queries.answers.facets import Facets, Narrowing, Reading, facets, narrowed, reading
from queries.answers.search import SearchHit, find, hits
from queries.answers.suggest import Suggestion, suggestions
from queries.answers.view import View

router = APIRouter(prefix=API, tags=["search"], dependencies=[Checked])
Typed = Annotated[
    str,
    Query(
        min_length=1,
        max_length=MAX_NAME,
        description="words that names or texts hold; names by sound or initials (kewei, qkw); numbers of items (任务8, 附件3第2行)",
    ),
]
AboutPlans = Annotated[tuple[Word, ...], GIVEN, words("plan that it is about, by any of its names")]


class SearchHits(Listed):
    """What was found, counted by facet, and how the words were read."""

    read: Reading
    facets: Facets
    items: list[SearchHit]


@dataclass(frozen=True, slots=True)
class SearchFilter:
    """What narrows a search; a filter that is given several times means any of its values."""

    kind: Annotated[tuple[Word, ...], GIVEN, words("kind of thing: Task, Department, Policy …")] = ()
    plan: Annotated[tuple[Word, ...], GIVEN, words("plan that speaks of it, by any of its names")] = ()
    owner: Annotated[tuple[Word, ...], GIVEN, words("owner, by id, name or alias")] = ()
    year: Annotated[tuple[Word, ...], GIVEN, words("year of a plan that speaks of it")] = ()


def narrowing(view: View, wanted: SearchFilter) -> Narrowing:
    """The filter with names resolved to ids; raises UnknownNameError for a name that nothing goes by."""
    return Narrowing(
        kind=tuple(word for word in wanted.kind if word),
        plan=plans_named(view, wanted.plan),
        owner=tuple(view.find("owner", word) for word in wanted.owner if word),
        year=tuple(word for word in wanted.year if word),
    )


@router.get("/search", response_model=SearchHits, responses=answers("csv", "xlsx"))
def list_hits(
    request: Request,
    limit: Limit,
    snapshot: Current,
    q: Typed,
    wanted: Annotated[SearchFilter, Depends()],
    cursor: Cursor = None,
) -> Response:
    """Everything that is called or holds all that was typed, with the text around it and the plans that speak of it."""
    view = snapshot.view
    by, found = narrowing(view, wanted), find(view, q)
    page = page_by_version(request, narrowed(view, found, by), snapshot.version, limit, cursor)
    page.items[:] = hits(view, page.items, q)
    return list_response(request, SearchHits, page, read=reading(view, q), facets=facets(view, found, by))


@router.get("/ask", response_model=Asked, responses=answers(without=(410,)))
def understand(
    snapshot: Current,
    q: Annotated[
        str, Query(min_length=1, max_length=MAX_NAME, description="a question as people type it, in Chinese or English")
    ],
    plan: AboutPlans = (),
) -> Response:
    """What a question asks: the catalogue's questions that it may be, with their parameters filled.

    Nothing is guessed: where words mean several things the candidates are told, and a question of which something was
    not understood has no reading.
    """
    view = snapshot.view
    return json_response(asked(view, q, plans_named(view, plan)))


class Suggestions(Listed):
    """What may be meant while one types."""

    items: list[Suggestion]


@router.get("/suggestions", response_model=Suggestions, responses=answers(without=(410,)))
def list_suggestions(
    request: Request,
    snapshot: Current,
    q: Annotated[
        str, Query(max_length=MAX_NAME, description="what has been typed so far; empty for questions to begin with")
    ] = "",
    plan: AboutPlans = (),
) -> Response:
    """Things that what was typed may go on to mean, and questions to ask about the first of them (without an id)."""
    view = snapshot.view
    found = suggestions(view, q, plans_named(view, plan))
    return list_response(request, Suggestions, Page(found, None, len(found)))
