"""A hundred clients at once while the command line's store is loaded every second: nothing fails, nothing is mixed."""

from __future__ import annotations

import time
from pathlib import Path

import httpx
import pytest

from benchmarks.faults.reload import DIFFERENT, corrected, under_reload
from graph.store import open_store
from loaders.parse import load_plan
from tests.api.conftest import DATA
from tests.api.server import serving

CLIENTS, SECONDS = 100, 12.0


@pytest.mark.xdist_group("load")
def test_no_failed_and_no_mixed_answer(tmp_path: Path) -> None:
    answers = under_reload(tmp_path, CLIENTS, SECONDS)
    assert answers.faults == []
    assert answers.loads >= 3
    assert answers.count > CLIENTS
    assert {len(set(answers.bodies[path].values())) for path in DIFFERENT} == {2}, "both versions were seen"


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
