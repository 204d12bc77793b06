"""/questions: the catalogue as forms, with the query to copy, and answers as table, chart, CSV and JSON."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from api.http.problems import describe
from api.http.routers.common import Current
from api.http.routers.queries import ask
from api.http.snapshots import Snapshot
from api.web.views.common import Here
from graph.errors import QueryError, UnknownNameError
from queries.answers.items import Filter, item_page, item_refs
from queries.answers.owners import owner_ids, owner_names
from queries.answers.plans import plans
from queries.answers.policies import policy_names
from queries.answers.view import View
from queries.catalogue import catalogue
from queries.model import Answer, Query
from queries.run import find_query

router = APIRouter()
SHOWN, BARS, CHOICES = 300, 20, 400
HIDDEN = frozenset({"limit", "skip"})


@router.get("/questions")
def list_questions(request: Request, snapshot: Current, site: Here) -> Response:
    """Every question of the catalogue, by group."""
    groups = [(name, list(found)) for name, found in groupby(catalogue().values(), key=lambda q: q.group)]
    return site.render("questions.html", groups=groups)


@router.get("/questions/{name}")
def show_question(request: Request, snapshot: Current, site: Here, name: str) -> Response:
    """One question: its form, its query, and its answer once its parameters are there."""
    query = find_query(name)
    known = {p.name for p in query.parameters}
    given = {k: v for k, v in request.query_params.items() if k in known and k not in HIDDEN and v}
    links = _links(query)
    answer, trouble = _answer(request, snapshot, query, given)
    return site.render(
        "question.html",
        trouble.status if trouble else 200,
        query=query,
        given=given,
        fields=[(p, *split_words(getattr(p, site.lang))) for p in query.parameters if p.name not in HIDDEN],
        choices={kind: _choices(snapshot.view, kind) for kind in {p.kind for p in query.parameters}},
        answer=answer,
        rows=answer.dicts()[:SHOWN] if answer else [],
        links=links,
        columns=[c for c in query.columns if c.name not in links.values()],
        trouble=trouble.detail if trouble else "",
        told=site.word("trouble", trouble.kind) if trouble else "",
        bars=_bars(query, answer) if answer else [],
        data=f"/api/v1/queries/{name}",
        data_query=f"?{urlencode({**given, 'limit': 1000})}",
    )


def _answer(request: Request, snapshot: Snapshot, query: Query, given: dict[str, str]) -> tuple[Answer | None, Any]:
    if any(p.required and p.name not in given for p in query.parameters):
        return None, None
    try:
        return ask(snapshot, query.name, given, request.app.state.settings.query_timeout), None
    except (QueryError, UnknownNameError) as error:
        return None, describe(error)


def split_words(words: str) -> tuple[str, str]:
    """What a parameter is called, and what more is said of it."""
    name = re.split(r"[（，;:]", words, maxsplit=1)[0].strip()
    return name, words[len(name) :].strip("（）；，;: ")


def _choices(view: View, kind: str) -> list[tuple[str, str]]:
    """(value, name) of what a parameter of ``kind`` may mean, for the form to offer."""
    return view.once(f"choices {kind}", lambda: _CHOICES[kind](view) if kind in _CHOICES else [])


def _items(view: View) -> list[tuple[str, str]]:
    keys = item_page(view, Filter(), None, CHOICES)
    return [(item.id, f"{item.ref} {item.name}") for item in item_refs(view, [key[4] for key in keys]).values()]


def _entities(view: View) -> list[tuple[str, str]]:
    rows = view.read("MATCH (e:Entity) RETURN e.id AS id, e.name AS name ORDER BY id LIMIT $most", most=CHOICES)
    return [(row["id"], row["name"]) for row in rows]


_CHOICES: Mapping[str, Callable[[View], list[tuple[str, str]]]] = {
    "item": _items,
    "owner": lambda view: list(owner_names(view, owner_ids(view)[:CHOICES]).items()),
    "plan": lambda view: [(plan.id, plan.name) for plan in plans(view)[:CHOICES]],
    "policy": lambda view: [(policy, name) for name, policy in policy_names(view)[:CHOICES]],
    "entity": _entities,
}


def _links(query: Query) -> dict[str, str]:
    """Columns whose cell is a name, with the column that holds the id of the same thing."""
    ids = {c.name: c for c in query.columns if c.kind and c.name.endswith("_id")}
    named = {name.removesuffix("_id"): name for name in ids}
    return {c.name: named[c.name] for c in query.columns if c.name in named}


def _bars(query: Query, answer: Answer) -> list[tuple[str, float]]:
    """(label, value) of a question whose answer is a chart of bars."""
    if query.chart.get("type") != "bar":
        return []
    x, y = query.chart["x"], query.chart["y"]
    rows = [(str(row[x]), row[y]) for row in answer.dicts() if isinstance(row[y], (int, float))]
    return rows[:BARS]
