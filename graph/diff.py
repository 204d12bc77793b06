"""What one plan adds, drops and changes against another: two years of one office, or two versions of one paper.

Items are matched by what they say (graph.matching), owners by identity, targets by what they count.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from graph.errors import UnknownNameError
from graph.ids import name_key
from graph.matching import Matchable, one_to_one
from graph.matching.items import of_graph
from graph.plan_graph import PlanGraph

# Properties of a work item whose change is told, in the order of telling.
FIELDS = ("name", "text", "category", "deadline_as_printed", "deadline", "period", "version")

# Sections and targets are the same from here on.
_NAMES_ALIKE = 0.5


@dataclass(frozen=True, slots=True)
class OwnerRef:
    """An owner of an item with its role there."""

    id: str
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class TargetRef:
    """A target of an item: what is counted, how much, by when."""

    indicator: str
    value: float
    unit: str
    comparator: str
    deadline: str


@dataclass(frozen=True, slots=True)
class ItemRef:
    """A work item of one of the plans, with the names of the sections above it, the outermost first."""

    id: str
    ref: str
    number: str
    label: str
    name: str
    section: tuple[str, ...]
    owners: tuple[OwnerRef, ...]
    targets: tuple[TargetRef, ...]
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TargetChange:
    """``kind``: raised, lowered, changed (comparator or deadline), added or dropped."""

    kind: str
    old: TargetRef | None
    new: TargetRef | None


@dataclass(frozen=True, slots=True)
class ItemChange:
    """An item that both plans have: what differs. Nothing differs where all is empty or false."""

    old: ItemRef
    new: ItemRef
    renumbered: bool = False
    moved: bool = False
    fields: tuple[str, ...] = ()
    owners_added: tuple[OwnerRef, ...] = ()
    owners_dropped: tuple[OwnerRef, ...] = ()
    roles_changed: tuple[tuple[OwnerRef, OwnerRef], ...] = ()
    targets: tuple[TargetChange, ...] = ()

    @property
    def differs(self) -> bool:
        """Whether anything differs."""
        return bool(
            self.renumbered or self.moved or self.fields or self.owners_added or self.owners_dropped
            or self.roles_changed or self.targets
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class PlanDiff:
    """The differences of two plans, items in the order of the plan that has them."""

    old_id: str
    old_name: str
    new_id: str
    new_name: str
    added: list[ItemRef] = field(default_factory=list)
    dropped: list[ItemRef] = field(default_factory=list)
    changed: list[ItemChange] = field(default_factory=list)
    unchanged: int = 0
    owners_added: list[str] = field(default_factory=list)
    owners_dropped: list[str] = field(default_factory=list)


def diff_plans(old: PlanGraph, new: PlanGraph, old_plan: str, new_plan: str) -> PlanDiff:
    """What plan ``new_plan`` of graph ``new`` changes against ``old_plan`` of ``old`` (ids; the graphs may be one).

    Raises UnknownNameError when a graph does not hold its plan.
    """
    before, after = _items(old, old_plan), _items(new, new_plan)
    same = one_to_one(of_graph(old, old_plan), of_graph(new, new_plan))
    pairs = [(one, other) for one, other, _ in same]
    sections = _same_sections(before, after)
    years = _year(new, new_plan) - _year(old, old_plan)
    compared = [_compared(before[one], after[other], sections, years) for one, other in pairs]
    matched_old, matched_new = {one for one, _ in pairs}, {other for _, other in pairs}
    old_owners, new_owners = _owner_names(before), _owner_names(after)
    return PlanDiff(
        old_plan, old.nx.nodes[old_plan]["name"], new_plan, new.nx.nodes[new_plan]["name"],
        added=[item for at, item in enumerate(after) if at not in matched_new],
        dropped=[item for at, item in enumerate(before) if at not in matched_old],
        changed=_in_order([pair for pair in compared if pair.differs], after),
        unchanged=sum(not pair.differs for pair in compared),
        owners_added=sorted(new_owners[key] for key in new_owners.keys() - old_owners.keys()),
        owners_dropped=sorted(old_owners[key] for key in old_owners.keys() - new_owners.keys()),
    )  # fmt: skip


def _in_order(changed: list[ItemChange], items: Sequence[ItemRef]) -> list[ItemChange]:
    places = {item.id: at for at, item in enumerate(items)}
    return sorted(changed, key=lambda pair: places[pair.new.id])


def _year(graph: PlanGraph, plan: str) -> int:
    year: int = graph.nx.nodes[plan].get("year", 0)
    return year


def _owner_names(items: Sequence[ItemRef]) -> dict[str, str]:
    return {owner.id: owner.name for item in items for owner in item.owners}


def _named_alike(old: Sequence[Matchable], new: Sequence[Matchable]) -> list[tuple[int, int]]:
    """The same of things that have a name only."""
    return [(before, after) for before, after, _ in one_to_one(old, new, least=_NAMES_ALIKE)]


def _items(graph: PlanGraph, plan: str) -> list[ItemRef]:
    """The work items of ``plan`` by position."""
    if plan not in graph.nx or graph.nx.nodes[plan]["labels"][0] != "Plan":
        raise UnknownNameError(f"no plan {plan}; load it first")
    owners: defaultdict[str, list[tuple[int, OwnerRef]]] = defaultdict(list)
    targets: defaultdict[str, list[TargetRef]] = defaultdict(list)
    parents: dict[str, str] = {}
    for start, end, edge in graph.edges("OWNS", "HAS_TARGET", "PART_OF"):
        if edge["plan"] != plan:
            continue
        if edge["type"] == "OWNS":
            owner = OwnerRef(start, graph.nx.nodes[start]["name"], edge["role"])
            owners[end].append((edge["position"], owner))
        elif edge["type"] == "HAS_TARGET":
            targets[start].append(_target(graph.nx.nodes[end]))
        elif graph.nx.nodes[end]["labels"][0] == "Section":
            parents[start] = end
    found = []
    for node, attributes in graph.nodes("WorkItem"):
        if attributes["plan"] == plan:
            own = tuple(owner for _, owner in sorted(owners[node], key=lambda entry: entry[0]))
            section = _section(graph, parents, node)
            found.append((attributes["position"], _item(node, attributes, section, own, tuple(targets[node]))))
    return [item for _, item in sorted(found, key=lambda entry: (entry[0], entry[1].id))]


def _item(
    node: str,
    attributes: Mapping[str, Any],
    section: tuple[str, ...],
    owners: tuple[OwnerRef, ...],
    targets: tuple[TargetRef, ...],
) -> ItemRef:
    told = {key: str(attributes[key]) for key in (*FIELDS, "part") if key in attributes}
    return ItemRef(
        node, attributes["ref"], attributes.get("number", ""), attributes["labels"][0], attributes["name"],
        section, owners, targets, told,
    )  # fmt: skip


def _target(attributes: Mapping[str, Any]) -> TargetRef:
    return TargetRef(
        attributes["indicator"], attributes["value"], attributes.get("unit", ""), attributes["comparator"],
        attributes.get("deadline", ""),
    )  # fmt: skip


def _section(graph: PlanGraph, parents: Mapping[str, str], node: str) -> tuple[str, ...]:
    names: list[str] = []
    while node in parents and len(names) < len(parents):
        node = parents[node]
        names.insert(0, graph.nx.nodes[node]["name"])
    return tuple(names)


def _same_sections(old: Sequence[ItemRef], new: Sequence[ItemRef]) -> dict[tuple[str, ...], tuple[str, ...]]:
    """The new path of each old section path that goes on, if under another wording."""
    before, after = (list(dict.fromkeys(item.section for item in items)) for items in (old, new))
    pairs = _named_alike(*([Matchable(len(path), "/".join(path), "") for path in paths] for paths in (before, after)))
    return {before[one]: after[other] for one, other in pairs}


def _compared(
    old: ItemRef, new: ItemRef, sections: Mapping[tuple[str, ...], tuple[str, ...]], years: int
) -> ItemChange:
    """What differs; ``years`` is how much later the new plan is: 年底 of each plan's own year is no change."""
    held, wanted = ({owner.id: owner for owner in item.owners} for item in (old, new))
    fields = [key for key in FIELDS if _differs(old.fields.get(key), new.fields.get(key))]
    if "deadline" in fields and _later(old.fields.get("deadline", ""), years) == new.fields.get("deadline", ""):
        fields.remove("deadline")
    return ItemChange(
        old, new,
        renumbered=_differs(old.number, new.number),
        moved=sections.get(old.section) != new.section,
        fields=tuple(fields),
        owners_added=tuple(owner for owner in new.owners if owner.id not in held),
        owners_dropped=tuple(owner for owner in old.owners if owner.id not in wanted),
        roles_changed=tuple((held[o.id], o) for o in new.owners if o.id in held and held[o.id].role != o.role),
        targets=tuple(_target_changes(old.targets, new.targets, years)),
    )  # fmt: skip


