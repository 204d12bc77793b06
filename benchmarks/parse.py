"""Parsing and assembling the Songjiang plan against segmenting the same text once with jieba, side by side in one run.

Both are timed in turn, by processor time, and compared pair by pair: what else the machine does slows both.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import jieba

from loaders.parse import read_plan
from loaders.readers import read_source

PLAN = Path(__file__).parent.parent / "data" / "songjiang-2023.txt"
MOST = 2.5


def spent(work: Callable[[], object]) -> float:
    """Processor milliseconds of ``work``."""
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1000


def main() -> int:
    """Prints the medians and the median ratio of the pairs; 1 when it is over ``--most``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=41, help="pairs that are timed")
    parser.add_argument("--most", type=float, default=MOST)
    asked = parser.parse_args()
    source = read_source(PLAN)
    jieba.initialize()
    steps = (lambda: read_plan(source), lambda: list(jieba.cut(source.text)))
    for step in steps:
        step()  # lexicons and caches are filled once
    pairs = [tuple(map(spent, steps)) for _ in range(asked.runs)]
    ours, theirs = (statistics.median(times) for times in zip(*pairs, strict=True))
    ratio = statistics.median(one / other for one, other in pairs)
    print(f"{'parse and assemble the plan':32} {ours:8.1f} ms")
    print(f"{'jieba: segment its text once':32} {theirs:8.1f} ms")
    print(f"{'parsing takes':32} {ratio:8.2f} times as long")
    return int(ratio > asked.most)


if __name__ == "__main__":
    sys.exit(main())
