"""Requests a second and p99 of the API against a bare FastAPI route that returns the same bytes, at 54 and 100,000 items.

Both are served by uvicorn in a process of its own and asked in turn by the same client, so a busy machine slows both.
Ours answers as ``plangraph serve`` does, logs included: every answer belongs to a version of the store, so its bytes
are kept for as long as that version lasts, and its ETag says so. "first" is the time of an answer that is not kept.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PLAN = Path(__file__).parent.parent / "data" / "songjiang-2023.txt"
CONNECTIONS = 16
TARGET = 0.5


def serve(kind: str, port: int, source: str) -> None:
    """Serves our application over a store, or a bare one that returns the bytes of files by number."""
    import uvicorn

    if kind == "ours":
        from api.http.app import create_app
        from api.http.logs import configure_logs
        from api.http.settings import Settings

        configure_logs("INFO")
        app: Any = create_app(Settings(store=source, port=port))
    else:
        from fastapi import FastAPI, Response

        app = FastAPI()
        for path in sorted(Path(source).iterdir()):
            app.get(f"/{path.name}")(_returns(path.read_bytes(), Response))
    uvicorn.run(app, port=port, log_config=None, access_log=False)


def _returns(body: bytes, response: Callable[..., Any]) -> Callable[[], Any]:
    async def route() -> Any:
        return response(body, media_type="application/json")

    return route


@contextmanager
def served(kind: str, source: str) -> Any:
    """(port, process id) of a server in a process of its own."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
    command = [sys.executable, "-m", "benchmarks.api", "--serve", kind, str(port), source]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as process:
        try:
            _wait(f"http://127.0.0.1:{port}/{'readyz' if kind == 'ours' else 'openapi.json'}")
            yield port, process.pid
        finally:
            process.terminate()


def _wait(address: str) -> None:
    until = time.monotonic() + 180
    while True:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


async def ask(port: int, paths: list[str], requests: int, connections: int = CONNECTIONS) -> tuple[float, list[float]]:
    """(seconds in all, seconds of each) of ``requests`` requests over so many connections, ``paths`` in turn."""
    taken: list[float] = []
    left = iter(range(requests))
    messages = [f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\n\r\n".encode() for path in paths]

    async def one() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for number in left:
            start = time.perf_counter()
            writer.write(messages[number % len(messages)])
            head = (await reader.readuntil(b"\r\n\r\n")).lower()
            body = await reader.readexactly(int(head.partition(b"content-length:")[2].partition(b"\r\n")[0]))
            if b" 200 " not in head[:20]:
                raise RuntimeError(f"{paths[number % len(paths)]}: {body.decode()}")
            taken.append(time.perf_counter() - start)
        writer.close()

    start = time.perf_counter()
    await asyncio.gather(*(one() for _ in range(connections)))
    return time.perf_counter() - start, taken


def fetch(port: int, path: str) -> tuple[bytes, float]:
    """(body, seconds) of one request."""
    start = time.perf_counter()
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=120) as answer:
        return answer.read(), time.perf_counter() - start


def p99(taken: list[float]) -> float:
    """The 99th percentile."""
    return sorted(taken)[int(len(taken) * 0.99)]


def compare(store: str, requests: int, rounds: int) -> bool:
    """Prints a row a question; false when one falls short of the target."""
    good = True
    with tempfile.TemporaryDirectory() as folder, served("ours", store) as (ours, _):
        item = _busy_item(ours)
        paths = {
            "co-owners": f"/api/v1/items/{item}/co-owners",
            "item": f"/api/v1/items/{item}",
            "workload": "/api/v1/workload",
        }
        first = {}
        for name, path in paths.items():
            body, first[name] = fetch(ours, path)
            (Path(folder) / name).write_bytes(body)
        with served("bare", folder) as (bare, _):
            for name, path in paths.items():
                found: dict[str, list[tuple[float, float]]] = {"ours": [], "bare": []}
                for _ in range(rounds):
                    for kind, port, asked in (("bare", bare, f"/{name}"), ("ours", ours, path)):
                        seconds, taken = asyncio.run(ask(port, [asked], requests))
                        found[kind].append((requests / seconds, p99(taken)))
                rates = {kind: statistics.median(rate for rate, _ in runs) for kind, runs in found.items()}
                tails = {kind: statistics.median(tail for _, tail in runs) for kind, runs in found.items()}
                ratio = rates["ours"] / rates["bare"]
                good &= ratio >= TARGET
                print(
                    f"{name:10} {(Path(folder) / name).stat().st_size:9} B {rates['ours']:8.0f}/s {rates['bare']:8.0f}/s "
                    f"{ratio:6.2f} {tails['ours'] * 1000:8.1f} ms {tails['bare'] * 1000:8.1f} ms {first[name] * 1000:9.1f} ms",
                    flush=True,
                )
    return good


def _busy_item(port: int) -> str:
    """The item with most owners among the first thousand."""
    items = json.loads(fetch(port, "/api/v1/items?limit=1000")[0])["items"]
    return str(max(items, key=lambda item: (len(item["owners"]), item["id"]))["id"])


def memory(store: str, requests: int) -> bool:
    """Prints how the server's memory grows over many different requests; false when it does not level off."""
    from benchmarks.faults.requests import asked, level

    sizes, _ = asked(store, requests)
    print(f"memory     {requests} requests: " + ", ".join(f"{s:.0f}" for s in sizes) + " MB")
    return level(sizes)


def main() -> int:
    """Runs both sizes; 1 when a ratio or the memory falls short."""
    from benchmarks.generate import generated_graph
    from graph.store import open_store
    from loaders.parse import load_plan

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--serve", nargs=3, metavar=("KIND", "PORT", "SOURCE"), help=argparse.SUPPRESS)
    parser.add_argument("--requests", type=int, default=4000, help="requests of a measurement")
    parser.add_argument("--rounds", type=int, default=3, help="measurements of which the median is taken")
    parser.add_argument("--items", type=int, default=100_000, help="items of the large graph")
    given = parser.parse_args()
    if given.serve:
        serve(given.serve[0], int(given.serve[1]), given.serve[2])
        return 0
    good = True
    with tempfile.TemporaryDirectory() as folder:
        for name in ("54", str(given.items)):
            store = str(Path(folder) / f"{name}.kgl")
            graph = (
                load_plan(PLAN)[0] if name == "54" else generated_graph(given.items, given.items // 50, given.items * 3)
            )
            with open_store(store, write=True) as opened:
                opened.replace([graph])
            del graph
            print(f"-- {name} items: ours, bare, ratio (target {TARGET}), p99 ours, p99 bare, first answer")
            good &= compare(store, given.requests, given.rounds)
            good &= memory(store, given.requests * 5)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
