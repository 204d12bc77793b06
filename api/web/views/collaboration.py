"""/collaboration: who works with whom, as a network to walk through and as a table of the same."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from api.http.routers.common import Asked, Word
from api.web.charts.network import COLOURS, draw_network, weighted_graph
from api.web.views.common import Here, owner_choices
from queries.answers.co_owners import partner_counts, shared_counts
from queries.answers.network import communities
from queries.answers.owners import owner_names
from queries.answers.plans import sections
from queries.answers.view import View

router = APIRouter()
DRAWN, PAIRS = 48, 60
Pairs = dict[tuple[str, str], int]
Strength = Annotated[int, Query(ge=1, le=1000, description="items that two must share to be joined")]


@router.get("/collaboration")
def collaboration(
    request: Request, view: Asked, site: Here, owner: Word = "", section: Word = "", strength: Strength = 1
) -> Response:
    """The network of those with most items, or of one owner and its neighbours; by chapter and number of shared items."""
    focus = site.find("owner", owner) if owner else ""
    chapter = view.find("section", section, site.scope.plan) if section else ""
    key = f"collaboration page {site.scope.word} {focus} {chapter} {strength}"
    return site.render(
        "collaboration.html",
        focus=focus,
        chapter=chapter,
        strength=strength,
        sections=[(s.id, s.name) for s in sections(view, site.scope.plan)] if site.scope.plan else [],
        owners=owner_choices(view, site),
        **view.once(key, lambda: _context(view, site, focus, chapter, strength)),
    )


def _context(view: View, site: Here, focus: str, chapter: str, strength: int) -> dict[str, Any]:
    loads = Counter[str]()
    for row in view.ask_each("workload-by-owner", site.scope.plans, section=chapter):
        loads[row["owner_id"]] += row["items"]
    pairs = _pairs(view, site, loads, focus, chapter, strength)
    ends = {owner for pair in pairs for owner in pair}
    ordered = sorted(loads, key=lambda owner: (owner != focus, -loads[owner], owner))
    drawn = [owner for owner in ordered if owner in ends or owner == focus or not (focus or strength > 1)][:DRAWN]
    names = {owner: site.called(owner, name) for owner, name in owner_names(view, list(loads)).items()}
    graph = weighted_graph(drawn, {pair: n for pair, n in pairs.items() if set(pair) <= set(drawn)})
    groups = communities(graph)
    told = sorted(pairs.items(), key=lambda one: (focus not in one[0] if focus else False, -one[1], one[0]))[:PAIRS]
    return {
        "network": draw_network(graph, names, loads, groups, focus=focus or None, width=860, height=680)
        if drawn
        else None,
        "names": names,
        "drawn": len(drawn),
        "total": len(loads),
        "groups": [
            (i % COLOURS, [(o, loads[o]) for o in sorted(group, key=lambda o: (-loads[o], o))])
            for i, group in enumerate(groups)
        ],
        "pairs": [(*((a, b) if a == focus else (b, a) if b == focus else (a, b)), n) for (a, b), n in told],
    }


def _pairs(view: View, site: Here, loads: Counter[str], focus: str, chapter: str, strength: int) -> Pairs:
    """Numbers of items that two owners share: of those with most items, or of one owner and those that work with it."""
    chosen = [owner for owner, _ in sorted(loads.items(), key=lambda one: (-one[1], one[0]))]
    if focus and not chapter:
        chosen = [focus, *(partner for partner, n in partner_counts(view, focus, site.scope.plans) if n >= strength)]
    elif not focus:
        chosen = chosen[:DRAWN]
    found = {p: n for p, n in shared_counts(view, chosen, site.scope.plans, chapter).items() if n >= strength}
    if not focus:
        return found
    near = {owner for pair in found if focus in pair for owner in pair}
    return {pair: n for pair, n in found.items() if set(pair) <= near}
