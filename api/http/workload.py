"""Where the work lies: counts, leads, fractional shares and concentration by owner, section, category or kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from api.http.read_model import ReadModel
from api.http.shapes import Shape
from api.http.snapshots import Snapshot

TOP = (1, 3, 5, 10)


class By(StrEnum):
    """What a workload is counted by."""

    owner = "owner"
    section = "section"
    category = "category"
    kind = "kind"


@dataclass(slots=True)
class _Group:
    items: set[str] = field(default_factory=set)
    owners: set[str] = field(default_factory=set)
    roles: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    fraction: float = 0.0


def workload(model: ReadModel, by: By, plan: str | None) -> list[Shape]:
    """Rows of the workload of one plan (all for None), the largest first, then by name."""
    items = [item for item in model.items if plan is None or model.nodes[item]["plan"] == plan]
    groups: dict[str, _Group] = defaultdict(_Group)
    for item in items:
        keys = _keys(model, item, by)
        for key in keys:
            group = groups[key]
            group.items.add(item)
            group.fraction += 1 / len(keys)
            for held in model.owners_of.get(item, ()):
                if by is not By.owner or held.owner == key:
                    group.owners.add(held.owner)
                    group.roles[held.role].add(item)
    total = sum(len(group.items) for group in groups.values())
    rows = [_row(model, by, key, group, total) for key, group in groups.items()]
    return sorted(rows, key=workload_key)


def kept_workload(snapshot: Snapshot, by: By, plan: str | None) -> list[Shape]:
    """The same, computed once a version; where one plan is loaded, all plans are that one."""
    if snapshot.model.plans == (plan,):
        plan = None
    rows: list[Shape] = snapshot.once(f"workload {by} {plan}", lambda: workload(snapshot.model, by, plan))
    return rows


def warm_workloads(snapshot: Snapshot) -> None:
    """Computes the workloads over all plans, which take longest on a large graph."""
    for by in By:
        kept_workload(snapshot, by, None)


def workload_key(row: Shape) -> tuple[int, str, str]:
    """What rows are ordered by."""
    return -row["items"], row["name"], row["id"] or ""


def _keys(model: ReadModel, item: str, by: By) -> list[str]:
    if by is By.owner:
        return list(dict.fromkeys(held.owner for held in model.owners_of.get(item, ())))
    if by is By.section:
        return [model.chapter_of(item) or ""]
    attributes = model.nodes[item]
    return [attributes.get("category") or ""] if by is By.category else [attributes["labels"][0]]


def _row(model: ReadModel, by: By, key: str, group: _Group, total: int) -> Shape:
    is_node = by in (By.owner, By.section) and key != ""
    return {
        "id": key if is_node else None,
        "name": model.name(key) if is_node else key,
        "items": len(group.items),
        **{role: len(group.roles[role]) for role in ("lead", "responsible", "support")},
        "owners": len(group.owners),
        "fraction": round(group.fraction, 4),
        "share": round(len(group.items) / total, 6),
    }


def concentration(rows: Iterable[Shape]) -> Shape:
    """HHI of the rows' shares, and the share of the largest few."""
    counts = sorted((row["items"] for row in rows), reverse=True)
    total = sum(counts)
    if not total:
        return {"hhi": 0.0, "top": {str(k): 0.0 for k in TOP}}
    return {
        "hhi": round(sum((count / total) ** 2 for count in counts), 6),
        "top": {str(k): round(sum(counts[:k]) / total, 6) for k in TOP},
    }


def section_owner_counts(
    model: ReadModel, plan: str | None, owners: Sequence[str]
) -> tuple[list[str], dict[tuple[str, str], int]]:
    """(sections in order, number of items by (section, owner)) for some owners."""
    counts: dict[tuple[str, str], int] = defaultdict(int)
    sections: dict[str, None] = {}
    wanted = set(owners)
    for item in model.items:
        section = model.chapter_of(item)
        if section is None or (plan is not None and model.nodes[item]["plan"] != plan):
            continue
        sections.setdefault(section)
        for owner in {held.owner for held in model.owners_of.get(item, ())} & wanted:
            counts[section, owner] += 1
    return list(sections), dict(counts)
