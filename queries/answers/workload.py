"""Where the work lies: counts, leads, fractional shares and concentration by owner, section, category or kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from pydantic import Field

from queries.answers.models import Model, Ref
from queries.answers.plans import chapters, sections
from queries.answers.view import View

TOP = (1, 3, 5, 10)
# In the place of a section, for items that stand in none.
NO_SECTION = ""


class By(StrEnum):
    """What a workload is counted by."""

    owner = "owner"
    section = "section"
    category = "category"
    kind = "kind"


class WorkloadRow(Model):
    """The load of one owner, section, category or kind; without a name, what has no section or category."""

    id: str | None
    name: str
    items: int
    lead: int
    owners: int
    fraction: float = Field(description="items, each split evenly among its owners (among what they are counted by)")
    share: float = Field(description="part of all ownerships (by owner) or of all items")


class Concentration(Model):
    """How unevenly the load is spread."""

    hhi: float = Field(description="Herfindahl–Hirschman index of the shares, 0 to 1")
    top: dict[str, float] = Field(description="share of the 1, 3, 5 and 10 largest")


def workload(view: View, by: By, plan: str = "") -> list[WorkloadRow]:
    """Rows of the workload of one plan (all when empty), the largest first, then by name."""

    def make() -> list[WorkloadRow]:
        rows = list(_ROWS[by](view, plan))
        total = sum(row["items"] for row in rows)
        made = [
            WorkloadRow(**{"fraction": float(row["items"]), **row}, share=round(row["items"] / total, 6))
            for row in rows
            if row["items"]
        ]
        return sorted(made, key=workload_key)

    return view.once(f"workload {by} {plan}", make)


def workload_key(row: WorkloadRow) -> tuple[int, str, str]:
    """What rows are ordered by."""
    return -row.items, row.name, row.id or ""


def _by_owner(view: View, plan: str) -> Iterable[dict[str, Any]]:
    for row in view.ask("workload-by-owner", plan=plan):
        yield {
            "id": row["owner_id"], "name": row["owner"], "items": row["items"], "lead": row["leads"], "owners": 1,
            "fraction": row["share"],
        }  # fmt: skip


def _by_section(view: View, plan: str) -> Iterable[dict[str, Any]]:
    """Sections within sections count for the outermost one; what stands in no section has a row too."""
    found: dict[str, dict[str, Any]] = {}
    holders = _section_holders(view, plan) if chapters(view) else {}
    for row in view.ask("workload-by-section", plan=plan):
        direct = Ref(id=row["section_id"], label="Section", name=row["section"])
        chapter = chapters(view).get(direct.id, direct)
        group = found.setdefault(
            chapter.id, {"id": chapter.id, "name": chapter.name, "items": 0, "lead": 0, "owners": 0}
        )
        group["items"] += row["items"]
        group["lead"] += row["leads"]
        group["owners"] = len(holders[chapter.id]) if chapter.id in holders else group["owners"] + row["owner_count"]
    yield from found.values()
    (outside,) = view.ask("workload-outside-sections", plan=plan)
    yield {
        "id": None, "name": "", "items": outside["items"], "lead": outside["leads"], "owners": outside["owner_count"],
    }  # fmt: skip


def _section_holders(view: View, plan: str) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in view.ask("section-owner-matrix", plan=plan):
        chapter = chapters(view).get(row["section_id"])
        found[chapter.id if chapter else row["section_id"]].add(row["owner_id"])
    return found


def _by_category(view: View, plan: str) -> Iterable[dict[str, Any]]:
    return (_group(row, row["category"] or "") for row in view.ask("workload-by-category", plan=plan))


def _by_kind(view: View, plan: str) -> Iterable[dict[str, Any]]:
    return (_group(row, row["item_kind"]) for row in view.ask("workload-by-kind", plan=plan))


def _group(row: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {"id": None, "name": name, "items": row["items"], "lead": row["leads"], "owners": row["owner_count"]}


_ROWS = {By.owner: _by_owner, By.section: _by_section, By.category: _by_category, By.kind: _by_kind}


def concentration(rows: Iterable[WorkloadRow]) -> Concentration:
    """HHI of the rows' shares, and the share of the largest few."""
    counts = sorted((row.items for row in rows), reverse=True)
    total = sum(counts) or 1
    return Concentration(
        hhi=round(sum((count / total) ** 2 for count in counts), 6),
        top={str(k): round(sum(counts[:k]) / total, 6) for k in TOP},
    )


def section_owner_counts(view: View, plan: str) -> tuple[list[Ref], dict[tuple[str, str], int]]:
    """(outermost sections of a plan as printed, number of items by (section, owner)); NO_SECTION for what has none."""
    counts: dict[tuple[str, str], int] = defaultdict(int)
    for row in view.ask("section-owner-matrix", plan=plan):
        chapter = chapters(view).get(row["section_id"])
        counts[chapter.id if chapter else row["section_id"], row["owner_id"]] += row["items"]
    outside = view.read(
        "MATCH (i:WorkItem)<-[:OWNS]-(o:Owner) WHERE i.plan = $plan AND NOT EXISTS { (i)-[:PART_OF]->(:Section) } "
        "RETURN o.id AS owner, count(DISTINCT i.id) AS n ORDER BY owner",
        plan=plan,
    )
    counts.update({(NO_SECTION, row["owner"]): row["n"] for row in outside})
    used = {section for section, _ in counts}
    return [section for section in sections(view, plan) if section.id in used], dict(counts)
