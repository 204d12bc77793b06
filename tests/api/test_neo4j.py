"""The same answers from Neo4j as from the embedded store, and a load taken up while it serves."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from graph.plan_graph import PlanGraph
from loaders.parse import load_plan
from queries.catalogue import catalogue
from tests.api.conftest import FOUR, plan_text
from tests.api.server import serving
from tests.neo4j_servers import Server

pytestmark = pytest.mark.xdist_group("neo4j")
PATHS = [
    "/api/v1/plans", "/api/v1/items?limit=1000", "/api/v1/items/8", "/api/v1/items/8/co-owners", "/api/v1/owners",
    "/api/v1/owners/区科委/co-owners", "/api/v1/workload", "/api/v1/workload?by=section", "/api/v1/policies",
    "/api/v1/search?q=数据", "/api/v1/items/8.ttl", "/items/8", "/",
]  # fmt: skip

# What those who follow up ask of four plans of three districts, and how people search.
ASKED = [
    "/api/v1/desk?plan=松江2023&asof=2023-11-01", "/api/v1/desk?owner=松江区科委&plan=松江2023&asof=2023-11-01&sort=role",
    "/api/v1/desk?owner=松江区科委&section={section}&asof=2023-11-01", "/api/v1/desk.csv?plan=嘉定2024&asof=2024-11-01",
    "/api/v1/desk?plan=黄浦2025&what=target&state=overdue&asof=2026-01-01", "/desk?owner=松江区科委&asof=2023-11-01",
    "/desk?within=松江2023&asof=2023-11-01", "/api/v1/items?section={section}", "/api/v1/search?q=kewei",
    "/api/v1/search?q=區經委 數據", "/api/v1/search?q=〔2023〕", "/api/v1/search?q=附件3", "/api/v1/suggestions?q=区科",
    "/search?q=区科委负责哪些任务？", "/search?q=公交", "/search?q=qkw", "/", "/owners?within=嘉定2024",
]  # fmt: skip
# Byte for byte the same: whole exports, and records inside rows.
ANY = {"accept": "*/*"}
BYTES = [
    *(f"/api/v1/export/{form}" for form in ("json", "jsonl", "graphml", "csv", "ttl")),
    "/api/v1/queries/co-owners-of-item?item=松江2023:8", "/api/v1/queries/co-owners-of-owner?owner=松江区科委",
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


def test_the_desk_the_search_and_the_feed_over_plans_of_three_districts(
    server: Server, four_store: str, four: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEO4J_PASSWORD", server.password or "")
    folder = Path(four_store).parent
    section = four.get("/api/v1/items/松江2023:8", headers={"accept": "application/json"}).json()["section"]["id"]
    with server.store(write=True) as store:
        store.replace([load_plan(folder / f"{name}.txt")[0] for name in reversed(FOUR)])
        with (
            serving(server.state.bolt, poll_seconds=0.2, query_timeout=120) as (address, app),
            httpx.Client(base_url=address, timeout=300, headers=four.headers) as other,
        ):
            for path in ASKED:
                asked = path.format(section=section)
                assert body(other, asked) == body(four, asked), asked
            policies = [one["id"] for one in four.get("/api/v1/policies?limit=1000", headers=ANY).json()["items"]]
            for path in (*BYTES, *(f"/api/v1/policies/{one}" for one in policies)):
                assert other.get(path, headers=ANY).content == four.get(path, headers=ANY).content, path
            (changed := folder / "changed.txt").write_text(
                plan_text("松江2024").replace("新建 400 个", "新建 500 个"), "utf-8"
            )
            store.replace([load_plan(changed)[0]])
            until = time.monotonic() + 120
            while not app.state.loads.all()[1]:
                assert time.monotonic() < until
                time.sleep(0.1)
            feed = other.get("/api/v1/desk.atom", params={"owner": "松江区科委", "asof": "2024-11-01"}).text
            assert "新建400个 → 2023年5G室外宏基站新建500个" in feed, feed
