"""The report: a good export passes, each shape and each check fails on the fault made for it."""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import rdflib
from rdflib import Literal, Namespace, URIRef
from rdflib.namespace import DCAT, DCTERMS, PROV, RDF, SKOS, XSD

from graph.errors import SourceError
from graph.export.rdf import validate_export
from graph.export.rdf.mapping import rdf_mapping
from graph.export.rdf.shacl import shape_problems
from graph.export.rdf.shapes import shapes
from tests.graph.export.rdf.plans import GROUP, KEWEI, TASK, UPPER, task_id

BASE = "https://data.example.org/plans"
MAPPING = rdf_mapping(BASE)
PG, OA = Namespace(f"{BASE}/vocabulary#"), Namespace("http://www.w3.org/ns/oa#")
SCHEMA = Namespace("https://schema.org/")
ITEM, OWNER = URIRef(MAPPING.iri(TASK)), URIRef(MAPPING.iri(KEWEI))
SCENE = URIRef(MAPPING.iri(task_id("annex1/2", "scene")))
LEAD = URIRef(f"{BASE}/id/role/lead")
Fault = Callable[[rdflib.Graph], object]


def assignment(data: rdflib.Graph) -> URIRef:
    """The assignment that stands first at the task."""
    found = [a for a in data.objects(ITEM, PROV.qualifiedAttribution) if (a, PG.order, Literal(1)) in data]
    assert isinstance(found[0], URIRef)
    return found[0]


def first(data: rdflib.Graph, class_: URIRef) -> URIRef:
    """The first thing of a class."""
    found = sorted(data.subjects(RDF.type, class_))[0]
    assert isinstance(found, URIRef)
    return found


def inference(data: rdflib.Graph) -> URIRef:
    """The statement that the task carries out one of a plan above."""
    return first(data, PG.CarriesOutStatement)


def leads(data: rdflib.Graph) -> None:
    for one in data.objects(ITEM, PROV.qualifiedAttribution):
        data.set((one, DCAT.hadRole, LEAD))


def renamed(data: rdflib.Graph) -> None:
    """A milestone whose address holds Chinese."""
    data.add((URIRef(f"{BASE}/id/milestone/里程碑"), RDF.type, PG.Milestone))


FAULTS: dict[str, tuple[Fault, str, str]] = {
    "WorkItem": (lambda g: g.remove((ITEM, DCTERMS.title, None)), "error", "a work item has one title"),
    "WorkItem parent": (lambda g: g.remove((ITEM, DCTERMS.isPartOf, None)), "error", "part of one section or plan"),
    "WorkItem ordinal": (lambda g: g.set((ITEM, PG.ordinal, Literal("1"))), "error", "one ordinal from 1"),
    "WorkItem evidence": (lambda g: g.remove((ITEM, PG.evidence, None)), "error", "a work item has one evidence"),
    "Assignment": (lambda g: g.add((assignment(g), PROV.agent, ITEM)), "error", "an assignment has one agent"),
    "Assignment role": (lambda g: g.remove((assignment(g), DCAT.hadRole, None)), "error", "one role"),
    "Assignment order": (lambda g: g.set((assignment(g), PG.order, Literal(0))), "error", "one order from 1"),
    "Assignment item": (lambda g: g.remove((ITEM, None, assignment(g))), "error", "belongs to one work item"),
    "Shortcut": (lambda g: g.remove((ITEM, PG.ownedBy, OWNER)), "error", "shortcuts to owners equal the agents"),
    "OneLead": (leads, "warning", "more than one lead"),
    "Order": (lambda g: g.set((assignment(g), PG.order, Literal(7))), "error", "has a gap before"),
    "Inference": (lambda g: g.remove((inference(g), PG.basis, None)), "error", "one basis"),
    "Inference score": (
        lambda g: g.set((inference(g), PG.score, Literal("1.2", datatype=XSD.decimal))),
        "error",
        "0 to 1",
    ),
    "Inference item": (lambda g: g.set((inference(g), RDF.object, OWNER)), "error", "leads to one work item"),
    "Inference predicate": (
        lambda g: g.set((inference(g), RDF.predicate, PG.details)),
        "error",
        "relationships that may be",
    ),
    "Inference evidence": (
        lambda g: g.add((inference(g), PG.evidence, first(g, OA.SpecificResource))),
        "error",
        "has no evidence: no text states it",
    ),
    "OtherPlan": (lambda g: g.set((inference(g), RDF.object, SCENE)), "error", "joins items of one plan"),
    "Inferred": (lambda g: g.add((SCENE, PG.carriesOut, URIRef(MAPPING.iri(UPPER)))), "error", "no score and basis"),
    "Position": (lambda g: g.set((first(g, OA.TextPositionSelector), OA.end, Literal(0))), "error", "before it ends"),
    "Quote": (lambda g: g.remove((first(g, OA.TextQuoteSelector), OA.exact, None)), "error", "one exact quote"),
    "Region": (
        lambda g: g.add((first(g, OA.TextQuoteSelector), RDF.type, OA.FragmentSelector)),
        "error",
        "a region has a media fragment",
    ),
    "Evidence": (lambda g: g.remove((first(g, OA.SpecificResource), OA.hasSource, None)), "error", "has one source"),
    "Target": (lambda g: g.set((first(g, PG.Target), SCHEMA.value, Literal("x"))), "error", "one decimal value"),
    "Target comparator": (
        lambda g: g.set((first(g, PG.Target), PG.comparator, LEAD)),
        "error",
        "comparator of the list",
    ),
    "Unit": (lambda g: g.remove((first(g, PG.Target), SCHEMA.unitText, None)), "warning", "a target has one unit"),
    "Owner": (lambda g: g.remove((OWNER, SKOS.prefLabel, None)), "error", "an owner has one label"),
    "Iri": (renamed, "error", "lower-case ASCII"),
    "Group": (
        lambda g: g.add((URIRef(MAPPING.iri(GROUP)), RDF.type, MAPPING_CLASS)),
        "error",
        "no public organisation",
    ),
    "AnnexDetail": (
        lambda g: g.remove((SCENE, PG.details, None)),
        "warning",
        "an annex row details a task of the body",
    ),
}
MAPPING_CLASS = URIRef("http://data.europa.eu/m8g/PublicOrganisation")


