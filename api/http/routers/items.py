"""/items: work items, who owns them, and what else those owners share."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from api.http import collaboration, list_models, models, shapes
from api.http.paging import DEFAULT_LIMIT, Cursor, Limit, page_by_key
from api.http.read_model import ReadModel
from api.http.rendering import list_response, thing_response
from api.http.routers.common import API, MAX_NAME, Current, ItemName, PlanFilter, Search, answers
from api.http.snapshots import Snapshot

router = APIRouter(prefix=API, tags=["items"])


class Kind(StrEnum):
    """Kinds of work items."""

    task = "task"
    scene = "scene"
    project = "project"


@dataclass(frozen=True, slots=True)
class ItemFilter:
    """What narrows a list of items; None does not narrow."""

    plan: PlanFilter = None
    kind: Annotated[Kind | None, Query(description="task, scene or project")] = None
    owner: Annotated[str | None, Query(max_length=MAX_NAME, description="owner by id, name or alias")] = None
    category: Annotated[str | None, Query(max_length=MAX_NAME, description="category as printed")] = None
    number: Annotated[str | None, Query(max_length=MAX_NAME, description="number or reference as printed")] = None
    section: Annotated[str | None, Query(max_length=MAX_NAME, description="id of a section")] = None
    q: Search = None


def select_items(snapshot: Snapshot, wanted: ItemFilter) -> list[str]:
    """Ids of the items that a filter lets through, in order."""
    model, find = snapshot.model, snapshot.references
    plan = find.plan(wanted.plan) if wanted.plan else None
    owner = find.owner(wanted.owner) if wanted.owner else None
    section = find.section(wanted.section) if wanted.section else None
    label = wanted.kind.value.capitalize() if wanted.kind else None
    chosen = list(model.items) if owner is None else unique_items(model, owner)
    if section is not None:
        chosen = [i for i in chosen if section in (model.section_of.get(i), model.chapter_of(i))]
    words = wanted.q.casefold().split() if wanted.q else []

    def lets_through(item: str) -> bool:
        a = model.nodes[item]
        return (
            (plan is None or a["plan"] == plan)
            and (label is None or a["labels"][0] == label)
            and (wanted.category is None or a.get("category") == wanted.category)
            and (wanted.number is None or wanted.number in (a.get("number"), a["ref"]))
            and (not words or _holds(a["name"], a["text"], words))
        )

    return [item for item in chosen if lets_through(item)]


def unique_items(model: ReadModel, owner: str) -> list[str]:
    """The items of an owner, each once."""
    return list(dict.fromkeys(o.item for o in model.items_of.get(owner, ())))


def _holds(name: str, text: str, words: list[str]) -> bool:
    folded = f"{name}\n{text}".casefold()
    return all(word in folded for word in words)


@router.get("/items", response_model=list_models.Items, responses=answers("csv", without=(410,)))
def list_items(
    request: Request,
    snapshot: Current,
    wanted: Annotated[ItemFilter, Depends()],
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = None,
) -> Response:
    """Work items by plan as printed, narrowed by any of the filters."""
    model = snapshot.model
    page = page_by_key(request, select_items(snapshot, wanted), model.item_key, limit, cursor)
    page.items[:] = [shapes.item_summary(model, item) for item in page.items]
    return list_response(request, page)


@router.get(
    "/items/{id:path}/co-owners", response_model=list_models.ItemCoOwners, responses=answers("csv", without=(410,))
)
async def list_item_co_owners(
    request: Request, snapshot: Current, id: ItemName, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = None
) -> Response:
    """Which departments co-own this item: its owners with their roles, and what else each pair of them shares."""
    item = snapshot.references.item(id)
    page = page_by_key(request, collaboration.item_owners(snapshot.model, item), _printed_key, limit, cursor)
    return list_response(request, page, **collaboration.item_co_owners(snapshot.model, item))


@router.get("/items/{id:path}/owners", response_model=list_models.ItemOwners, responses=answers("csv", without=(410,)))
async def list_item_owners(
    request: Request, snapshot: Current, id: ItemName, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = None
) -> Response:
    """The owners of an item in the order printed, each with its evidence."""
    item = snapshot.references.item(id)
    page = page_by_key(request, collaboration.item_owners(snapshot.model, item), _printed_key, limit, cursor)
    return list_response(request, page)


@router.get("/items/{id:path}", response_model=models.Item, responses=answers("ttl", "jsonld", without=(410,)))
async def get_item(request: Request, snapshot: Current, id: ItemName) -> Response:
    """An item with owners, targets, policies, dependencies, details, and the evidence of each."""
    item = snapshot.references.item(id)
    return thing_response(request, snapshot, item, shapes.item_detail(snapshot.model, item))


def _printed_key(owner: shapes.Shape) -> tuple[int, str, str]:
    return owner["position"], owner["id"], owner["role"]
