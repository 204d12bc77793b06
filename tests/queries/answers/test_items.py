"""Lists of items and single ones, against the graph itself."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest

from queries.answers import co_owners, items
from queries.answers.items import Filter
from queries.answers.view import View
from tests.queries.conftest import World

MOST = 60


def order(world: World) -> list[str]:
    """All items by plan (the latest year first, then by name), then as printed."""
    nodes = world.graph.nx.nodes

    def key(item: str) -> tuple[Any, ...]:
        plan = nodes[nodes[item]["plan"]]
        return -plan.get("year", 0), plan["name"], nodes[item]["plan"], nodes[item]["position"], item

    return sorted((item for item, _ in world.graph.nodes("WorkItem")), key=key)


def walked(view: View, wanted: Filter, limit: int) -> list[str]:
    """A list taken page by page."""
    found: list[items.Key] = []
    while page := items.item_page(view, wanted, found[-1] if found else None, limit):
        found += page
    assert len(found) == sum(items.item_counts(view, wanted).values())
    return [key[4] for key in found]


def test_a_list_in_pages_of_any_size_is_all_items_in_order(any_world: World) -> None:
    view = View(any_world.store)
    for limit in (7, 1000):
        assert walked(view, Filter(), limit) == order(any_world)


@pytest.mark.parametrize(
    ("wanted", "kept"),
    [
        (Filter(kinds=("Scene",)), lambda a: a["labels"][0] == "Scene"),
        (Filter(kinds=("Scene", "Project")), lambda a: a["labels"][0] in ("Scene", "Project")),
        (Filter(categories=("平台类", "政策类")), lambda a: a.get("category") in ("平台类", "政策类")),
        (Filter(numbers=("8", "annex1/2")), lambda a: a.get("number") == "8" or a["ref"] in ("8", "annex1/2")),
        (Filter(words=("数", "平台")), lambda a: all(w in a["name"] + "\n" + a["text"] for w in ("数", "平台"))),
        (Filter(due_before="2023-12-31"), lambda a: a.get("deadline") and last_day(a["deadline"]) <= "2023-12-31"),
        (Filter(due_after="2023-07-01"), lambda a: a.get("deadline") and last_day(a["deadline"]) >= "2023-07-01"),
    ],
)  # fmt: skip
def test_a_filter_lets_through_what_it_says(any_world: World, wanted: Filter, kept: Any) -> None:
    nodes = any_world.graph.nx.nodes
    assert walked(View(any_world.store), wanted, 50) == [item for item in order(any_world) if kept(nodes[item])]


def last_day(deadline: str) -> str:
    days = {"02": "28", "04": "30", "06": "30", "09": "30", "11": "30"}
    if len(deadline) == 4:
        return f"{deadline}-12-31"
    return f"{deadline}-{days.get(deadline[5:], '31')}" if len(deadline) == 7 else deadline


def test_owners_roles_plans_and_sections_narrow(any_world: World) -> None:
    view, oracle = View(any_world.store), any_world.oracle
    ordered = order(any_world)
    owners = oracle.all("Owner")[:5]
    for owner in owners:
        assert walked(view, Filter(owners=(owner,)), 50) == [i for i in ordered if owner in oracle.holders[i]]
        led = [i for i in ordered if "lead" in oracle.roles(owner, i)]
        assert walked(view, Filter(owners=(owner,), roles=("lead",)), 50) == led
    either = [i for i in ordered if set(owners[:2]) & set(oracle.holders[i])]
    assert walked(view, Filter(owners=tuple(owners[:2])), 50) == (either if owners else ordered)
    for plan in oracle.all("Plan"):
        assert walked(view, Filter(plans=(plan,)), 50) == [i for i in ordered if oracle.plan(i) == plan]
    some = tuple(ordered[::5])
    assert walked(view, Filter(ids=some), 50) == (list(some) or ordered)


def test_other_orders_hold_the_same_items(any_world: World) -> None:
    view, nodes = View(any_world.store), any_world.graph.nx.nodes
    for sort in ("deadline", "-deadline", "name"):
        found = items.sorted_items(view, Filter(), sort, 0, 10_000)
        assert sorted(found) == sorted(order(any_world))
        assert items.sorted_items(view, Filter(), sort, 3, 4) == found[3:7]
        if sort != "name":
            dated = [last_day(nodes[i]["deadline"]) for i in found if nodes[i].get("deadline")]
            assert dated == sorted(dated, reverse=sort == "-deadline")
            assert all(nodes[i].get("deadline") for i in found[: len(dated)])


def test_summaries_and_details_tell_what_the_graph_holds(any_world: World) -> None:
    view, graph, oracle = View(any_world.store), any_world.graph.nx, any_world.oracle
    for item in order(any_world)[:: len(order(any_world)) // MOST + 1]:
        node, detail = graph.nodes[item], items.item_detail(view, item)
        (summary,) = items.summaries(view, [item])
        assert (summary.name, summary.ref, summary.part, summary.deadline) == (
            node["name"], node["ref"], node["part"], node.get("deadline"),
        )  # fmt: skip
        owns = sorted(
            (a["position"], o, a["role"]) for o, _, a in graph.in_edges(item, data=True) if a["type"] == "OWNS"
        )
        assert [(o.position, o.id, o.role) for o in detail.owners] == owns
        assert [(o.id, o.role) for o in summary.owners] == [(o, role) for _, o, role in owns]
        assert [o.id for o in items.item_owners(view, item)] == [o for _, o, _ in owns]
        assert detail.text == node["text"]
        targets = {t for _, t, a in graph.out_edges(item, data=True) if a["type"] == "HAS_TARGET"}
        assert {t.id for t in detail.targets} == targets
        for target in detail.targets:
            assert target.value == graph.nodes[target.id]["value"]
        mentioned = {(t, a["type"]) for _, t, a in graph.out_edges(item, data=True) if a["type"] in items.MENTIONED}
        known = {(m.id, m.relation) for m in (*detail.policies, *detail.entities)}
        assert known == {m for m in mentioned if "WorkItem" not in graph.nodes[m[0]]["labels"]}
        built = {b for t in oracle.targets(item, "DEPENDS_ON") for b in (*oracle.sources(t, "BUILDS"), t)}
        assert {i.id for i in detail.depends_on_items} == {
            b for b in built if "WorkItem" in graph.nodes[b]["labels"]
        } - {item}
        users = {u for t in (item, *oracle.targets(item, "BUILDS")) for u in oracle.sources(t, "DEPENDS_ON")}
        assert {i.id for i in detail.needed_by_items} == {
            u for u in users if "WorkItem" in graph.nodes[u]["labels"]
        } - {item}


def test_pairs_are_told_with_what_else_they_share(any_world: World) -> None:
    view, oracle = View(any_world.store), any_world.oracle
    held: dict[str, set[str]] = {}
    for item, owners in oracle.holders.items():
        for owner in owners:
            held.setdefault(owner, set()).add(item)
    for item in order(any_world)[:: len(order(any_world)) // MOST + 1]:
        printed = list(dict.fromkeys(o.id for o in items.item_owners(view, item)))
        pairs = co_owners.item_pairs(view, item)
        assert [(p.a.id, p.b.id) for p in pairs] == list(combinations(printed, 2))
        for pair in pairs:
            shared = (held[pair.a.id] & held[pair.b.id]) - {item}
            assert pair.shared_total == len(shared)
            assert {i.id for i in pair.shared} <= shared
            assert len(pair.shared) == min(len(shared), co_owners.SHOWN)


def test_neighbours_are_those_printed_before_and_after(any_world: World) -> None:
    view, oracle = View(any_world.store), any_world.oracle
    for plan in oracle.all("Plan"):
        inside = [None, *(i for i in order(any_world) if oracle.plan(i) == plan), None]
        for before, item, after in zip(inside, inside[1:8], inside[2:9], strict=False):
            if item is not None:
                found = items.neighbours(view, item)
                assert [one.id if one else None for one in found] == [before, after]
