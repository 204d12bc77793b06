"""Whether reading stays linear on hostile and on plain texts: the processor time of each character at two sizes.

python -m benchmarks.parse_linear --characters 3500000   # 10 MB a text, most of its characters of three bytes
python -m benchmarks.parse_linear --only tasks --only years --characters 3500000

A text is parsed and assembled. What is printed is microseconds a character at a quarter of the size and at the size.
"""

from __future__ import annotations

import argparse
import contextlib
import sys
import time

from graph.errors import PlanError
from loaders.document import SourceText
from loaders.parse import read_plan

HEAD = "云岭区2024年工作方案\n"
# Repeated until the text is long enough. Each once made a grammar of this kind look at the same characters again.
SHAPES = {
    "open brackets": ("", "("),
    "nested brackets": ("", "((((负责))))"),
    "separators": (f"{HEAD}1.建设。(责任单位:", "区科委、"),
    "joiners": (f"{HEAD}1.建设。\n责任单位:", "区科委和"),
    "digits": ("", "1."),
    "years": (f"{HEAD}1.建设。", "2023年12月底前"),
    "chapters": (HEAD, "一、甲\n"),
    "tasks": (HEAD, "1、建设平台。(责任单位:区科委)\n"),
    "labels": (HEAD, "责任单位:\n"),
    "titles": ("", "《工作方案"),
    "annexes": (HEAD, "附件\n"),
    "one line": ("", "。(一)甲二、乙"),
    "rows": (f"{HEAD}序号\t分类\t任务\t责任单位\n", "1\t\t建设平台\t区科委\n"),
    "cells": (f"{HEAD}序号\n任务\n责任单位\n", "1\n建设\n区科委\n"),
    "headers": (HEAD, "序号\n任务\n责任单位\n"),
    "clauses": (HEAD, "以下任务均需各区落实,不再一一列出。"),
    "plan": (
        HEAD,
        "1.推进平台建设。到2025年底,依托云岭大数据中心建成平台3个,落实《数据条例》。(牵头单位:区科委;责任单位:各街镇)\n",
    ),
    "own lines": (HEAD, "(二)\n加强融资支持。\n牵头单位:区财政局\n责任单位:区科委、各街镇\n"),
    "page marks": (HEAD, "1.推进平台建\n— 12 —\n设。(责任单位:区科\n# Page 13:\n委)\n"),
    "broken lines": (HEAD, "1.推进平台建设,完善各项服务功能,优\n化流程,提升服务质效。(责任单位:区\n科委)\n"),
    "notices": ("", f"关于印发《{HEAD.strip()}》的通知\n{HEAD}1.建设平台。(责任单位:区科委)\n"),
    "goals": (f"{HEAD}1.建设。", "新建站点35个,覆盖率不低于30%,"),
    "names": (f"{HEAD}1.建设。", "依托云岭大数据中心建设“一码通”平台、"),
    "repeals": (HEAD, "《甲方案》(云府〔2018〕2号)同时废止。\n"),
    "no signs": ("", "推进建设"),
}
MOST = 2.0


def spent(shape: tuple[str, str], characters: int) -> float:
    """Processor seconds for a text of that shape and about that many characters."""
    head, piece = shape
    source = SourceText(head + piece * ((characters - len(head)) // len(piece)), "hostile.txt")
    start = time.process_time()
    with contextlib.suppress(PlanError):
        read_plan(source)
    return time.process_time() - start


def main() -> int:
    """Prints microseconds a character at a quarter of the size and at the size; 1 where the second is over twice the first."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--characters", type=int, default=200_000)
    parser.add_argument("--only", action="append", choices=sorted(SHAPES), help="this shape; may be repeated")
    asked = parser.parse_args()
    size, names = asked.characters, asked.only or list(SHAPES)
    spent(("", HEAD + "1.建设。(责任单位:区科委)\n"), 1000)  # lexicons are read once
    failed = False
    print(f"{'shape':18} {'µs/char small':>14} {'µs/char large':>14} {'ratio':>6}")
    for name in names:
        shape = SHAPES[name]
        small, large = (spent(shape, n) / n * 1e6 for n in (size // 4, size))
        ratio = large / max(small, 0.05)
        failed |= ratio > MOST
        print(f"{name:18} {small:14.2f} {large:14.2f} {ratio:6.2f}", flush=True)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
