"""The address of one thing answers with what the export says of it."""

from __future__ import annotations

import json

import pyoxigraph as ox
import pytest
import rdflib
from rdflib import URIRef
from rdflib.namespace import RDF, SKOS

from graph.errors import UnknownNameError
from graph.export.rdf import RdfSettings
from graph.export.rdf.documents import FORMS, written
from graph.export.rdf.mapping import rdf_mapping
from graph.export.rdf.things import description
from graph.plan_graph import PlanGraph
from tests.graph.export.rdf.plans import KEWEI, PLAN, SOURCE, TASK, TOWN

BASE = "https://data.example.org/plans"
PG = rdflib.Namespace(f"{BASE}/vocabulary#")


def describe(graph: PlanGraph, key: str, settings: RdfSettings, form: str = "ttl") -> bytes:
    """What the address of ``key`` answers."""
    mapping = rdf_mapping(settings.base)
    return written(description(graph, key, mapping), form, mapping)


def test_an_owner_comes_with_its_items_and_their_titles(graph: PlanGraph, settings: RdfSettings) -> None:
    found = rdflib.Graph().parse(data=describe(graph, KEWEI, settings), format="turtle")
    owner = URIRef(f"{BASE}/id/{KEWEI.replace('-', '/', 1)}")
    assert str(found.value(owner, SKOS.prefLabel)) == "区科学技术委员会"
    assert len(list(found.subjects(PG.ownedBy, owner))) == 3
    assert (URIRef(f"{BASE}/id/{TASK.replace('-', '/', 1)}"), RDF.type, PG.Task) in found


@pytest.mark.parametrize("form", FORMS)
def test_every_form_says_the_same(graph: PlanGraph, settings: RdfSettings, form: str) -> None:
    expected = {q.triple for q in ox.parse(describe(graph, TASK, settings, "nt"), ox.RdfFormat.N_TRIPLES)}
    assert {q.triple for q in ox.parse(describe(graph, TASK, settings, form), FORMS[form])} == expected


def test_statements_evidence_places_and_concepts_answer_too(graph: PlanGraph, settings: RdfSettings) -> None:
    task = rdflib.Graph().parse(data=describe(graph, TASK, settings), format="turtle")
    assignment = next(task.subjects(RDF.type, PG.Assignment))
    keys = [str(assignment), f"evidence/{TASK}", f"place/{TOWN[4:]}", "role/lead", "period/2023",
            "jurisdiction/310117", "scheme/role", f"graph/{PLAN[7:]}", f"finding/{SOURCE[7:]}-1"]  # fmt: skip
    for key in keys:
        found = json.loads(describe(graph, key.removeprefix(f"{BASE}/id/"), settings, "jsonld"))["@graph"]
        assert len(found) == 1


@pytest.mark.parametrize("key", ["task-none", "x", "", "../../etc/passwd", "task/a> <b"])
def test_an_unknown_thing_is_told(graph: PlanGraph, settings: RdfSettings, key: str) -> None:
    with pytest.raises(UnknownNameError, match="no thing goes by the id"):
        describe(graph, key, settings)
