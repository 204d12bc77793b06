"""Who works with whom: the co-owners of an item and of an owner, and the network of all, from the catalogue's rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

from graph.schema import schema
from queries.answers.items import item_owners, item_refs
from queries.answers.models import ItemRef, Model, Ref, ref
from queries.answers.records import records
from queries.answers.view import View

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


def co_owner_count(view: View, owner: str, plan: str = "") -> int:
    """How many others share an item with ``owner``."""
    return len(partner_counts(view, owner, plan))


def partner_counts(view: View, owner: str, plan: str = "") -> list[tuple[str, int]]:
    """(other owner, number of shared items), most first, then by id."""

    def make() -> list[tuple[str, int]]:
        rows = view.ask("co-owners-of-owner", owner=owner, plan=plan, sample=0)
        return [(row["partner_id"], row["shared"]) for row in rows]

    return view.once(f"partners {owner} {plan}", make)


def co_owners(view: View, owner: str, skip: int, limit: int, plan: str = "") -> list[CoOwner]:
    """Those who share items with ``owner``, most first, then by id, with the items that they share."""
    rows = view.ask("co-owners-of-owner", owner=owner, plan=plan, sample=SHOWN, skip=skip, limit=limit)
    told, near = _shared(view, rows), records(view, (row["partner_id"] for row in rows))
    return [
        CoOwner(
            **ref(near[row["partner_id"]]).model_dump(),
            shared_total=row["shared"],
            shared=[told[one["item_id"]] for one in row["shared_items"]],
        )
        for row in rows
    ]


def shared_counts(view: View, owners: Sequence[str], plan: str = "") -> dict[tuple[str, str], int]:
    """Number of items that each two of some owners share, by their ids in order; pairs that share none are left out."""
    if len(owners) < 2:
        return {}
    rows = view.read(
        f"UNWIND $owners AS one MATCH (a:{'|'.join(schema().primary_labels('Owner'))} {{id: one}}) "
        "MATCH (a)-[:OWNS]->(i:WorkItem)<-[:OWNS]-(b:Owner) "
        "WHERE a.id < b.id AND b.id IN $owners AND ($plan = '' OR i.plan = $plan) "
        "RETURN a.id AS a, b.id AS b, count(DISTINCT i.id) AS n ORDER BY a, b",
        owners=sorted(owners),
        plan=plan,
    )
    return {(row["a"], row["b"]): row["n"] for row in rows}
