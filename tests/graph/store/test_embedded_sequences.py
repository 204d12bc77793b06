"""Whatever is loaded, reloaded and removed in whatever order: the store holds what the surviving plans state."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.plan_graph import PlanGraph
from graph.store.embedded import EmbeddedStore
from tests.graph.store.plans import TITLES, linked, plan_id, small_plan, small_plans, union

# A step loads some plans at once, or removes one by its title.
steps = st.lists(st.one_of(st.lists(small_plans(), min_size=1, max_size=3), st.sampled_from(TITLES)), max_size=5)


@given(steps, st.sampled_from([0.0, 100.0]))
@settings(max_examples=80, deadline=None)
def test_a_store_holds_what_the_surviving_plans_state(sequence: list[list[PlanGraph] | str], share: float) -> None:
    surviving: dict[str, PlanGraph] = {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "used.kgl"
        with EmbeddedStore(path, write=True, share=share) as store:
            for step in sequence:
                if isinstance(step, str):
                    assert store.remove(plan_id(step)) == (surviving.pop(plan_id(step), None) is not None)
                else:
                    store.replace(step)
                    surviving |= {graph.plan_ids()[0]: graph for graph in step}
            with EmbeddedStore(Path(folder) / "fresh.kgl", write=True) as fresh:
                fresh.replace(surviving.values())
                assert store.graph() == fresh.graph() == linked(union(*surviving.values()))
                assert store.version() == fresh.version()
            for plan, graph in surviving.items():
                assert store.graph([plan]) == graph
        if path.exists():  # what was added is united with what was there when the file is opened
            with EmbeddedStore(path) as reader:
                assert reader.graph() == linked(union(*surviving.values()))


@given(st.lists(small_plans(), min_size=1, max_size=3, unique_by=lambda graph: graph.plan_ids()[0]))
@settings(max_examples=25, deadline=None)
def test_a_graph_of_several_plans_is_stored_as_they_are_one_by_one(graphs: list[PlanGraph]) -> None:
    with tempfile.TemporaryDirectory() as folder, EmbeddedStore(Path(folder) / "a.kgl", write=True) as store:
        together = union(*graphs)
        store.replace([together])
        assert store.graph() == linked(together)
        for plan in together.plan_ids():
            assert store.remove(plan)
        assert store.graph() == PlanGraph()


def test_what_two_plans_say_alike_is_united_as_in_a_graph(tmp_path: Path) -> None:
    graphs = [small_plan(title, items=1, aliases=["甲", "乙"]) for title in TITLES[:2]]
    with EmbeddedStore(tmp_path / "a.kgl", write=True) as store:
        store.replace(graphs)
        assert store.graph() == union(*graphs)
