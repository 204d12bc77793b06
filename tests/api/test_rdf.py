"""Linked data over HTTP: vocabulary, record, files, statements at their addresses, SPARQL."""

from __future__ import annotations

import hashlib
import warnings
from collections.abc import Iterator

import httpx
import pytest
import rdflib
from rdflib import URIRef
from rdflib.namespace import DCAT, RDF, RDFS

from tests.api.server import serving

BASE = "https://data.example.org/plans"
COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?a a pg:Assignment }"


@pytest.fixture(scope="module")
def portal(store: str) -> Iterator[httpx.Client]:
    """A client of a server with a base, a licence and SPARQL."""
    licence = "https://creativecommons.org/licenses/by/4.0/"
    chosen = {"base": BASE, "license": licence, "sparql": True, "query_timeout": 3.0}
    with serving(store, **chosen) as (address, _), httpx.Client(base_url=address, timeout=60) as opened:
        yield opened


def test_the_vocabulary_is_turtle_at_its_own_address(portal: httpx.Client) -> None:
    answer = portal.get("/vocabulary")
    assert answer.headers["content-type"] == "text/turtle; charset=utf-8"
    graph = rdflib.Graph().parse(data=answer.text, format="turtle")
    assert len(list(graph.objects(URIRef(f"{BASE}/vocabulary#Task"), RDFS.label))) == 2
    assert portal.get("/context.jsonld").json()["@context"]["ownedBy"]["@type"] == "@id"


def test_every_file_of_the_record_is_where_the_record_says(portal: httpx.Client) -> None:
    record = rdflib.Graph().parse(data=portal.get("/dataset").text, format="turtle")
    spdx = rdflib.Namespace("http://spdx.org/rdf/terms#")
    distributions = list(record.subjects(RDF.type, DCAT.Distribution))
    assert len(distributions) == 8
    for distribution in distributions:
        path = str(record.value(distribution, DCAT.downloadURL)).removeprefix(BASE)
        body = portal.get(path, headers={"accept-encoding": "identity"}).content
        digest = record.value(record.value(distribution, spdx.checksum), spdx.checksumValue)
        assert hashlib.sha256(body).hexdigest() == str(digest)
    assert portal.get("/export/secret").status_code == 404
    assert portal.get("/export/..%2F..%2Fetc%2Fpasswd").status_code == 404


def test_without_a_licence_the_record_is_refused(client: httpx.Client) -> None:
    answer = client.get("/dataset")
    assert (answer.status_code, answer.headers["content-type"]) == (409, "application/problem+json")
    assert "PLANGRAPH_LICENSE" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("*/*", "application/sparql-results+json"),
        ("text/csv", "text/csv"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
    ],
)
def test_sparql_answers_in_the_form_asked_for(portal: httpx.Client, accept: str, media_type: str) -> None:
    answer = portal.get("/sparql", params={"query": COUNT}, headers={"accept": accept})
    assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, media_type)
    assert "126" in answer.text


def test_sparql_by_post_and_its_examples(portal: httpx.Client) -> None:
    by_form = portal.post("/sparql", data={"query": COUNT})
    by_body = portal.post("/sparql", content=COUNT, headers={"content-type": "application/sparql-query"})
    assert by_form.json() == by_body.json()
    assert {e["name"] for e in portal.get("/sparql").json()["examples"]} >= {"owners-of-item", "workload-by-owner"}


@pytest.mark.parametrize(
    ("query", "status"),
    [("nonsense", 400), ("DROP ALL", 400), ("SELECT * { SERVICE <http://evil.example/> {} }", 400),
     ("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", 503)],
)  # fmt: skip
def test_sparql_refuses_with_problem_details(portal: httpx.Client, query: str, status: int) -> None:
    answer = portal.post("/sparql", content=query)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")


def test_sparql_is_off_unless_wanted(client: httpx.Client) -> None:
    assert client.get("/sparql", params={"query": COUNT}).status_code == 404


