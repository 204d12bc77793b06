"""What matching must reach: a five-year plan, a city's plan of two years, two districts' of three, all annotated."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest

from graph.errors import SourceError
from graph.matching.links import links_of
from graph.plan_graph import PlanGraph
from loaders.folder import load_files
from loaders.readers import is_plan_file
from loaders.score import match_files, measure_matches

CASCADE = Path(__file__).parents[2] / "gold" / "cascade"
REAL = Path(__file__).parents[4] / "shared" / "plans"
FLOORS = {"precision": 0.95, "recall": 0.85}


def test_matches_reach_the_floors() -> None:
    (gold,) = match_files([CASCADE])
    for relation, found in measure_matches(gold).figures().items():
        assert [name for name in FLOORS if (found[name] or 0) < FLOORS[name]] == [], (relation, found)


def graphs() -> list[PlanGraph]:
    return [outcome.graph for outcome in load_files(sorted(CASCADE.glob("*.txt"))) if outcome.graph]


def test_matches_do_not_depend_on_the_order_of_plans() -> None:
    loaded = graphs()
    told = []
    for order in (loaded, loaded[::-1], loaded[4:] + loaded[:4]):
        whole = PlanGraph()
        for graph in order:
            whole.update(graph)
        told.append(links_of(whole))
    assert len(told[0]) == 108 + 58
    assert told[0] == told[1] == told[2]


@pytest.mark.skipif(not REAL.is_dir(), reason="the real plans are not here")
def test_plans_of_other_subjects_have_little_in_common() -> None:
    """Ten real plans of several provinces, each set above every other as if it carried it out."""
    files = [f for f in sorted(REAL.iterdir()) if is_plan_file(f) and f.suffix in {".txt", ".md"}][::2]
    loaded = [o.graph for o in load_files(files) if o.graph and any(o.graph.nodes("WorkItem"))]
    items = matched = 0
    for lower, upper in itertools.combinations(loaded, 2):
        pair = PlanGraph()
        pair.update(lower)
        pair.update(upper)
        plans = pair.plan_ids()
        if len(plans) == 2:
            (own,) = lower.plan_ids()
            (above,) = upper.plan_ids()
            pair.nx.add_edge(own, above, key="IMPLEMENTS", type="IMPLEMENTS", plan=own)
            items += sum(node["plan"] == own for _, node in pair.nodes("WorkItem"))
            matched += sum(link.type == "CARRIES_OUT" and link.plan == own for link in links_of(pair))
    assert items > 700
    assert matched < 0.015 * items


def test_faults_of_an_annotation_are_named(tmp_path: Path) -> None:
    plan = tmp_path / "one.txt"
    plan.write_text("云岭区2024年重点任务\n一、民生\n1.建成社区食堂6家。(责任单位:区民政局)\n", "utf-8")
    path = tmp_path / "one.matches.json"
    path.write_text(json.dumps({"plans": ["one.txt"], "CARRIES_OUT": [["one#1", "one#7"]], "CONTINUES": []}), "utf-8")
    with pytest.raises(SourceError, match="CARRIES_OUT: no item one#7"):
        measure_matches(path)
    path.write_text('{"plans": []}', "utf-8")
    with pytest.raises(SourceError, match=r"one\.matches\.json: CARRIES_OUT: Field required"):
        measure_matches(path)
