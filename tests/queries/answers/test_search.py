"""Search as people type: numbers, owners with a word, sound and initials; counts, and what is near."""

from __future__ import annotations

import pytest

from queries.answers import facets, search
from queries.answers.facets import Narrowing
from queries.answers.numbered import reference_in
from queries.answers.records import records
from queries.answers.suggest import suggestions
from queries.answers.view import View

TASK_8 = ["三亚2023:8", "松江2023:8", "黄浦2025:一/八"]


def found(view: View, typed: str) -> list[str]:
    """What people call the things found, in order."""
    told = records(view, [one.id for one in search.find(view, typed)]).values()
    return [one.get("reference") or one.get("qualified_name") or one["name"] for one in told]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("松江2023:8", ["松江2023:8"]),
        ("松江任务8", ["松江2023:8"]),
        ("松江区 第八项", ["松江2023:8"]),
        ("区科委 任务8", ["松江2023:8"]),
        ("附件3第2行", ["松江2023:annex3/2"]),
        ("annex 3 row 2", ["松江2023:annex3/2"]),
        ("松江附件三", [f"松江2023:annex3/{row}" for row in range(1, 7)]),
        ("区交通委 公交", ["松江2023:12"]),
        ("區交通委 公交", ["松江2023:12"]),
        ("qkw", ["松江区科委", "黄浦区科委"]),
        ("qukewei", ["松江区科委", "黄浦区科委"]),
        ("kewei", ["松江区科委", "黄浦区科委", "松江2023"]),
        ("城市大脑 没有", []),
    ],
)
def test_what_people_type_is_found(districts: View, typed: str, expected: list[str]) -> None:
    assert found(districts, typed) == expected


@pytest.mark.parametrize("typed", ["任务8", "任务八", "第8项", "第八项任务", "8号任务", "task 8", "Item 8", "事项8"])
def test_a_number_is_looked_for_in_every_plan(districts: View, typed: str) -> None:
    assert sorted(found(districts, typed)) == TASK_8


@pytest.mark.parametrize(
    ("word", "said", "items"),
    [
        ("附件2", "附件2", 15), ("附件2/5", "附件2第5项", 1), ("附表二第十三项", "附件2第13项", 1), ("任务二十一", "任务21", 1),
        ("嘉定2024:二/一/1", "二/一/1", 1), ("松江2023:annex3/2", "annex3/2", 1), ("任务99", "任务99", 0), ("任务100", "任务100", 0), ("2023", None, 0),
        ("任务", None, 0), ("附件", None, 0), ("第8项任务书", None, 0), ("松江2023:没有", None, 0), ("任务一起做", None, 0),
    ],
)  # fmt: skip
def test_what_is_a_number_and_what_is_not(districts: View, word: str, said: str | None, items: int) -> None:
    read = reference_in(districts, word, ())
    assert (read[0] if read else None, len(read[1]) if read else 0) == (said, items)


def test_facets_count_and_narrow(districts: View) -> None:
    everything = search.find(districts, "任务8")
    counted = facets.facets(districts, everything, Narrowing())
    assert [(v.value, v.n) for v in counted.kind] == [("Task", 3)]
    assert [(v.value, v.n) for v in counted.year] == [("2023", 2), ("2025", 1)]
    assert {v.n for v in counted.plan} == {1}
    of_year = facets.narrowed(districts, everything, Narrowing(year=("2025",)))
    assert [one["reference"] for one in records(districts, [f.id for f in of_year]).values()] == ["黄浦2025:一/八"]
    narrowed = facets.facets(districts, everything, Narrowing(year=("2025",)))
    assert [(v.value, v.n, v.chosen) for v in narrowed.year] == [("2023", 2, False), ("2025", 1, True)]
    assert [(v.value, v.n) for v in narrowed.kind] == [("Task", 1)]


def test_each_hit_names_its_plans(districts: View) -> None:
    hits = search.hits(districts, search.find(districts, "任务8"), "任务8")
    assert sorted(plan.name[:3] for hit in hits for plan in hit.plans) == ["三亚市", "松江区", "黄浦区"]


def test_where_nothing_is_found_what_was_understood_and_what_is_near_is_told(districts: View) -> None:
    assert search.find(districts, "区科位 公交") == []
    read = facets.reading(districts, "区科位 公交")
    assert [(word.value, word.n) for word in read.words] == [("区科位", 0), ("公交", 2)]
    assert [(ref.name, ref.instead) for ref in read.near] == [
        ("黄浦区科委", "黄浦区科委 公交"), ("松江区科委", "松江区科委 公交"),
    ]  # fmt: skip
    assert [ref.name for ref in facets.reading(districts, "kewi").near] == ["黄浦区科委", "松江区科委"]
    assert facets.reading(districts, "任务99").numbers == ["任务99"]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("区科", ["黄浦区科委", "松江区科委"]),
        ("qkw", ["松江区科委", "黄浦区科委"]),
        ("松江2023:8", ["松江2023:8 前瞻布局数字经济新赛道发展", "松江2023:8由谁负责？"]),
        ("任务8", ["黄浦2025:一/八 积极发展绿色金融", "三亚2023:8 推进市政公共服务报装接入“一站式”服务"]),
        ("智慧交通", ["松江2023:12 优化智慧交通出行体验"]),
        ("", ["年底前到期的任务有哪些？", "哪个部门任务最多？"]),
        ("没有这样的字", []),
    ],
)
def test_what_may_be_meant_is_suggested_while_one_types(districts: View, typed: str, first: list[str]) -> None:
    assert [one.text.zh for one in suggestions(districts, typed)][: len(first) or None] == first


def test_suggestions_are_first_of_the_plans_chosen(districts: View) -> None:
    plan = districts.find("plan", "松江2023")
    assert [one.text.zh for one in suggestions(districts, "区科", [plan])][:1] == ["松江区科委"]
    assert [one.text.zh for one in suggestions(districts, "任务8", [plan])][:1] == [
        "松江2023:8 前瞻布局数字经济新赛道发展"
    ]
