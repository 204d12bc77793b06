"""/collaboration: who works with whom, as a network and as a table."""

from __future__ import annotations

from collections import Counter
from typing import Any

from fastapi import APIRouter, Request, Response

from api.http.routers.common import Asked
from api.web.charts.network import COLOURS, draw_network, weighted_graph
from api.web.scope import Scope
from api.web.views.common import Here
from queries.answers.co_owners import shared_counts
from queries.answers.models import Ref
from queries.answers.network import communities
from queries.answers.owners import OwnerSummary, owner_ids, owner_names, owner_summaries
from queries.answers.view import View

router = APIRouter()
DRAWN, PAIRS = 48, 60


@router.get("/collaboration")
def collaboration(request: Request, view: Asked, site: Here) -> Response:
    """The co-ownership network of the plans chosen: those with most items, and the pairs that share most."""
    context = view.once(f"collaboration page {site.scope.word}", lambda: _context(view, site.scope))
    return site.render("collaboration.html", **context)


def _context(view: View, scope: Scope) -> dict[str, Any]:
    chosen = owner_ids(view, (), scope.plans)
    drawn = {row.id: row for row in owner_summaries(view, chosen[:DRAWN], scope.plans) if row.items}
    graph = weighted_graph(list(drawn), shared_counts(view, list(drawn), scope.plans))
    groups = communities(graph)
    names = {owner: scope.called(owner, row.name) for owner, row in drawn.items()}
    items = {owner: row.items for owner, row in drawn.items()}
    shared = Counter[tuple[str, str]]()
    for row in view.ask_each("co-owner-pairs", scope.plans):
        shared[row["owner_id"], row["partner_id"]] += row["shared"]
    pairs = sorted(shared.items(), key=lambda one: (-one[1], one[0]))[:PAIRS]
    called = owner_names(view, [owner for pair, _ in pairs for owner in pair])
    return {
        "network": draw_network(graph, names, items, groups, width=1080, height=680) if drawn else None,
        "drawn": len(drawn),
        "total": len(chosen),
        "groups": [(index % COLOURS, _by_load(group, drawn)) for index, group in enumerate(groups)],
        "pairs": [(_ref(a, called[a]), _ref(b, called[b]), n) for (a, b), n in pairs],
    }


def _ref(node: str, name: str) -> Ref:
    return Ref(id=node, label="Owner", name=name)


def _by_load(owners: list[str], rows: dict[str, OwnerSummary]) -> list[OwnerSummary]:
    return sorted((rows[owner] for owner in owners), key=lambda row: (-row.items, row.id))
