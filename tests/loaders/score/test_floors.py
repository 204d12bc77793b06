"""What the loader must reach: on the project's own annotated plans, and on real ones where they lie beside the checkout."""

from __future__ import annotations

import importlib.util
import json
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from graph.node_link import to_node_link
from graph.plan_graph import PlanGraph
from loaders.folder import load_files
from loaders.score import Measure, figures, gold_files, measure, read_gold

OWN = Path(__file__).parents[2] / "gold"
SHARED = Path(__file__).parents[4] / "shared"
REAL = SHARED / "plans"
here = pytest.mark.skipif(not (SHARED / "tools" / "score.py").exists(), reason="the real plans are not here")

OWN_FLOORS = {
    "items": 0.99,
    "owners": 0.99,
    "roles": 0.99,
    "deadlines": 0.98,
    "targets": 0.95,
    "policies": 0.95,
    "meta": 0.97,
}
REAL_FLOORS = {
    "items": 0.99,
    "owners": 0.99,
    "roles": 0.99,
    "deadlines": 0.98,
    "targets": 0.95,
    "policies": 0.95,
    "meta": 0.97,
}
# Precision and recall of entities where every name is annotated.
ENTITY_FLOORS = (0.90, 0.85)
# The harness that the project was first scored by calls our measures by other names.
THEIRS = {
    "items": "item",
    "owners": "owner",
    "policies": "policy",
    "targets": "target",
    "details": "detail",
    "entities": "entity",
}
PARTS = {"right": "tp", "missed": "fn", "extra": "fp"}
SHARES = {"roles": "role", "meta": "meta"}


@cache
def measured(folder: Path) -> dict[str, tuple[Measure, PlanGraph, Path]]:
    """Each annotated plan of the folder by name: its measure, graph and gold file."""
    files = gold_files([folder])
    found = {}
    for file, outcome in zip(files, load_files([file.text for file in files], workers=1), strict=True):
        graph, text = outcome.graph or PlanGraph(), outcome.source.text if outcome.source else ""
        assert outcome.error is None, outcome.error
        found[file.name] = (measure(read_gold(file.gold), graph, text), graph, file.gold)
    return found


def together(measures: Iterable[Measure]) -> dict[str, dict[str, Any]]:
    total: Counter[tuple[str, str]] = Counter()
    for found in measures:
        total.update(found.counts)
    return figures(total)


def values(folder: Path, floors: dict[str, float]) -> dict[str, float]:
    found = together(entry for entry, _, _ in measured(folder).values())
    return {name: found[name].get("f1", found[name].get("share")) for name in floors}


def below(folder: Path, floors: dict[str, float]) -> dict[str, float]:
    return {name: value for name, value in values(folder, floors).items() if value < floors[name]}


def test_own_plans() -> None:
    assert below(OWN, OWN_FLOORS) == {}


@here
def test_real_plans() -> None:
    assert below(REAL, REAL_FLOORS) == {}


@here
def test_entities_of_real_plans_that_have_all_annotated() -> None:
    complete = [found for found, _, gold in measured(REAL).values() if read_gold(gold).entities_complete]
    assert len(complete) == 4
    entities = together(complete)["entities"]
    assert (entities["precision"] >= ENTITY_FLOORS[0], entities["recall"] >= ENTITY_FLOORS[1]) == (True, True), entities


@here
def test_songjiang() -> None:
    (found,) = (figures(entry.counts) for name, (entry, _, _) in measured(REAL).items() if name.startswith("000_"))
    for name in ("items", "owners", "details", "targets", "policies"):
        assert (found[name]["missed"], found[name]["extra"]) == (0, 0), name
    assert [found[name]["share"] for name in ("roles", "deadlines", "meta")] == [1, 1, 1]
    assert (found["roles"]["right"], found["details"]["right"]) == (126, 33)
    assert found["entities"]["f1"] >= 0.99


@here
def test_the_figures_are_those_of_the_sample_plans_own_tool() -> None:
    theirs = their_tool()
    for name, (ours, graph, gold) in measured(REAL).items():
        counts = theirs.score(json.loads(gold.read_text("utf-8")), theirs.Graph(to_node_link(graph)), False)
        expected = {(m, part): counts[f"{t}_{p}"] for m, t in THEIRS.items() for part, p in PARTS.items()}
        for measure_name, key in SHARES.items():
            expected[measure_name, "right"] = counts[f"{key}_ok"]
            expected[measure_name, "missed"] = counts[f"{key}_all"] - counts[f"{key}_ok"]
        expected["deadlines", "right"], expected["deadlines", "missed"] = counts["deadline_tp"], counts["deadline_fn"]
        assert {key: n for key, n in ours.counts.items() if n} == {key: n for key, n in expected.items() if n}, name


def their_tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", SHARED / "tools" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made
