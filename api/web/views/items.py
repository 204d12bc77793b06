"""/items: the list with its filters, and one item with the words of the plan that speak of it."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from api.http import shapes
from api.http.collaboration import item_pairs
from api.http.paging import Cursor, page_by_key
from api.http.read_model import ReadModel
from api.http.routers.common import Current, ItemName
from api.http.routers.items import ItemFilter, select_items
from api.web.charts.network import communities, draw_network, weighted_graph
from api.web.highlight import Mark, Piece, cut
from api.web.views.common import Here

router = APIRouter()
PAGE = 60
MAX_WINDOW = 12_000
RELATED = {"HAS_TARGET": "target", "HAS_MILESTONE": "target"}


@router.get("/items")
def list_items(
    request: Request, snapshot: Current, site: Here, wanted: Annotated[ItemFilter, Depends()], cursor: Cursor = None
) -> Response:
    """Work items, narrowed by the form above them."""
    model = snapshot.model
    page = page_by_key(request, select_items(snapshot, wanted), model.item_key, PAGE, cursor)
    page.items[:] = [shapes.item_summary(model, item) for item in page.items]
    categories = snapshot.once(
        "categories", lambda: sorted({a.get("category") or "" for _, a in model.graph.nodes("WorkItem")})
    )
    owner = snapshot.references.owner(wanted.owner) if wanted.owner else None
    return site.render(
        "items.html",
        page=page,
        wanted=wanted,
        categories=[c for c in categories if c],
        owners=[(o, model.name(o)) for o in model.owners[:400]],
        owner=owner,
        section=model.name(wanted.section) if wanted.section else None,
        chosen_plan=snapshot.references.plan(wanted.plan) if wanted.plan else None,
    )


@router.get("/items/{id:path}")
def show_item(request: Request, snapshot: Current, site: Here, id: ItemName) -> Response:
    """One item: its words with everything marked where it stands, its owners, and what it is linked to."""
    model = snapshot.model
    item = snapshot.references.item(id)
    detail = shapes.item_detail(model, item)
    marks = item_marks(model, item, site)
    index = model.item_index[item]
    before = model.items[index - 1] if index else None
    after = model.items[index + 1] if index + 1 < len(model.items) else None
    pieces = item_pieces(model, item, marks)
    return site.render(
        "item.html",
        item=detail,
        pieces=pieces,
        kinds=list(dict.fromkeys(k for p in pieces for k in p.kinds)),
        pairs=item_pairs(model, item),
        network=_network(model, item),
        findings=[shapes.finding(f) for f in item_findings(model, item)],
        before=before,
        after=after,
        ref=lambda node: shapes.ref(model, node),
    )


def item_findings(model: ReadModel, item: str) -> list[Any]:
    """Findings of the loader about one item."""
    attributes = model.nodes[item]
    return [f for f in model.findings.get(attributes["plan"], ()) if f.item == attributes["ref"]]


def item_marks(model: ReadModel, item: str, site: Here) -> list[Mark]:
    """Where owners, targets, policies, named things, details and findings of an item stand in the source."""
    marks = [
        Mark(o.edge["start"], o.edge["end"], "owner", f"{site.t('role.' + o.role)}：{model.name(o.owner)}", o.owner)
        for o in model.owners_of.get(item, ())
        if "start" in o.edge
    ]
    for link in model.outgoing(item):
        kind = _kind(model, link.edge["type"], link.other)
        if kind is not None and "start" in link.edge:
            title = f"{site.label(link.edge['type'])}：{model.name(link.other)}"
            node = "" if kind == "target" else link.other
            marks.append(Mark(link.edge["start"], link.edge["end"], kind, title, node))
    marks += [Mark(f.start, f.end, "finding", f.message(site.lang)) for f in item_findings(model, item)]
    return marks


def _kind(model: ReadModel, relation: str, other: str) -> str | None:
    if relation in RELATED:
        return RELATED[relation]
    if relation not in shapes.MENTIONED:
        return None
    return "policy" if "Policy" in model.nodes[other]["labels"] else "entity"


def item_pieces(model: ReadModel, item: str, marks: list[Mark]) -> list[Piece]:
    """The stretch of the source that holds an item, from its first word to its last mark, cut at the marks."""
    attributes = model.nodes[item]
    if "quote" not in attributes:
        return []
    text = model.nodes[attributes["source"]].get("text", attributes["quote"])
    start, end = attributes["start"], attributes["end"]
    limit = _next_start(model, item, len(text))
    near = [m.end for m in marks if start <= m.start < limit]
    end = min(max([end, *near]), start + MAX_WINDOW)
    stop = text.find("\n", end)
    if 0 <= stop - end <= 2:
        end = stop
    return list(cut(text, start, end, marks))


def _next_start(model: ReadModel, item: str, length: int) -> int:
    """Where the next item of the same source begins."""
    index, here = model.item_index[item], model.nodes[item]
    if index + 1 < len(model.items):
        following = model.nodes[model.items[index + 1]]
        if following.get("source") == here["source"] and following.get("start", 0) > here["start"]:
            return int(following["start"])
    return length


def _network(model: ReadModel, item: str) -> Any:
    owners = list(dict.fromkeys(o.owner for o in model.owners_of.get(item, ())))
    if not 2 <= len(owners) <= 40:
        return None
    shared = {
        (a, b): len(model.item_sets[a] & model.item_sets[b]) for i, a in enumerate(owners) for b in owners[i + 1 :]
    }
    graph = weighted_graph(owners, shared)
    names = {owner: model.name(owner) for owner in owners}
    sizes = {owner: len(model.item_sets[owner]) for owner in owners}
    return draw_network(graph, names, sizes, communities(graph), width=560, height=320)
