"""What a person calls a thing, and which thing that is."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import AmbiguousNameError, UnknownNameError
from graph.ids import entity_id, owner_id, part_id, policy_id
from graph.plan_graph import PlanGraph
from graph.store import open_store
from queries.browser import examples
from queries.naming import choose
from queries.references import resolve
from tests.queries.conftest import World
from tests.queries.plans import drawn_plan

PLAN = policy_id("试点区数字化计划1")
OTHER = policy_id("试点区数字化计划2")
CENTRE = owner_id("310117", "区城运中心")
TASK_8 = part_id("task", policy_id("松江区城市数字化转型2023年重点工作安排"), "8")


@pytest.mark.parametrize(
    "word",
    [
        PLAN,
        "试点区数字化计划1",
        "《试点区数字化计划1》",
        "试发[2023]1号",
        "试发〔2023〕1号",
        "试发【2023】1号",
        "计划1",
    ],
)
def test_a_plan_by_id_name_number_or_part_of_its_name(drawn: World, word: str) -> None:
    assert resolve(drawn.store, "plan", word) == PLAN


def test_a_plan_by_its_year_when_no_other_has_it(songjiang: World) -> None:
    assert resolve(songjiang.store, "plan", "2023") == songjiang.graph.plan_ids()[0]


def test_a_word_that_fits_several_plans_names_them(drawn: World) -> None:
    with pytest.raises(
        UnknownNameError, match=r"'数字化计划' can be more than one plan: .*计划1.*give the id"
    ) as caught:
        resolve(drawn.store, "plan", "数字化计划")
    assert all(plan in str(caught.value) for plan in drawn.graph.plan_ids())


def test_a_reference_that_two_plans_share_is_refused_with_both_until_one_is_named(tmp_path: Path) -> None:
    plans = [drawn_plan(1), drawn_plan(2)]
    ids = sorted(plan.plan_ids()[0] for plan in plans)
    for plan in plans:
        shared(plan, "试点2023")
    for loaded in (plans, plans[::-1]):
        with open_store(str(tmp_path / f"{len(list(tmp_path.iterdir()))}.kgl"), write=True) as store:
            store.replace(loaded)
            for kind, word in (("plan", "试点2023"), ("item", "试点2023:1")):
                with pytest.raises(AmbiguousNameError) as caught:
                    resolve(store, kind, word)
                assert [candidate[0] for candidate in caught.value.candidates] == ids
            for plan in ids:
                assert resolve(store, "item", "试点2023:1", plan=plan) == part_id("task", plan, "1")
                assert resolve(store, "item", f"{plan}:1") == part_id("task", plan, "1")
            assert examples(store)["plan"] in ids


def shared(plan: PlanGraph, reference: str) -> None:
    """Gives ``plan`` and its items another reference."""
    for _, node in plan.nx.nodes(data=True):
        if "reference" in node:
            node["reference"] = reference + node["reference"][node["reference"].find(":") :] * (
                ":" in node["reference"]
            )


def test_an_item_by_id_number_and_plan(songjiang: World) -> None:
    plan = songjiang.graph.plan_ids()[0]
    for word in (
        TASK_8,
        "8",
        f"{plan}:8",
        "松江区城市数字化转型2023年重点工作安排:8",
        "松科委〔2023〕6号：8",
        "2023:8",
    ):
        assert resolve(songjiang.store, "item", word) == TASK_8, word


def test_a_number_means_the_body_task_and_a_reference_the_annex_row(songjiang: World) -> None:
    row = resolve(songjiang.store, "item", "annex1/8")
    assert songjiang.graph.nx.nodes[row]["ref"] == "annex1/8"
    assert resolve(songjiang.store, "item", "8") != row


def test_a_bare_number_needs_its_plan_when_two_have_it(drawn: World) -> None:
    with pytest.raises(UnknownNameError, match="'1' can be more than one work item"):
        resolve(drawn.store, "item", "1")
    assert resolve(drawn.store, "item", "1", plan=OTHER) == resolve(drawn.store, "item", "计划2:1")


def test_an_owner_by_any_of_its_names(songjiang: World, drawn: World) -> None:
    assert resolve(songjiang.store, "owner", "区城运中心") == CENTRE
    assert resolve(songjiang.store, "owner", CENTRE) == CENTRE
    assert resolve(songjiang.store, "owner", "区域运中心") == CENTRE
    for word in ("区域运中心", "城市运行管理中心", "区城运中心"):
        with pytest.raises(UnknownNameError, match=f"'{word}' can be more than one owner: .*310114.*310117"):
            resolve(drawn.store, "owner", word)


def test_the_name_of_two_bodies_is_not_taken_for_the_alias_of_a_third() -> None:
    rows = [
        {"id": "org-310101-a", "name": "区发展改革委", "jurisdiction": "310101"},
        {"id": "org-310114-a", "name": "区发展改革委", "jurisdiction": "310114"},
        {"id": "org-310117-b", "name": "区发改委", "jurisdiction": "310117", "aliases": ["区发展改革委"]},
    ]
    with pytest.raises(AmbiguousNameError) as caught:
        choose("owner", "区发展改革委", rows, list)
    assert [(one[0], one[2]) for one in caught.value.candidates] == [
        ("org-310101-a", "310101"), ("org-310114-a", "310114"),
    ]  # fmt: skip
    assert choose("owner", "区发改委", rows, list) == "org-310117-b"


def test_a_named_thing_and_a_policy(drawn: World) -> None:
    base = entity_id("310117", "NamedProject", "卫星产业基地")
    assert resolve(drawn.store, "policy", "国家数字规划") == policy_id("国家数字规划纲要")
    assert resolve(drawn.store, "thing", base) == base
    with pytest.raises(UnknownNameError, match="can be more than one named thing"):
        resolve(drawn.store, "entity", "卫星")
    with pytest.raises(UnknownNameError, match="can be more than one policy"):
        resolve(drawn.store, "policy", "十四五")


def test_a_thing_is_an_item_a_named_thing_or_a_policy(songjiang: World) -> None:
    assert resolve(songjiang.store, "thing", "8") == TASK_8
    policy = sorted(node for node, _ in songjiang.graph.nodes("Policy"))[0]
    assert resolve(songjiang.store, "thing", policy) == policy


def test_a_section_by_name_or_number(drawn: World) -> None:
    assert resolve(drawn.store, "section", "第2章", plan=PLAN) == resolve(drawn.store, "section", "2", plan=PLAN)


@pytest.mark.parametrize(
    ("kind", "word", "hint"),
    [("owner", "区科位", "did you mean 区科委"), ("plan", "试点区数学化计划1", "did you mean 试点区数字化计划1"),
     ("entity", "城市大恼", "did you mean 城市大脑"), ("item", "annex1/99", "did you mean annex1/")],
)  # fmt: skip
def test_a_near_miss_is_told_what_was_meant(drawn: World, kind: str, word: str, hint: str) -> None:
    with pytest.raises(UnknownNameError, match=f"is called '{word}'; {hint}"):
        resolve(drawn.store, kind, word)


@pytest.mark.parametrize("word", ["", "  ", "\x00", "\ud800", "甲:乙", ":8", "8:", "'", "x" * 10_000])
@pytest.mark.parametrize("kind", ["item", "owner", "plan", "policy", "entity", "thing", "section"])
def test_what_nothing_is_called_is_one_clear_line(drawn: World, kind: str, word: str) -> None:
    with pytest.raises(UnknownNameError) as caught:
        resolve(drawn.store, kind, word)
    assert "\n" not in str(caught.value)
    str(caught.value).encode()


@pytest.mark.parametrize("kind", ["item", "owner", "plan", "policy", "entity", "section"])
def test_an_empty_store_knows_nobody(empty: World, kind: str) -> None:
    with pytest.raises(UnknownNameError, match="is called '区科委'"):
        resolve(empty.store, kind, "区科委")
