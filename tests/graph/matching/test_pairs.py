"""Which items of two texts are the same one, and by what."""

from __future__ import annotations

import random
import time

import pytest

from graph.ids import name_key
from graph.matching import Matchable, best_above, one_to_one
from graph.matching.grams import GramIndex, alike, grams
from graph.matching.items import ItemRow, SaidRow, TargetRow, matchables


def items(*texts: tuple[str, str]) -> list[Matchable]:
    return [Matchable("body", name, text, str(at)) for at, (name, text) in enumerate(texts)]


def pairs(old: list[Matchable], new: list[Matchable]) -> list[tuple[int, int]]:
    return [(before, after) for before, after, _ in one_to_one(old, new)]


def test_equal_names_and_texts_match_first() -> None:
    old = items(("平台", "甲"), ("平台", "乙"), ("丙", "其他"))
    new = items(("平台", "乙"), ("平台", "甲"), ("丁", "其他"))
    assert pairs(old, new) == [(0, 1), (1, 0), (2, 2)]


def test_a_reworded_item_matches_the_most_alike_one() -> None:
    old = items(("提升数据中台关键能力", "加强专题数据库建设"))
    new = items(("提升视频中台关键能力", "扩大视频资源容量"), ("提升数据中台能力", "加强专题数据库建设和共享"))
    assert pairs(old, new) == [(0, 1)]


def test_items_of_another_part_or_wording_do_not_match() -> None:
    assert pairs([Matchable("body", "数据中台", "")], [Matchable("annex", "数据中台", "")]) == []
    assert pairs(items(("数据中台", "甲乙丙丁")), items(("无人农场", "戊己庚辛"))) == []


def test_what_was_rejected_leaves_the_next_best() -> None:
    old = items(("建设智慧校园", "新建智慧校园8所"))
    new = items(("建设智慧校园", "新建智慧校园10所"), ("推动智慧校园提质", "推广智慧校园经验"))
    assert [(b, a, m.basis) for b, a, m in one_to_one(old, new)] == [(0, 0, "same-name")]
    assert [(b, a, m.basis) for b, a, m in one_to_one(old, new, {("0", "0")})] == [(0, 1, "likeness")]


def test_the_next_version_of_a_scene_is_the_same_scene() -> None:
    old = items(("便捷就医少等待2.0场景", "推广诊间支付"), ("家庭医生云随访", "线上随访"))
    new = items(("便捷就医少等待3.0场景", "推广信用就医"), ("家庭医生云随访2.0", "异常数据当日回访"))
    assert [(b, a, m) for b, a, m in one_to_one(old, new)] == [
        (0, 0, (0.9, "same-scene")), (1, 1, (0.9, "same-scene")),
    ]  # fmt: skip


def test_many_may_carry_out_one_and_boilerplate_carries_out_nothing() -> None:
    upper = items(
        ("建设公共充电桩", "新建公共充电桩8000个"), ("推进停车资源共享", "接入共享泊位5万个"), ("加强组织领导", "各部门密切配合")
    )  # fmt: skip
    lower = items(
        ("乡镇充电桩", "新建公共充电桩1000个"), ("小区充电桩", "小区新建充电桩500个"), ("渔船北斗终端", "为渔船安装北斗终端"),
    )  # fmt: skip
    assert [(low, up) for low, up, _ in best_above(lower, upper)] == [(0, 0), (1, 0)]


def test_same_thing_same_target_and_same_document_are_said() -> None:
    def plan(name: str, verb: str, indicator: str, cited: str) -> list[Matchable]:
        return matchables(
            [ItemRow("p", "i", 1, "body", name, f"{name}，{indicator}")],
            [SaidRow("i", verb, "云朵平台"), SaidRow("i", "CITES", cited)],
            [TargetRow("i", indicator, "万家")],
        )["p"]

    upper = plan("建设云朵平台", "BUILDS", "接入企业数", "上云办法")
    lower = plan("企业接入云朵平台", "MENTIONS", "接入企业数", "上云办法")
    assert best_above(lower, upper)[0][2].basis == "same-thing,same-target,same-document"
    other = plan("企业接入云朵平台", "MENTIONS", "培训人次", "培训办法")
    assert best_above(other, lower)[0][2].basis == "same-name"


def test_the_same_pairs_in_any_order_of_items() -> None:
    old = items(*((f"建设{word}平台", f"{word}平台接入{word}数据") for word in ("养老", "停车", "公交", "急救")))
    new = items(*((f"提升{word}平台", f"{word}平台扩大{word}应用") for word in ("急救", "养老", "停车", "校园")))
    told = {(old[b].name, new[a].name, m) for b, a, m in one_to_one(old, new)}
    turned = {(b.name, a.name, m) for b, a, m in _named(old[::-1], new[::-1])}
    assert len(told) == 3
    assert told == turned


def _named(old: list[Matchable], new: list[Matchable]) -> list[tuple[Matchable, Matchable, object]]:
    return [(old[b], new[a], m) for b, a, m in one_to_one(old, new)]


def test_likeness_is_the_share_of_common_pairs() -> None:
    assert alike(grams("abcd"), grams("abce")) == 2 * 2 / 6
    assert (alike(grams(""), grams("")), alike(grams("a"), grams("a"))) == (0.0, 1.0)


def test_what_too_many_texts_hold_leads_to_none_of_them() -> None:
    index = GramIndex([["ab", "bc"], ["ab"], ["ab", "bc"]], 2, lambda texts, holders: texts - holders)
    assert (index.holders.get("ab"), index.holders["bc"]) == (None, [0, 2])
    assert (index.weights["bc"], index.nearest(["ab", "bc", "zz"], 5)) == (1, [0, 2])


@pytest.mark.parametrize(("name", "series", "version"), [("云胶片2.0场景", "云胶片", "2.0"), ("5G 网络", "5g网络", "")])
def test_versions_are_no_part_of_the_series(name: str, series: str, version: str) -> None:
    item = Matchable("body", name, "")
    assert (item.series_key, item.version) == (series, version)
    assert item.name_key == name_key(name)


def test_many_items_take_time_in_proportion() -> None:
    def plan(seed: int, count: int) -> list[Matchable]:
        chosen = random.Random(seed)
        words = [one + other for one in "数字产业平台建设推进" for other in "场景治理服务能力系统"]
        return items(
            *(
                (f"{''.join(chosen.choices(words, k=4))}第{number}项", "".join(chosen.choices(words, k=30)))
                for number in range(count)
            )
        )

    start = time.process_time()
    one_to_one(plan(1, 500), plan(2, 500))
    small = time.process_time() - start
    start = time.process_time()
    one_to_one(plan(1, 5000), plan(2, 5000))
    assert time.process_time() - start < 40 * small
