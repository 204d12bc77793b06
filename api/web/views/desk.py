"""/desk: what an owner, a plan or a chapter has to do, by due date; /desk/print: the same as a sheet, nothing but the list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from api.desk.table import STATES, Desk
from api.http.routers.common import Asked
from api.http.routers.desk import DeskAsked, State, What, desk_filter, desk_title
from api.http.routers.items import KINDS, ItemFilter, Role
from api.web.scope import Scope
from api.web.views.common import Here, meant_items, owner_choices
from queries.answers.desk import SORTS, DeskFilter, DeskRow, desk, state_of
from queries.answers.plans import sections
from queries.answers.view import View

router = APIRouter()
FORMS = ("xlsx", "docx", "csv", "ics", "atom", "json")
SHOWN = 400
Wanted = Annotated[ItemFilter, Depends()]
Narrowed = Annotated[DeskAsked, Depends()]


@router.get("/desk")
def show_desk(request: Request, view: Asked, site: Here, wanted: Wanted, asked: Narrowed) -> Response:
    """The list with its filters and the forms in which it can be taken along."""
    meant = desk_filter(meant_items(view, wanted, site), asked)
    chosen = bool(meant.items.owners or meant.items.sections or meant.items.plans or len(site.scope.loaded) == 1)
    rows = desk(view, meant) if chosen else []
    table = _table(view, meant, rows, site)
    return site.render(
        "desk.html",
        lasting=_lasting(asked),
        desk=table,
        rows=rows[:SHOWN],
        more=max(len(rows) - SHOWN, 0),
        chosen=chosen,
        counts=_counts(desk(view, replace(meant, state="")) if chosen else [], meant),
        through=sum(row.via is not None for row in rows),
        state_of=lambda row: state_of(row, meant.today),
        given=request.query_params,
        meant=meant,
        owners=owner_choices(view, site),
        sections=[(s.id, s.name) for s in sections(view, site.scope.plan)] if site.scope.plan else [],
        years=sorted({plan.year for plan in site.scope.loaded if plan.year}),
        options=_options(site),
        forms=FORMS,
        query=_query(site, meant),
    )


@router.get("/desk/print")
def print_desk(request: Request, view: Asked, site: Here, wanted: Wanted, asked: Narrowed) -> Response:
    """The list as a sheet to print: 责任分解表, every row, no navigation and no forms."""
    meant = desk_filter(meant_items(view, wanted, site), asked)
    return site.render("sheet.html", lasting=_lasting(asked), desk=_table(view, meant, desk(view, meant), site))


def _options(site: Here) -> dict[str, list[tuple[str, str]]]:
    """(value, name) of what the filters offer."""
    return {
        "role": [(role.value, site.t(f"role.{role.value}")) for role in Role],
        "what": [(what.value, site.t(f"desk.{what.value}")) for what in What],
        "kind": [(kind, site.label(label)) for kind, label in KINDS.items()],
        "state": [(state.value, site.t(f"desk.{STATES[state.value]}")) for state in State],
        "sort": [(sort, site.t(f"desk.sort_{sort}")) for sort in SORTS],
    }


def _table(view: View, meant: DeskFilter, rows: Sequence[DeskRow], site: Here) -> Desk:
    title = desk_title(view, meant, site.scope, site.lang)
    return Desk(title, rows, site.lang, _scope(site.scope, meant), meant.today, owner=bool(meant.items.owners))


def _scope(scope: Scope, meant: DeskFilter) -> Scope:
    loaded = tuple(plan for plan in scope.loaded if not meant.items.plans or plan.id in meant.items.plans)
    return replace(scope, loaded=loaded)


def _counts(rows: Sequence[DeskRow], meant: DeskFilter) -> dict[str, int]:
    found = Counter(state_of(row, meant.today) for row in rows)
    return {state.value: found[state.value] for state in State}


def _query(site: Here, meant: DeskFilter) -> str:
    """The query that asks the API for this list: owners by id, since a name may mean several there."""
    pairs: list[tuple[str, Any]] = [("owner", owner) for owner in meant.items.owners]
    kept = [(name, value) for name, value in site.query("within", "plan", "lang", "owner", "cursor")]
    return site.data(*pairs, *kept, ("lang", site.lang))


def _lasting(asked: DeskAsked) -> bool:
    """Without a day asked for, what is overdue changes at midnight and not with a load."""
    return bool(asked.asof)
