"""What is inferred between plans, what is inferred anew when something changes, and what readers decided."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

import pytest

from graph.errors import RegistryError
from graph.matching import Matchable
from graph.matching.decisions import Decision, Decisions, decisions_path, keep_decision, read_decisions
from graph.matching.links import Link, infer
from graph.matching.plans import Implements, PlanHead

# Country above city above district of two years; each item's id says its plan, as real ones do.
PLANS = {
    "policy-country": [("1", "建设智慧校园", "建成智慧校园1000所"), ("2", "建设充电设施", "建成公共充电桩30万个")],
    "policy-city": [("1", "创建智慧校园", "新建智慧校园60所"), ("2", "打造便民生活圈", "新增社区服务综合体20个")],
    "policy-old": [("1", "推进老旧小区加装电梯", "加装电梯40部")],
    "policy-new": [
        ("1", "建设智慧校园", "新建智慧校园8所"), ("2", "小区充电桩", "小区新建公共充电桩500个"),
        ("3", "推进老旧小区加装电梯", "加装电梯50部"),
    ],
}  # fmt: skip
HEADS = [
    PlanHead("policy-country", "国家规划", "CN", None, "c"),
    PlanHead("policy-city", "某市2024年安排", "320600", 2024, "m"),
    PlanHead("policy-old", "某区2023年要点", "320613", 2023, "o"),
    PlanHead("policy-new", "某区2024年要点", "320613", 2024, "n"),
]
UPWARDS = [Implements("policy-new", "policy-city", ""), Implements("policy-city", "policy-country", "")]


def item(plan: str, number: str) -> str:
    return f"task-{plan.removeprefix('policy-')}-{number}"


class Items:
    """Gives items, and remembers which plans were asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, plans: Collection[str]) -> Mapping[str, list[Matchable]]:
        self.asked += plans
        return {
            plan: [Matchable("body", name, text, item(plan, number)) for number, name, text in PLANS[plan]]
            for plan in plans
        }


def decision(verdict: str, relation: str, lower: tuple[str, str], upper: tuple[str, str]) -> Decision:
    return Decision(item(*lower), item(*upper), relation, verdict, "王某", "读过原文")


def links(decided: Decisions | None = None, heads: list[PlanHead] = HEADS) -> dict[tuple[str, str, str], Link]:
    found = infer(heads, UPWARDS, decided or Decisions(), {}, Items()).links
    return {(link.type, link.lower, link.upper): link for held in found.values() for link in held}


def test_an_item_carries_out_what_the_nearest_plan_above_has() -> None:
    assert {key: link.basis for key, link in links().items()} == {
        ("CARRIES_OUT", "task-city-1", "task-country-1"): "likeness",
        ("CARRIES_OUT", "task-new-1", "task-city-1"): "likeness",
        ("CARRIES_OUT", "task-new-2", "task-country-2"): "likeness",  # the city has nothing of it
        ("CONTINUES", "task-new-3", "task-old-1"): "same-name",
    }


def test_only_what_a_change_touches_is_inferred_anew() -> None:
    before = infer(HEADS, UPWARDS, Decisions(), {}, Items()).keys
    assert infer(HEADS, UPWARDS, Decisions(), before, Items()).links == {}
    items = Items()
    changed = [head._replace(digest="changed") if head.id == "policy-old" else head for head in HEADS]
    found = infer(changed, UPWARDS, Decisions(), before, items)
    assert sorted(found.links) == ["policy-new", "policy-old"]
    assert sorted(items.asked) == ["policy-city", "policy-country", "policy-new", "policy-old"]
    gone = infer([head for head in HEADS if head.id != "policy-city"], UPWARDS, Decisions(), before, Items())
    assert [link[:3] for link in gone.links["policy-new"]] == [
        ("CARRIES_OUT", "task-new-1", "task-country-1"), ("CARRIES_OUT", "task-new-2", "task-country-2"),
        ("CONTINUES", "task-new-3", "task-old-1"),
    ]  # fmt: skip


def test_a_confirmed_pair_holds_and_says_who_and_why() -> None:
    told = decision("confirm", "CARRIES_OUT", ("new", "3"), ("city", "2"))
    found = links(Decisions([told]))["CARRIES_OUT", "task-new-3", "task-city-2"]
    assert found[4:] == (1.0, "confirmed", "王某", "读过原文")
    elsewhere = decision("confirm", "CONTINUES", ("new", "9"), ("old", "1"))
    assert ("CONTINUES", "task-new-9", "task-old-1") not in links(Decisions([elsewhere]))  # no such item any more


def test_a_rejected_pair_is_gone_and_the_way_leads_past_it() -> None:
    told = decision("reject", "CARRIES_OUT", ("new", "1"), ("city", "1"))
    found = links(Decisions([told]))
    assert ("CARRIES_OUT", "task-new-1", "task-city-1") not in found
    assert ("CARRIES_OUT", "task-new-1", "task-country-1") in found
    gone = decision("reject", "CONTINUES", ("new", "3"), ("old", "1"))
    assert ("CONTINUES", "task-new-3", "task-old-1") not in links(Decisions([gone]))


def test_a_decision_touches_its_own_plan_alone() -> None:
    before = infer(HEADS, UPWARDS, Decisions(), {}, Items()).keys
    told = Decisions([decision("reject", "CARRIES_OUT", ("new", "1"), ("city", "1"))])
    assert list(infer(HEADS, UPWARDS, told, before, Items()).links) == ["policy-new"]


def test_decisions_are_kept_the_last_on_a_pair_counts(tmp_path: Path) -> None:
    path = tmp_path / "plans.decisions.yaml"
    first = decision("confirm", "CONTINUES", ("new", "3"), ("old", "1"))
    other = decision("reject", "CARRIES_OUT", ("new", "1"), ("city", "1"))
    second = decision("reject", "CONTINUES", ("new", "3"), ("old", "1"))
    assert read_decisions(path) == []
    for one in (first, other, second):
        keep_decision(path, one)
    assert read_decisions(path) == [other, second]
    assert path.read_text("utf-8").startswith("# What readers decided")
    assert sorted(p.name for p in tmp_path.iterdir() if not p.name.endswith(".lock")) == ["plans.decisions.yaml"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- {lower: task-a-1}", "decision 1: must have lower, upper, relation, verdict, who, why, each a text"),
        ("lower: x", "must be a list of decisions"),
        ("- [", "can't be read: "),
        (
            "- {lower: 甲, upper: task-a-1, relation: CONTINUES, verdict: confirm, who: a, why: b}",
            "decision 1: lower and upper are",
        ),
        (
            "- {lower: task-a-1, upper: task-b-1, relation: OWNS, verdict: confirm, who: a, why: b}",
            "decision 1: relation is one of",
        ),
    ],
)
def test_a_faulty_file_of_decisions_is_named(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "plans.decisions.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(RegistryError, match=f"^{path}: {said}"):
        read_decisions(path)


def test_decisions_lie_beside_the_store(monkeypatch: pytest.MonkeyPatch) -> None:
    assert decisions_path("data/plangraph.kgl") == Path("data/plangraph.decisions.yaml")
    assert decisions_path("bolt://localhost:7687") == Path("plangraph.decisions.yaml")
    monkeypatch.setenv("PLANGRAPH_DECISIONS", "kept.yaml")
    assert decisions_path("plangraph.kgl") == Path("kept.yaml")
