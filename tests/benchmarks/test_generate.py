"""Generated graphs pass every check, have the numbers asked for, and are the same each time."""

from __future__ import annotations

from collections import Counter
from importlib import import_module
from pathlib import Path

import pytest

import benchmarks
from benchmarks.generate import generated_graph
from graph.plan_graph import PlanGraph
from tests.graph.store.plans import union


@pytest.fixture(scope="module")
def graph() -> PlanGraph:
    return generated_graph(400, 40, 1200, seed=7, plans=3)


def test_every_record_passes_the_checks(graph: PlanGraph) -> None:
    assert union(graph) == graph


def test_the_numbers_are_those_asked_for(graph: PlanGraph) -> None:
    assert sum(1 for _ in graph.nodes("WorkItem")) == 400
    assert sum(1 for _ in graph.edges("OWNS")) == 1200
    assert len(graph.plan_ids()) == 3
    assert sum(1 for _ in graph.nodes("Owner")) == 40


def test_few_owners_own_many_items(graph: PlanGraph) -> None:
    owned = Counter(start for start, _, _ in graph.edges("OWNS")).most_common()
    assert owned[0][1] > 3 * owned[9][1]


def test_every_quote_is_its_slice_of_the_source(graph: PlanGraph) -> None:
    texts = {node_id: attributes["text"] for node_id, attributes in graph.nodes("Source")}
    places = [attributes for _, attributes in graph.nodes()] + [attributes for *_, attributes in graph.edges()]
    quoted = [place for place in places if "quote" in place]
    assert len(quoted) > 2000
    assert all(texts[place["source"]][place["start"] : place["end"]] == place["quote"] for place in quoted)


def test_the_same_arguments_give_the_same_graph() -> None:
    assert generated_graph(50, 5, 120, seed=1).digest() == generated_graph(50, 5, 120, seed=1).digest()
    assert generated_graph(50, 5, 120, seed=1).digest() != generated_graph(50, 5, 120, seed=2).digest()


def test_every_owner_on_every_item() -> None:
    assert sum(1 for _ in generated_graph(4, 3, 12).edges("OWNS")) == 12


@pytest.mark.parametrize("numbers", [(0, 1, 0), (5, 2, 4), (5, 2, 11)])
def test_impossible_numbers_are_refused(numbers: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match=r"items"):
        generated_graph(*numbers)


@pytest.mark.parametrize("name", sorted(p.stem for p in Path(benchmarks.__path__[0]).glob("*.py") if p.stem[0] != "_"))
def test_a_benchmark_finds_what_it_measures(name: str) -> None:
    assert callable(import_module(f"benchmarks.{name}").main)
