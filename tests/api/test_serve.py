"""``plangraph serve`` as a person starts it: it answers, logs JSON lines, and ends when it is told to."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path

import httpx

from tests.api.server import free_port


@contextmanager
def started(store: str, **settings: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """(address, process) of ``plangraph serve`` over ``store``, once it answers."""
    port = free_port()
    command = [str(Path(sys.executable).with_name("plangraph")), "serve", "--store", store, "--port", str(port)]
    environment = {**os.environ, **settings}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as process:
        try:
            until = time.monotonic() + 60
            while True:
                try:
                    assert httpx.get(f"http://127.0.0.1:{port}/readyz").json()["plans"] == 1
                    break
                except httpx.TransportError:
                    assert time.monotonic() < until
                    assert process.poll() is None
                    time.sleep(0.1)
            yield f"http://127.0.0.1:{port}", process
        finally:
            process.kill()


def test_serve_answers_and_ends(store: str) -> None:
    with started(store) as (address, process):
        process.send_signal(signal.SIGINT)
        _, logged = process.communicate(timeout=30)
    first, *lines = logged.splitlines()
    assert first.startswith(f"{address}/")
    requests = [json.loads(line) for line in lines if '"logger": "plangraph.access"' in line]
    assert requests[-1]["path"] == "/readyz"
    assert {"time", "level", "request_id", "route", "status", "ms"} <= set(requests[-1])


def test_told_to_end_it_takes_its_temporary_folders_along(store: str, tmp_path: Path) -> None:
    with started(store, TMPDIR=str(tmp_path), PLANGRAPH_SPARQL="true") as (address, process):
        assert httpx.get(f"{address}/sparql?query=ASK{{}}").status_code == 200
        assert [path.name.rpartition("-")[0] for path in tmp_path.iterdir()] != []
        process.terminate()
        assert process.wait(timeout=30) == 0
    assert list(tmp_path.iterdir()) == []


def test_heads_that_never_end_keep_nobody_out(store: str) -> None:
    settings = {"PLANGRAPH_MAX_CONNECTIONS": "20", "PLANGRAPH_HEAD_SECONDS": "1"}
    with started(store, **settings) as (address, _), ExitStack() as held:
        port = int(address.rpartition(":")[2])
        silent = [held.enter_context(socket.create_connection(("127.0.0.1", port), timeout=30)) for _ in range(60)]
        for number, connection in enumerate(silent):
            with suppress(OSError):  # beyond the limit they are closed at once
                connection.send(b"GET /readyz HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: " if number % 2 else b"G")
        assert {read(connection) for connection in silent} == {b""}
        assert httpx.get(f"{address}/readyz").json()["plans"] == 1


def test_a_connection_is_kept_from_one_request_to_the_next(store: str) -> None:
    with started(store, PLANGRAPH_HEAD_SECONDS="1") as (address, _):
        connection = HTTPConnection("127.0.0.1", int(address.rpartition(":")[2]), timeout=30)
        addresses = set()
        for pause in (0.0, 0.7, 1.5):
            time.sleep(pause)
            connection.request("GET", "/healthz")
            addresses.add(connection.sock.getsockname())
            assert connection.getresponse().read() == b'{"status":"ok"}'
        assert len(addresses) == 1
        connection.sock.send(b"GET /healthz HT")
        assert read(connection.sock) == b""
        connection.close()


def test_an_address_may_come_as_it_was_typed(store: str) -> None:
    with started(store) as (address, _):
        host, port = address.removeprefix("http://").split(":")
        for path in ("/api/v1/items?owner=区科委&limit=1", "/api/v1/owners/区科委"):
            with socket.create_connection((host, int(port)), timeout=30) as connection:
                connection.sendall(f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
                head, _, body = b"".join(iter(lambda: read(connection), b"")).partition(b"\r\n\r\n")
            assert head.startswith(b"HTTP/1.1 200"), head
            assert json.loads(body) == httpx.get(f"{address}{path}").json()


def test_a_longer_head_than_may_be_is_told_as_any_error(store: str) -> None:
    with started(store) as (address, _):
        host, port = address.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), timeout=30) as connection:
            connection.sendall(b"GET / HTTP/1.1\r\nx-long: " + b"a" * 65_000)
            time.sleep(0.5)  # read by then, so that nothing is left unread when the server closes
            connection.sendall(b"a" * 1000)
            head, _, body = b"".join(iter(lambda: read(connection), b"")).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 400")
    assert b"content-type: application/problem+json" in head
    assert json.loads(body) == {
        "type": "urn:plangraph:problem:request",
        "title": "Bad Request",
        "status": 400,
        "detail": "Invalid HTTP request received. Its address and headers may have 64 KiB.",
        "instance": "/",
    }


def read(connection: socket.socket) -> bytes:
    """What still comes until the server closes."""
    try:
        return connection.recv(65536)
    except ConnectionResetError:
        return b""


def test_a_wrong_setting_is_told_in_one_line() -> None:
    command = [str(Path(sys.executable).with_name("plangraph")), "serve", "--port", "99999"]
    run = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert run.returncode == 2
    assert "Traceback" not in run.stderr
