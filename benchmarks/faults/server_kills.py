"""Clients and servers killed in the middle of a write to Neo4j: the server then holds the old or the new, and whole.

Each round replaces two plans by another text of them and kills (SIGKILL) the writer or the server at a random moment of
it, in turn. A writer whose server was killed is left to end by itself: loaded, since the server is started again, or
with one line.
"""

from __future__ import annotations

import multiprocessing
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path

import psutil

from benchmarks.faults.found import Found
from benchmarks.generate import generated_graph
from graph.errors import StoreError
from graph.plan_graph import PlanGraph
from graph.server import CURRENT, Home, Options, State, start, stop
from graph.store.neo4j import Neo4jStore, open_neo4j

ITEMS = 1000
# So long a writer may go on after its server was killed.
_PATIENCE = 300


def tried(count: int) -> Found:
    """Kills ``count`` times, a client and a server in turn."""
    texts = [generated_graph(ITEMS, 60, ITEMS * 2, seed, plans=2) for seed in (1, 2)]
    with tempfile.TemporaryDirectory() as folder:
        home = Home(CURRENT, Path(folder))
        options = Options(bolt_port=0, http_port=0, auth=False, heap="1g")
        try:
            state = start(home, options, lambda line: None)
            options = replace(options, bolt_port=state.bolt_port, http_port=state.http_port)
            return Rounds(state, texts, lambda: start(home, options, lambda line: None)).kill(count)
        finally:
            stop(home)


class Rounds:
    """A server that holds one of two contents, what reading gives of each, and how long it takes to write."""

    def __init__(self, state: State, texts: list[PlanGraph], restart: Callable[[], State]) -> None:
        self.state, self.texts, self.restart = state, texts, restart
        self.contents, self.seconds = [], 0.0
        for text in texts:  # what follows between plans is read too, so a content is more than its text
            began = time.monotonic()
            write(state.bolt, text)
            self.seconds = time.monotonic() - began
            self.contents.append(self.read())
        self.held = 1

    def read(self) -> PlanGraph:
        with store(self.state.bolt) as opened:
            return opened.graph()

    def kill(self, count: int) -> Found:
        """``count`` rounds."""
        rng = random.Random(count)
        kinds: Counter[str] = Counter()
        survived, longest = 0, 0.0
        for number in range(count):
            whom = ("client", "server")[number % 2]
            line, seconds = self._round(whom, rng.uniform(0.1, 1.0) * self.seconds)
            there = self.read()
            whole = there in self.contents
            kinds["old" if whole and there == self.contents[self.held] else "new" if whole else "broken"] += 1
            survived += whole and line is not None
            longest = max(longest, seconds)
            print(f"{number + 1}: {whom} killed: {'whole' if whole else 'BROKEN'}; {line}", file=sys.stderr, flush=True)
            self.held = self.contents.index(there) if whole else self._written_anew()
        return Found(count, survived, longest, ", ".join(f"{kinds[kind]} {kind}" for kind in sorted(kinds)))

    def _round(self, whom: str, moment: float) -> tuple[str | None, float]:
        """(what the writer said, None when it did not end or said more than a line; seconds it took to end)."""
        receiving, sending = multiprocessing.Pipe(duplex=False)
        arguments = (self.state.bolt, self.texts[1 - self.held], sending)
        writer = multiprocessing.get_context("fork").Process(target=tell, args=arguments)
        writer.start()
        sending.close()
        time.sleep(moment)
        began = time.monotonic()
        if whom == "client":
            writer.kill()
        else:
            _kill(self.state.server.pid)
            self.state = self.restart()
            began = time.monotonic()
        writer.join(_PATIENCE)
        if writer.is_alive():
            writer.kill()
            return None, time.monotonic() - began
        try:
            line: str = receiving.recv() if whom == "server" else "killed"
        except EOFError:
            return None, time.monotonic() - began
        return (None if "\n" in line else line), time.monotonic() - began

    def _written_anew(self) -> int:
        write(self.state.bolt, self.texts[self.held])
        return self.held


def _kill(pid: int) -> None:
    process = psutil.Process(pid)
    process.kill()
    process.wait(30)


def tell(address: str, text: PlanGraph, told: Connection) -> None:
    """Writes, and tells how that ended."""
    try:
        write(address, text)
        told.send("loaded")
    except StoreError as error:
        told.send(str(error))


def write(address: str, text: PlanGraph) -> None:
    """Replaces what the server holds of the plans of ``text``."""
    with store(address) as opened:
        opened.replace([text])


def store(address: str) -> Neo4jStore:
    """The store on the server."""
    return open_neo4j(address, write=True, password="-", database="neo4j")
