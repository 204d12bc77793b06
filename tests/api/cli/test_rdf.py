"""Exporting RDF, validating it, and loading it again."""

from __future__ import annotations

import functools
import json
import operator
from pathlib import Path

import rdflib
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF, Namespace

from tests.api.cli.conftest import Run

VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
LICENSE = "https://creativecommons.org/licenses/by/4.0/"


def test_an_export_is_refused_without_a_licence(run: Run, plan: Path, tmp_path: Path) -> None:
    assert run("load", plan.name).returncode == 0
    done = run("export", "rdf", "--out", "out")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("plangraph: no licence is set")
    assert "give --license IRI or set PLANGRAPH_LICENSE" in done.stderr
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "out").exists()


def test_an_export_is_valid_and_a_store_made_from_it_gives_the_same_export(
    run: Run, plan: Path, tmp_path: Path
) -> None:
    settings = {"PLANGRAPH_LICENSE": LICENSE, "PLANGRAPH_BASE": "https://data.example.org/plans"}
    assert run("load", plan.name).returncode == 0
    assert run("export", "rdf", "--out", "one", **settings).returncode == 0
    validated = run("validate", "one", "--format", "json")
    assert (validated.returncode, json.loads(validated.stdout)["problems"]) == (0, [])
    assert run("load", "one/plangraph.ttl", "--store", "again.kgl").returncode == 0
    assert run("export", "rdf", "--out", "two", "--store", "again.kgl", **settings).returncode == 0
    one, two = ({p.name: p.read_bytes() for p in (tmp_path / name).iterdir()} for name in ("one", "two"))
    assert one == two


def test_the_record_says_what_the_options_say(run: Run, plan: Path, tmp_path: Path) -> None:
    given = {"title": "松江区重点工作", "contact": "mailto:open@example.cn", "publisher": "松江区数据局"}
    options = [part for name, value in given.items() for part in (f"--{name}", value)]
    assert run("load", plan.name).returncode == 0
    assert run("export", "rdf", "--out", "out", "--license", LICENSE, *options).returncode == 0
    record = rdflib.Graph().parse(tmp_path / "out" / "dataset.ttl")
    (dataset,) = record.subjects(RDF.type, DCAT.Dataset)

    def said(*path: rdflib.URIRef) -> set[str]:
        return {str(value) for value in record.objects(dataset, functools.reduce(operator.truediv, path))}

    assert said(DCTERMS.title) == {given["title"]}
    assert said(DCAT.contactPoint, VCARD.hasEmail) == {given["contact"]}
    assert said(DCTERMS.publisher, FOAF.name) == {given["publisher"]}


def test_a_broken_export_exits_with_1_and_says_what_is_wrong(run: Run, plan: Path, tmp_path: Path) -> None:
    assert run("load", plan.name).returncode == 0
    assert run("export", "rdf", "--out", "out", "--license", LICENSE).returncode == 0
    (tmp_path / "out" / "plangraph.ttl").write_text("x")
    done = run("validate", "out")
    assert done.returncode == 1
    assert "plangraph.ttl" in done.stdout
    assert "not valid" in done.stdout
    assert run("validate", "nowhere").stderr.startswith("plangraph: nowhere: holds no plangraph.nt.gz")
