"""Processor time to match generated plans with those above and before them: ``python -m benchmarks.matching``.

Every ten plans are a city's and three districts' of three years that carry it out, 20 items each. Exit 1 when twice as
many plans take more than --floor times as long.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Collection, Mapping

from graph.matching import Matchable
from graph.matching.decisions import Decisions
from graph.matching.links import infer
from graph.matching.plans import Implements, PlanHead

_THINGS = ("养老", "停车", "校园", "充电桩", "公交", "急救", "影像云", "图书馆", "体育场馆", "安防小区", "数据平台", "光网",
           "基站", "电梯", "便民圈", "课堂", "就医", "签约医生", "农村公路", "渔船终端", "菜市场", "公园", "河道", "水厂")  # fmt: skip
_VERBS = ("建设智慧{}", "推进{}提质", "扩大{}覆盖", "完善{}服务", "开展{}改造", "优化{}管理")
_WORDS = (
    "新增站点",
    "接入平台",
    "完成改造",
    "覆盖街道",
    "开展试点",
    "建立机制",
    "推广应用",
    "安装设备",
    "归集数据",
    "线上预约",
)
ITEMS = 20


def plans(count: int) -> tuple[list[PlanHead], list[Implements], dict[str, list[Matchable]]]:
    """Heads, who carries out whom, and items of ``count`` generated plans; the same on every machine."""
    heads, upwards, items = [], [], {}
    for number in range(count):
        group, place = divmod(number, 10)
        year = 2025 if place == 0 else 2023 + (place - 1) % 3
        name = f"第{group}市2025年安排" if place == 0 else f"第{group}市第{(place - 1) // 3}区{year}年要点"
        head = PlanHead(f"policy-{number}", name, f"{group}-{(place + 2) // 3}", year, str(number))
        heads.append(head)
        if place:
            upwards.append(Implements(head.id, f"policy-{group * 10}", ""))
        items[head.id] = _items(head.id, random.Random(number))
    return heads, upwards, items


def _items(plan: str, chosen: random.Random) -> list[Matchable]:
    made = []
    for number, thing in enumerate(chosen.sample(_THINGS, ITEMS), 1):
        name = chosen.choice(_VERBS).format(thing)
        words = "，".join(f"{thing}{word}{chosen.randrange(9000)}个" for word in chosen.sample(_WORDS, 3))
        made.append(Matchable("body", name, f"{name}。{words}。", f"task-{plan.removeprefix('policy-')}-{number}"))
    return made


def seconds(count: int) -> tuple[float, int]:
    """Processor time to match ``count`` plans, and the number of links."""
    heads, upwards, items = plans(count)

    def items_of(asked: Collection[str]) -> Mapping[str, list[Matchable]]:
        return {plan: items[plan] for plan in asked}

    start = time.process_time()
    found = infer(heads, upwards, Decisions(), {}, items_of)
    return time.process_time() - start, sum(map(len, found.links.values()))


def main() -> None:
    """Prints the times; exit 1 when they grow faster than the plans."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--plans", type=int, nargs="+", default=[250, 500, 1000])
    parser.add_argument("--floor", type=float, default=2.6)
    arguments = parser.parse_args()
    before = None
    for count in arguments.plans:
        taken, links = seconds(count)
        print(
            f"{count:6} plans, {count * ITEMS:6} items: {taken:7.2f} s, {1000 * taken / count:.1f} ms a plan, {links} links"
        )
        if before and taken / before[1] > arguments.floor * count / before[0] / 2:
            raise SystemExit(f"grows faster than the plans: {taken / before[1]:.1f} times")
        before = count, taken


if __name__ == "__main__":
    main()
