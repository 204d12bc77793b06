"""What Neo4j Browser fetches from ``serve``: guide, style and saved queries, readable from its page."""

import io
import zipfile

import httpx
import pytest

from queries.catalogue import catalogue


@pytest.mark.parametrize(
    ("name", "media_type", "part"),
    [
        ("guide.html", "text/html; charset=utf-8", '<article class="guide">'),
        ("plangraph.grass", "text/plain; charset=utf-8", "node.Task {"),
    ],
)
def test_any_page_may_read_guide_and_style(client: httpx.Client, name: str, media_type: str, part: str) -> None:
    asked = client.options(
        f"/browser/{name}", headers={"origin": "http://127.0.0.1:7474", "access-control-request-method": "GET"}
    )
    assert (asked.status_code, asked.headers["access-control-allow-origin"]) == (204, "*")
    answer = client.get(f"/browser/{name}", headers={"origin": "http://127.0.0.1:7474"})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == media_type
    assert answer.headers["access-control-allow-origin"] == "*"
    assert part in answer.text


def test_the_guide_speaks_of_this_graph_and_of_this_server(client: httpx.Client) -> None:
    guide = client.get("/browser/guide.html").text
    assert ":param item =&gt; '松江2023:8';" in guide
    assert f"{client.base_url}".rstrip("/") + "/browser/plangraph-queries.zip" in guide


def test_each_visitor_gets_links_to_the_name_that_he_asked_for(client: httpx.Client) -> None:
    ours = client.get("/browser/guide.html")
    other = client.get("/browser/guide.html", headers={"host": "localhost"})
    assert "http://localhost/browser/" in other.text
    assert client.get("/browser/guide.html").text == ours.text
    assert "localhost" not in ours.text
    assert other.headers["etag"] != ours.headers["etag"]


def test_the_saved_queries_hold_the_catalogue(client: httpx.Client) -> None:
    with zipfile.ZipFile(io.BytesIO(client.get("/browser/plangraph-queries.zip").content)) as packed:
        names = {name.rpartition("/")[2].removesuffix(".cypher") for name in packed.namelist()}
    assert {name for name, query in catalogue().items() if query.kind == "cypher"} <= names


def test_another_name_is_a_problem(client: httpx.Client) -> None:
    answer = client.get("/browser/secret.txt")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
