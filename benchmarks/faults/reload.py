"""Clients that ask all at once while another process loads the store every second: no answer fails, none is mixed."""

from __future__ import annotations

import asyncio
import hashlib
import re
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import dedent

import httpx

from benchmarks.faults.found import Found
from graph.store import open_store
from loaders.parse import load_plan
from tests.api.server import serving

PLAN = Path(__file__).parents[2] / "data" / "songjiang-2023.txt"
PATHS = [
    "/api/v1/plans", "/api/v1/items?limit=1000", "/api/v1/items/2/co-owners", "/api/v1/items/2", "/api/v1/workload",
    "/api/v1/owners/区科委/co-owners", "/api/v1/search?q=宏基站", "/api/v1/queries/targets-of-item?item=2", "/items/2", "/",
]  # fmt: skip
# What certainly differs between the two plans that are loaded in turn.
DIFFERENT = PATHS[1:5]
SECONDS, PATIENCE = 60.0, 180.0
LOADER = dedent("""
    import sys, time
    from pathlib import Path
    from graph.store import open_store
    from loaders.parse import load_plan
    store, stop, *files = sys.argv[1:]
    graphs = [load_plan(Path(name))[0] for name in files]
    count = 0
    while not Path(stop).exists():
        count += 1
        with open_store(store, write=True) as opened:
            assert opened.replace([graphs[count % 2]])[0].action == "replaced"
        time.sleep(1)
    print(count)
""")


@dataclass(slots=True)
class Answers:
    """The bodies (digests) by path and version, and the faults; ``longest`` seconds until an answer."""

    clients: int
    bodies: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    count: int = 0
    loads: int = 0
    longest: float = 0.0
    faults: list[str] = field(default_factory=list)

    def take(self, path: str, answer: httpx.Response, seconds: float) -> None:
        self.count += 1
        self.longest = max(self.longest, seconds)
        if answer.status_code != 200:
            self.faults.append(f"{path}: {answer.status_code}: {answer.text[:200]}")
        elif self.bodies[path].setdefault(answer.headers["etag"], digest(answer)) != digest(answer):
            self.faults.append(f"{path}: two bodies of one version")

    def enough(self) -> bool:
        """Whether all clients were heard and both versions seen."""
        return self.count > 2 * self.clients and all(len(self.bodies[path]) > 1 for path in DIFFERENT)


def digest(answer: httpx.Response) -> str:
    """What stands for a body."""
    return hashlib.sha256(answer.content).hexdigest()


def accepting(path: str) -> dict[str, str]:
    """The headers that a path is asked with."""
    return {"accept": "*/*" if path.startswith("/api") else "text/html"}


def corrected(folder: Path) -> Path:
    """The sample plan with another number and another owner in task 2."""
    text = PLAN.read_text("utf-8")
    changed = re.sub("新建 ?350 ?个", "新建 400 个", text, count=1).replace(
        "区科委、区建管委、区经委", "区科委、区建管委、区教育局", 1
    )
    if changed == text:
        raise ValueError("the sample plan is another one")
    path = folder / PLAN.name
    path.write_text(changed, "utf-8")
    return path


async def _ask_all(address: str, answers: Answers, seconds: float) -> None:
    """Asks with all clients until time is up and enough was seen."""
    until, last = time.monotonic() + seconds, time.monotonic() + seconds + PATIENCE

    async def one(client: httpx.AsyncClient, turn: int) -> None:
        while time.monotonic() < (until if answers.enough() else last):
            path = PATHS[turn % len(PATHS)]
            turn += 1
            began = time.monotonic()
            try:
                answers.take(path, await client.get(path, headers=accepting(path)), time.monotonic() - began)
            except httpx.HTTPError as error:
                answers.faults.append(f"{path}: {type(error).__name__}: {error}")

    # A client lets go of a connection before the server would (5 s): none is asked while it is being closed.
    limits = httpx.Limits(
        max_connections=answers.clients, max_keepalive_connections=answers.clients, keepalive_expiry=2
    )
    async with httpx.AsyncClient(base_url=address, timeout=60, limits=limits) as client:
        await asyncio.gather(*(one(client, number) for number in range(answers.clients)))


def alone(store: str) -> dict[str, str]:
    """What each path answers while nobody loads."""
    with serving(store) as (address, _), httpx.Client(base_url=address, timeout=60) as client:
        return {path: digest(client.get(path, headers=accepting(path))) for path in PATHS}


def under_reload(folder: Path, clients: int, seconds: float) -> Answers:
    """What ``clients`` were answered for so many seconds; faults name what belongs to none of the two versions too."""
    store, other, stop = str(folder / "plans.kgl"), corrected(folder), folder / "stop"
    versions = []
    for file in (other, PLAN):
        with open_store(store, write=True) as opened:
            opened.replace([load_plan(file)[0]])
        versions.append(alone(store))
    answers = Answers(clients)
    with serving(store, poll_seconds=0.1) as (address, _):
        command = [sys.executable, "-c", LOADER, store, str(stop), str(PLAN), str(other)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as loader:
            try:
                asyncio.run(_ask_all(address, answers, seconds))
            finally:
                stop.touch()
                answers.loads = int(loader.communicate(timeout=60)[0])
    for path, found in answers.bodies.items():
        if not set(found.values()) <= {version[path] for version in versions}:
            answers.faults.append(f"{path}: an answer of no version")
    return answers


def tried(count: int) -> Found:
    """``count`` clients for a minute; tried are the answers."""
    with tempfile.TemporaryDirectory() as folder:
        answers = under_reload(Path(folder), count, SECONDS)
    for fault in answers.faults[:20]:
        print(fault, file=sys.stderr)
    survived = answers.count - len(answers.faults) if answers.enough() else 0
    return Found(answers.count, survived, answers.longest, f"{count} clients, {answers.loads} loads")
