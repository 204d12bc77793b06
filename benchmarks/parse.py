"""Parsing the Songjiang plan against segmenting the same text once with jieba, side by side."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from pathlib import Path

import jieba

from loaders.assemble import assemble
from loaders.parse import parse_text
from loaders.readers import read_source

PLAN = Path(__file__).parent.parent / "data" / "songjiang-2023.txt"
RUNS = 15


def seconds(work: Callable[[], object]) -> float:
    """Median wall seconds of ``work`` over RUNS runs, after one that is not counted."""
    work()
    taken = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def main() -> None:
    source = read_source(PLAN)
    jieba.initialize()
    rows = {
        "parse and assemble the plan": seconds(lambda: assemble(parse_text(source))),
        "jieba: segment its text once": seconds(lambda: list(jieba.cut(source.text))),
    }
    for name, median in rows.items():
        print(f"{name:32} {median * 1000:8.1f} ms")
    ours, theirs = rows.values()
    print(f"{'parsing takes':32} {ours / theirs:8.2f} times as long")


if __name__ == "__main__":
    main()
