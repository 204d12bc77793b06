"""What a person who runs the server can set: hosts, token, limits, CORS, the path behind a proxy."""

from __future__ import annotations

import base64
import logging
import time
from pathlib import Path

import httpx
import pytest
from pydantic import ValidationError

from api.http.limits import RateLimiter
from api.http.logs import JsonFormatter
from api.http.settings import Settings
from tests.api.server import serving


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANGRAPH_CORS_ORIGINS", "https://a.example, https://b.example")
    monkeypatch.setenv("PLANGRAPH_ROOT_PATH", "plans/")
    settings = Settings()
    assert settings.cors_origins == ("https://a.example", "https://b.example")
    assert settings.root_path == "/plans"
    assert settings.host == "127.0.0.1"
    with pytest.raises(ValidationError):
        Settings(port=70000)


def test_hosts_are_this_machines_unless_bound_to_all() -> None:
    assert Settings().hosts == {"localhost", "127.0.0.1", "[::1]"}
    assert Settings(host="0.0.0.0").hosts is None
    assert Settings(host="0.0.0.0", allowed_hosts=("Plans.example",)).hosts == {"plans.example"}


def test_another_host_is_refused(client: httpx.Client) -> None:
    assert client.get("/api/v1/plans", headers={"host": "[::1]:8000"}).status_code == 200
    answer = client.get("/api/v1/items", headers={"host": "evil.example"})
    assert answer.status_code == 421
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_token_guards_everything_but_health(store: str) -> None:
    with serving(store, token="s3cret") as (address, _), httpx.Client(base_url=address) as client:
        assert client.get("/healthz").status_code == 200
        assert client.get("/readyz").status_code == 200
        basic = base64.b64encode(b"anyone:s3cret").decode()
        for path in ("/", "/api/v1/items", "/metrics", "/docs"):
            refused = client.get(path)
            assert refused.status_code == 401
            assert "Bearer" in refused.headers["www-authenticate"]
            assert client.get(path, headers={"authorization": "Bearer wrong"}).status_code == 401
            assert client.get(path, headers={"authorization": "Basic !"}).status_code == 401
            assert client.get(path, headers={"authorization": "Bearer s3cret"}).status_code == 200
            assert client.get(path, headers={"authorization": f"Basic {basic}"}).status_code == 200
        answer = client.get("/openapi.json", headers={"authorization": "Bearer s3cret"}).json()
        assert answer["security"] == [{"token": []}]


def test_too_many_requests_are_told_to_wait(store: str) -> None:
    with serving(store, rate_limit=0.001, rate_burst=3) as (address, _), httpx.Client(base_url=address) as client:
        answers = [client.get("/api/v1/plans") for _ in range(5)]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
        assert int(answers[-1].headers["retry-after"]) >= 1
        assert answers[-1].json()["type"] == "urn:plangraph:problem:rate-limit"


def test_the_rate_limiter_fills_up_again_and_forgets() -> None:
    now = [0.0]
    limiter = RateLimiter(2.0, 1, clock=lambda: now[0])
    assert limiter.wait("a") == 0
    assert limiter.wait("a") == pytest.approx(0.5)
    assert limiter.wait("b") == 0
    now[0] = 0.5
    assert limiter.wait("a") == 0


def test_a_preflight_needs_no_token(store: str) -> None:
    with (
        serving(store, token="s3cret", cors_origins=("https://a.example",)) as (address, _),
        httpx.Client(base_url=address) as client,
    ):
        asked = {"origin": "https://a.example", "access-control-request-method": "GET"}
        assert client.options("/api/v1/plans", headers=asked).status_code == 200
        assert client.get("/api/v1/plans", headers={"origin": "https://a.example"}).status_code == 401


def test_cors_lets_only_named_origins_read(store: str) -> None:
    with serving(store, cors_origins=("https://a.example",)) as (address, _), httpx.Client(base_url=address) as client:
        allowed = client.get("/api/v1/plans", headers={"origin": "https://a.example"})
        assert allowed.headers["access-control-allow-origin"] == "https://a.example"
        other = client.get("/api/v1/plans", headers={"origin": "https://b.example"})
        assert "access-control-allow-origin" not in other.headers
        asked = {"origin": "https://a.example", "access-control-request-method": "GET"}
        assert client.options("/api/v1/plans", headers=asked).status_code == 200
        asked["origin"] = "https://b.example"
        assert client.options("/api/v1/plans", headers=asked).status_code == 400


def test_addresses_keep_the_path_behind_a_proxy(store: str) -> None:
    with serving(store, root_path="/plans") as (address, _), httpx.Client(base_url=address) as client:
        assert client.get("/api/v1/items?limit=1").json()["next"].startswith("/plans/api/v1/items?limit=1&cursor=")
        assert client.get("/plans/api/v1/items/8.json").json()["number"] == "8"
        page = client.get("/items/8", headers={"accept": "text/html"}).text
        assert 'href="/plans/static/style.css"' in page
        assert 'href="/owners/' not in page


def test_without_a_store_the_server_says_so(tmp_path: Path) -> None:
    with serving(str(tmp_path / "none.kgl")) as (address, _), httpx.Client(base_url=address) as client:
        assert client.get("/healthz").status_code == 200
        for path in ("/readyz", "/api/v1/items", "/metrics"):
            answer = client.get(path)
            assert answer.status_code == (200 if path == "/metrics" else 503)
        page = client.get("/", headers={"accept": "text/html"})
        assert page.status_code == 503
        assert "plangraph load" in page.text


def logged(caplog: pytest.LogCaptureFixture, request_id: str) -> logging.LogRecord:
    """The line of a request; the server's thread may write it a moment after the answer has arrived."""
    until = time.monotonic() + 10
    while True:
        for record in list(caplog.records):
            if getattr(record, "fields", {}).get("request_id") == request_id:
                return record
        assert time.monotonic() < until, "the request was not logged"
        time.sleep(0.02)


def test_a_log_line_is_one_json_object(caplog: pytest.LogCaptureFixture, client: httpx.Client) -> None:
    with caplog.at_level(logging.INFO, "plangraph.access"):
        client.get("/api/v1/items/8%0Aforged", headers={"x-request-id": "abc-1"})
        record = logged(caplog, "abc-1")
    line = JsonFormatter().format(record)
    assert "\n" not in line
    assert '"status": 404' in line
