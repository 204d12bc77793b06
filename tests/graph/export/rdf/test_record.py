"""The dataset record: conforms to DCAT-AP 3.0.1, describes the files as they are, and needs a licence."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pyshacl
import pytest
import rdflib
from rdflib import Literal, Namespace, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF, VOID, XSD

from graph.errors import ExportError
from graph.export.rdf import RdfSettings, write_rdf
from graph.plan_graph import PlanGraph
from tests.graph.export.rdf.conftest import LICENSE

BASE = "https://data.example.org/plans"
DATASET = URIRef(f"{BASE}/dataset")
SPDX = Namespace("http://spdx.org/rdf/terms#")
SHAPES = Path(__file__).parents[5] / "shared" / "rdf" / "dcat-ap-3.0.1-shapes.ttl"


@pytest.fixture
def record(exported: Path) -> rdflib.Graph:
    return rdflib.Graph().parse(exported / "dataset.ttl")


@pytest.mark.skipif(not SHAPES.exists(), reason="the DCAT-AP shapes are not in this checkout")
def test_the_record_conforms_to_dcat_ap(record: rdflib.Graph) -> None:
    conforms, _, report = pyshacl.validate(record, shacl_graph=rdflib.Graph().parse(SHAPES))
    assert conforms, report


@pytest.mark.skipif(not SHAPES.exists(), reason="the DCAT-AP shapes are not in this checkout")
def test_the_gate_is_shut_to_a_record_without_a_title(record: rdflib.Graph) -> None:
    record.remove((DATASET, DCTERMS.title, None))
    assert not pyshacl.validate(record, shacl_graph=rdflib.Graph().parse(SHAPES))[0]


def test_what_the_record_says_of_the_data_set(record: rdflib.Graph) -> None:
    said = {str(p).rpartition("/")[2].rpartition("#")[2]: str(o) for p, o in record.predicate_objects(DATASET)}
    wanted = {"title", "description", "publisher", "identifier", "theme", "keyword", "spatial", "temporal", "language",
              "accrualPeriodicity", "issued", "modified", "accessRights", "license", "conformsTo", "version",
              "inSeries", "contactPoint", "landingPage", "distribution", "triples", "classPartition"}  # fmt: skip
    assert wanted <= set(said)
    assert said["license"] == LICENSE
    assert said["temporal"] == f"{BASE}/id/period/2023"
    assert record.value(DATASET, DCTERMS.issued) == Literal("2026-11-22", datatype=XSD.date)
    publisher = record.value(DATASET, DCTERMS.publisher)
    assert str(record.value(publisher, FOAF.name)) == "松江区科委"


def test_every_data_file_is_a_distribution_with_its_size_and_digest(record: rdflib.Graph, exported: Path) -> None:
    found = {}
    for distribution in record.objects(DATASET, DCAT.distribution):
        name = str(record.value(distribution, DCAT.downloadURL)).rpartition("/")[2]
        checksum = record.value(distribution, SPDX.checksum)
        found[name] = (str(record.value(distribution, DCAT.byteSize)), str(record.value(checksum, SPDX.checksumValue)))
        assert record.value(distribution, DCTERMS.license) == URIRef(LICENSE)
    data = [path for path in exported.iterdir() if path.name.startswith("plangraph")]
    assert found == {p.name: (str(p.stat().st_size), hashlib.sha256(p.read_bytes()).hexdigest()) for p in data}


def test_counts_are_the_graph_s(record: rdflib.Graph, graph: PlanGraph) -> None:
    counts = {
        str(record.value(part, VOID["class"])).rpartition("#")[2]: int(str(record.value(part, VOID.entities)))
        for part in record.objects(DATASET, VOID.classPartition)
    }
    assert (counts["Task"], counts["Policy"], counts["Plan"], counts["Assignment"]) == (1, 2, 1, 12)
    assert record.value(DATASET, VOID.entities) == Literal(len(graph.nx))


def test_without_a_licence_nothing_is_written(graph: PlanGraph, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"no licence is set.*--license IRI or set PLANGRAPH_LICENSE"):
        write_rdf(graph, tmp_path / "out", RdfSettings())
    assert not (tmp_path / "out").exists()


def test_an_empty_graph_is_refused(tmp_path: Path, settings: RdfSettings) -> None:
    with pytest.raises(ExportError, match="there is no plan to export"):
        write_rdf(PlanGraph(), tmp_path, settings)


def test_a_folder_that_cannot_be_made_is_told(graph: PlanGraph, tmp_path: Path, settings: RdfSettings) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(ExportError, match="can't be made: "):
        write_rdf(graph, tmp_path / "file" / "out", settings)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"base": "ftp://x"}, "is no http"),
        ({"base": "https://数据.cn"}, "plain ASCII"),
        ({"base": "https://x/> <http://evil"}, "is no http"),
        ({"license": "CC-BY"}, "is no absolute IRI"),
        ({"license": "https://x/> . <a> <b> <c"}, "is no absolute IRI"),
        ({"issued": "yesterday"}, "is no date"),
        ({"theme": "government"}, "is no code"),
        ({"contact": "x> <y"}, "is no mail address"),
    ],
)
def test_a_setting_that_would_break_the_data_is_refused(given: dict[str, str], message: str) -> None:
    with pytest.raises(ExportError, match=message):
        RdfSettings(**given)  # type: ignore[arg-type] # all are texts


def test_the_base_is_taken_without_a_slash_at_its_end() -> None:
    assert RdfSettings(base="https://x.cn/a/").namespace == "https://x.cn/a/vocabulary#"


def test_the_title_names_the_plan(record: rdflib.Graph) -> None:
    titles = {str(title) for title in record.objects(DATASET, DCTERMS.title)}
    assert titles == {"松江区2023年工作安排（知识图谱）", "Knowledge graph of 松江区2023年工作安排"}
    assert (DATASET, RDF.type, DCAT.Dataset) in record
