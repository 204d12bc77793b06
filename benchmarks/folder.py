"""How much faster a thousand plans are read over both cores than over one: ``python benchmarks/folder.py``."""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from loaders.folder import available_cores, load_files, plan_files

_OWNERS = ("区科委", "区经委", "区教育局", "区交通委", "区水务局", "各街镇", "区大数据中心")


def write_plans(folder: Path, count: int, items: int) -> None:
    """Writes ``count`` small plans of ``items`` tasks each."""
    for plan in range(count):
        lines = [f"松江区第{plan + 1}片区2024年重点工作安排", "一、重点任务"]
        for item in range(1, items + 1):
            owners = "、".join(_OWNERS[(plan + item + step) % len(_OWNERS)] for step in range(3))
            lines.append(
                f"{item}、推进第{item}号平台建设。年底前新建站点{item * 10}个,依托数据中台开展应用。(责任部门:{owners})"
            )
        (folder / f"plan-{plan:05}.txt").write_text("\n".join(lines), "utf-8")


def seconds(files: list[Path], workers: int) -> float:
    """Time to load ``files`` with ``workers`` processes; every one must become a graph."""
    start = time.perf_counter()
    for outcome in load_files(files, workers=workers):
        if outcome.error:
            raise SystemExit(outcome.error)
    return time.perf_counter() - start


def main() -> None:
    """Prints the times and their ratio; exit 1 when it is below the floor."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--plans", type=int, default=1000)
    parser.add_argument("--items", type=int, default=54, help="tasks of each, as many as the Songjiang plan has items")
    parser.add_argument("--rounds", type=int, default=2, help="the best of so many counts")
    parser.add_argument("--floor", type=float, default=1.7)
    arguments = parser.parse_args()
    cores = available_cores()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_plans(folder, arguments.plans, arguments.items)
        files = plan_files([folder])
        rounds = [(seconds(files, 1), seconds(files, cores)) for _ in range(arguments.rounds)]
    one, all_ = (min(times) for times in zip(*rounds, strict=True))
    print(f"{len(files)} plans: {one:.2f} s on one core, {all_:.2f} s on {cores}: {one / all_:.2f} times as fast")
    if cores > 1 and one / all_ < arguments.floor:
        raise SystemExit(f"below {arguments.floor}")


if __name__ == "__main__":
    main()
