"""``plangraph serve`` as a person starts it: it answers, logs JSON lines, and ends when it is told to."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx

from tests.api.server import free_port


def test_serve_answers_and_ends(store: str) -> None:
    port = free_port()
    command = [str(Path(sys.executable).with_name("plangraph")), "serve", "--store", store, "--port", str(port)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
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
        finally:
            process.send_signal(signal.SIGINT)
        _, logged = process.communicate(timeout=30)
    first, *lines = logged.splitlines()
    assert first.startswith(f"http://127.0.0.1:{port}/")
    requests = [json.loads(line) for line in lines if '"logger": "plangraph.access"' in line]
    assert requests[-1]["path"] == "/readyz"
    assert {"time", "level", "request_id", "route", "status", "ms"} <= set(requests[-1])


def test_a_wrong_setting_is_told_in_one_line() -> None:
    command = [str(Path(sys.executable).with_name("plangraph")), "serve", "--port", "99999"]
    run = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert run.returncode == 2
    assert "Traceback" not in run.stderr
