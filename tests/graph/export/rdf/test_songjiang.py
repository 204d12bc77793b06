"""The sample plan: 126 assignments, each with all that it needs, and counts equal to the graph's."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import rdflib
from rdflib import Literal, Namespace, URIRef
from rdflib.namespace import DCAT, PROV, RDF

from graph.export.rdf import RdfSettings, read_rdf, validate_export, write_rdf
from graph.plan_graph import PlanGraph
from loaders.parse import load_plan

BASE = "https://data.example.org/plans"
PG, OA = Namespace(f"{BASE}/vocabulary#"), Namespace("http://www.w3.org/ns/oa#")
PLAN_FILE = Path(__file__).parents[4] / "data" / "songjiang-2023.txt"


@pytest.fixture(scope="module")
def plan() -> PlanGraph:
    return load_plan(PLAN_FILE)[0]


@pytest.fixture(scope="module")
def folder(plan: PlanGraph, settings: RdfSettings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("songjiang")
    write_rdf(plan, found, settings)
    return found


@pytest.fixture(scope="module")
def data(folder: Path) -> rdflib.Graph:
    return rdflib.Graph().parse(folder / "plangraph.ttl")


def test_126_assignments_each_with_agent_role_order_item_and_evidence(data: rdflib.Graph) -> None:
    assignments = set(data.subjects(RDF.type, PG.Assignment))
    assert len(assignments) == 126
    for one in assignments:
        counts = [len(list(data.objects(one, p))) for p in (PROV.agent, DCAT.hadRole, PG.order, PG.evidence)]
        assert counts == [1, 1, 1, 1]
        assert len(list(data.subjects(PROV.qualifiedAttribution, one))) == 1
    assert set(data.objects(None, DCAT.hadRole)) == {URIRef(f"{BASE}/id/role/responsible")}


def test_shortcuts_equal_the_assignments(data: rdflib.Graph) -> None:
    direct = set(data.subject_objects(PG.ownedBy))
    stated = {(i, o) for i, a in data.subject_objects(PROV.qualifiedAttribution) for o in data.objects(a, PROV.agent)}
    assert direct == stated
    assert len(direct) == 126


def test_counts_a_class_equal_the_graph_s(data: rdflib.Graph, plan: PlanGraph) -> None:
    expected = Counter(label for _, attributes in plan.nodes() for label in set(attributes["labels"]))
    assert {label: len(set(data.subjects(RDF.type, PG[label]))) for label in expected} == dict(expected)
    assert (expected["WorkItem"], expected["Owner"], expected["Target"]) == (54, 34, 26)


def test_quotes_equal_the_source(data: rdflib.Graph) -> None:
    text = str(next(data.objects(None, PG.fullText)))
    places = list(data.subjects(RDF.type, OA.SpecificResource))
    assert len(places) > 126
    for place in places:
        told = {p: o for s in data.objects(place, OA.hasSelector) for p, o in data.predicate_objects(s)}
        start, end = int(str(told[OA.start])), int(str(told[OA.end]))
        assert text[start:end] == str(told[OA.exact])
        assert text[max(0, start - 16) : start] == str(told[OA.prefix])
        assert isinstance(told[OA.exact], Literal)


def test_the_export_is_valid_and_reads_back(folder: Path, plan: PlanGraph) -> None:
    report = validate_export(folder)
    assert (report.problems, report.left_out) == ([], {})
    assert read_rdf(folder / "plangraph.jsonld") == plan
