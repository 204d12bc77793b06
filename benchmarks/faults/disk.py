"""Commands on a disk that is really full, with all that they keep and hold for a while on it, too.

Each leaves its result whole, or ends with one line; the store then holds the old or the new content, no file of an
export is half there, and nothing temporary is left.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from collections import Counter
from itertools import cycle, islice
from pathlib import Path

from benchmarks.faults.found import Found
from benchmarks.faults.small_disk import full, inside
from graph.plan_graph import PlanGraph
from graph.store.embedded import EmbeddedStore
from tests.graph.store.plans import small_plan
from tests.loaders.readers.files import PLAN, WRITERS

ROOT = Path(__file__).parents[2]
MEGABYTES = 48
SONGJIANG = str(ROOT / "data" / "songjiang-2023.txt")
# What is tried in turn, on a store that holds a small plan; OUT becomes the folder of results.
COMMANDS = (
    f"load {SONGJIANG}",
    "load plan.docx",
    "load plan.odt",
    "export csv --out OUT",
    "export graphml --out OUT/graph.graphml",
    "export neo4j --out OUT",
    "export rdf --out OUT --license https://creativecommons.org/licenses/by/4.0/ --publisher 测试市数据局",
    "store backup OUT/copy.kgl",
    f"parse {SONGJIANG}",  # what is printed goes to the disk, too
    "query workload-by-owner --format csv",
)


class Disk:
    """A disk with a store and plans on it; what each command leaves there when there is room."""

    def __init__(self, path: Path) -> None:
        self.path, self.store, self.out, self.own = path, path / "plangraph.kgl", path / "out", path / "own"
        WRITERS[".docx"](path / "plan.docx", PLAN)
        WRITERS[".odt"](path / "plan.odt", PLAN) if ".odt" in WRITERS else self._convert()
        with EmbeddedStore(self.store, write=True) as store:
            store.replace([small_plan()])
        self.before = self.store.read_bytes()
        self.old = self.held()
        self.good = {command: self._with_room(command) for command in COMMANDS}

    def _convert(self) -> None:
        command = [
            "soffice",
            "--headless",
            "--convert-to",
            "odt",
            "--outdir",
            str(self.path),
            str(self.path / "plan.docx"),
        ]
        subprocess.run(command, check=True, capture_output=True)

    def _with_room(self, command: str) -> tuple[PlanGraph, dict[str, bytes]]:
        self.clear()
        if said := self.run(command):
            raise SystemExit(f"{command}: {said}")
        return self.held(), self.results()

    def clear(self) -> None:
        """The disk as it was at first."""
        for folder in (self.out, self.own):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
        self.store.write_bytes(self.before)

    def run(self, command: str) -> str | None:
        """What a command says when it fails; None when it ends well."""
        environment = {
            **os.environ,
            "PLANGRAPH_STORE": str(self.store),
            "PYTHONPATH": str(ROOT),
            "PLANGRAPH_LANG": "en",
        }
        for name in ("HOME", "TMPDIR", "PLANGRAPH_HOME", "PLANGRAPH_CACHE", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
            environment[name] = str(self.own)
        words = [word.replace("OUT", str(self.out)) for word in command.split()]
        with (self.out / "printed").open("wb") as printed:
            done = subprocess.run(
                [sys.executable, "-m", "api.cli", *words],
                cwd=self.path, env=environment, stdout=printed, stderr=subprocess.PIPE, text=True, check=False,
            )  # fmt: skip
        return done.stderr if done.returncode else None

    def held(self) -> PlanGraph:
        """What the store holds."""
        with EmbeddedStore(self.store) as store:
            return store.graph()

    def results(self) -> dict[str, bytes]:
        """The files of the results."""
        return {str(path.relative_to(self.out)): path.read_bytes() for path in self.out.rglob("*") if path.is_file()}

    def fault(self, command: str, said: str | None) -> str:
        """What is wrong after a command that was tried on a full disk; nothing when all is as promised."""
        held, results = self.held(), self.results()
        new, whole = self.good[command]
        left = [path.name for path in self.own.rglob("plangraph-*")]
        left += [path.name for path in self.path.glob(".plangraph.kgl.*") if path.suffix != ".lock"]
        if left:
            return f"left {left}"
        if said is None:
            return "" if held == new and results.keys() == whole.keys() else "done, but the result is another"
        results.pop("printed", None)
        half = [name for name, data in results.items() if len(data) != len(whole.get(name, b""))]
        last = said.splitlines()[-1:]
        if not last or not last[0].startswith("plangraph: ") or "internal error" in said or "Traceback" in said:
            return f"said {said[-600:]!r}"
        return f"half there: {half}" if half else "" if held in (self.old, new) else "the store holds another content"


def tried_on(path: Path, count: int) -> Found:
    """Tries ``count`` commands on the disk at ``path``, with another amount of room left each time."""
    disk, rng = Disk(path), random.Random(count)
    kinds: Counter[str] = Counter()
    longest = 0.0
    for command in islice(cycle(COMMANDS), count):
        disk.clear()
        leaving = int(2 ** rng.uniform(0, 8)) - 1  # pages: from none to 1 MB
        began = time.perf_counter()
        with full(path, leaving):
            said = disk.run(command)
        longest = max(longest, time.perf_counter() - began)
        fault = disk.fault(command, said)
        kinds["fault" if fault else "done" if said is None else "told"] += 1
        print(f"{command}, {leaving * 4} KB left: {fault or said or 'done'}", file=sys.stderr, flush=True)
    return Found(count, count - kinds["fault"], longest, f"{kinds['told']} told, {kinds['done']} found room enough")


def tried(count: int) -> Found:
    """Tries ``count`` commands on a disk of their own."""
    return inside(__name__, count, MEGABYTES)
