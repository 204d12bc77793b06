"""Owners, their loads and ranks, and where the work lies, against the graph itself."""

from __future__ import annotations

from collections import Counter

import pytest

from queries.answers import co_owners, owners
from queries.answers.view import View
from queries.answers.workload import By, concentration, section_owner_counts, workload
from queries.run import run_query
from tests.queries.conftest import World
from tests.queries.oracle import Oracle


def carried(oracle: Oracle, plan: str = "") -> dict[str, set[str]]:
    """The items of each owner."""
    found: dict[str, set[str]] = {owner: set() for owner in oracle.all("Owner")}
    for item in oracle.all("WorkItem", plan):
        for owner in oracle.holders[item]:
            found[owner].add(item)
    return found


def test_owners_are_ranked_by_what_they_carry(any_world: World) -> None:
    view, oracle = View(any_world.store), any_world.oracle
    held = carried(oracle)
    ordered = sorted(held, key=lambda owner: (-len(held[owner]), oracle.name(owner), owner))
    assert owners.owner_ids(view) == ordered
    for owner, summary in zip(ordered, owners.owner_summaries(view, ordered), strict=True):
        assert summary.items == len(held[owner])
        assert summary.lead == sum("lead" in oracle.roles(owner, item) for item in held[owner])
        assert summary.fraction == pytest.approx(sum(1 / len(oracle.holders[i]) for i in held[owner]), abs=1e-5)
        assert summary.rank == 1 + sum(len(other) > len(held[owner]) for other in held.values())


def test_an_owner_is_told_by_role_plan_and_chapter(any_world: World) -> None:
    view, oracle = View(any_world.store), any_world.oracle
    held = carried(oracle)
    for owner in list(held)[:25]:
        found = owners.owner_detail(view, owner)
        roles = Counter(role for item in held[owner] for role in set(oracle.roles(owner, item)))
        assert found.roles.model_dump() == {role: roles[role] for role in ("lead", "responsible", "support")}
        assert {p.id: p.items for p in found.plans} == Counter(oracle.plan(item) for item in held[owner])
        sections = set(oracle.all("Section"))
        inside = [item for item in held[owner] if sections & set(oracle.targets(item, "PART_OF"))]
        assert sum(section.items for section in found.sections) == len(inside)
        page = owners.owned_page(view, owner, (), None, 10_000)
        assert {(item.id, item.role) for _, item in page} == {
            (item, role) for item in held[owner] for role in oracle.roles(owner, item)
        }
        assert sum(owners.owned_counts(view, owner).values()) == len(page)
        again = owners.owned_page(view, owner, (), page[2][0], 2) if len(page) > 4 else []
        assert again == page[3:5] or not again


def test_partners_are_those_who_hold_the_same_items(any_world: World) -> None:
    view, held = View(any_world.store), carried(any_world.oracle)
    for owner in list(held)[:25]:
        shared = {other: len(held[owner] & items) for other, items in held.items() if other != owner}
        shared = {other: count for other, count in shared.items() if count}
        assert dict(co_owners.partner_counts(view, owner)) == shared
        told = co_owners.co_owners(view, owner, 0, 1000)
        assert {one.id: one.shared_total for one in told} == shared
        assert [one.id for one in co_owners.co_owners(view, owner, 1, 2)] == [one.id for one in told[1:3]]


@pytest.mark.parametrize("by", list(By))
def test_workload_is_the_graph_s(any_world: World, by: By) -> None:
    oracle = any_world.oracle
    for plan in ("", *oracle.all("Plan")):
        rows = workload(View(any_world.store), by, plan)
        groups: dict[str, set[str]] = {}
        for item in oracle.all("WorkItem", plan):
            for key in keys(oracle, item, by):
                groups.setdefault(key, set()).add(item)
        assert {row.id or row.name: row.items for row in rows} == {k: len(v) for k, v in groups.items()}
        for row in rows:
            holders = {owner for item in groups[row.id or row.name] for owner in oracle.holders[item]}
            assert row.owners == (1 if by is By.owner else len(holders))
        total = sum(map(len, groups.values()))
        spread = concentration(rows)
        assert spread.hhi == pytest.approx(
            sum((len(g) / total) ** 2 for g in groups.values()) if total else 0, abs=1e-6
        )
        if by is By.owner and total:
            (asked,) = run_query(any_world.store, "concentration", {"plan": plan, "top": 3}).dicts()
            assert (spread.hhi, spread.top["3"]) == (asked["hhi"], asked["top_share"])


def keys(oracle: Oracle, item: str, by: By) -> list[str]:
    """What an item counts for; the outermost of the sections that hold it."""
    if by is By.owner:
        return list(oracle.holders[item])
    if by is By.section:
        above = oracle.targets(item, "PART_OF")
        chapter = ""
        while above and "Section" in oracle.node[above[0]]["labels"]:
            chapter, above = above[0], oracle.targets(above[0], "PART_OF")
        return [chapter]
    return [oracle.node[item].get("category") or ""] if by is By.category else [oracle.kind(item)]


def test_the_heat_map_counts_each_item_of_a_chapter_once_for_an_owner(any_world: World) -> None:
    view, oracle = View(any_world.store), any_world.oracle
    for plan in oracle.all("Plan"):
        sections, cells = section_owner_counts(view, plan)
        expected = Counter(
            (keys(oracle, item, By.section)[0], owner)
            for item in oracle.all("WorkItem", plan)
            for owner in oracle.holders[item]
        )
        assert cells == dict(expected)
        assert {section.id for section in sections} == {section for section, _ in cells if section}
