"""A hundred clients at once while the command line's store is loaded every second: nothing fails, nothing is mixed."""

from __future__ import annotations

import asyncio
import hashlib
import re
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path
from textwrap import dedent

import httpx
import pytest

from graph.store import open_store
from loaders.parse import load_plan
from tests.api.conftest import DATA
from tests.api.server import serving

SECONDS, PATIENCE, CLIENTS = 12.0, 120.0, 100
PATHS = [
    "/api/v1/plans", "/api/v1/items?limit=1000", "/api/v1/items/2/co-owners", "/api/v1/items/2", "/api/v1/workload",
    "/api/v1/owners/区科委/co-owners", "/api/v1/search?q=宏基站", "/api/v1/queries/targets-of-item?item=2", "/items/2", "/",
]  # fmt: skip
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


def corrected(folder: Path) -> Path:
    """The sample plan with another number and another owner in task 2."""
    text = DATA.read_text("utf-8")
    changed = re.sub("新建 ?350 ?个", "新建 400 个", text, count=1).replace(
        "区科委、区建管委、区经委", "区科委、区建管委、区教育局", 1
    )
    assert changed != text
    path = folder / "songjiang-2023.txt"
    path.write_text(changed, "utf-8")
    return path


async def ask_all(address: str, answers: dict[str, dict[str, str]]) -> int:
    """Asks with all clients until time is up and enough was seen; keeps for each path and ETag the one body it had."""
    count = 0
    until, last = time.monotonic() + SECONDS, time.monotonic() + PATIENCE

    def enough() -> bool:
        seen = count > 2 * CLIENTS and all(len(answers[path]) > 1 for path in PATHS[1:5])
        return time.monotonic() > (until if seen else last)

    async def one(client: httpx.AsyncClient, number: int) -> None:
        nonlocal count
        turn = number
        while not enough():
            path = PATHS[turn % len(PATHS)]
            turn += 1
            answer = await client.get(path, headers={"accept": "text/html" if not path.startswith("/api") else "*/*"})
            assert answer.status_code == 200, (path, answer.status_code, answer.text[:200])
            digest = hashlib.sha256(answer.content).hexdigest()
            assert answers[path].setdefault(answer.headers["etag"], digest) == digest, f"{path}: mixed"
            count += 1

    limits = httpx.Limits(max_connections=CLIENTS, max_keepalive_connections=CLIENTS)
    async with httpx.AsyncClient(base_url=address, timeout=60, limits=limits) as client:
        await asyncio.gather(*(one(client, number) for number in range(CLIENTS)))
    return count


@pytest.mark.xdist_group("load")
def test_no_failed_and_no_mixed_answer(tmp_path: Path) -> None:
    store, other, stop = str(tmp_path / "plans.kgl"), corrected(tmp_path), tmp_path / "stop"
    bodies = {}
    for name, file in (("second", other), ("first", DATA)):
        with open_store(store, write=True) as opened:
            opened.replace([load_plan(file)[0]])
        with serving(store) as (address, _), httpx.Client(base_url=address) as client:
            bodies[name] = {
                path: hashlib.sha256(
                    client.get(path, headers={"accept": "text/html" if not path.startswith("/api") else "*/*"}).content
                ).hexdigest()
                for path in PATHS
            }
    assert all(bodies["first"][path] != bodies["second"][path] for path in PATHS[1:5])
    answers: dict[str, dict[str, str]] = defaultdict(dict)
    with serving(store, poll_seconds=0.1) as (address, _):
        loader = subprocess.Popen(
            [sys.executable, "-c", LOADER, store, str(stop), str(DATA), str(other)],
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            count = asyncio.run(ask_all(address, answers))
        finally:
            stop.touch()
            printed = loader.communicate(timeout=60)[0]
        loads = int(printed)
        assert loader.returncode == 0
    assert loads >= 3
    assert count > CLIENTS
    for path, found in answers.items():
        assert set(found.values()) <= {bodies["first"][path], bodies["second"][path]}, f"{path}: of no version"
    assert {len(found) for path, found in answers.items() if path in PATHS[1:5]} == {2}, "both versions were seen"


def test_cursors_survive_a_load_or_say_that_they_do_not(tmp_path: Path) -> None:
    store, other = str(tmp_path / "plans.kgl"), corrected(tmp_path)
    with open_store(store, write=True) as opened:
        opened.replace([load_plan(DATA)[0]])
    with serving(store, poll_seconds=0.05) as (address, _), httpx.Client(base_url=address) as client:
        items = client.get("/api/v1/items?limit=20").json()
        rows = client.get("/api/v1/queries/workload-by-owner?limit=5").json()
        version = client.get("/readyz").json()["version"]
        tag = client.get("/api/v1/items").headers["etag"]
        with open_store(store, write=True) as opened:
            opened.replace([load_plan(other)[0]])
        until = time.monotonic() + 20
        while client.get("/readyz").json()["version"] == version:
            assert time.monotonic() < until
            time.sleep(0.05)
        following = client.get(items["next"]).json()
        assert [item["position"] for item in following["items"]] == list(range(21, 41))
        expired = client.get(rows["next"])
        assert expired.status_code == 410
        assert expired.json()["type"] == "urn:plangraph:problem:cursor-expired"
        changed = client.get("/api/v1/items", headers={"if-none-match": tag})
        assert changed.status_code == 200
        assert changed.headers["etag"] != tag


def test_a_cursor_of_another_list_is_refused(client: httpx.Client) -> None:
    following = client.get("/api/v1/items?limit=5").json()["next"]
    cursor = following.partition("cursor=")[2]
    assert client.get(f"/api/v1/items?limit=9&cursor={cursor}").status_code == 200
    assert client.get(f"/api/v1/items?kind=scene&cursor={cursor}").status_code == 404
    assert client.get(f"/api/v1/owners?cursor={cursor}").status_code == 404
