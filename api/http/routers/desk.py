"""/desk: what an owner, a plan or a chapter has to do, by due date; as data, as a table to work with, as a calendar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response

from api.desk.calendar import desk_calendar
from api.desk.documents import desk_docx, desk_xlsx
from api.desk.feed import desk_feed
from api.desk.table import Desk, desk_csv
from api.http.negotiation import DESK, MEDIA, wanted_form
from api.http.paging import Cursor, Limit, page_by_version
from api.http.rendering import Listed, list_response
from api.http.routers.common import API, GIVEN, Checked, Current, answers, whole_date, words
from api.http.routers.items import DATED, ItemFilter, resolved
from api.http.snapshots import Snapshot
from api.web.language import say
from api.web.scope import Scope, scope_of
from graph.languages import LANGUAGES
from queries.answers.desk import SORTS, DeskFilter, DeskRow, desk
from queries.answers.items import Filter
from queries.answers.owners import owner_names
from queries.answers.plans import loaded_plans
from queries.answers.records import record
from queries.answers.things import folder_of
from queries.answers.view import View

router = APIRouter(prefix=API, tags=["items"], dependencies=[Checked])


class What(StrEnum):
    """What a row is."""

    item = "item"
    target = "target"
    milestone = "milestone"


class State(StrEnum):
    """How a row stands on a day."""

    due = "due"
    overdue = "overdue"
    undated = "undated"


Order = StrEnum("Order", {name: name for name in SORTS})  # type: ignore[misc] # the names are data
Language = StrEnum("Language", {name: name for name in LANGUAGES})  # type: ignore[misc] # the names are data


class DeskRows(Listed):
    """What is to be done, by due date."""

    items: list[DeskRow]


@dataclass(frozen=True, slots=True)
class DeskAsked:
    """What narrows a desk beside the filters of its items."""

    what: Annotated[tuple[What, ...], GIVEN, words("item, target or milestone")] = ()
    state: Annotated[State | None, Query(description="due, overdue or undated on the day of asof")] = None
    asof: Annotated[
        str | None,
        Query(
            max_length=10, description="the day that overdue is judged by; today when empty", json_schema_extra=DATED
        ),
    ] = None
    sort: Annotated[Order, Query(description=", ".join(SORTS))] = Order.due  # type: ignore[attr-defined]


def desk_filter(wanted: Filter, asked: DeskAsked) -> DeskFilter:
    """The filter of a desk: due dates narrow what is shown, not which items it is made from."""
    return DeskFilter(
        replace(wanted, due_before="", due_after=""),
        tuple(what.value for what in asked.what),
        wanted.due_before,
        wanted.due_after,
        asked.state.value if asked.state else "",
        whole_date("asof", asked.asof, end=True) or date.today().isoformat(),
        asked.sort.value,
    )


def desk_title(view: View, wanted: DeskFilter, scope: Scope, language: str) -> str:
    """What a desk is called: the owner, else the chapter, else the plan, and what it is of."""
    if wanted.items.owners:
        names = owner_names(view, wanted.items.owners)
        of = "、".join(scope.called(owner, names[owner]) for owner in wanted.items.owners)
    elif wanted.items.sections:
        told = record(view, wanted.items.sections[0])
        of = str(told["name"]) if told else ""
    else:
        of = "、".join(plan.name for plan in scope.loaded if plan.id in wanted.items.plans)
    return say(language, "desk.title", of=of or say(language, "site.all_plans"))


@router.get("/desk", response_model=DeskRows, responses=answers(*(form for form in DESK if form != "json")))
def get_desk(
    request: Request,
    snapshot: Current,
    wanted: Annotated[ItemFilter, Depends()],
    asked: Annotated[DeskAsked, Depends()],
    limit: Limit,
    lang: Annotated[Language | None, Query(description="language of headings in files for people")] = None,
    cursor: Cursor = None,
) -> Response:
    """Tasks, targets and milestones by due date, rows of body and annex that detail each other in one.

    XLSX, CSV, DOCX, calendar (ICS) and feed (Atom) give every row, with headings in Chinese or English.
    """
    view, form = snapshot.view, wanted_form(request, DESK)
    meant = desk_filter(resolved(view, wanted), asked)
    rows = desk(view, meant)
    if form == "json":
        return list_response(request, DeskRows, page_by_version(request, rows, snapshot.version, limit, cursor))
    language = lang.value if lang else LANGUAGES[0]
    return _file(request, snapshot, meant, rows, form, language, judged=bool(asked.asof))


def _file(
    request: Request,
    snapshot: Snapshot,
    meant: DeskFilter,
    rows: Sequence[DeskRow],
    form: str,
    language: str,
    *,
    judged: bool,
) -> Response:
    scope = _scope(snapshot.view, meant)
    title = desk_title(snapshot.view, meant, scope, language)
    table = Desk(title, rows, language, scope, meant.today, owner=bool(meant.items.owners))
    # Without a day asked for, what is overdue changes at midnight and not with a load; a feed is told after it.
    headers = {} if (judged and form != "atom") or form == "ics" else {"cache-control": "no-cache"}
    headers["content-disposition"] = f'inline; filename="desk.{form}"'
    return Response(_bytes(request, snapshot, meant, table, form), 200, headers, _TYPES.get(form, MEDIA[form]))


_TYPES = {"csv": "text/csv; charset=utf-8", "ics": "text/calendar; charset=utf-8"}


def _bytes(request: Request, snapshot: Snapshot, meant: DeskFilter, table: Desk, form: str) -> bytes:
    base = str(request.base_url).rstrip("/")

    def page(node: str) -> str:
        return f"{base}/{folder_of(node)}/{node}"

    if form == "ics":
        return desk_calendar(table, page)
    if form == "atom":
        since, loads = request.app.state.loads.all()
        here = {row.id for row in table.rows}
        address = request.url.replace(path=f"{request.url.path.removesuffix('.atom')}.atom")
        return desk_feed(table, loads, since, str(address), page, lambda row: _mine(row, meant.items, here))
    made: Any = {"xlsx": desk_xlsx, "docx": desk_docx, "csv": lambda desk: desk_csv(desk).encode()}[form]
    return bytes(made(table))


def _mine(row: DeskRow, wanted: Filter, here: set[str]) -> bool:
    """Whether a row is of a desk, or was: one that went is judged by what it said."""
    return row.id in here or (
        (not wanted.owners or any(owner.id in wanted.owners for owner in row.owners))
        and (not wanted.plans or row.item.plan in wanted.plans)
        and (not wanted.sections or (row.section is not None and row.section.id in wanted.sections))
    )


def _scope(view: View, meant: DeskFilter) -> Scope:
    """The plans that a desk is of, by which bodies are told apart."""
    if not meant.items.plans:
        return scope_of(view, "")
    return Scope(loaded=tuple(loaded_plans(view)[plan] for plan in meant.items.plans))
