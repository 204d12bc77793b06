"""Which items of two plans are the same one."""

from __future__ import annotations

import random
import time

from graph.matching import Matchable, alike, match, pairs


def items(*texts: tuple[str, str]) -> list[Matchable]:
    return [Matchable("body", name, text) for name, text in texts]


def test_equal_names_and_texts_match_first() -> None:
    old = items(("平台", "甲"), ("平台", "乙"), ("丙", "其他"))
    new = items(("平台", "乙"), ("平台", "甲"), ("丁", "其他"))
    assert match(old, new) == [(0, 1), (1, 0), (2, 2)]


def test_a_reworded_item_matches_the_most_alike_one() -> None:
    old = items(("提升数据中台关键能力", "加强专题数据库建设"))
    new = items(("提升视频中台关键能力", "扩大视频资源容量"), ("提升数据中台能力", "加强专题数据库建设和共享"))
    assert match(old, new) == [(0, 1)]


def test_items_of_another_part_or_wording_do_not_match() -> None:
    assert match([Matchable("body", "数据中台", "")], [Matchable("annex", "数据中台", "")]) == []
    assert match(items(("数据中台", "甲乙丙丁")), items(("无人农场", "戊己庚辛"))) == []


def test_likeness_is_the_share_of_common_pairs() -> None:
    assert alike(pairs("abcd"), pairs("abce")) == 2 * 2 / 6
    assert (alike(pairs(""), pairs("")), alike(pairs("a"), pairs("a"))) == (0.0, 1.0)


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
    match(plan(1, 500), plan(2, 500))
    small = time.process_time() - start
    start = time.process_time()
    match(plan(1, 5000), plan(2, 5000))
    assert time.process_time() - start < 40 * small
