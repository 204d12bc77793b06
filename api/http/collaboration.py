"""Who works with whom: the co-owners of an item and of an owner, from the sets of items that owners hold."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import Any

from api.http.read_model import ReadModel
from api.http.shapes import Shape, item_ref, ownership, ref

MAX_SHARED = 20


def item_pairs(model: ReadModel, item: str, shown: int = MAX_SHARED) -> list[Shape]:
    """Every pair of an item's owners with the other items that the two share (``shown`` of them)."""
    owners = list(dict.fromkeys(o.owner for o in model.owners_of.get(item, ())))
    return [_pair(model, a, b, item, shown) for a, b in combinations(owners, 2)]


def _pair(model: ReadModel, a: str, b: str, item: str, shown: int) -> Shape:
    shared = shared_items(model, a, b) - {item}
    return {
        "a": ref(model, a),
        "b": ref(model, b),
        "shared_total": len(shared),
        "shared": [item_ref(model, i) for i in first_items(model, shared, shown)],
    }


def shared_items(model: ReadModel, a: str, b: str) -> frozenset[str]:
    """Items that two owners both own."""
    return model.item_sets.get(a, frozenset()) & model.item_sets.get(b, frozenset())


def first_items(model: ReadModel, items: frozenset[str], shown: int) -> list[str]:
    """The first ``shown`` of ``items`` in the order of the plans."""
    return sorted(items, key=model.item_index.__getitem__)[:shown]


def co_owner_counts(model: ReadModel, owner: str, plan: str | None = None) -> list[tuple[str, int]]:
    """(other owner, number of shared items), most first, then by name."""
    counted: Counter[str] = Counter()
    for item in model.item_sets.get(owner, ()):
        if plan is None or model.nodes[item]["plan"] == plan:
            counted.update({o.owner for o in model.owners_of[item]} - {owner})
    return sorted(counted.items(), key=lambda pair: (-pair[1], model.name(pair[0]), pair[0]))


def co_owner(model: ReadModel, owner: str, other: str, total: int) -> Shape:
    """One co-owner of ``owner`` with the items that the two share."""
    shared = shared_items(model, owner, other)
    return {
        **ref(model, other),
        "shared_total": total,
        "shared": [item_ref(model, i) for i in first_items(model, shared, MAX_SHARED)],
    }


def item_co_owners(model: ReadModel, item: str) -> dict[str, Any]:
    """The members that an item's co-owner answer has besides the list of owners."""
    return {"item": item_ref(model, item), "pairs": item_pairs(model, item)}


def item_owners(model: ReadModel, item: str) -> list[Shape]:
    """The owners of an item in the order printed."""
    return [ownership(model, o) for o in model.owners_of.get(item, ())]