@pytest.mark.parametrize(
    "path", ["/vocabulary", "/vocabulary/1.3.0", "/schemes", "/shapes", "/dataset", "/catalog", "/series"]
)
@pytest.mark.parametrize(
    ("accept", "format_"),
    [("text/turtle", "turtle"), ("application/n-triples", "nt"), ("application/rdf+xml", "xml"), ("application/ld+json", "json-ld")],
)  # fmt: skip
def test_a_document_answers_in_every_form_of_rdf(portal: httpx.Client, path: str, accept: str, format_: str) -> None:
    answer = portal.get(path, headers={"accept": accept})
    assert answer.headers["content-type"].partition(";")[0] == accept
    turtle = rdflib.Graph().parse(data=portal.get(path).text, format="turtle")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # rdflib's own parser of JSON-LD
        found = rdflib.Graph().parse(data=answer.text, format=format_)
    assert len(found) == len(turtle) > 2


def test_the_vocabulary_is_a_page_with_a_definition_and_an_example_of_each_term(portal: httpx.Client) -> None:
    page = portal.get("/vocabulary", headers={"accept": "text/html", "accept-language": "en"}).text
    section = page.partition('id="ownedBy"')[2].partition("</section>")[0]
    assert "the bodies that are responsible for the item" in section
    assert "Example from the data" in section


def test_every_address_of_the_record_and_the_data_answers(portal: httpx.Client) -> None:
    record = rdflib.Graph().parse(data=portal.get("/dataset").text, format="turtle")
    data = rdflib.Graph().parse(data=portal.get("/export/plangraph.ttl").text, format="turtle")
    own = {str(term) for triple in record for term in triple if str(term).startswith(f"{BASE}/")}
    # Of the data, the first of each kind.
    held = sorted(
        {str(term) for triple in data for term in triple if str(term).startswith(f"{BASE}/id/")}, reverse=True
    )
    own |= set({address.rpartition("/")[0]: address for address in held}.values())
    assert len(own) > 90
    for address in sorted(own):
        path = address.removeprefix(BASE).partition("#")[0]
        for accept in ("text/html", "application/n-triples"):
            if path.startswith("/export/") or path in ("/", "/id/", "/sparql"):
                continue
            answer = portal.get(path, headers={"accept": accept}, follow_redirects=True)
            assert (answer.status_code, address) == (200, address), accept
            assert answer.headers["content-type"].startswith(accept), address
    void = portal.get("/.well-known/void")
    assert (void.status_code, void.headers["location"]) == (303, "/dataset")


def test_the_record_names_the_endpoint_and_the_endpoint_describes_itself(portal: httpx.Client) -> None:
    record = portal.get("/dataset").text
    assert f"dcat:endpointURL <{BASE}/sparql>" in record
    told = portal.get("/sparql", headers={"accept": "text/turtle"}).text
    assert "sd:UnionDefaultGraph" in told
    asked = "SELECT ?term WHERE { ?term rdfs:isDefinedBy ?v ; skos:definition ?d } LIMIT 1"
    assert len(portal.get("/sparql", params={"query": asked}).json()["results"]["bindings"]) == 1


def test_a_script_of_any_origin_may_ask(portal: httpx.Client) -> None:
    allowed = portal.options(
        "/sparql", headers={"origin": "https://a.example", "access-control-request-method": "POST"}
    )
    assert (allowed.status_code, allowed.headers["allow"]) == (204, "GET, HEAD, POST, OPTIONS")
    answer = portal.get("/sparql", params={"query": COUNT}, headers={"origin": "https://a.example"})
    assert answer.headers["access-control-allow-origin"] == "*"


def test_the_examples_run_as_they_are_shown(portal: httpx.Client) -> None:
    examples = portal.get("/sparql").json()["examples"]
    assert len(examples) == 21
    for example in examples:
        answer = portal.get("/sparql", params={"query": example["query"]})
        found = answer.json()["results"]["bindings"]
        assert bool(found) is (example["name"] != "chain-of-item"), example["name"]  # no plan above is loaded
