"""The SPARQL endpoint: bounded, closed to the outside, and of one mind with the catalogue."""

from __future__ import annotations

import io
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import rdflib

from graph.errors import QueryError, QueryTimeoutError
from graph.export.rdf import RdfSettings
from graph.export.rdf.mapping import rdf_mapping
from graph.export.rdf.sparql import SparqlEndpoint, check_text, sparql_examples
from graph.export.rdf.writers import write_triples
from graph.plan_graph import PlanGraph
from graph.store import open_store
from graph.store.port import Store
from loaders.parse import load_plan
from queries.run import run_query

PLAN_FILE = Path(__file__).parents[4] / "data" / "songjiang-2023.txt"
CASCADE = Path(__file__).parents[3] / "gold" / "cascade"
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


@pytest.fixture(scope="module")
def store(plan: PlanGraph, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with open_store(str(tmp_path_factory.mktemp("store") / "store.kgl"), write=True) as store:
        store.replace([plan])
        yield store


def things(plan: PlanGraph, kind: str) -> Iterator[str]:
    """The ids of what a question may be about."""
    labels = {"item": "WorkItem", "owner": "Owner", "policy": "Policy", "entity": "Entity"}
    yield from sorted(node_id for node_id, _ in plan.nodes(labels[kind]))


def test_twenty_questions_are_asked_in_both_languages() -> None:
    assert len(sparql_examples()) == 21


@pytest.fixture(scope="module")
def above(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A city's plan with the five-year plan above it."""
    with open_store(str(tmp_path_factory.mktemp("above") / "store.kgl"), write=True) as store:
        store.replace([load_plan(CASCADE / f"{name}.txt")[0] for name in ("jiangsu-2021", "nantong-2025")])
        yield store


def test_the_example_of_plans_above_gives_the_rows_of_the_catalogue(above: Store, settings: RdfSettings) -> None:
    with SparqlEndpoint(above.graph(), settings) as endpoint:
        _agree("chain-of-item", above.graph(), above, endpoint, settings)


@pytest.mark.parametrize("name", sorted(sparql_examples().keys() - {"chain-of-item"}))
def test_an_example_gives_the_rows_of_the_catalogue(
    name: str, plan: PlanGraph, store: Store, endpoint: SparqlEndpoint, settings: RdfSettings
) -> None:
    _agree(name, plan, store, endpoint, settings)


def _agree(name: str, plan: PlanGraph, store: Store, endpoint: SparqlEndpoint, settings: RdfSettings) -> None:
    example = sparql_examples()[name]
    # About the first three things of which there is something to say.
    asked = 0
    for about in things(plan, example.asks_for[0]) if example.asks_for else [""]:
        ids = {example.asks_for[0]: about} if about else {}
        answer = run_query(store, name, {**example.given, **ids})
        if answer.rows:
            asked += 1
            columns = [column.name for column in answer.query.columns]
            expected = [dict(zip(columns, row, strict=True)) for row in answer.rows]
            _same(rows(endpoint, example.filled(settings, **ids)), expected, rdf_mapping(settings.base).base)
        if asked == 3:
            break
    assert asked == (3 if example.asks_for else 1)


def _same(found: list[dict[str, str]], expected: list[dict[str, Any]], base: str) -> None:
    assert len(found) == len(expected)
    for mine, theirs in zip(found, expected, strict=True):
        for key, value in mine.items():
            wanted = theirs[key]
            if key in ("role", "part"):
                assert value.rpartition("/")[2] == wanted
            elif isinstance(wanted, float):
                assert float(value) == pytest.approx(wanted, abs=1e-6)
            elif value.startswith(f"{base}/id/"):
                assert value.removeprefix(f"{base}/id/").replace("/", "-", 1) == wanted
            else:
                assert value == str(wanted)


def test_an_example_runs_as_it_stands_in_any_engine(plan: PlanGraph, settings: RdfSettings) -> None:
    (item,) = (node for node, a in plan.nodes("Task") if a["ref"] == "6")
    text = sparql_examples()["owners-of-item"].filled(settings, item=item)
    assert text.startswith("PREFIX dcat: <http://www.w3.org/ns/dcat#>\n")
    data = io.BytesIO()
    write_triples(plan, data, rdf_mapping(settings.base))
    assert len(list(rdflib.Graph().parse(data.getvalue(), format="nt").query(text))) == 3


def test_each_plan_is_a_named_graph_and_the_default_graph_is_all_of_them(endpoint: SparqlEndpoint) -> None:
    counted = "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?x a pg:Assignment } } GROUP BY ?g"
    assert [row["n"] for row in rows(endpoint, counted)] == ["126"]
    assert rows(endpoint, "SELECT ?t WHERE { ?g foaf:primaryTopic ?p ; dct:title ?t }") == [
        {"t": "松江区城市数字化转型2023年重点工作安排"}
    ]


def test_a_client_with_a_long_query_keeps_no_other_out(endpoint: SparqlEndpoint) -> None:
    ended: list[str] = []

    def bomb() -> None:
        try:
            endpoint.query(BOMB, client="loud")
        except QueryTimeoutError as error:
            ended.append(str(error))

    loud = [threading.Thread(target=bomb) for _ in range(4)]
    for thread in loud:
        thread.start()
    for number in range(5):
        answer = endpoint.query("ASK { ?a a pg:Plan }", client=f"quiet{number}")[1]
        assert json.loads(answer)["boolean"] is True
    for thread in loud:
        thread.join()
    assert len(ended) == 4


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
