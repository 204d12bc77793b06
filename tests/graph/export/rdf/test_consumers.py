"""What others make of an export: CKAN's parser, Jena's SHACL engine, the OWL API's profile check."""

from __future__ import annotations

import gzip
import json
import threading
import zipfile
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import extruct
import pyoxigraph as ox
import pytest
import rdflib
from csvw import CSVW
from pyld import jsonld
from rdflib import URIRef
from rdflib.namespace import RDF, SH

from tests.graph.export.rdf.ckan import ckan_dataset
from tests.graph.export.rdf.jena import shacl
from tests.graph.export.rdf.owl_profile import violations

BASE = "https://data.example.org/plans"


def test_ckan_shows_publisher_format_period_and_place_as_a_person_would_write_them(exported: Path) -> None:
    dataset = ckan_dataset(exported / "dataset.ttl")
    assert dataset["publisher_name"] == "松江区科委"
    assert (dataset["temporal_start"], dataset["temporal_end"]) == ("2023-01-01", "2023-12-31")
    assert (dataset["spatial_text"], dataset["spatial_uri"]) == ("松江区", f"{BASE}/id/jurisdiction/310117")
    formats = [resource["format"] for resource in dataset["resources"]]
    assert formats == ["Turtle", "N-Triples", "JSON-LD", "RDF/XML", "TriG", "CSV", "XLSX", "GraphML"]
    assert dataset["contact_email"] == "a@example.org"


def test_ckan_shows_the_one_place_that_holds_those_of_several_plans(inferred: Path) -> None:
    dataset = ckan_dataset(inferred / "dataset.ttl")
    assert (dataset["spatial_text"], dataset["publisher_name"]) == ("上海市", "市数据局")


@pytest.fixture
def csv_address(exported: Path, tmp_path: Path) -> Iterator[str]:
    """The CSV files of an export behind a web server, as converters expect them."""
    with zipfile.ZipFile(exported / "plangraph-csv.zip") as archive:
        archive.extractall(tmp_path)
    handler = partial(_Quiet, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


def test_a_csvw_converter_finds_the_tables_valid_and_gets_the_links(
    csv_address: str, exported: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stated: set[tuple[str, str, str]] = set()

    def keep(triples: list[Any]) -> list[dict[str, str]]:
        # The library's last step makes JSON of a row's triples; here they are wanted as they are.
        row = next((triple.value for triple in triples if triple.property == "@id"), None)
        stated.update((str(t.about or row), t.property, str(t.value)) for t in triples if t.property != "@id")
        return [{}]

    monkeypatch.setattr("csvw.jsonld.group_triples", keep)
    tables = CSVW(f"{csv_address}/csv-metadata.json", validate=True)
    assert tables.is_valid
    tables.to_json(minimal=True)
    data = rdflib.Graph().parse(exported / "plangraph.ttl")
    for name in ("ownedBy", "plan", "hasTarget", "details", "part", "deadlineDay", "ofJurisdiction"):
        predicate = f"{BASE}/vocabulary#{name}"
        expected = {(str(s), str(p), str(o)) for s, p, o in data.triples((None, URIRef(predicate), None))}
        found = {triple for triple in stated if triple[1] == predicate}
        assert found == expected, name


def test_pyld_expands_the_json_ld_to_the_same_triples(exported: Path) -> None:
    document = json.loads((exported / "plangraph.jsonld").read_text("utf-8"))
    quads = jsonld.to_rdf(document, {"format": "application/n-quads"})
    with gzip.open(exported / "plangraph.nt.gz") as held:
        expected = {quad.triple for quad in ox.parse(held.read(), ox.RdfFormat.N_TRIPLES)}
    assert {quad.triple for quad in ox.parse(quads.encode(), ox.RdfFormat.N_QUADS)} == expected


def test_extruct_finds_the_data_set_on_the_page(exported: Path) -> None:
    html = (exported / "index.html").read_text("utf-8")
    (dataset,) = extruct.extract(html, base_url=BASE, syntaxes=["json-ld"])["json-ld"]
    assert (dataset["@type"], dataset["license"]) == ("Dataset", "https://creativecommons.org/licenses/by/4.0/")


def test_jena_loads_the_shapes_and_finds_the_data_valid(exported: Path) -> None:
    report, complaints = shacl(exported / "plangraph.ttl", exported / "shapes.ttl")
    assert complaints == ""
    assert "sh:conforms" in report
    assert "true" in report.partition("sh:conforms")[2][:20]


def test_jena_holds_what_is_inferred_to_score_basis_and_another_plan(inferred: Path, tmp_path: Path) -> None:
    report, complaints = shacl(inferred / "plangraph.ttl", inferred / "shapes.ttl")
    assert complaints == ""
    assert "true" in report.partition("sh:conforms")[2][:20]
    data = rdflib.Graph().parse(inferred / "plangraph.ttl")
    statement = next(data.subjects(RDF.type, URIRef(f"{BASE}/vocabulary#CarriesOutStatement")))
    data.remove((statement, URIRef(f"{BASE}/vocabulary#basis"), None))
    data.set((statement, RDF.object, data.value(statement, RDF.subject)))
    data.serialize(tmp_path / "broken.ttl", "turtle")
    report, complaints = shacl(tmp_path / "broken.ttl", inferred / "shapes.ttl")
    messages = {str(m) for m in rdflib.Graph().parse(data=report, format="turtle").objects(None, SH.resultMessage)}
    assert complaints == ""
    for said in ("what is inferred has one basis", "joins items of one plan", "no score and basis stand beside"):
        assert any(said in message for message in messages), messages


def test_the_vocabulary_is_owl_2_dl(exported: Path) -> None:
    assert violations(exported / "vocabulary.ttl") == []


def test_the_profile_check_would_see_an_undeclared_property(exported: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.ttl"
    text = (exported / "vocabulary.ttl").read_text("utf-8")
    broken.write_text(f"{text}\n<{BASE}/id/a> <{BASE}/vocabulary#undeclared> <{BASE}/id/b> .\n", "utf-8")
    assert any("undeclared" in line for line in violations(broken))
