"""/owners: departments, towns, companies and groups, what they own and with whom."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api.http.negotiation import RDF_FORMS
from api.http.paging import (
    Cursor,
    Limit,
    after_key,
    first_of,
    page_by_key,
    page_of_rows,
    page_of_walk,
)
from api.http.rendering import Listed, list_response, thing_response
from api.http.routers.common import API, Asked, Checked, Current, OwnerName, PlanFilter, Search, WithinPlans, answers
from queries.answers import co_owners, owners
from queries.answers.models import Ref, ref
from queries.answers.records import record

router = APIRouter(prefix=API, tags=["owners"], dependencies=[Checked])


class Owners(Listed):
    """Owners, those with most items first."""

    items: list[owners.OwnerSummary]


class OwnedItems(Listed):
    """Items of an owner."""

    items: list[owners.OwnedItem]


class CoOwners(Listed):
    """Owners that share items with an owner, those with most first."""

    owner: Ref
    items: list[co_owners.CoOwner]


@router.get("/owners", response_model=Owners, responses=answers("csv", "xlsx", without=(410,)))
def list_owners(
    request: Request, limit: Limit, view: Asked, plans: WithinPlans, q: Search = None, cursor: Cursor = None
) -> Response:
    """Owners, those with most items first; `q` looks in names and aliases, `plan` counts and ranks within plans."""
    chosen = owners.owner_ids(view, (q or "").split(), plans)
    page = page_by_key(request, chosen, lambda owner: owners.owner_key(view, owner, plans), limit, cursor)
    page.items[:] = owners.owner_summaries(view, page.items, plans)
    return list_response(request, Owners, page)


@router.get("/owners/{id:path}/items", response_model=OwnedItems, responses=answers("csv", "xlsx", without=(410,)))
def list_owner_items(
    request: Request,
    limit: Limit,
    view: Asked,
    id: OwnerName,
    plan: PlanFilter = None,
    cursor: Cursor = None,
) -> Response:
    """The items of an owner with its role in each."""
    owner = view.find("owner", id)
    chosen = view.find("plan", plan) if plan else ""
    counts = owners.owned_counts(view, owner)
    total = counts.get(chosen, 0) if chosen else sum(counts.values())
    after = after_key(request, cursor, int, str, str, int, str, str)
    found = owners.owned_page(view, owner, (chosen,) if chosen else (), after, limit + 1)
    page = page_of_walk(request, found, lambda one: tuple(one[0]), limit, total)
    page.items[:] = [item for _, item in page.items]
    return list_response(request, OwnedItems, page)


@router.get("/owners/{id:path}/co-owners", response_model=CoOwners, responses=answers("csv", "xlsx"))
def list_owner_co_owners(
    request: Request,
    limit: Limit,
    snapshot: Current,
    id: OwnerName,
    plan: PlanFilter = None,
    cursor: Cursor = None,
) -> Response:
    """With whom an owner shares items, and which, those with most shared items first."""
    view = snapshot.view
    owner, chosen = view.find("owner", id), (view.find("plan", plan),) if plan else ()
    start, total = first_of(request, snapshot.version, cursor), co_owners.co_owner_count(view, owner, chosen)
    rows = co_owners.co_owners(view, owner, start, limit, chosen)
    page = page_of_rows(request, rows, snapshot.version, start, limit, total)
    told = record(view, owner)
    assert told is not None
    return list_response(request, CoOwners, page, owner=ref(told))


@router.get("/owners/{id:path}", response_model=owners.Owner, responses=answers(*RDF_FORMS, without=(410,)))
def get_owner(request: Request, snapshot: Current, id: OwnerName) -> Response:
    """An owner with its names, load by role, section and plan."""
    owner = snapshot.view.find("owner", id)
    return thing_response(request, snapshot, owner, owners.owner_detail(snapshot.view, owner))
