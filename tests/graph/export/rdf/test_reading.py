"""An export is a backup: reading gives the graph again, and bad files give one clear line."""

from __future__ import annotations

import gzip
from dataclasses import replace
from pathlib import Path

import pytest
import rdflib
from rdflib.namespace import DCTERMS, RDF

from graph.errors import SourceError
from graph.export.rdf import RdfSettings, read_rdf, write_rdf
from graph.export.rdf.reading import is_rdf
from graph.export.rdf.validation import validate_export
from graph.plan_graph import PlanGraph
from loaders.parse import load_plan
from tests.graph.export.rdf.plans import KEWEI, PLAN, SOURCE, TASK, TEXT
from tests.graph.export.rdf.test_formats import DATA
from tests.loaders.readers.files import PLAN as PAGES
from tests.loaders.readers.files import write_pdf

BASE = "https://data.example.org/plans"
PG = f"{BASE}/vocabulary#"
OA = rdflib.Namespace("http://www.w3.org/ns/oa#")


@pytest.mark.parametrize("name", DATA)
def test_every_format_gives_the_graph_again(graph: PlanGraph, exported: Path, name: str) -> None:
    assert read_rdf(exported / name) == graph


def test_a_plan_with_pages_says_where_on_them_and_comes_back(tmp_path: Path, settings: RdfSettings) -> None:
    write_pdf(tmp_path / "a.pdf", PAGES)
    graph = load_plan(tmp_path / "a.pdf")[0]
    write_rdf(graph, tmp_path / "out", replace(settings, publisher="松江区科委"))
    assert {p.check for p in validate_export(tmp_path / "out").problems} <= {"shape AnnexDetail"}
    for name in DATA:
        assert read_rdf(tmp_path / "out" / name) == graph
    told = rdflib.Graph().parse(tmp_path / "out" / "plangraph.ttl")
    region = next(told.subjects(RDF.value, rdflib.Literal("page=1&xywh=percent:66.13,22.48,12.09,1.43")))
    assert (region, DCTERMS.conformsTo, rdflib.URIRef("http://www.w3.org/TR/media-frags/")) in told
    assert (region, rdflib.URIRef(f"{PG}page"), rdflib.Literal(1)) in told
    (evidence,) = told.subjects(OA.hasSelector, region)
    quotes = [told.value(selector, OA.exact) for selector in told.objects(evidence, OA.hasSelector)]
    assert [str(quote) for quote in quotes if quote] == ["区大数据中心"]


@pytest.mark.parametrize("name", ["a.nt", "a.ttl", "a.nt.gz"])
def test_a_value_that_the_parser_can_not_hold_is_told(tmp_path: Path, name: str) -> None:
    data = f'<urn:a> <{PG}fullText> "{"x" * (17 << 20)}" .\n'.encode()
    (tmp_path / name).write_bytes(gzip.compress(data, 1) if name.endswith(".gz") else data)
    with pytest.raises(SourceError) as caught:
        read_rdf(tmp_path / name)
    assert str(caught.value) == f"{tmp_path / name}: holds a value above 16 MiB, or needs more memory than there is"


def test_a_compressed_file_with_broken_blocks(tmp_path: Path) -> None:
    data = bytearray(gzip.compress(b"<urn:a> <urn:b> <urn:c> .\n" * 9000, 1))
    data[20:60] = b"\xff" * 40
    (tmp_path / "a.nt.gz").write_bytes(bytes(data))
    with pytest.raises(SourceError, match=r"a\.nt\.gz: (can't be read|line \d+: is no valid RDF)"):
        read_rdf(tmp_path / "a.nt.gz")


def test_export_load_export_gives_the_same_bytes(exported: Path, tmp_path: Path, settings: RdfSettings) -> None:
    write_rdf(read_rdf(exported / "plangraph.ttl"), tmp_path, settings)
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {p.name: p.read_bytes() for p in exported.iterdir()}


def test_values_come_back_as_they_were(exported: Path) -> None:
    nodes = read_rdf(exported / "plangraph.rdf").nx.nodes
    assert nodes[SOURCE]["text"] == TEXT
    assert nodes[PLAN]["basis"] == ["上海市行动方案", "甲", "上海市行动方案"]
    assert nodes[KEWEI]["aliases"] == ["科委", "区科委"]
    assert nodes[TASK]["open_ended"] is False
    values = [nodes[node]["value"] for node in sorted(nodes) if node.startswith("target-")]
    assert values == [350.0, 12.5]


@pytest.mark.parametrize(
    ("name", "expected"), [("a.ttl", True), ("a.NT.GZ", True), ("a.jsonld", True), ("a.txt", False), ("a.gz", False)]
)
def test_rdf_files_are_known_by_their_names(name: str, expected: bool) -> None:
    assert is_rdf(Path(name)) is expected


