"""Ids are ASCII, typed and the same on every machine: these literals must never change."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.ids import ID_PATTERN, child_id, entity_id, name_key, numeral, owner_id, part_id, policy_id


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("松江区制造业数字化转型三年行动计划(2023-2025)", "松江区制造业数字化转型三年行动计划（2023-2025年）"),
        ("“十四五”规划", '"十四五" 规划'),
        ("5G＋MEC", "5g+mec"),
    ],
)
def test_width_space_quotes_and_case_do_not_make_another_name(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


def test_a_year_of_its_own_is_part_of_a_name() -> None:
    assert name_key("2023年工作安排") != name_key("2024年工作安排")


def test_ids_are_fixed() -> None:
    plan = policy_id("松江区城市数字化转型2023年重点工作安排")
    assert plan == "policy-6f87f3e90c20"
    assert owner_id("310117", "区科委") == "org-310117-4bd44b733ced"
    assert owner_id("310114", "区科委") == "org-310114-4bd44b733ced"
    assert entity_id("310117", "Platform", "数据中台") == "entity-310117-f0e927a8b8fd"
    assert part_id("task", plan, "8") == "task-6f87f3e90c20-8"
    assert part_id("scene", plan, "annex2/5") == "scene-6f87f3e90c20-annex2-5"
    assert child_id("target", part_id("task", plan, "8"), 1) == "target-task6f87f3e90c20-8-1"


def test_a_path_of_numerals_reads_alike_in_both_widths() -> None:
    assert part_id("task", "policy-1", "二/(十一)/3") == "task-1-c2-c11-3"
    assert part_id("task", "policy-1", "二/（十一）/3") == "task-1-c2-c11-3"


def test_the_same_title_of_two_places_is_two_policies_only_with_a_scope() -> None:
    assert policy_id("2024年工作要点", "310117") != policy_id("2024年工作要点", "310114")


@pytest.mark.parametrize(
    ("text", "value"),
    [("一", 1), ("十", 10), ("十一", 11), ("二十", 20), ("二十一", 21), ("一百零三", 103), ("二〇二三", 2023)],
)
def test_numerals(text: str, value: int) -> None:
    assert numeral(text) == value


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_text_gives_an_ascii_id(name: str, ref: str) -> None:
    for made in (
        policy_id(name),
        owner_id("CN", name),
        entity_id("CN", "Place", name),
        part_id("task", "policy-1", ref),
    ):
        assert ID_PATTERN.match(made), made
