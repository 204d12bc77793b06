"""The entries that a user pastes into the registry."""

from __future__ import annotations

from pathlib import Path

from graph.ids import owner_id, part_id, policy_id
from graph.plan_graph import PlanGraph
from graph.records import Edge, Evidence, Node
from loaders.registry import load_registry, unknown_entries

PLACE = Evidence("source-0123456789abcdef", 0, 1, "x")
EXPECTED = """\
# 松江区
jurisdiction: "310117"
sources:
  plan-1: "松江区2024年安排"
owners:
  - {name: "区投资: 处", label: Department, known_by: text, source: plan-1}
  # or an alias of 区科委
  - {name: "区科技创新委", label: Department, known_by: text, source: plan-1}
"""


def plan_with(*owners: str) -> PlanGraph:
    graph = PlanGraph()
    plan = policy_id("松江区2024年安排")
    task = part_id("task", plan, "1")
    graph.add_node(Node(plan, "Plan", "松江区2024年安排", {"jurisdiction": "310117"}))
    properties = {"ref": "1", "position": 1, "part": "body", "text": "x", "plan": plan}
    graph.add_node(Node(task, "Task", "x", properties, PLACE))
    for position, name in enumerate(owners, 1):
        owner = owner_id("310117", name)
        graph.add_node(Node(owner, "Department", name, {"jurisdiction": "310117"}))
        owns = {"role": "responsible", "role_basis": "stated", "position": position, "as_printed": name}
        graph.add_edge(Edge("OWNS", owner, task, plan, owns, PLACE))
    return graph


def test_unknown_owners_come_as_a_file_to_paste_with_candidates() -> None:
    assert unknown_entries([plan_with("区科委", "区投资: 处", "区科技创新委")]) == EXPECTED


def test_nothing_unknown_gives_nothing() -> None:
    assert unknown_entries([plan_with("区科委")]) == ""


def test_what_was_pasted_is_known_from_then_on(tmp_path: Path) -> None:
    (tmp_path / "owners-mine.yaml").write_text(EXPECTED, "utf-8")
    assert unknown_entries([plan_with("区科技创新委", "区投资: 处")], load_registry(tmp_path)) == ""
