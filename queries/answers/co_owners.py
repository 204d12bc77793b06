"""Who works with whom: the co-owners of an item and of an owner, and the network of all, from the catalogue's rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

from graph.schema import schema
from queries.answers.items import item_owners, item_refs
from queries.answers.models import ItemRef, Model, Ref, ref
from queries.answers.records import records
from queries.answers.view import Plans, View

SHOWN = 20


class Pair(Model):
    """Two owners of an item and the other items that they share (the first 20)."""

    a: Ref
    b: Ref
    shared_total: int
    shared: list[ItemRef]


class CoOwner(Ref):
    """An owner that shares items (the first 20 are given)."""

    shared_total: int
    shared: list[ItemRef]


def item_pairs(view: View, item: str, shown: int = SHOWN) -> list[Pair]:
    """Every pair of an item's owners, in the order printed, with the other items that the two share (``shown``)."""
    rows = view.ask("co-owners-of-item", item=item, sample=shown)
    told = _shared(view, rows)
    by_pair = {frozenset((row["owner_id"], row["partner_id"])): row for row in rows}
    owners = {owner.id: Ref(id=owner.id, label=owner.label, name=owner.name) for owner in item_owners(view, item)}
    found = []
    for a, b in combinations(owners, 2):
        row = by_pair[frozenset((a, b))]
        shared = [told[one["item_id"]] for one in row["shared_items"]]
        found.append(Pair(a=owners[a], b=owners[b], shared_total=row["shared"], shared=shared))
    return found


def _shared(view: View, rows: Sequence[Mapping[str, Any]]) -> dict[str, ItemRef]:
    return item_refs(view, (one["item_id"] for row in rows for one in row["shared_items"]))


def co_owner_count(view: View, owner: str, plans: Plans = ()) -> int:
    """How many others share an item with ``owner``."""
    return len(partner_counts(view, owner, plans))


def partner_counts(view: View, owner: str, plans: Plans = ()) -> list[tuple[str, int]]:
    """(other owner, number of items shared in ``plans``, or in all), most first, then by id."""

    def make() -> list[tuple[str, int]]:
        counts = Counter[str]()
        for row in view.ask_each("co-owners-of-owner", plans, owner=owner, sample=0):
            counts[row["partner_id"]] += row["shared"]
        return sorted(counts.items(), key=lambda one: (-one[1], one[0]))

    return view.once(f"partners {owner} {plans}", make)


def co_owners(view: View, owner: str, skip: int, limit: int, plans: Plans = ()) -> list[CoOwner]:
    """Those who share items with ``owner`` in ``plans`` (all when empty), most first, then by id, and the items."""
    chosen = partner_counts(view, owner, plans)[skip : skip + limit]
    held: dict[str, list[Any]] = {partner: [] for partner, _ in chosen}
    window = {"skip": skip, "limit": limit} if len(plans) < 2 else {}
    for row in view.ask_each("co-owners-of-owner", plans, owner=owner, sample=SHOWN, **window):
        if row["partner_id"] in held:
            held[row["partner_id"]] += row["shared_items"]
    rows: list[dict[str, Any]] = [{"partner_id": p, "shared": n, "shared_items": held[p][:SHOWN]} for p, n in chosen]
    told, near = _shared(view, rows), records(view, held)
    return [
        CoOwner(
            **ref(near[row["partner_id"]]).model_dump(),
            shared_total=row["shared"],
            shared=[told[one["item_id"]] for one in row["shared_items"]],
        )
        for row in rows
    ]


def shared_counts(
    view: View, owners: Sequence[str], plans: Plans = (), section: str = ""
) -> dict[tuple[str, str], int]:
    """Number of items that each two of some owners share, by their ids in order; pairs that share none are left out.

    Only items of ``plans`` (of all when empty) and of ``section`` count.
    """
    if len(owners) < 2:
        return {}
    rows = view.read(
        f"UNWIND $owners AS one MATCH (a:{'|'.join(schema().primary_labels('Owner'))} {{id: one}}) "
        "MATCH (a)-[:OWNS]->(i:WorkItem)<-[:OWNS]-(b:Owner) "
        "WHERE a.id < b.id AND b.id IN $owners AND (size($plans) = 0 OR i.plan IN $plans) "
        "AND ($section = '' OR EXISTS { MATCH (i)-[:PART_OF*1..4]->(s:Section) WHERE s.id = $section }) "
        "RETURN a.id AS a, b.id AS b, count(DISTINCT i.id) AS n ORDER BY a, b",
        owners=sorted(owners),
        plans=list(plans),
        section=section,
    )
    return {(row["a"], row["b"]): row["n"] for row in rows}
