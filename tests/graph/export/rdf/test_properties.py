"""What holds for any text and for graphs of several plans."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.generate import generated_graph
from graph.export.rdf import RdfSettings, read_rdf, write_rdf
from graph.export.rdf import terms as t
from graph.export.rdf.mapping import rdf_mapping
from graph.export.rdf.validation import validate_export
from graph.export.rdf.writers import transcode
from graph.plan_graph import PlanGraph

MAPPING = rdf_mapping("https://data.example.org/plans")
FORMATS = [ox.RdfFormat.TURTLE, ox.RdfFormat.RDF_XML, ox.RdfFormat.N_TRIPLES, ox.RdfFormat.JSON_LD]
TEXTS = st.text(st.one_of(st.characters(), st.sampled_from('\x00\r\n\t"\\<>&\ud800\ufffe\U000f0001\U0010fffd\u202e')))


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_any_text_round_trips_through_every_format(text: str) -> None:
    line = f"<{MAPPING.base}/id/task/a> <{MAPPING.namespace}ref> {t.quoted(text)} .\n"
    for format_ in FORMATS:
        target = io.BytesIO()
        transcode(line.encode(), target, format_, MAPPING)
        (quad,) = ox.parse(target.getvalue(), format_)
        assert isinstance(quad.object, ox.Literal)
        assert t.plain(quad.object.value) == text


@given(st.floats(allow_nan=False, allow_infinity=False))
@settings(deadline=None)
def test_any_number_round_trips(value: float) -> None:
    lexical = t.decimal(value).split('"')[1]
    assert float(lexical) == value
    assert "e" not in lexical.lower()


@pytest.mark.parametrize(
    ("value", "datatype"),
    [
        ("2023", "gYear"),
        ("2023-12", "gYearMonth"),
        ("2024-02-29", "date"),
        ("2023-02-29", None),
        ("2023-13", None),
        ("0000", None),
    ],
)
def test_a_date_has_the_datatype_that_its_calendar_allows(value: str, datatype: str | None) -> None:
    expected = f'"{value}"' if datatype is None else f'"{value}"^^<http://www.w3.org/2001/XMLSchema#{datatype}>'
    assert t.day(value) == expected


@pytest.fixture(scope="module")
def corpus() -> PlanGraph:
    return generated_graph(60, 12, 150, plans=3)


@pytest.fixture(scope="module")
def folder(corpus: PlanGraph, settings: RdfSettings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("corpus")
    write_rdf(corpus, found, replace(settings, publisher="数据局"))
    return found


def test_a_corpus_has_one_named_graph_a_plan_and_reads_back(corpus: PlanGraph, folder: Path) -> None:
    quads = ox.parse(path=folder / "plangraph.trig", format=ox.RdfFormat.TRIG)
    named = {quad.graph_name.value for quad in quads if isinstance(quad.graph_name, ox.NamedNode)}
    assert named == {f"{MAPPING.base}/id/graph/{plan.partition('-')[2]}" for plan in corpus.plan_ids()}
    for name in ("plangraph.trig", "plangraph.nt.gz"):
        assert read_rdf(folder / name) == corpus


def test_a_corpus_is_valid(folder: Path) -> None:
    report = validate_export(folder)
    assert [p for p in report.problems if p.severity == "error"] == []
