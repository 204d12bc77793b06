"""The SPARQL endpoint: bounded, closed to the outside, and of one mind with the catalogue."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.errors import QueryError, QueryTimeoutError
from graph.export.rdf import RdfSettings
from graph.export.rdf.mapping import rdf_mapping
from graph.export.rdf.sparql import SparqlEndpoint, check_text, sparql_examples
from graph.plan_graph import PlanGraph
from graph.store import open_store
from loaders.parse import load_plan
from queries.run import run_query

PLAN_FILE = Path(__file__).parents[4] / "data" / "songjiang-2023.txt"
BOMB = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


@pytest.fixture(scope="module")
def plan() -> PlanGraph:
    return load_plan(PLAN_FILE)[0]


@pytest.fixture(scope="module")
def endpoint(plan: PlanGraph, settings: RdfSettings) -> Iterator[SparqlEndpoint]:
    with SparqlEndpoint(plan, settings, timeout=3.0) as made:
        yield made


def rows(endpoint: SparqlEndpoint, text: str) -> list[dict[str, str]]:
    """The answer of a SELECT, every value as text."""
    found = json.loads(endpoint.query(text)[1])["results"]["bindings"]
    return [{name: value["value"] for name, value in row.items()} for row in found]


@pytest.mark.parametrize("name", sparql_examples())
def test_an_example_gives_the_rows_of_the_catalogue(
    name: str, plan: PlanGraph, endpoint: SparqlEndpoint, settings: RdfSettings, tmp_path: Path
) -> None:
    (item,) = (node for node, a in plan.nodes("Task") if a["ref"] == "6")
    (owner,) = (node for node, a in plan.nodes("Owner") if a["name"] == "区科委")
    ids = {"item": item, "owner": owner}
    with open_store(str(tmp_path / "store.kgl"), write=True) as store:
        store.replace([plan])
        given = {key: value for key, value in ids.items() if f"{{{key}}}" in sparql_examples()[name].text}
        answer = run_query(store, name, given)
    expected = [dict(zip([c.name for c in answer.query.columns], row, strict=True)) for row in answer.rows]
    found = rows(endpoint, sparql_examples()[name].filled(settings, **ids))
    base = f"{rdf_mapping(settings.base).base}/id/"
    assert len(found) == len(expected) > 0
    for mine, theirs in zip(found, expected, strict=True):
        for key, value in mine.items():
            if key in ("role", "part"):
                assert value.rpartition("/")[2] == theirs[key]
            elif key == "share":
                assert float(value) == pytest.approx(theirs[key], abs=1e-6)
            else:
                assert value.removeprefix(base).replace("/", "-" if value.startswith(base) else "/", 1) == str(
                    theirs[key]
                )


def test_triples_come_in_the_form_asked_for(endpoint: SparqlEndpoint) -> None:
    media_type, answer = endpoint.query(
        "CONSTRUCT { ?a a ?c } WHERE { ?a a ?c } LIMIT 2", graph="application/n-triples"
    )
    assert (media_type, len(answer.splitlines())) == ("application/n-triples", 2)


def test_a_query_that_takes_too_long_is_ended_and_the_next_one_answered(endpoint: SparqlEndpoint) -> None:
    with pytest.raises(QueryTimeoutError, match="took more than 3 seconds"):
        endpoint.query(BOMB)
    assert rows(endpoint, "SELECT (COUNT(*) AS ?n) WHERE { ?a a pg:Assignment }") == [{"n": "126"}]


def test_an_answer_that_is_too_large_is_refused(endpoint: SparqlEndpoint) -> None:
    with pytest.raises(QueryError, match="add LIMIT"):
        endpoint.query("SELECT * WHERE { ?a pg:fullText ?b . ?c ?d ?e }")


@pytest.mark.parametrize("text", ["INSERT DATA { <http://a> <http://b> 1 }", "DROP ALL", "SELECT", "nonsense", ""])
def test_what_is_no_query_is_refused_in_one_line(endpoint: SparqlEndpoint, text: str) -> None:
    with pytest.raises(QueryError) as caught:
        endpoint.query(text)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://evil.example/> { ?a ?b ?c } }",
        "SELECT * { service SILENT <http://evil.example/> { } }",
        "SELECT * { FILTER(1<2)SERVICE<http://evil.example/>{} }",
        "SELECT * { ?a ?b '#' . SERVICE ?x {} }",
        "SELECT * { \\u0053ERVICE <http://evil.example/> {} }",
    ],
)
def test_no_other_server_is_asked(text: str) -> None:
    with pytest.raises(QueryError, match=r"SERVICE|themselves"):
        check_text(text)


@pytest.mark.parametrize(
    "text", ["SELECT * { ?service ?b 'SERVICE' } # SERVICE", "SELECT * { <http://a/SERVICE> :service ?c }"]
)
def test_the_word_may_stand_where_it_does_nothing(text: str) -> None:
    check_text(text)


def test_a_long_text_is_refused() -> None:
    with pytest.raises(QueryError, match="20000 characters"):
        check_text("#" * 20_001)
