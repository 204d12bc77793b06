"""/collaboration: who works with whom, as a network and as a table."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from api.http.routers.common import Asked, PlanFilter
from api.web.charts.network import COLOURS, draw_network, weighted_graph
from api.web.views.common import Here
from queries.answers.co_owners import shared_counts
from queries.answers.models import Ref
from queries.answers.network import communities
from queries.answers.view import View
from queries.answers.workload import By, WorkloadRow, workload

router = APIRouter()
DRAWN, PAIRS = 48, 60


@router.get("/collaboration")
def collaboration(request: Request, view: Asked, site: Here, plan: PlanFilter = None) -> Response:
    """The co-ownership network of one plan, or of all: those with most items, and the pairs that share most."""
    chosen = view.find("plan", plan) if plan else ""
    context = view.once(f"collaboration page {chosen}", lambda: _context(view, chosen))
    return site.render("collaboration.html", chosen_plan=chosen or None, **context)


def _context(view: View, plan: str) -> dict[str, Any]:
    rows = workload(view, By.owner, plan)
    drawn = {str(row.id): row for row in sorted(rows, key=lambda row: (-row.items, row.id or ""))[:DRAWN]}
    graph = weighted_graph(list(drawn), shared_counts(view, list(drawn), plan))
    groups = communities(graph)
    names = {owner: row.name for owner, row in drawn.items()}
    items = {owner: row.items for owner, row in drawn.items()}
    pairs = view.ask("co-owner-pairs", plan=plan, limit=PAIRS)
    return {
        "network": draw_network(graph, names, items, groups, width=1080, height=680) if drawn else None,
        "drawn": len(drawn),
        "total": len(rows),
        "groups": [(index % COLOURS, _by_load(group, drawn)) for index, group in enumerate(groups)],
        "pairs": [
            (_ref(row["owner_id"], row["owner"]), _ref(row["partner_id"], row["partner"]), row["shared"])
            for row in pairs
        ],
    }


def _ref(node: str, name: str) -> Ref:
    return Ref(id=node, label="Owner", name=name)


def _by_load(owners: list[str], rows: dict[str, WorkloadRow]) -> list[WorkloadRow]:
    return sorted((rows[owner] for owner in owners), key=lambda row: (-row.items, row.id or ""))
