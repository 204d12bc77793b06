"""/items: the list with its filters, and one item with the words of the plan that speak of it."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from api.http.paging import Cursor
from api.http.routers.common import Asked, Current, ItemName
from api.http.routers.items import KINDS, ItemFilter, Sort, item_list
from api.web.charts.network import draw_network, weighted_graph
from api.web.highlight import Mark, Piece, cut
from api.web.views.common import Here, meant_items, owner_choices
from api.web.views.sheets import sheets_of
from queries.answers import co_owners, items, owners, plans
from queries.answers.models import Evidence
from queries.answers.network import communities
from queries.answers.records import records
from queries.answers.things import source_text
from queries.answers.view import View

router = APIRouter()
PAGE = 60
MAX_WINDOW = 12_000


@router.get("/items")
def list_items(
    request: Request,
    snapshot: Current,
    site: Here,
    wanted: Annotated[ItemFilter, Depends()],
    sort: Sort = Sort.plan,
    cursor: Cursor = None,
) -> Response:
    """Work items, narrowed by the form above them."""
    view, meant = snapshot.view, meant_items(snapshot.view, wanted, site)
    page = item_list(request, snapshot, meant, sort, PAGE, cursor)
    rows = view.once("categories", lambda: view.ask("categories"))
    chapter = records(view, meant.sections[:1])
    return site.render(
        "items.html",
        page=page,
        given={"kind": _first(wanted.kind), "category": _first(wanted.category), "q": wanted.q},
        kinds=KINDS,
        sort=sort.value,
        sorts=[one.value for one in Sort],
        categories=sorted({row["category"] for row in rows}),
        owners=owner_choices(view, site),
        owner=_first(meant.owners),
        section=next((one["name"] for one in chapter.values()), site.t("overview.no_section")),
        chosen_section=_first(meant.sections),
        data=site.data(*((n, v) for n, v in site.query("within", "plan", "lang", "cursor"))),
    )


def _first(values: tuple[Any, ...]) -> Any:
    return values[0] if values else None


@router.get("/items/{id:path}")
def show_item(request: Request, view: Asked, site: Here, id: ItemName) -> Response:
    """One item: its words with everything marked where it stands, its owners, and what it is linked to."""
    detail = items.item_detail(view, site.find("item", id))
    found = [f for f in plans.findings(view, detail.plan) if f.item == detail.ref]
    before, after = items.neighbours(view, detail.id)
    marks = item_marks(detail, found, site)
    pieces = item_pieces(view, detail, marks, after.id if after else None)
    sheets = None
    if detail.evidence and pieces:
        end = pieces[-1].start + len(pieces[-1].text)
        inside = [mark for mark in marks if pieces[0].start <= mark.start < end]
        sheets = sheets_of(request, view, detail.evidence.source, pieces[0].start, end, inside)
    return site.render(
        "item.html",
        lasting=sheets is None,
        item=detail,
        pieces=pieces,
        sheets=sheets,
        kinds=list(dict.fromkeys(k for p in pieces for k in p.kinds)),
        pairs=co_owners.item_pairs(view, detail.id),
        network=_network(view, detail, site),
        findings=found,
        chain=view.ask("chain-of-item", item=detail.id),
        history=view.ask("history-of-item", item=detail.id),
        before=before,
        after=after,
    )


def item_marks(item: items.Item, found: list[plans.Finding], site: Here) -> list[Mark]:
    """Where owners, targets, policies, named things, details and findings of an item stand in the source."""
    marks = [_mark(o.evidence, "owner", f"{site.t('role.' + o.role)}：{o.name}", o.id) for o in item.owners]
    for kind, goals in (("HAS_TARGET", item.targets), ("HAS_MILESTONE", item.milestones)):
        marks += [_mark(goal.evidence, "target", f"{site.label(kind)}：{goal.name}") for goal in goals]
    for kind, mentions in (("policy", item.policies), ("entity", item.entities)):
        marks += [_mark(m.evidence, kind, f"{site.label(m.relation)}：{m.name}", m.id) for m in mentions]
    marks += [Mark(f.start, f.end, "finding", getattr(f.message, site.lang)) for f in found]
    return [mark for mark in marks if mark is not None]


def _mark(place: Evidence | None, kind: str, title: str, node: str = "") -> Mark | None:
    return Mark(place.start, place.end, kind, title, node) if place else None


def item_pieces(view: View, item: items.Item, marks: list[Mark], following: str | None) -> list[Piece]:
    """The stretch of the source that holds an item, from its first word to its last mark, cut at the marks."""
    if item.evidence is None:
        return []
    text = source_text(view, item.evidence.source) or item.evidence.quote
    start, end = item.evidence.start, item.evidence.end
    limit = _next_start(view, item.evidence, following, len(text))
    near = [m.end for m in marks if start <= m.start < limit]
    end = min(max([end, *near]), start + MAX_WINDOW)
    stop = text.find("\n", end)
    if 0 <= stop - end <= 2:
        end = stop
    return list(cut(text, start, end, marks))


def _next_start(view: View, here: Evidence, following: str | None, length: int) -> int:
    """Where the next item of the same source begins."""
    for after in records(view, [following] if following else []).values():
        if after["source"] == here.source and after["start"] > here.start:
            return int(after["start"])
    return length


def _network(view: View, item: items.Item, site: Here) -> Any:
    names = {owner.id: site.called(owner.id, owner.name) for owner in item.owners}
    if not 2 <= len(names) <= 40:
        return None
    graph = weighted_graph(list(names), co_owners.shared_counts(view, list(names)))
    sizes = {owner.id: owner.items for owner in owners.owner_summaries(view, list(names))}
    return draw_network(graph, names, sizes, communities(graph), width=560, height=320)
