"""Many requests of many addresses to a server in a process of its own: each is answered, and its memory stays level."""

from __future__ import annotations

import asyncio
import json
import os
import tempfile
from pathlib import Path
from urllib.parse import quote

from benchmarks.api import PLAN, ask, fetch, served
from benchmarks.faults.found import Found
from graph.store import open_store
from loaders.parse import load_plan

# Memory is looked at after each of so many parts of the requests; the first fills what is kept of a version.
PARTS = 8
WORDS = ("数据", "平台", "元宇宙")


def level(sizes: list[float]) -> bool:
    """Whether memory (megabytes) no longer grows once the first parts were answered."""
    return sizes[-1] - sizes[1] < max(10.0, 0.05 * sizes[1])


def resident(pid: int) -> float:
    """Resident memory of a process in megabytes."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def asked(store: str, count: int) -> tuple[list[float], float]:
    """(megabytes after each part of ``count`` requests, seconds that the slowest took); raises when one fails."""
    with served("ours", store) as (port, pid):
        items = [item["id"] for item in json.loads(fetch(port, "/api/v1/items?limit=1000")[0])["items"]]
        paths = [
            path
            for number, item in enumerate(map(quote, items))
            for path in (f"/api/v1/items/{item}/co-owners", f"/api/v1/items/{item}", f"/api/v1/items?q={number}")
        ] + [f"/api/v1/search?q={quote(word)}" for word in WORDS]
        sizes, longest = [], 0.0
        for _ in range(PARTS):
            _, taken = asyncio.run(ask(port, paths, count // PARTS))
            sizes.append(resident(pid))
            longest = max(longest, *taken)
    return sizes, longest


def tried(count: int) -> Found:
    """``count`` requests to a server over the sample plan; none survived when memory grew."""
    with tempfile.TemporaryDirectory() as folder:
        store = str(Path(folder) / "plans.kgl")
        with open_store(store, write=True) as opened:
            opened.replace([load_plan(PLAN)[0]])
        sizes, longest = asked(store, count)
    told = "MB: " + ", ".join(f"{size:.0f}" for size in sizes)
    return Found(count, count if level(sizes) else 0, longest, told, max(sizes))
