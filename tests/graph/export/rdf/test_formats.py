"""Every format holds the same triples, whoever reads them, and nothing of a hostile text is lost or injected."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

from graph.export.rdf import RdfSettings, write_rdf
from graph.export.rdf.checks import FORMATS, check_formats
from graph.export.rdf.mapping import rdf_mapping
from graph.export.rdf.terms import plain, safe
from graph.plan_graph import PlanGraph
from tests.graph.export.rdf.jena import riot
from tests.graph.export.rdf.plans import SOURCE, TEXT

DATA = ["plangraph.ttl", "plangraph.nt.gz", "plangraph.rdf", "plangraph.jsonld", "plangraph.trig"]
DOCUMENTS = ["dataset.ttl", "vocabulary.ttl", "schemes.ttl", "shapes.ttl"]
HOSTILE = ['quote " and \\', "\x00\x01\x1f\x7f\x85", "\ud800\udfff", "\ufffe\uffff", "\r\n\t", "\u202e\u200f\u2066",
           "\U000f0001\U000fd800\U0010fffd", "\U0010fffd", "<b>]]> & http://evil.example/> .", "a\U0010fffd\x00"]  # fmt: skip


def triples(folder: Path) -> set[ox.Triple]:
    lines = gzip.decompress((folder / "plangraph.nt.gz").read_bytes())
    return {quad.triple for quad in ox.parse(lines, ox.RdfFormat.N_TRIPLES)}


def test_pyoxigraph_and_rdflib_read_the_same_triples_in_every_format(exported: Path, settings: RdfSettings) -> None:
    assert list(check_formats(exported, rdf_mapping(settings.base), rdflib_too=True)) == []


@pytest.mark.parametrize("name", DATA)
def test_jena_reads_the_same_triples_without_a_warning(exported: Path, name: str) -> None:
    read, complaints = riot(exported / name)
    assert complaints == ""
    assert read == triples(exported)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_jena_reads_the_documents_without_a_warning(exported: Path, name: str) -> None:
    read, complaints = riot(exported / name)
    assert (complaints, bool(read)) == ("", True)


def test_no_triple_stands_twice_and_no_blank_node_is_in_the_data(exported: Path) -> None:
    lines = gzip.decompress((exported / "plangraph.nt.gz").read_bytes()).decode().split("\n")[:-1]
    assert len(lines) == len(set(lines)) == len(triples(exported)) == 1423
    assert not any(line.startswith("_:") for line in lines)


def test_every_subject_is_a_flat_ascii_address(exported: Path) -> None:
    subjects = {triple.subject.value for triple in triples(exported)}
    base = "https://data.example.org/plans/id/"
    assert all(s.startswith(base) and s.isascii() and s.removeprefix(base).count("/") == 1 for s in subjects)


def test_a_plan_is_one_named_graph(exported: Path) -> None:
    quads = list(ox.parse(path=exported / "plangraph.trig", format=ox.RdfFormat.TRIG))
    named = {quad.graph_name for quad in quads if isinstance(quad.graph_name, ox.NamedNode)}
    assert [name.value.rpartition("/")[0] for name in named] == ["https://data.example.org/plans/id/graph"]
    shared = {quad.subject.value for quad in quads if isinstance(quad.graph_name, ox.DefaultGraph)}
    assert {subject.split("/")[-2] for subject in shared} >= {"org", "entity", "category"}
    assert not {subject.split("/")[-2] for subject in shared} & {"task", "assignment", "statement", "source"}


@pytest.mark.parametrize("text", HOSTILE)
def test_an_escaped_text_round_trips_and_is_safe(text: str) -> None:
    escaped = safe(text)
    assert plain(escaped) == text
    assert escaped.encode()
    assert not any(ord(c) < 32 and c not in "\t\n\r" for c in escaped)


def test_an_escape_keeps_offsets() -> None:
    assert safe("a\x00b\ud800c") == "a\U000f0000b\U000fd800c"


def test_hostile_texts_stand_whole_in_the_data(exported: Path) -> None:
    full = "https://data.example.org/plans/vocabulary#fullText"
    (text,) = (t.object.value for t in triples(exported) if t.predicate.value == full)
    assert plain(text) == TEXT
    assert not any(
        "evil" in term.value for triple in triples(exported) for term in triple if isinstance(term, ox.NamedNode)
    )
    assert SOURCE.startswith("source-")


PROGRAM = """
import pathlib, sys
from graph.export.rdf import write_rdf
from tests.graph.export.rdf.conftest import SETTINGS
from tests.graph.export.rdf.plans import small_graph
write_rdf(small_graph(), pathlib.Path(sys.argv[1]), SETTINGS)
"""


@pytest.mark.parametrize(
    ("seed", "zone", "locale"), [("1", "Asia/Shanghai", "C"), ("2", "America/New_York", "zh_CN.UTF-8")]
)
def test_files_are_the_same_bytes_on_any_machine(
    exported: Path, tmp_path: Path, seed: str, zone: str, locale: str
) -> None:
    changed = {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale, "PYTHONPATH": os.getcwd()}
    subprocess.run([sys.executable, "-c", PROGRAM, str(tmp_path)], check=True, env={**os.environ, **changed})
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {p.name: p.read_bytes() for p in exported.iterdir()}


def test_bytes_do_not_depend_on_the_order_of_insertion(
    graph: PlanGraph, exported: Path, tmp_path: Path, settings: RdfSettings
) -> None:
    turned = PlanGraph()
    for node, attributes in reversed(list(graph.nx.nodes(data=True))):
        turned.nx.add_node(node, **attributes)
    for start, end, key, attributes in reversed(list(graph.nx.edges(keys=True, data=True))):
        turned.nx.add_edge(start, end, key=key, **attributes)
    write_rdf(turned, tmp_path, settings)
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {p.name: p.read_bytes() for p in exported.iterdir()}


def test_all_formats_are_tested() -> None:
    assert {f"plangraph.{suffix}" for suffix in FORMATS} | {"plangraph.nt.gz"} == set(DATA)