NODE = f"<{BASE}/id/policy/a>"
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
POLICY = f"{NODE} {TYPE} <{PG}Policy> .\n"
TITLED = f'{POLICY}{NODE} <http://purl.org/dc/terms/title> "x"@zh-hans .\n'
BAD = {
    "not a triple": ("a.nt", b"hello\n", "a.nt: line 1: is no valid RDF"),
    "cut off": ("a.nt.gz", gzip.compress(TITLED.encode())[:40], "the compressed file is cut off"),
    "no gzip": ("a.nt.gz", b"hello", "can't be read: Not a gzipped file"),
    "empty": ("a.ttl", b"", "is no export of this program"),
    "other data": ("a.nt", b"<http://a/b> <http://a/c> <http://a/d> .\n", "is no export of this program"),
    "two bases": ("a.nt", f"{TITLED}<http://x/id/policy/b> {TYPE} <http://x/vocabulary#Policy> .\n".encode(),
                  "found http://x, https://data.example.org/plans"),
    "no name": ("a.nt", POLICY.encode(), "has 0 names, not one"),
    "two names": ("a.nt", f'{TITLED}{NODE} <http://purl.org/dc/terms/title> "y"@zh .\n'.encode(), "has 2 names, not one"),
    "two values": ("a.nt", f'{TITLED}{NODE} <{PG}level> "a" , "b" .\n'.replace(" , ", f" .\n{NODE} <{PG}level> ").encode(),
                   "has 2 values of level, not one"),
    "foreign id": ("a.nt", TITLED.replace(f"{BASE}/id/policy/a", "https://other.example/a").encode(), "is no thing under"),
    "hostile id": ("a.nt", TITLED.replace("/id/policy/a", "/id/policy/%2e%2e").encode(), "an id is policy- and"),
    "wrong date": ("a.nt", f'{TITLED}{NODE} <http://data.europa.eu/eli/ontology#date_document> "soon" .\n'.encode(),
                   "date must be an ISO date"),
    "evidence of nothing": ("a.nt", f"{TITLED}{NODE} <{PG}evidence> <{BASE}/id/evidence/x> .\n".encode(),
                            "its evidence has no source"),
    "order that does not fit": ("a.nt", f'{TITLED}{NODE} <http://purl.org/dc/terms/alternative> "a"@zh .\n'
                                f'{NODE} <{PG}inOrder> "{{\\"aliases\\": [\\"b\\"]}}" .\n'.encode(),
                                "the order given for aliases does not fit"),
    "half a label": ("a.nt", TITLED.replace("#Policy", "#Task").encode(), "Task is no label with its super-label"),
    "entities": ("a.rdf", b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><rdf:RDF xmlns:rdf="x"/>', "document type"),
    "remote context": ("a.jsonld", b'{"@context": "https://evil.example/c", "@id": "a:b"}', "is no valid RDF"),
    "missing": ("a.ttl", None, "can't be read: No such file"),
    "other file": ("a.txt", b"", "is no RDF file by its name"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "content", "message"), BAD.values(), ids=BAD.keys())
def test_a_bad_file_is_refused_in_one_line(tmp_path: Path, name: str, content: bytes | None, message: str) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(SourceError) as caught:
        read_rdf(path)
    assert message in str(caught.value)
    assert str(caught.value).startswith(str(path))
    assert "\n" not in str(caught.value)


def test_an_edge_to_nowhere_is_refused(exported: Path, tmp_path: Path) -> None:
    lines = gzip.decompress((exported / "plangraph.nt.gz").read_bytes()).decode().splitlines(keepends=True)
    kept = [line for line in lines if f"/id/{KEWEI.replace('-', '/', 1)}> " not in line.partition(" ")[0] + " "]
    path = tmp_path / "a.nt"
    path.write_text("".join(kept), encoding="utf-8", newline="\n")
    with pytest.raises(SourceError, match=f"node {KEWEI} is not there"):
        read_rdf(path)


def test_many_values_of_one_predicate_are_read_in_one_pass(tmp_path: Path) -> None:
    title = f'{POLICY}{NODE} <http://purl.org/dc/terms/title> "甲"@zh-hans .\n'
    names = [f'{NODE} <http://purl.org/dc/terms/alternative> "乙{number:06}"@zh-hans .\n' for number in range(40_000)]
    path = tmp_path / "a.nt"
    path.write_text("".join([title, *names, *names]), encoding="utf-8", newline="\n")
    (node,) = read_rdf(path).nx.nodes.values()
    assert node["aliases"] == [f"乙{number:06}" for number in range(40_000)]
