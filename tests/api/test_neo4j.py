"""The same answers from Neo4j as from the embedded store, and a load taken up while it serves."""

from __future__ import annotations

import time
from typing import Any

import httpx
import pytest

from graph.plan_graph import PlanGraph
from queries.catalogue import catalogue
from tests.api.server import serving
from tests.neo4j_servers import Server

pytestmark = pytest.mark.xdist_group("neo4j")
PATHS = [
    "/api/v1/plans", "/api/v1/items?limit=1000", "/api/v1/items/8", "/api/v1/items/8/co-owners", "/api/v1/owners",
    "/api/v1/owners/区科委/co-owners", "/api/v1/workload", "/api/v1/workload?by=section", "/api/v1/policies",
    "/api/v1/search?q=数据", "/api/v1/items/8.ttl", "/items/8", "/",
]  # fmt: skip


def body(client: httpx.Client, path: str) -> Any:
    """What a path answers, without what names the version."""
    answer = client.get(path, headers={"accept": "*/*" if path.startswith("/api/") else "text/html"})
    assert answer.status_code == 200, (path, answer.text[:300])
    json = answer.headers["content-type"].startswith("application/json")
    return answer.json() if json else answer.text.split("<footer>")[0]


def test_the_same_answers_and_a_load_is_taken_up(
    server: Server, plan: PlanGraph, client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEO4J_PASSWORD", server.password or "")
    with (
        server.store(write=True) as store,
        serving(server.state.bolt, poll_seconds=0.2, query_timeout=120) as (address, _),
        httpx.Client(base_url=address, timeout=300) as other,
    ):
        assert other.get("/api/v1/plans").json()["total"] == 0
        store.replace([plan])
        until = time.monotonic() + 120
        while other.get("/api/v1/plans").json()["total"] == 0:
            assert time.monotonic() < until
            time.sleep(0.1)
        for path in PATHS:
            assert body(other, path) == body(client, path), path
        free = [n for n, q in catalogue().items() if not any(p.required for p in q.parameters)]
        for name in [*free[:8], "co-owners-of-item?item=8"]:
            found, wanted = (body(c, f"/api/v1/queries/{name}") for c in (other, client))
            assert (found["items"], found["total"]) == (wanted["items"], wanted["total"]), name
