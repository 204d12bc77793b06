"""/collaboration: who works with whom, as a network and as a table."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import Any

from fastapi import APIRouter, Request, Response

from api.http import shapes
from api.http.read_model import ReadModel
from api.http.routers.common import Current, PlanFilter
from api.web.charts.network import COLOURS, communities, draw_network, weighted_graph
from api.web.views.common import Here

router = APIRouter()
DRAWN, PAIRS = 48, 60


@router.get("/collaboration")
def collaboration(request: Request, snapshot: Current, site: Here, plan: PlanFilter = None) -> Response:
    """The co-ownership network of one plan, or of all."""
    model = snapshot.model
    chosen = snapshot.references.plan(plan) if plan else None
    context = snapshot.once(f"collaboration {chosen}", lambda: _context(model, chosen))
    return site.render("collaboration.html", chosen_plan=chosen, **context)


def shared_counts(model: ReadModel, plan: str | None) -> tuple[Counter[str], Counter[tuple[str, str]]]:
    """(items by owner, shared items by pair of owners in order) of one plan or of all."""
    items: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for item, held in model.owners_of.items():
        if plan is None or model.nodes[item]["plan"] == plan:
            owners = sorted({o.owner for o in held})
            items.update(owners)
            pairs.update(combinations(owners, 2))
    return items, pairs


def _context(model: ReadModel, plan: str | None) -> dict[str, Any]:
    items, pairs = shared_counts(model, plan)
    drawn = [owner for owner, _ in sorted(items.items(), key=lambda p: (-p[1], p[0]))[:DRAWN]]
    inside = set(drawn)
    graph = weighted_graph(drawn, {pair: n for pair, n in pairs.items() if inside.issuperset(pair)})
    groups = communities(graph) if drawn else []
    names = {owner: model.name(owner) for owner in drawn}
    ranked = sorted(pairs.items(), key=lambda p: (-p[1], model.name(p[0][0]), model.name(p[0][1])))
    return {
        "network": draw_network(graph, names, items, groups, width=1080, height=680) if drawn else None,
        "drawn": len(drawn),
        "total": len(items),
        "groups": [
            (index % COLOURS, [shapes.ref(model, owner) | {"items": items[owner]} for owner in _by_load(group, items)])
            for index, group in enumerate(groups)
        ],
        "pairs": [(shapes.ref(model, a), shapes.ref(model, b), n) for (a, b), n in ranked[:PAIRS]],
    }


def _by_load(owners: list[str], items: Counter[str]) -> list[str]:
    return sorted(owners, key=lambda owner: (-items[owner], owner))
