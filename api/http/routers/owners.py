"""/owners: departments, towns, companies and groups, what they own and with whom."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api.http import collaboration, list_models, models, shapes
from api.http.paging import DEFAULT_LIMIT, Cursor, Limit, page_by_key
from api.http.read_model import Ownership, ReadModel
from api.http.rendering import list_response, thing_response
from api.http.routers.common import API, Current, OwnerName, PlanFilter, Search, answers

router = APIRouter(prefix=API, tags=["owners"])


@router.get("/owners", response_model=list_models.Owners, responses=answers("csv", without=(410,)))
def list_owners(
    request: Request, snapshot: Current, q: Search = None, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = None
) -> Response:
    """Owners, those with most items first; `q` looks in names and aliases."""
    model = snapshot.model
    chosen = [owner for owner in model.owners if not q or named(model, owner, q.casefold().split())]
    page = page_by_key(request, chosen, model.owner_key, limit, cursor)
    page.items[:] = [shapes.owner_summary(model, owner) for owner in page.items]
    return list_response(request, page)


def named(model: ReadModel, owner: str, words: list[str]) -> bool:
    """Whether a name or alias of ``owner`` holds every word."""
    a = model.nodes[owner]
    names = [a["name"], a.get("short_name", ""), a.get("full_name", ""), *a.get("aliases", ())]
    folded = "\n".join(names).casefold()
    return all(word in folded for word in words)


@router.get("/owners/{id:path}/items", response_model=list_models.OwnedItems, responses=answers("csv", without=(410,)))
def list_owner_items(
    request: Request,
    snapshot: Current,
    id: OwnerName,
    plan: PlanFilter = None,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = None,
) -> Response:
    """The items of an owner with its role in each."""
    model = snapshot.model
    owner = snapshot.references.owner(id)
    chosen_plan = snapshot.references.plan(plan) if plan else None
    held = [o for o in model.items_of.get(owner, ()) if chosen_plan in (None, o.edge["plan"])]

    def key(ownership: Ownership) -> tuple[object, ...]:
        return *model.item_key(ownership.item), ownership.role

    page = page_by_key(request, sorted(held, key=key), key, limit, cursor)
    page.items[:] = [_owned(model, ownership) for ownership in page.items]
    return list_response(request, page)


def _owned(model: ReadModel, held: Ownership) -> shapes.Shape:
    edge = held.edge
    extra = {"role": held.role, "as_printed": edge["as_printed"], "evidence": shapes.evidence(edge)}
    return {**shapes.item_summary(model, held.item), **extra}


@router.get(
    "/owners/{id:path}/co-owners", response_model=list_models.CoOwners, responses=answers("csv", without=(410,))
)
def list_owner_co_owners(
    request: Request, snapshot: Current, id: OwnerName, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = None
) -> Response:
    """With whom an owner shares items, and which, those with most shared items first."""
    model = snapshot.model
    owner = snapshot.references.owner(id)

    def key(pair: tuple[str, int]) -> tuple[int, str, str]:
        return -pair[1], model.name(pair[0]), pair[0]

    page = page_by_key(request, collaboration.co_owner_counts(model, owner), key, limit, cursor)
    page.items[:] = [collaboration.co_owner(model, owner, other, total) for other, total in page.items]
    return list_response(request, page, owner=shapes.ref(model, owner))


@router.get("/owners/{id:path}", response_model=models.Owner, responses=answers("ttl", "jsonld", without=(410,)))
async def get_owner(request: Request, snapshot: Current, id: OwnerName) -> Response:
    """An owner with its names, load by role, section and plan."""
    owner = snapshot.references.owner(id)
    return thing_response(request, snapshot, owner, shapes.owner_detail(snapshot.model, owner))
