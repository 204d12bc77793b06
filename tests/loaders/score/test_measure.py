"""The measure on one small plan: every kind of difference, each with its place."""

from __future__ import annotations

from pathlib import Path

from loaders.assemble import assemble
from loaders.document import SourceText
from loaders.parse import parse_text
from loaders.score import Gold, Measure, figures, measure
from loaders.score.measure import normal

TEXT = """云岭区2024年重点任务
为落实《云岭市更新规划》，制定本方案。
一、城市更新
1.建成社区食堂。新建社区食堂6家，年底前完成。（牵头单位：区民政局，配合单位：各街道）
2.推进平台建设。依托“云岭一码通”平台开展应用。（责任单位：区数据局）
3.开展宣传。（责任单位：区文旅局）
"""
TASKS = [
    {"key": "1", "head": "建成社区食堂", "deadline": "年底前", "owners": [
        {"as_printed": "区民政局", "name": "区民政局", "role": "responsible"},
        {"as_printed": "区商务委", "name": "区商务委", "role": "support"}]},
    {"key": "2", "head": "推进平台建设", "deadline": "2024年6月", "policies": ["数据条例"], "owners": [
        {"as_printed": "区数据局", "name": "区数据局", "role": "lead", "role_alt": "responsible"}]},
    {"key": "4", "head": "建设口袋公园", "owners": [
        {"as_printed": "区绿化局", "name": "区绿化局", "role": "responsible"}]},
]  # fmt: skip
GOLD = Gold.model_validate(
    {
        "title": "云岭区2024年重点任务", "doc_number": "云府办〔2024〕1号", "issuer": "云岭区人民政府",
        "meta_not_in_file": ["issuer"], "basis_policies": ["云岭市更新规划"], "tasks": TASKS,
        "targets": [
            {"task": "1", "text": "新建社区食堂6家", "value": 6, "unit": "家"},
            {"task": "2", "text": "覆盖率90%", "value": 90, "unit": "%"},
            {"task": "2", "text": "约3处", "value": 3, "unit": "处", "optional": True},
        ],
        "entities": [{"task": "2", "name": "一码通大屏", "as_printed": "一码通大屏"}], "entities_complete": True,
    }
)  # fmt: skip


def measured(gold: Gold = GOLD, text: str = TEXT) -> Measure:
    return measure(gold, assemble(parse_text(SourceText(text))).graph, text)


def test_counts() -> None:
    found = figures(measured().counts)
    assert found["items"] == {"right": 2, "missed": 1, "extra": 1, "precision": 2 / 3, "recall": 2 / 3, "f1": 2 / 3}
    # 各街道 and the owner of the invented item are extra; 区商务委 and the owner of the missed item are missed
    assert (found["owners"]["right"], found["owners"]["missed"], found["owners"]["extra"]) == (2, 2, 2)
    assert found["roles"] == {"right": 1, "wrong": 1, "share": 0.5}
    assert found["deadlines"] == {"right": 1, "wrong": 1, "share": 0.5}
    assert (found["policies"]["right"], found["policies"]["missed"]) == (1, 1)
    assert (found["targets"]["right"], found["targets"]["missed"], found["targets"]["extra"]) == (1, 1, 0)
    assert (found["entities"]["missed"], found["entities"]["extra"]) == (1, 1)
    assert found["meta"] == {"right": 1, "wrong": 1, "share": 0.5}
    assert found["details"]["f1"] is None


def test_differences_stand_in_the_text() -> None:
    said = {(d.measure, d.sort, d.item, d.expected, d.found): TEXT[d.start : d.end] for d in measured().differences}
    assert said[("owners", "extra", "1", "", "各街道")] == "各街道"
    assert said[("owners", "missed", "1", "区商务委", "")].startswith("1.建成社区食堂")
    assert said[("roles", "wrong", "1", "区民政局 responsible", "区民政局 lead")] == "区民政局"
    assert said[("items", "extra", "3", "", "开展宣传")].startswith("3.开展宣传")
    assert said[("items", "missed", "4", "建设口袋公园", "")] == ""
    assert said[("deadlines", "wrong", "2", "2024年6月", "")].startswith("2.推进平台建设")
    (entity,) = [place for (what, sort, *_), place in said.items() if (what, sort) == ("entities", "extra")]
    assert "云岭一码通" in entity
    assert said[("meta", "wrong", "doc_number", "云府办〔2024〕1号", "")] == ""


def test_what_is_missed_is_marked_where_it_is_printed() -> None:
    gold = GOLD.model_copy(
        update={"tasks": [*GOLD.tasks[:1], GOLD.tasks[2].model_copy(update={"head": "新建 社区食堂 6 家"})]}
    )
    (missed,) = [d for d in measured(gold).differences if (d.measure, d.sort) == ("items", "missed")]
    assert TEXT[missed.start : missed.end] == "新建社区食堂6家"


def test_a_plan_that_is_read_as_annotated_has_no_difference() -> None:
    owners = [{"as_printed": "区数据局", "name": "区数据局", "role": "responsible"}]
    gold = Gold.model_validate(
        {"tasks": [{"key": "1", "head": "推进平台建设", "owners": owners}], "title": "云岭区2024年工作方案"}
    )
    text = "云岭区2024年工作方案\n1.推进平台建设。（责任单位：区数据局）\n"
    assert measured(gold, text).differences == []


def test_truncated_items_are_neither_asked_for_nor_invented() -> None:
    tasks = [*GOLD.tasks, GOLD.tasks[0].model_copy(update={"key": "3", "head": "开展宣传", "truncated": True})]
    assert measured(GOLD.model_copy(update={"tasks": tasks})).counts["items", "extra"] == 0


def test_words_are_compared_without_width_space_and_signs() -> None:
    assert normal("《云岭 １号》（Ａ）") == "云岭1号a"
    assert normal(None) == ""


def test_gold_of_a_file_that_could_not_be_read_is_missed_whole(tmp_path: Path) -> None:
    from graph.plan_graph import PlanGraph

    found = measure(GOLD, PlanGraph())
    assert figures(found.counts)["items"]["recall"] == 0
    assert figures(found.counts)["owners"]["missed"] == 4
