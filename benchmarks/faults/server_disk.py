"""A Neo4j whose data lie on a disk that is really full: a load or an import ends in one line, and nothing is half there.

Once there is room again the server is started anew: it holds the old content, or none after an import that was told to
replace it, and takes the new one.
"""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import psutil

from benchmarks.faults.found import Found
from benchmarks.faults.small_disk import full, inside
from benchmarks.generate import generated_graph
from graph.errors import PlangraphError
from graph.export.neo4j import write_neo4j
from graph.plan_graph import PlanGraph
from graph.server import CURRENT, Home, Options, State, start, stop
from graph.server.bulk import import_export
from graph.store.neo4j import open_neo4j
from tests.graph.store.plans import small_plan

MEGABYTES = 600
# Logs are kept small and are not laid out in advance, so that the disk is full when it is said to be.
SETTINGS = {"db.tx_log.preallocate": "false", "db.tx_log.rotation.size": "1m"}
KINDS = ("load", "import", "start")


class Rounds:
    """A server's home with one small plan, and a larger one that is to come."""

    def __init__(self, disk: Path, other: Path) -> None:
        self.disk, self.home = disk, Home(CURRENT, disk / "neo4j")
        self.options = Options(bolt_port=0, http_port=0, heap="768m", page_cache="64m", settings=SETTINGS)
        self.old, self.text = small_plan(), generated_graph(3000, 60, 7000)
        self.export, self.saved = other / "export", other / "saved"
        write_neo4j(self.text, self.export)
        self.write(self.start(), self.old)
        stop(self.home)
        shutil.copytree(self.home.path, self.saved)

    def start(self) -> State:
        return start(self.home, self.options, lambda line: None)

    def write(self, state: State, text: PlanGraph) -> None:
        with open_neo4j(state.bolt, write=True, password=self.home.password()) as store:
            store.replace([text])

    def load(self) -> None:
        """Adds the larger plan."""
        self.write(self.start(), self.text)

    def imports(self) -> None:
        """Puts the larger plan in the place of all."""
        import_export(self.home, self.export, self.options, lambda line: None, overwrite=True)

    def harm(self, kind: str, leaving: int) -> str | None:
        """What a load, an import or a start says with so many pages left; None when it ends well."""
        if kind == "load":
            self.start()  # while there is room; what follows is the load's alone
        with full(self.disk, leaving):
            try:
                {"load": self.load, "import": self.imports, "start": self.start}[kind]()
            except PlangraphError as error:
                return str(error)
            finally:
                self.end()
        return None

    def end(self) -> None:
        """Ends the server as a person does who sees that it is broken."""
        state = self.home.read_state()
        if state is not None and state.server.alive():
            psutil.Process(state.server.pid).kill()
            psutil.Process(state.server.pid).wait(30)
        stop(self.home)

    def fault(self, kind: str, said: str | None) -> str:
        """What is wrong once there is room again; nothing when all is as promised."""
        if said is not None and ("\n" in said or len(said) > 1000):
            return f"said {said[:600]!r}"
        state = self.start()
        with open_neo4j(state.bolt, write=True, password=self.home.password()) as store:
            plans = set(store.graph().plan_ids())
            whole = all(
                store.graph(text.plan_ids()) == text for text in (self.old, self.text) if plans & {*text.plan_ids()}
            )
            store.replace([self.text])
            again = store.graph(self.text.plan_ids()) == self.text
        old, new = set(self.old.plan_ids()), set(self.text.plan_ids())
        told = {"load": [old], "import": [old, set()], "start": [old]}
        done = {"load": [old | new], "import": [new], "start": [old]}
        if not whole or plans not in (done if said is None else told)[kind]:
            return f"holds {sorted(plans)}, whole: {whole}"
        return "" if again else "takes no new plan"

    def reset(self) -> None:
        """The home as it was at first."""
        self.end()
        shutil.rmtree(self.home.path)
        shutil.copytree(self.saved, self.home.path)


def tried_on(disk: Path, count: int) -> Found:
    """Fills the disk ``count`` times, before a load, an import and a start in turn."""
    rng, kinds, longest = random.Random(count), Counter[str](), 0.0
    with tempfile.TemporaryDirectory() as other:
        rounds = Rounds(disk, Path(other))
        for number in range(count):
            kind, leaving = KINDS[number % len(KINDS)], int(2 ** rng.uniform(0, 11)) - 1
            rounds.reset()
            began = time.monotonic()
            said = rounds.harm(kind, leaving)
            longest = max(longest, time.monotonic() - began)
            fault = rounds.fault(kind, said)
            kinds["fault" if fault else "done" if said is None else "told"] += 1
            print(f"{kind}, {leaving * 4} KB left: {fault or said or 'done'}", file=sys.stderr, flush=True)
        rounds.end()
    return Found(count, count - kinds["fault"], longest, f"{kinds['told']} told, {kinds['done']} found room enough")


def tried(count: int) -> Found:
    """Fills a disk of a server's own ``count`` times."""
    return inside(__name__, count, MEGABYTES)
