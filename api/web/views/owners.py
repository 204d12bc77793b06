"""/owners: the list by load, and one owner with its items, targets and those it works with."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from api.http.paging import Cursor, page_by_key
from api.http.routers.common import Asked, OwnerName, Search
from api.web.charts.network import draw_network, weighted_graph
from api.web.scope import Scope
from api.web.views.common import Here
from queries.answers import co_owners, items, owners
from queries.answers.network import communities
from queries.answers.records import links, records
from queries.answers.view import View

router = APIRouter()
PAGE, PARTNERS, ITEMS, DRAWN = 100, 20, 200, 14


@router.get("/owners")
def list_owners(request: Request, view: Asked, site: Here, q: Search = None, cursor: Cursor = None) -> Response:
    """Owners, those with most items first."""
    plans = site.scope.plans
    chosen = owners.owner_ids(view, (q or "").split(), plans)
    page = page_by_key(request, chosen, lambda owner: owners.owner_key(view, owner, plans), PAGE, cursor)
    page.items[:] = owners.owner_summaries(view, page.items, plans)
    first = owners.owner_summaries(view, owners.owner_ids(view, (), plans)[:1], plans)
    return site.render("owners.html", page=page, q=q or "", most=first[0].items if first else 1)


@router.get("/owners/{id:path}")
def show_owner(request: Request, view: Asked, site: Here, id: OwnerName) -> Response:
    """One owner: what it carries, with whom, and what it must reach."""
    plans = site.scope.plans
    owner = owners.owner_detail(view, site.find("owner", id), plans)
    partners = co_owners.co_owners(view, owner.id, 0, PARTNERS, plans)
    held = [item for _, item in owners.owned_page(view, owner.id, plans, None, ITEMS)]
    counts = owners.owned_counts(view, owner.id)
    return site.render(
        "owner.html",
        owner=owner,
        of=len(owners.owner_ids(view, (), plans)),
        held=held,
        more=max(sum(counts[plan] for plan in plans or counts if plan in counts) - ITEMS, 0),
        partners=partners,
        partner_count=co_owners.co_owner_count(view, owner.id, plans),
        targets=_targets(view, held),
        duties=_duties(view, owner.id),
        network=_network(view, owner, partners[:DRAWN], site.scope),
    )


def _duties(view: View, owner: str) -> list[dict[str, Any]]:
    """Duties over the years, where an item of the owner continues another or is continued; none else."""
    rows = view.ask("duties-of-owner", owner=owner, limit=ITEMS)
    return rows if any(row["before_id"] for row in rows) else []


def _targets(view: View, held: list[owners.OwnedItem]) -> list[tuple[owners.OwnedItem, items.Target]]:
    """(item, target) of every target of an owner's items."""
    by_id = {item.id: item for item in held}
    found = [(item, link["id"]) for item, near in links(view, list(by_id), ["HAS_TARGET"]).items() for link in near]
    stated = records(view, [target for _, target in found])
    return [(by_id[item], items.target(stated[target])) for item, target in found]


def _network(view: View, owner: owners.Owner, partners: list[co_owners.CoOwner], scope: Scope) -> Any:
    if not partners:
        return None
    names = {one.id: scope.called(one.id, one.name) for one in (owner, *partners)}
    graph = weighted_graph(list(names), {(owner.id, partner.id): partner.shared_total for partner in partners})
    sizes = {one.id: one.items for one in owners.owner_summaries(view, list(names), scope.plans)}
    return draw_network(graph, names, sizes, communities(graph), focus=owner.id, width=640, height=380)