@pytest.fixture
def data(inferred: Path) -> rdflib.Graph:
    lines = gzip.decompress((inferred / "plangraph.nt.gz").read_bytes()).decode()
    return rdflib.Graph().parse(data=lines, format="nt")


@pytest.mark.parametrize("name", FAULTS)
def test_a_shape_fails_on_the_fault_made_for_it(data: rdflib.Graph, name: str) -> None:
    seed, severity, message = FAULTS[name]
    seed(data)
    shape = f"shape {name.split()[0]}"
    found = [p for p in shape_problems(data, MAPPING) if (p.check, p.severity) == (shape, severity)]
    assert any(message in p.message for p in found), list(shape_problems(data, MAPPING))


def test_every_shape_has_a_fault() -> None:
    rules = rdflib.Graph().parse(data=shapes(MAPPING), format="turtle")
    named = {str(s).rpartition("#")[2] for s in rules.subjects(RDF.type, rdflib.SH.NodeShape)}
    assert named == {name.split()[0] for name in FAULTS}


def test_what_is_inferred_between_plans_passes_every_check(inferred: Path) -> None:
    report = validate_export(inferred)
    assert (report.ok, report.problems) == (True, [])


def test_a_good_export_passes_every_check(exported: Path) -> None:
    report = validate_export(exported)
    assert (report.ok, report.problems, report.triples) == (True, [], 1423)
    assert report.checks == ["formats", "quotes", "record", "rewrite", "shapes"]
    assert report.as_json()["ok"] is True


def rewrite(folder: Path, old: str, new: str) -> None:
    """Replaces a text in the N-Triples file."""
    path = folder / "plangraph.nt.gz"
    text = gzip.decompress(path.read_bytes()).decode()
    assert old in text
    path.write_bytes(gzip.compress(text.replace(old, new).encode()))


def shorten(folder: Path) -> None:
    path = folder / "plangraph.ttl"
    path.write_text(path.read_text("utf-8").replace("schema:value 350.0", "schema:value 351.0"), "utf-8", newline="\n")


def unlicensed(folder: Path) -> None:
    path = folder / "dataset.ttl"
    path.write_text(path.read_text("utf-8").replace("dct:license", "dct:rights"), "utf-8", newline="\n")


def miscount(folder: Path) -> None:
    path = folder / "dataset.ttl"
    path.write_text(path.read_text("utf-8").replace("void:entities 1 ", "void:entities 2 "), "utf-8", newline="\n")


BROKEN: dict[str, tuple[Callable[[Path], object], str, str]] = {
    "a format says something else": (shorten, "formats", "pyoxigraph reads 1 triples that the N-Triples file has not"),
    "a format is no RDF": (lambda f: (f / "plangraph.ttl").write_text("x"), "formats", "can't be read"),
    "a file is missing": (lambda f: (f / "plangraph.xlsx").unlink(), "files", "is missing"),
    "a file was changed": (lambda f: (f / "plangraph-csv.zip").write_bytes(b""), "files", "is not the file"),
    "a quote is not the source's": (
        lambda f: rewrite(f, '"云胶片"@zh-hans', '"云胶卷"@zh-hans'),
        "quotes",
        "says otherwise",
    ),
    "the order was changed": (lambda f: rewrite(f, "<https://data", " <https://data"), "rewrite", "gives other bytes"),
    "a licence is missing": (unlicensed, "record", "states no licence"),
    "the record is missing": (lambda f: (f / "dataset.ttl").unlink(), "record", "is missing"),
    "counts differ": (miscount, "record", "says 2 of"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_export_is_told(exported: Path, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(exported, folder)
    damage, check, message = BROKEN[name]
    damage(folder)
    report = validate_export(folder)
    assert not report.ok
    assert any(p.check == check and message in p.message for p in report.problems), report.problems


def test_no_export_is_told_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="is it the folder that plangraph export rdf --out wrote"):
        validate_export(tmp_path)


def test_typed_values_of_the_standard(data: rdflib.Graph) -> None:
    values = {str(v) for v in data.objects(None, SCHEMA.value)}
    assert values == {"350.0", "12.5"}
    assert {v.datatype for v in data.objects(None, SCHEMA.value) if isinstance(v, Literal)} == {XSD.decimal}
