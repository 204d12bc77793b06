"""The items of plans as matching reads them, told by each plan itself and kept beside the engine's graph.

So a plan is added to many without reading that graph: matching asks for the few plans that the new one goes with.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from pydantic import TypeAdapter, ValidationError

from graph.errors import StoreError
from graph.matching.items import (
    SAID_OF_DOCUMENTS,
    SAID_OF_THINGS,
    ItemRow,
    Matchable,
    SaidRow,
    TargetRow,
    matchables,
)
from graph.schema import schema
from graph.store.packing import pack, unpack
from graph.store.parts import PlanPart

# Of items: id, position, part, name, text; what they speak of: item, type, name; targets: item, indicator, unit.
PlanRows = tuple[list[tuple[str, int, str, str, str]], list[tuple[str, str, str]], list[tuple[str, str, str]]]
_ROWS = TypeAdapter(PlanRows)


def rows_of(part: PlanPart) -> PlanRows:
    """What matching reads of a plan's items, the same for any order in which the plan states it."""
    names = {node_id: attributes["name"] for node_id, attributes in part.shared.items()}
    for columns in part.nodes.values():
        names.update(zip(columns["id"], columns["name"], strict=True))
    items: list[tuple[str, int, str, str, str]] = []
    for label in schema().primary_labels("WorkItem"):
        if columns := part.nodes.get(label, {}):
            items += zip(*(columns[key] for key in ("id", "position", "part", "name", "text")), strict=True)
    own = {item[0] for item in items}
    said = {
        (item, name, names[end])
        for name in (*SAID_OF_THINGS, *SAID_OF_DOCUMENTS)
        for item, end in _pairs(part, name)
        if item in own and end in names
    }
    targets = {}
    if columns := part.nodes.get("Target", {}):
        units = columns.get("unit") or [None] * len(columns["id"])
        for target, indicator, unit in zip(columns["id"], columns["indicator"], units, strict=True):
            targets[target] = (indicator, unit or "")
    counted = {(item, *targets[end]) for item, end in _pairs(part, "HAS_TARGET") if item in own and end in targets}
    return sorted(items), sorted(said), sorted(counted)


def _pairs(part: PlanPart, name: str) -> Iterator[tuple[str, str]]:
    columns = part.edges.get(name, {})
    return zip(columns.get("source_id", ()), columns.get("target_id", ()), strict=True)


def matchables_of(plan: str, rows: PlanRows) -> list[Matchable]:
    """The items of a plan from what ``rows_of`` gave, in the order of the plan."""
    items, said, targets = rows
    return matchables(
        (ItemRow(plan, *item) for item in items),
        (SaidRow(*row) for row in said),
        (TargetRow(*row) for row in targets),
    ).get(plan, [])


@dataclass(frozen=True)
class PlanItems:
    """``packed`` as a file holds them, by plan; of ``latest`` plans as they state them."""

    packed: Mapping[str, bytes] = field(default_factory=dict)
    latest: Mapping[str, PlanPart] = field(default_factory=dict)

    def of(self, plans: Collection[str]) -> dict[str, list[Matchable]]:
        """The items by plan; raises StoreError where a file tells something else."""
        return {plan: matchables_of(plan, self.rows(plan)) for plan in plans}

    def rows(self, plan: str) -> PlanRows:
        """What matching reads of one plan; raises StoreError."""
        if plan in self.latest:
            return rows_of(self.latest[plan])
        try:
            return _ROWS.validate_json(unpack(self.packed[plan]))
        except (ValidationError, KeyError) as error:
            raise StoreError(
                f"is damaged (items of {plan}: {type(error).__name__}); restore a copy or load the plans again"
            ) from None

    def packed_for(self, plans: Collection[str]) -> list[bytes]:
        """The bytes of each plan in this order, for a file."""
        return [pack(rows_of(self.latest[plan])) if plan in self.latest else self.packed[plan] for plan in plans]
