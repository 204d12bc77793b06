"""A real server on a free port, in a thread: the tests ask it over the network as anyone would."""

from __future__ import annotations

import socket
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI

from api.http.app import create_app
from api.http.connections import bounded_protocol
from api.http.settings import Settings


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port: int = held.getsockname()[1]
        return port


@contextmanager
def serving(store: str, **settings: Any) -> Iterator[tuple[str, FastAPI]]:
    """(address, application) of a server over ``store``."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        if "://" in store:
            settings = {"changes": Path(folder) / "changes.json", **settings}
        yield from _served(create_app(Settings(store=store, port=port, **settings)), port)


def _served(app: FastAPI, port: int) -> Iterator[tuple[str, FastAPI]]:
    server = uvicorn.Server(
        uvicorn.Config(
            app, host="127.0.0.1", port=port, log_config=None, access_log=False, http=bounded_protocol(500, 60)
        )
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        until = time.monotonic() + 30
        while not server.started:
            assert thread.is_alive(), "the server did not start"
            assert time.monotonic() < until, "the server did not start in time"
            time.sleep(0.02)
        yield f"http://127.0.0.1:{port}", app
    finally:
        server.should_exit = True
        thread.join(timeout=15)
