"""What each plan states, and what they state together."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.ids import owner_id
from graph.plan_graph import PlanGraph
from graph.store.parts import merge_shared, split
from tests.graph.store.plans import OWNERS, TITLES, plan_id, small_plan, small_plans, union

OWNER = owner_id("310117", OWNERS[0])


def test_a_graph_of_two_plans_is_cut_into_what_each_says() -> None:
    first, second = small_plan(cites=TITLES[1:2]), small_plan(TITLES[1], owners=OWNERS[1:])
    parts = {part.plan: part for part in split(union(first, second))}
    assert set(parts) == {plan_id(TITLES[0]), plan_id(TITLES[1])}
    assert OWNER in parts[plan_id(TITLES[0])].shared
    assert OWNER not in parts[plan_id(TITLES[1])].shared
    cited = parts[plan_id(TITLES[0])].shared[plan_id(TITLES[1])]
    assert cited["labels"] == ["Policy"]
    assert "year" not in cited
    assert [part.edge_count for part in parts.values()] == [
        sum(1 for *_, edge in union(first, second).edges() if edge["plan"] == plan) for plan in parts
    ]


def test_the_first_place_and_all_aliases_count() -> None:
    plans = [small_plan(TITLES[0], aliases=["科委"], place=4), small_plan(TITLES[1], aliases=["科技局"], place=1)]
    owner = merge_shared(part.shared for plan in plans for part in split(plan)).nx.nodes[OWNER]
    assert owner["aliases"] == ["科委", "科技局"]
    places = [(plan.nx.nodes[OWNER]["source"], plan.nx.nodes[OWNER]["start"]) for plan in plans]
    assert (owner["source"], owner["start"]) == min(places)


def test_the_label_said_last_counts_even_when_it_was_said_before() -> None:
    town, department = ({OWNER: {"labels": [label, "Owner"], "name": "区科委", "jurisdiction": "310117"}}
                        for label in ("Town", "Department"))  # fmt: skip
    for said in ([town, department], [department, town, department]):
        assert merge_shared(said).nx.nodes[OWNER]["labels"] == ["Department", "Owner"]


@given(st.lists(small_plans(), min_size=1, max_size=3, unique_by=lambda graph: graph.plan_ids()[0]))
@settings(max_examples=50, deadline=None)
def test_shared_nodes_are_those_of_the_united_graph(graphs: list[PlanGraph]) -> None:
    whole = union(*graphs)
    merged = merge_shared(part.shared for graph in graphs for part in split(graph))
    assert dict(merged.nodes()) == {n: whole.nx.nodes[n] for n in merged.nx}
