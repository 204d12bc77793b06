"""What others make of an export: CKAN's parser, Jena's SHACL engine, the OWL API's profile check."""

from __future__ import annotations

from pathlib import Path

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


def test_jena_loads_the_shapes_and_finds_the_data_valid(exported: Path) -> None:
    report, complaints = shacl(exported / "plangraph.ttl", exported / "shapes.ttl")
    assert complaints == ""
    assert "sh:conforms" in report
    assert "true" in report.partition("sh:conforms")[2][:20]


def test_the_vocabulary_is_owl_2_dl(exported: Path) -> None:
    assert violations(exported / "vocabulary.ttl") == []


def test_the_profile_check_would_see_an_undeclared_property(exported: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.ttl"
    text = (exported / "vocabulary.ttl").read_text("utf-8")
    broken.write_text(f"{text}\n<{BASE}/id/a> <{BASE}/vocabulary#undeclared> <{BASE}/id/b> .\n", "utf-8")
    assert any("undeclared" in line for line in violations(broken))
