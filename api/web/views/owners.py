"""/owners: the list by load, and one owner with its items, targets and those it works with."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from api.http import shapes
from api.http.collaboration import co_owner, co_owner_counts
from api.http.paging import Cursor, page_by_key
from api.http.read_model import ReadModel
from api.http.routers.common import Current, OwnerName, Search
from api.http.routers.items import unique_items
from api.http.routers.owners import named
from api.web.charts.network import communities, draw_network, weighted_graph
from api.web.views.common import Here

router = APIRouter()
PAGE, PARTNERS, ITEMS = 100, 20, 200


@router.get("/owners")
def list_owners(request: Request, snapshot: Current, site: Here, q: Search = None, cursor: Cursor = None) -> Response:
    """Owners, those with most items first."""
    model = snapshot.model
    chosen = [owner for owner in model.owners if not q or named(model, owner, q.casefold().split())]
    page = page_by_key(request, chosen, model.owner_key, PAGE, cursor)
    page.items[:] = [shapes.owner_summary(model, owner) for owner in page.items]
    return site.render(
        "owners.html", page=page, q=q or "", most=model.load(model.owners[0]).items if model.owners else 1
    )


@router.get("/owners/{id:path}")
def show_owner(request: Request, snapshot: Current, site: Here, id: OwnerName) -> Response:
    """One owner: what it carries, with whom, and what it must reach."""
    model = snapshot.model
    owner = snapshot.references.owner(id)
    partners = co_owner_counts(model, owner)
    held = model.items_of.get(owner, ())
    return site.render(
        "owner.html",
        owner=shapes.owner_detail(model, owner),
        of=len(model.owners),
        held=[(o, shapes.item_summary(model, o.item), shapes.evidence(o.edge)) for o in held[:ITEMS]],
        more=max(len(held) - ITEMS, 0),
        partners=[co_owner(model, owner, other, total) for other, total in partners[:PARTNERS]],
        partner_count=len(partners),
        targets=_targets(model, owner),
        network=_network(model, owner, partners[:PARTNERS]),
    )


def _targets(model: ReadModel, owner: str) -> list[tuple[str, dict[str, Any]]]:
    """(item, target) of every target of an owner's items."""
    found = []
    for item in unique_items(model, owner)[:ITEMS]:
        found += [(item, shapes.target(model, link.other)) for link in model.outgoing(item, "HAS_TARGET")]
    return found


def _network(model: ReadModel, owner: str, partners: list[tuple[str, int]]) -> Any:
    if not partners:
        return None
    names = [owner, *(other for other, _ in partners[:14])]
    shared = {(owner, other): total for other, total in partners[:14]}
    graph = weighted_graph(names, shared)
    sizes = {node: len(model.item_sets.get(node, ())) for node in names}
    labels = {node: model.name(node) for node in names}
    return draw_network(graph, labels, sizes, communities(graph), focus=owner, width=640, height=380)
