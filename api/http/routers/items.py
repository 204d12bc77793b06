"""/items: work items, who owns them, and what else those owners share; /co-owners: the same for many at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import Field

from api.http.negotiation import RDF_FORMS
from api.http.paging import (
    MAX_LIMIT,
    Cursor,
    Limit,
    Page,
    after_key,
    first_of,
    page_by_key,
    page_of_rows,
    page_of_walk,
)
from api.http.problems import ProblemError
from api.http.rendering import Listed, list_response, thing_response
from api.http.routers.common import (
    API,
    GIVEN,
    Asked,
    Checked,
    Current,
    ItemName,
    Search,
    Word,
    answers,
    plans_named,
    whole_date,
    words,
)
from api.http.snapshots import Snapshot
from graph.schema import schema
from queries.answers import co_owners, items
from queries.answers.models import ItemRef, Model
from queries.answers.search import folded_words
from queries.answers.view import View

router = APIRouter(prefix=API, tags=["items"], dependencies=[Checked])
MAX_ASKED = 50


# Kinds of work items by the word that asks for them: task, scene, project.
KINDS = {label.lower(): label for label in schema().primary_labels("WorkItem")}
Kind = Annotated[str, Field(pattern=f"^({'|'.join(KINDS)})$")]


class Role(StrEnum):
    """Roles of an owner in an item."""

    lead = "lead"
    responsible = "responsible"
    support = "support"


class Sort(StrEnum):
    """Orders of a list of items."""

    plan = "plan"
    deadline = "deadline"
    latest = "-deadline"
    name = "name"


class Items(Listed):
    """Work items."""

    items: list[items.ItemSummary]


class ItemOwners(Listed):
    """Owners of an item in the order printed."""

    items: list[items.ItemOwner]


class ItemCoOwners(Listed):
    """Owners of an item, and what else each pair of them shares."""

    item: ItemRef
    items: list[items.ItemOwner]
    pairs: list[co_owners.Pair]


class CoOwned(Model):
    """One item with its owners and what else each pair of them shares."""

    item: ItemRef
    owners: list[items.ItemOwner]
    pairs: list[co_owners.Pair]


class CoOwnedItems(Listed):
    """Several items with their owners, in the order asked."""

    items: list[CoOwned]


# The word that asks for items of no section.
OUTSIDE = "none"
# Many with commas between; in percent it is never longer than the head of a request may be (64 KiB).
MAX_JOINED = 5000
Joined = Annotated[str, Query(max_length=MAX_JOINED)]
Ids = Annotated[list[Joined], Query(max_length=200, description="items by id or PLAN:NUMBER, repeated or with commas")]


# A year, month or day that there is in every month; the answer to others says what is wrong with them.
DATED: dict[str, Any] = {"pattern": "^$|^(19|20)[0-9]{2}(-(0[1-9]|1[0-2])(-(0[1-9]|1[0-9]|2[0-8]))?)?$"}


@dataclass(frozen=True, slots=True)
class ItemFilter:
    """What narrows a list of items; a filter that is given several times means any of its values."""

    ids: Annotated[tuple[Joined, ...], GIVEN, words("items by id or PLAN:NUMBER, also with commas between")] = ()
    plan: Annotated[
        tuple[Word, ...], GIVEN, words("plan by id, name, document number or a unique part of its name")
    ] = ()
    kind: Annotated[tuple[Kind, ...], GIVEN, words(", ".join(KINDS))] = ()
    owner: Annotated[tuple[Word, ...], GIVEN, words("owner by id, name or alias")] = ()
    role: Annotated[tuple[Role, ...], GIVEN, words("role of the owner: lead, responsible or support")] = ()
    category: Annotated[tuple[Word, ...], GIVEN, words("category as printed")] = ()
    number: Annotated[tuple[Word, ...], GIVEN, words("number or reference as printed")] = ()
    section: Annotated[tuple[Word, ...], GIVEN, words("section by id or name; none for what stands in none")] = ()
    q: Search = None
    due_before: Annotated[
        str | None,
        Query(
            max_length=10,
            description="due on this day or before; a year or month means its end",
            json_schema_extra=DATED,
        ),
    ] = None
    due_after: Annotated[
        str | None,
        Query(
            max_length=10,
            description="due on this day or later; a year or month means its beginning",
            json_schema_extra=DATED,
        ),
    ] = None


def resolved(view: View, wanted: ItemFilter) -> items.Filter:
    """The filter with names resolved to ids; raises UnknownNameError for a name that nothing goes by."""
    plans = plans_named(view, wanted.plan)
    of = plans[0] if len(plans) == 1 else ""  # which of several of one name is meant
    return items.Filter(
        ids=tuple(many(view, wanted.ids)) if wanted.ids else (),
        plans=plans,
        kinds=tuple(KINDS[kind] for kind in wanted.kind),
        owners=tuple(view.find("owner", word, of) for word in wanted.owner if word),
        roles=tuple(role.value for role in wanted.role),
        categories=tuple(word for word in wanted.category if word),
        numbers=tuple(word for word in wanted.number if word),
        sections=tuple("" if word == OUTSIDE else view.find("section", word, of) for word in wanted.section if word),
        words=tuple(folded_words(wanted.q or "")),
        due_before=whole_date("due_before", wanted.due_before, end=True),
        due_after=whole_date("due_after", wanted.due_after, end=False),
    )


def many(view: View, given: Sequence[str]) -> list[str]:
    """Ids of the items that repeated or comma-separated words mean, each once; 422 for more than MAX_LIMIT."""
    asked = list(dict.fromkeys(word for words in given for word in words.split(",") if word.strip()))
    if len(asked) > MAX_LIMIT:
        raise ProblemError(422, "validation", f"query ids: at most {MAX_LIMIT} at once.")
    known = items.item_refs(view, asked)
    return [word if word in known else view.find("item", word) for word in asked]


def item_list(
    request: Request, snapshot: Snapshot, wanted: items.Filter, sort: str, limit: int, cursor: str | None
) -> Page:
    """A page of the items that a filter lets through."""
    view = snapshot.view
    total = sum(items.item_counts(view, wanted).values())
    if sort == Sort.plan:
        after = after_key(request, cursor, int, str, str, int, str)
        keys = items.item_page(view, wanted, after, limit + 1)
        page = page_of_walk(request, keys, lambda key: key, limit, total)
        ids = [key[4] for key in page.items]
    else:
        start = first_of(request, snapshot.version, cursor)
        ids = items.sorted_items(view, wanted, sort, start, limit)
        page = page_of_rows(request, ids, snapshot.version, start, limit, total)
    page.items[:] = items.summaries(view, ids)
    return page


@router.get("/items", response_model=Items, responses=answers("csv", "xlsx"))
def list_items(
    request: Request,
    limit: Limit,
    snapshot: Current,
    wanted: Annotated[ItemFilter, Depends()],
    sort: Annotated[
        Sort, Query(description="plan (as printed), deadline, -deadline (latest first) or name")
    ] = Sort.plan,
    cursor: Cursor = None,
) -> Response:
    """Work items by plan as printed, or in another order, narrowed by any of the filters."""
    page = item_list(request, snapshot, resolved(snapshot.view, wanted), sort, limit, cursor)
    return list_response(request, Items, page)


@router.get("/co-owners", response_model=CoOwnedItems, responses=answers("csv", "xlsx", without=(410,)))
def list_co_owners(request: Request, limit: Limit, view: Asked, ids: Ids, cursor: Cursor = None) -> Response:
    """Which departments co-own these items: of each its owners, and what else each pair of them shares."""
    asked = many(view, ids)
    page = page_by_key(request, list(enumerate(asked)), lambda one: (one[0],), min(limit, MAX_ASKED), cursor)
    told = items.item_refs(view, [item for _, item in page.items])
    page.items[:] = [
        CoOwned(item=told[item], owners=items.item_owners(view, item), pairs=co_owners.item_pairs(view, item))
        for _, item in page.items
    ]
    return list_response(request, CoOwnedItems, page)


@router.get("/items/{id:path}/co-owners", response_model=ItemCoOwners, responses=answers("csv", "xlsx", without=(410,)))
def list_item_co_owners(request: Request, limit: Limit, view: Asked, id: ItemName, cursor: Cursor = None) -> Response:
    """Which departments co-own this item: its owners with their roles, and what else each pair of them shares."""
    item = view.find("item", id)
    page = page_by_key(request, items.item_owners(view, item), _printed_key, limit, cursor)
    told = items.item_refs(view, [item])[item]
    return list_response(request, ItemCoOwners, page, item=told, pairs=co_owners.item_pairs(view, item))


@router.get("/items/{id:path}/owners", response_model=ItemOwners, responses=answers("csv", "xlsx", without=(410,)))
def list_item_owners(request: Request, limit: Limit, view: Asked, id: ItemName, cursor: Cursor = None) -> Response:
    """The owners of an item in the order printed, each with its evidence."""
    found = items.item_owners(view, view.find("item", id))
    return list_response(request, ItemOwners, page_by_key(request, found, _printed_key, limit, cursor))


@router.get("/items/{id:path}", response_model=items.Item, responses=answers(*RDF_FORMS, without=(410,)))
def get_item(request: Request, snapshot: Current, id: ItemName) -> Response:
    """An item with owners, targets, policies, dependencies, details, and the evidence of each."""
    item = snapshot.view.find("item", id)
    return thing_response(request, snapshot, item, items.item_detail(snapshot.view, item))


def _printed_key(owner: items.ItemOwner) -> tuple[int, str, str]:
    return owner.position, owner.id, owner.role
