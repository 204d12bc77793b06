"""``make demo``: loads the Songjiang 2023 plan into the embedded store and asks it the main questions.

Every answer is printed by the very command that is shown above it, so that what people see is what they can type.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

HOME = Path(__file__).parent.parent
STEPS = [
    ("读入计划，列出扫描件的问题 · Read the plan; list what is wrong with the scan", "load data/songjiang-2023.txt"),
    ("计划里有什么 · What the plan holds", "query plans"),
    ("谁负责什么 · Who owns what: 区科委", "query items-of-owner owner=区科委"),
    ("工作集中在哪里 · Where workload concentrates", "query workload-by-owner limit=12"),
    ("集中度 · Concentration", "query concentration"),
    ("第 8 项任务有哪些共同责任部门 · Who co-owns task 8", "query co-owners-of-item item=8 sample=3"),
    ("第 8 项任务落实哪些政策 · Which policies task 8 carries out", "query policy-chain item=8"),
]
END = """
浏览 · Explore:   {bin} serve        → http://127.0.0.1:8000/
其他问题 · More:   {bin} queries
"""


def main() -> int:
    command = [sys.executable, "-m", "api.cli"]
    shown = os.path.relpath(Path(sys.executable).parent / "plangraph", HOME)
    for heading, words in STEPS:
        print(f"\n── {heading}\n$ {shown} {words}", flush=True)
        done = subprocess.run([*command, *shlex.split(words)], cwd=HOME, check=False)
        if done.returncode:
            return done.returncode
    print(END.format(bin=shown))
    return 0


if __name__ == "__main__":
    sys.exit(main())
