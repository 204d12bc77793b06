"""Thousands of generated requests over the whole OpenAPI document with every check on, and hostile strings."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from api.http.rendering import csv_text
from tests.api.server import serving

EXAMPLES = os.environ.get("PLANGRAPH_FUZZ_EXAMPLES", "25")
HOSTILE = [
    "'; MATCH (n) DETACH DELETE n //",
    '"}) MATCH (n) DETACH DELETE n RETURN 1 //',
    "$item",
    "` OR 1=1 --",
    "{{7*7}}",
    "${7*7}",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "../../../../etc/passwd",
    "file:///etc/passwd",
    "C:\\Windows\\win.ini",
    "%00",
    "\u202e\u0000\ud7ff",
    "a" * 299,
    "=cmd|' /C calc'!A0",
    "(a+)+$",
    "松\r\nSet-Cookie: x=1",
]
PARAMETERS = [
    ("/api/v1/items", "q"), ("/api/v1/items", "plan"), ("/api/v1/items", "owner"), ("/api/v1/items", "category"),
    ("/api/v1/items", "number"), ("/api/v1/items", "section"), ("/api/v1/items", "cursor"), ("/api/v1/owners", "q"),
    ("/api/v1/policies", "q"), ("/api/v1/search", "q"), ("/api/v1/workload", "plan"),
    ("/api/v1/queries/co-owners-of-item", "item"), ("/api/v1/queries/search", "q"), ("/api/v1/queries/find", "q"),
    ("/search", "q"), ("/items", "q"), ("/items", "lang"), ("/owners", "q"), ("/questions/co-owners-of-item", "item"),
    ("/compare", "left"), ("/quality", "plan"), ("/", "plan"),
]  # fmt: skip
PATHS = ["/api/v1/items/{}", "/api/v1/owners/{}/co-owners", "/api/v1/queries/{}", "/items/{}", "/id/{}", "/things/{}"]


@pytest.mark.xdist_group("fuzz")
def test_no_failure_and_nothing_undocumented(store: str, tmp_path: Path) -> None:
    command = Path(sys.executable).with_name("schemathesis")
    with serving(store) as (address, _):
        run = subprocess.run(
            [  # one worker: threads that build syntax trees at once, as its strategies do, can upset Python 3.11
                str(command), "run", f"{address}/openapi.json", "--checks", "all", "--workers", "1", "--seed", "7",
                "--max-examples", EXAMPLES, "--warnings", "off", "--no-shrink",
            ],
            capture_output=True, text=True, timeout=600, check=False, cwd=tmp_path,
        )  # fmt: skip
    assert run.returncode == 0, run.stdout[-6000:] + run.stderr[-2000:]


def test_hostile_strings_change_nothing(client: httpx.Client) -> None:
    before = client.get("/readyz").json()
    whole = client.get("/api/v1/export/jsonl").content
    for text in HOSTILE:
        for path, name in PARAMETERS:
            _harmless(client.get(path, params={name: text}, headers={"accept": _accept(path)}), text)
        for path in PATHS:
            _harmless(
                client.get(path.format(quote(text, safe="", errors="replace")), headers={"accept": _accept(path)}), text
            )
    assert client.get("/readyz").json() == before
    assert client.get("/api/v1/export/jsonl").content == whole


def _accept(path: str) -> str:
    return "application/json" if path.startswith("/api/") else "text/html"


def _harmless(answer: httpx.Response, text: str) -> None:
    assert answer.status_code < 500, (answer.url, answer.text[:300])
    assert "set-cookie" not in answer.headers
    assert "root:x:0" not in answer.text
    assert "Traceback" not in answer.text
    if answer.headers.get("content-type", "").startswith("text/html"):
        assert "<script>alert" not in answer.text
        assert "<img src=x" not in answer.text


def test_a_cell_that_a_spreadsheet_would_run_is_made_text() -> None:
    assert csv_text([{"a": "=1+1", "b": -5, "c": "-5"}], ["a", "b", "c"]) == "a,b,c\r\n'=1+1,-5,'-5\r\n"
