"""The outer contract: shapes of lists and errors, forms, pages, ETags, lasting addresses."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from typing import Any

import httpx
import networkx as nx
import pytest
import rdflib

from graph.plan_graph import PlanGraph

LISTS = [
    "plans",
    "items",
    "owners",
    "workload",
    "workload?by=section",
    "workload?by=category",
    "workload?by=kind",
    "policies",
    "queries",
    "queries/workload-by-owner",
    "export",
    "search?q=数据",
    "items/8/owners",
    "items/8/co-owners",
    "owners/区科委/items",
    "owners/区科委/co-owners",
    "policies/满格上海/items",
]
THINGS = ["plans/松江区", "items/8", "owners/区科委", "policies/满格上海", "things/policy-6f87f3e90c20"]


def walk(client: httpx.Client, path: str, limit: int) -> list[Any]:
    """All entries of a list, page by page."""
    found: list[Any] = []
    address: str | None = f"{path}{'&' if '?' in path else '?'}limit={limit}"
    while address:
        answer = client.get(address)
        assert answer.status_code == 200, answer.text
        body = answer.json()
        assert len(body["items"]) <= limit
        found += body["items"]
        address = body["next"]
        assert len(found) <= body["total"]
    assert len(found) == body["total"]
    return found


@pytest.mark.parametrize("path", LISTS)
def test_a_list_is_the_same_in_pages_of_any_size(client: httpx.Client, path: str) -> None:
    whole = walk(client, f"/api/v1/{path}", 1000)
    assert whole
    assert walk(client, f"/api/v1/{path}", 7) == whole


@pytest.mark.parametrize("path", LISTS)
def test_a_list_as_csv_has_a_row_an_entry(client: httpx.Client, path: str) -> None:
    total = client.get(f"/api/v1/{path}").json()["total"]
    stem, mark, query = path.partition("?")
    by_suffix = client.get(f"/api/v1/{stem}.csv{mark or '?'}{query}&limit=1000")
    by_accept = client.get(f"/api/v1/{stem}{mark or '?'}{query}&limit=1000", headers={"accept": "text/csv"})
    assert by_suffix.headers["content-type"] == "text/csv; charset=utf-8"
    assert by_suffix.text == by_accept.text
    assert len(list(csv.DictReader(io.StringIO(by_suffix.text)))) == total


@pytest.mark.filterwarnings(
    "ignore:ConjunctiveGraph is deprecated:DeprecationWarning"
)  # rdflib warns of its own parser
@pytest.mark.parametrize("path", THINGS)
def test_a_thing_is_the_same_triples_as_turtle_and_json_ld(client: httpx.Client, path: str) -> None:
    turtle = client.get(f"/api/v1/{path}.ttl")
    linked = client.get(f"/api/v1/{path}", headers={"accept": "application/ld+json"})
    assert turtle.headers["content-type"].startswith("text/turtle")
    graphs = [rdflib.Graph().parse(data=a.text, format=f) for a, f in ((turtle, "turtle"), (linked, "json-ld"))]
    assert len(graphs[0]) > 5
    assert set(graphs[0]) == set(graphs[1])


def test_filters_narrow_items(client: httpx.Client) -> None:
    def count(**filters: str) -> int:
        total: int = client.get("/api/v1/items", params=filters).json()["total"]
        return total

    assert count() == 54
    assert (count(kind="task"), count(kind="scene"), count(kind="project")) == (33, 15, 6)
    assert count(category="超级场景") == 3
    assert count(owner="区科委") == client.get("/api/v1/owners/区科委/items").json()["total"] == 15
    assert count(number="8", kind="task") == 2  # the eighth task, and the eighth row of annex 1
    assert count(number="annex2/5") == 1
    assert count(q="元宇宙", plan="松科委[2023]6号") >= 1
    assert count(q="没有这样的文字") == 0


def test_workload_counts_and_concentration(client: httpx.Client) -> None:
    body = client.get("/api/v1/workload").json()
    assert body["total"] == 34
    assert body["items"][0]["name"] == "区科委"
    assert sum(row["items"] for row in body["items"]) == 126
    assert sum(row["fraction"] for row in body["items"]) == pytest.approx(54, abs=0.01)
    shares = [row["items"] / 126 for row in body["items"]]
    assert body["concentration"]["hhi"] == pytest.approx(sum(s * s for s in shares), abs=1e-6)
    assert body["concentration"]["top"]["3"] == pytest.approx(sum(shares[:3]), abs=1e-6)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing/here", 404),
        ("GET", "/api/v1/nothing", 404),
        ("GET", "/api/v2/items", 404),
        ("GET", "/static/nothing.js", 404),
        ("POST", "/api/v1/items", 405),
        ("DELETE", "/api/v1/plans/x", 405),
        ("GET", "/api/v1/items?limit=0", 422),
        ("GET", "/api/v1/items?limit=1001", 422),
        ("GET", "/api/v1/items?kind=dragon", 422),
        ("GET", "/api/v1/items?cursor=abc", 404),
        ("GET", "/api/v1/items?plan=没有", 404),
        ("GET", "/api/v1/items/没有", 404),
        ("GET", "/api/v1/owners/没有/items", 404),
        ("GET", "/api/v1/queries/nothing", 404),
        ("GET", "/api/v1/queries/co-owners-of-item", 400),
        ("GET", "/api/v1/queries/plans?nothing=1", 422),
        ("GET", "/api/v1/items?onwer=区科委", 422),
        ("GET", "/api/v1/items?due_before=soon", 422),
        ("GET", "/api/v1/policies/规划", 409),
        ("GET", "/api/v1/export/exe", 422),
        ("GET", "/api/v1/items.ttl", 406),
        ("GET", "/api/v1/export/rdf", 409),
        ("GET", "/id/task-nothing", 404),
    ],
)
def test_every_error_is_a_problem(client: httpx.Client, method: str, path: str, status: int) -> None:
    answer = client.request(method, path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["x-request-id"]
    body = answer.json()
    assert body["status"] == status
    assert {"type", "title", "detail", "instance"} <= set(body)
    assert "\n" not in body["detail"]
    assert "Traceback" not in answer.text
    if status == 405:
        assert "GET" in answer.headers["allow"]


def test_a_person_gets_errors_as_a_page(client: httpx.Client) -> None:
    answer = client.get("/items/没有", headers={"accept": "text/html,*/*;q=0.8"})
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html")
    assert "没有" in answer.text


@pytest.mark.parametrize("path", ["/api/v1/items", "/api/v1/items/8/co-owners", "/items/8", "/", "/api/v1/export/json"])
def test_what_has_not_changed_is_not_sent_again(client: httpx.Client, path: str) -> None:
    first = client.get(path)
    tag = first.headers["etag"]
    again = client.get(path, headers={"if-none-match": f'"other", {tag}'})
    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["etag"] == tag
    assert client.get(path, headers={"if-none-match": '"other"'}).content == first.content
    assert client.get(path, headers={"accept-language": "en"}).headers["etag"] != tag or path.startswith(
        "/api/v1/export"
    )
    head = client.head(path)
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", tag)


def test_compressed_and_plain_bytes_have_tags_of_their_own(client: httpx.Client) -> None:
    path = "/api/v1/items?limit=50"
    packed, plain = (client.get(path, headers={"accept-encoding": coding}) for coding in ("gzip", "identity"))
    assert (packed.headers.get("content-encoding"), plain.headers.get("content-encoding")) == ("gzip", None)
    assert packed.content == plain.content
    assert packed.headers["etag"] != plain.headers["etag"]
    for answer, coding, other in ((packed, "gzip", "identity"), (plain, "identity", "gzip")):
        asked = {"if-none-match": answer.headers["etag"]}
        assert client.get(path, headers={**asked, "accept-encoding": coding}).status_code == 304
        assert client.get(path, headers={**asked, "accept-encoding": other}).status_code == 200


@pytest.mark.parametrize(
    ("accept", "leads_to"),
    [
        ("text/html,application/xhtml+xml,*/*;q=0.8", "/items/{id}"),
        ("application/json", "/api/v1/items/{id}.json"),
        ("*/*", "/api/v1/items/{id}.json"),
        ("text/turtle", "/api/v1/items/{id}.ttl"),
        ("application/ld+json;q=0.9, text/html;q=0.2", "/api/v1/items/{id}.jsonld"),
    ],
)
def test_a_lasting_address_leads_on_by_accept(client: httpx.Client, accept: str, leads_to: str) -> None:
    item = client.get("/api/v1/items/8").json()["id"]
    for key in (item, item.replace("-", "/", 1)):
        answer = client.get(f"/id/{key}", headers={"accept": accept})
        assert answer.status_code == 303
        assert answer.headers["location"] == leads_to.format(id=item)
        assert client.get(answer.headers["location"]).status_code == 200
    assert client.get(f"/id/{item}", headers={"accept": "image/png"}).status_code == 406


def test_parts_of_the_rdf_have_addresses_too(client: httpx.Client) -> None:
    graph = rdflib.Graph().parse(data=client.get("/api/v1/items/8.ttl").text, format="turtle")
    base = "https://example.org/plangraph/id/"
    kinds = {}
    for subject in set(graph.subjects()):
        kinds[str(subject).removeprefix(base).partition("/")[0]] = str(subject).removeprefix(base)
    for kind in ("assignment", "evidence"):
        answer = client.get(f"/id/{kinds[kind]}", headers={"accept": "text/turtle"}, follow_redirects=True)
        assert answer.status_code == 200, kind
        assert len(rdflib.Graph().parse(data=answer.text, format="turtle")) > 2
    assert (
        client.get("/id/assignment/nothing", headers={"accept": "text/turtle"}, follow_redirects=True).status_code
        == 404
    )


def test_every_node_has_a_lasting_address_and_a_page(client: httpx.Client, plan: PlanGraph) -> None:
    for node in plan.nx:
        for accept in ("text/html", "application/json"):
            answer = client.get(f"/id/{node}", headers={"accept": accept}, follow_redirects=True)
            assert answer.status_code == 200, (node, accept)


def test_exports_hold_the_whole_graph(client: httpx.Client, plan: PlanGraph) -> None:
    data = client.get("/api/v1/export/json").json()
    assert nx.utils.graphs_equal(nx.node_link_graph(data, edges="edges"), _without_source(plan))
    lines = [json.loads(line) for line in client.get("/api/v1/export/jsonl").text.splitlines()]
    assert [line["record"] for line in lines].count("edge") == plan.nx.number_of_edges()
    for form in ("graphml", "csv"):
        archive = zipfile.ZipFile(io.BytesIO(client.get(f"/api/v1/export/{form}").content))
        assert archive.testzip() is None
        assert archive.namelist()
    triples = [
        len(rdflib.Graph().parse(data=client.get(f"/api/v1/export/{f}").content, format=f)) for f in ("nt", "ttl")
    ]
    assert triples[0] == triples[1] > 3000


def _without_source(plan: PlanGraph) -> Any:
    """The graph as node-link data gives it back: an edge's ``source`` is its start there."""
    copied = plan.nx.copy()
    for _, _, attributes in copied.edges(data=True):
        if "source" in attributes:
            attributes["evidence_source"] = attributes.pop("source")
    return copied


def test_health_readiness_and_metrics(client: httpx.Client) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    ready = client.get("/readyz").json()
    assert (ready["status"], ready["plans"]) == ("ok", 1)
    client.get("/api/v1/items/8/co-owners")
    text = client.get("/metrics").text
    assert 'plangraph_http_requests_total{method="GET",route="/api/v1/items/{id}/co-owners",status="200"}' in text
    assert 'plangraph_nodes{label="Scene"} 15.0' in text
    assert "松" not in text


def test_answers_carry_the_security_headers(client: httpx.Client) -> None:
    for path in ("/", "/api/v1/items", "/nothing", "/static/style.css"):
        headers = client.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
