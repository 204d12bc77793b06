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
from api.web.views.common import Here, owner_choices
from graph.errors import QueryError, UnknownNameError
from queries.answers.items import Filter, item_page, item_refs
from queries.answers.models import Evidence
from queries.answers.plans import loaded_plans, plans
from queries.answers.policies import policy_names
from queries.answers.view import View
from queries.catalogue import catalogue
from queries.model import Answer, Column, Query
from queries.run import find_query

router = APIRouter()
SHOWN, BARS, CHOICES, LONGEST = 300, 20, 400, 160
# What a link says already.
UNSHOWN = frozenset({"source", "start", "end", "reference", "owner_qualified", "partner_qualified"})
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
    if "plan" in known and site.scope.plan and len(loaded_plans(snapshot.view)) > 1:
        given.setdefault("plan", site.scope.plan)
    links = _links(query)
    answer, trouble = _answer(request, snapshot, query, given)
    return site.render(
        "question.html",
        trouble.status if trouble else 200,
        query=query,
        given=given,
        fields=[(p, *split_words(p.words[site.lang])) for p in query.parameters if p.name not in HIDDEN],
        choices={kind: _choices(site, kind) for kind in {p.kind for p in query.parameters}},
        answer=answer,
        rows=answer.dicts()[:SHOWN] if answer else [],
        links=links,
        columns=[c for c in query.columns if c.name not in links.values() and c.name not in UNSHOWN],
        cell=lambda row, column: _cell(site, row, column, links),
        trouble=trouble.detail if trouble else "",
        told=site.word("trouble", trouble.kind) if trouble else "",
        bars=_bars(site, query, answer) if answer else [],
        data=f"/api/v1/queries/{name}",
        data_query=f"?{urlencode(given)}" if given else "",
    )


def _answer(request: Request, snapshot: Snapshot, query: Query, given: dict[str, str]) -> tuple[Answer | None, Any]:
    if any(p.required and p.name not in given for p in query.parameters):
        return None, None
    try:
        return ask(snapshot, query.name, given, request.app.state.settings.query_timeout), None
    except (QueryError, UnknownNameError) as error:
        return None, describe(error)


def _cell(site: Here, row: dict[str, Any], column: Column, links: dict[str, str]) -> list[tuple[str, str]]:
    """What stands in a cell as (text, address) pieces: values in the page's words, things by their names, linked."""
    value, name = row[column.name], column.name
    if value is None:
        return []
    if column.type == "records":
        return [_record(site, one) for one in value]
    if name == "plan":
        held = {plan.id: plan.name for plan in site.scope.loaded}
        return [(held.get(value, str(value)), site.url("/", within=value))]
    if name in links and row[links[name]]:
        return [(site.called(row[links[name]], str(value)), site.href(row[links[name]]))]
    if column.kind and name.endswith("_id"):
        return [(str(value), site.href(str(value)))]
    if name in ("ref", "on_ref", "task_ref"):
        node = row.get({"ref": "item_id", "on_ref": "on_item_id", "task_ref": "task_id"}[name])
        return [(site.said("ref", value), site.href(node) if node else "")]
    if name == "quote" and row.get("source") and row.get("start") is not None:
        where = Evidence(source=row["source"], start=row["start"], end=row["end"], quote=str(value))
        return [(f"「{str(value)[:LONGEST]}」", site.place(where))]
    text = site.said(name, value)
    return [(text if len(text) <= LONGEST else text[: LONGEST - 1] + "…", "")]


def _record(site: Here, record: dict[str, Any]) -> tuple[str, str]:
    """A thing within a cell by its name and page."""
    node = next((value for key, value in record.items() if key == "id" or key.endswith("_id")), None)
    name = record.get("name") or next((v for k, v in record.items() if f"{k}_id" in record), list(record.values())[-1])
    return site.called(node, str(name)) if node else str(name), site.href(node) if node else ""


def split_words(words: str) -> tuple[str, str]:
    """What a parameter is called, and what more is said of it."""
    name = re.split(r"[（，;:]", words, maxsplit=1)[0].strip()
    return name, words[len(name) :].strip("（）；，;: ")


def _choices(site: Here, kind: str) -> list[tuple[str, str]]:
    """(value, name) of what a parameter of ``kind`` may mean here, for the form to offer."""
    assert site.snapshot is not None
    view = site.snapshot.view
    key = f"choices {kind} {site.scope.word} {site.lang}"
    return view.once(key, lambda: _CHOICES[kind](view, site) if kind in _CHOICES else [])


def _items(view: View, site: Here) -> list[tuple[str, str]]:
    keys = item_page(view, Filter(plans=site.scope.plans), None, CHOICES)
    found = item_refs(view, [key[4] for key in keys])
    return [(item.id, f"{site.number(item)} {item.name}") for item in found.values()]


def _entities(view: View, site: Here) -> list[tuple[str, str]]:
    rows = view.read("MATCH (e:Entity) RETURN e.id AS id, e.name AS name ORDER BY id LIMIT $most", most=CHOICES)
    return [(row["id"], row["name"]) for row in rows]


_CHOICES: Mapping[str, Callable[[View, Here], list[tuple[str, str]]]] = {
    "item": _items,
    "owner": owner_choices,
    "plan": lambda view, site: [(plan.id, plan.name) for plan in plans(view)[:CHOICES]],
    "policy": lambda view, site: [(policy, name) for name, policy in policy_names(view, site.scope.plans)[:CHOICES]],
    "entity": _entities,
}


def _links(query: Query) -> dict[str, str]:
    """Columns whose cell is a name, with the column that holds the id of the same thing."""
    ids = {c.name: c for c in query.columns if c.name.endswith("_id")}
    named = {name.removesuffix("_id"): name for name in ids}
    return {c.name: named[c.name] for c in query.columns if c.name in named}


def _bars(site: Here, query: Query, answer: Answer) -> list[tuple[str, float]]:
    """(label, value) of a question whose answer is a chart of bars; bodies of several places are told apart."""
    if query.chart.get("type") != "bar":
        return []
    x, y = query.chart["x"], query.chart["y"]
    rows = [row for row in answer.dicts()[:SHOWN] if isinstance(row[y], (int, float))][:BARS]
    return [(site.called(row.get(f"{x}_id") or "", str(row[x])), row[y]) for row in rows]
