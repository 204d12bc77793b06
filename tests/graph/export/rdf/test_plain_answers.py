"""What a reader asks of the data in plain SPARQL, without knowing how the graph was made."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from pathlib import Path

import pytest
import rdflib

from graph.errors import ExportError
from graph.export.rdf import RdfSettings, write_rdf
from graph.export.rdf.facts import facts, publisher_iri
from graph.export.rdf.mapping import rdf_mapping
from graph.export.rdf.places import chain, covering, links
from graph.plan_graph import PlanGraph
from tests.graph.export.rdf.plans import KEWEI, PLAN

BASE = "https://data.example.org/plans"


@pytest.fixture(scope="module")
def data(exported: Path) -> rdflib.Graph:
    return rdflib.Graph().parse(exported / "plangraph.ttl")


def ask(data: rdflib.Graph, text: str) -> list[tuple[str, ...]]:
    """The rows of a query, as texts."""
    names = {"pg": f"{BASE}/vocabulary#"}
    return [tuple(str(value) for value in row) for row in data.query(text, initNs={**dict(data.namespaces()), **names})]  # type: ignore[union-attr] # rows of a SELECT


def copied(graph: PlanGraph) -> PlanGraph:
    """The same graph, free to be changed."""
    made = PlanGraph()
    made.nx = deepcopy(graph.nx)
    return made


def test_deadlines_can_be_compared_as_days(data: rdflib.Graph) -> None:
    text = """SELECT ?title ?day WHERE { ?item a pg:WorkItem ; dct:title ?title ; pg:deadlineDay ?day .
              FILTER (?day <= "2023-12-31"^^xsd:date) }"""
    assert ask(data, text) == [("加强数字基础设施“支撑”", "2023-12-31")]


def test_every_part_leads_up_to_the_plan_by_one_predicate(data: rdflib.Graph) -> None:
    (plan,) = ask(data, "SELECT ?plan WHERE { ?plan a pg:Plan }")
    parts = ask(data, f"SELECT DISTINCT ?part WHERE {{ ?part dct:isPartOf+ <{plan[0]}> ; a ?type FILTER (?type IN (pg:Section, pg:WorkItem)) }}")  # fmt: skip
    held = ask(data, "SELECT DISTINCT ?part WHERE { ?part a ?type FILTER (?type IN (pg:Section, pg:WorkItem)) }")
    assert len(parts) == len(held) == 4


def test_roles_and_kinds_have_labels_in_the_data_themselves(data: rdflib.Graph) -> None:
    text = """SELECT DISTINCT ?label WHERE { ?x dcat:hadRole ?role . ?role skos:prefLabel ?label FILTER (LANG(?label) = "en") }
              ORDER BY ?label"""
    assert ask(data, text) == [("responsible",)]
    kinds = 'SELECT ?name WHERE { ?policy pg:policyKind/skos:prefLabel ?name FILTER (LANG(?name) = "en") }'
    assert ask(data, kinds) == [("action plan",)]


def test_loaded_and_cited_documents_are_typed_alike(data: rdflib.Graph) -> None:
    assert len(ask(data, "SELECT ?work WHERE { ?work a eli:Work , pg:Policy }")) == 2


def test_a_named_graph_is_described(data: rdflib.Graph) -> None:
    text = "SELECT ?graph ?title WHERE { ?graph a void:Dataset ; foaf:primaryTopic/dct:title ?title }"
    assert ask(data, text) == [(f"{BASE}/id/graph/{PLAN.partition('-')[2]}", "松江区2023年工作安排")]


def test_findings_are_things_with_a_severity_and_a_sentence(data: rdflib.Graph) -> None:
    text = """SELECT ?code ?severity ?message WHERE { ?source pg:hasFinding ?finding .
              ?finding pg:findingCode ?code ; pg:severity/skos:prefLabel ?severity ; rdfs:comment ?message
              FILTER (LANG(?severity) = "en" && LANG(?message) = "en") }"""
    assert ask(data, text) == [("no-date", "note", "the text states no date of issue")]
    assert not ask(data, "SELECT ?raw WHERE { ?source pg:findings ?raw }")


def test_a_jurisdiction_leads_up_to_the_country_with_codes_and_links(data: rdflib.Graph) -> None:
    text = """SELECT ?name ?code WHERE { ?plan a pg:Plan ; dct:spatial/dct:isPartOf* ?place .
              ?place skos:prefLabel ?name ; skos:notation ?code } ORDER BY DESC(?code)"""
    assert ask(data, text) == [("中国", "CN"), ("松江区", "310117"), ("上海市", "310000")]
    linked = "SELECT ?code ?link WHERE { ?place skos:notation ?code ; skos:exactMatch ?link } ORDER BY ?code ?link"
    assert ask(data, linked) == [
        ("310000", "http://www.wikidata.org/entity/Q8686"),
        ("310000", "https://sws.geonames.org/1796231/"),
        ("310117", "http://www.wikidata.org/entity/Q662380"),
        ("CN", "http://www.wikidata.org/entity/Q148"),
        ("CN", "https://sws.geonames.org/1814991/"),
    ]


def test_a_link_is_of_a_division_that_there_is_and_of_no_other() -> None:
    found = links()
    assert [code for code in found if not chain(code)] == []
    addresses = [address for code in found for address in found[code]]
    assert len(addresses) == len(set(addresses)) == 827
    provinces = {code for code in found if code.endswith("0000")}
    assert (len(provinces), {len(found[code]) for code in provinces}) == (31, {2})


@pytest.mark.parametrize(
    ("codes", "place"),
    [
        (["310117"], ["310117"]),
        (["310117", "310114"], ["310000"]),
        (["320613", "320600", "320000"], ["320000"]),
        (["310117", "320600"], ["CN"]),
        (["310117", "云岭区"], ["310117", "云岭区"]),
        ([], []),
    ],
)
def test_plans_of_several_places_cover_the_lowest_that_holds_them(codes: list[str], place: list[str]) -> None:
    assert list(covering(codes)) == place


def test_what_is_inferred_can_be_left_out(inferred: Path) -> None:
    data = rdflib.Graph().parse(inferred / "plangraph.ttl")
    found = "SELECT ?predicate ?score ?basis WHERE { ?x a pg:Inference ; rdf:predicate ?predicate ; pg:score ?score ; pg:basis ?basis } ORDER BY ?score"
    assert ask(data, found) == [
        (f"{BASE}/vocabulary#carriesOut", "0.61", "same-thing"),
        (f"{BASE}/vocabulary#continues", "1.0", "confirmed"),
    ]
    stated = "SELECT ?x WHERE { ?x a pg:DetailsStatement FILTER NOT EXISTS { ?x a pg:Inference } }"
    assert len(ask(data, stated)) == 2


def test_a_body_that_issues_and_owns_has_one_iri(graph: PlanGraph, settings: RdfSettings) -> None:
    named = copied(graph)
    named.nx.nodes[PLAN]["issuer"] = "区科学技术委员会"
    named.nx.nodes[KEWEI]["full_name"] = "区科学技术委员会"
    mapping = rdf_mapping(settings.base)
    assert publisher_iri(facts(named), settings, mapping) == mapping.iri(KEWEI)
    assert publisher_iri(facts(graph), settings, mapping).startswith(f"{BASE}/id/agent/")


def test_a_publisher_is_asked_for_where_the_plans_have_none_or_several(
    graph: PlanGraph, settings: RdfSettings, tmp_path: Path
) -> None:
    named = copied(graph)
    del named.nx.nodes[PLAN]["issuer"]
    with pytest.raises(ExportError, match=r"no publisher is set.*--publisher NAME or set PLANGRAPH_PUBLISHER"):
        write_rdf(named, tmp_path / "out", settings)
    assert not (tmp_path / "out").exists()
    write_rdf(named, tmp_path / "out", replace(settings, publisher="市数据局"))