def _later(date: str, years: int) -> str:
    """An ISO date, month or year so many years later."""
    return f"{int(date[:4]) + years:04}{date[4:]}" if date else ""


def _differs(old: str | None, new: str | None) -> bool:
    """Whether two values differ in more than white space, width and punctuation."""
    return name_key(old or "") != name_key(new or "")


def _target_changes(old: Sequence[TargetRef], new: Sequence[TargetRef], years: int) -> list[TargetChange]:
    pairs = _named_alike(
        [Matchable(target.unit, target.indicator, "") for target in old],
        [Matchable(target.unit, target.indicator, "") for target in new],
    )
    changes = [TargetChange(_kind(old[one], new[other], years), old[one], new[other]) for one, other in pairs]
    kept_old, kept_new = {one for one, _ in pairs}, {other for _, other in pairs}
    changes += [TargetChange("dropped", target, None) for at, target in enumerate(old) if at not in kept_old]
    changes += [TargetChange("added", None, target) for at, target in enumerate(new) if at not in kept_new]
    return [change for change in changes if change.kind]


def _kind(old: TargetRef, new: TargetRef, years: int) -> str:
    if new.value != old.value:
        return "raised" if new.value > old.value else "lowered"
    same_time = new.deadline in (old.deadline, _later(old.deadline, years))
    return "" if same_time and old.comparator == new.comparator else "changed"
