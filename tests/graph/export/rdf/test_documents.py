"""Vocabulary, schemes, context, tables and page."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
import rdflib
from bs4 import BeautifulSoup
from rdflib import Literal, URIRef
from rdflib.namespace import OWL, RDF, RDFS, SKOS

from graph.errors import SchemaError
from graph.export.rdf.mapping import RdfMapping
from graph.export.rdf.terms import safe, terms
from graph.plan_graph import PlanGraph
from graph.schema import parse_schema, schema
from tests.graph.export.rdf.plans import PLAN, SOURCE, TASK

BASE = "https://data.example.org/plans"
PG = rdflib.Namespace(f"{BASE}/vocabulary#")


def test_every_own_term_in_the_data_is_in_the_vocabulary_with_labels(exported: Path) -> None:
    data = rdflib.Graph().parse(exported / "plangraph.ttl")
    vocabulary = rdflib.Graph().parse(exported / "vocabulary.ttl")
    used = {term for triple in data for term in triple[1:] if isinstance(term, URIRef) and term.startswith(str(PG))}
    assert len(used) > 60
    for term in used:
        for told in (RDFS.label, SKOS.definition):
            languages = sorted(str(text.language) for text in vocabulary.objects(term, told))  # type: ignore[attr-defined]
            assert languages == ["en", "zh-hans"], term


def test_classes_stand_below_the_standard_ones(exported: Path) -> None:
    vocabulary = rdflib.Graph().parse(exported / "vocabulary.ttl")
    above = {str(o).rpartition("/")[2].rpartition("#")[2] for o in vocabulary.objects(PG.Town, RDFS.subClassOf)}
    assert above == {"Owner", "PublicOrganisation"}
    assert (PG.ownedBy, RDF.type, OWL.ObjectProperty) in vocabulary
    assert (PG.alias, RDFS.subPropertyOf, SKOS.altLabel) in vocabulary


def test_every_value_of_a_closed_list_is_a_concept(exported: Path) -> None:
    schemes = rdflib.Graph().parse(exported / "schemes.ttl")
    role = URIRef(f"{BASE}/id/role/lead")
    assert (role, SKOS.prefLabel, Literal("牵头", lang="zh-hans")) in schemes
    labels = {str(label) for label in schemes.objects(None, SKOS.prefLabel)}
    assert {"平台类", "超级场景", "at least"} <= labels


def test_every_closed_list_of_the_schema_has_its_words() -> None:
    holders = [*schema().labels.values(), *schema().relationships.values()]
    closed = {p.name.replace("_", "-"): set(p.values) for h in holders for p in h.properties.values() if p.values}
    assert {name: set(terms()["schemes"][name]["concepts"]) for name in closed} == closed


def test_every_kind_that_the_loader_gives_has_its_words() -> None:
    lexicon = Path(__file__).parents[4] / "loaders" / "lexicon"
    for name, scheme in (("entities.yaml", "entity-kind"), ("policies.yaml", "policy-kind")):
        given = set(re.findall(r"kind: ([a-z-]+)", (lexicon / name).read_text("utf-8")))
        assert given <= set(terms()["schemes"][scheme]["concepts"])


def test_two_properties_cannot_share_a_term() -> None:
    text = """
version: 1
reserved: []
evidence: {}
super_labels: {}
property_groups: {}
relationship_common: {}
relationships: {}
labels:
  A: {prefix: a, scope: plan, evidence: none, zh: 甲, en: a, properties: {
      b: {type: string, zh: 乙, en: b, rdf: {term: "dct:title"}}, c: {type: string, zh: 丙, en: c, rdf: {term: "dct:title"}}}}
"""
    with pytest.raises(SchemaError, match=r"A\.c: shares its RDF term with b"):
        RdfMapping(BASE, parse_schema(text))


def test_the_context_is_the_one_in_the_file(exported: Path) -> None:
    published = json.loads((exported / "context.jsonld").read_text("utf-8"))["@context"]
    document = json.loads((exported / "plangraph.jsonld").read_text("utf-8"))
    assert document["@context"] == published
    task = next(thing for thing in document["@graph"] if thing["id"].startswith("task:"))
    assert task["type"] == ["pg:Task", "pg:WorkItem", "prov:Entity"]
    assert task["title"] == "加强数字基础设施“支撑”"
    assert (task["ordinal"], task["openEnded"], len(task["ownedBy"])) == (1, False, 4)


def test_tables_hold_the_graph_and_are_described(exported: Path, graph: PlanGraph) -> None:
    with zipfile.ZipFile(exported / "plangraph-csv.zip") as archive:
        described = json.loads(archive.read("csv-metadata.json"))
        tables = {
            t["url"]: list(csv.reader(io.StringIO(archive.read(t["url"]).decode(), newline="")))
            for t in described["tables"]
        }
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    for table in described["tables"]:
        columns = [column for column in table["tableSchema"]["columns"] if "virtual" not in column]
        assert tables[table["url"]][0] == [column["titles"]["en"] for column in columns]
    assert len(tables.pop("nodes.csv")) - 1 == len(graph.nx)
    rows = sum(len(table) - 1 for table in tables.values())
    assert rows == len(graph.nx) + graph.nx.number_of_edges()
    (source,) = (dict(zip(tables["Source.csv"][0], row, strict=True)) for row in tables["Source.csv"][1:])
    assert source["text"] == safe(graph.nx.nodes[SOURCE]["text"])
    (task,) = (dict(zip(tables["Task.csv"][0], row, strict=True)) for row in tables["Task.csv"][1:])
    assert (task["id"], task["open_ended"], task["plan"]) == (TASK, "false", PLAN)


def test_the_workbook_opens_and_takes_no_text_for_a_formula(exported: Path) -> None:
    book = openpyxl.load_workbook(exported / "plangraph.xlsx")
    target = list(book["Target 量化目标"].values)
    row = dict(zip(target[0], target[1], strict=True))
    assert (row["value 数值"], row["comparator 比较"], row["unit 单位"]) == (350, ">=", "个")
    assert all(cell.data_type != "f" for sheet in book for line in sheet for cell in line)
    assert "text 全文" not in next(iter(book["Source 来源文本"].values))
    hostile = {line[2] for line in list(book["NamedProject 具名项目"].values)[1:]}
    assert hostile == {safe("\u202e<b>\u0000\ud800 http://evil.example/> .")}


def test_the_page_tells_of_the_data_in_both_languages(exported: Path) -> None:
    page = BeautifulSoup((exported / "index.html").read_text("utf-8"), "html.parser")
    assert page.html is not None
    assert page.html["lang"] == "zh-Hans"
    assert "松江区2023年工作安排" in page.h1.text  # type: ignore[union-attr]
    files = {link["href"] for link in page.find_all("a")} - {"https://creativecommons.org/licenses/by/4.0/"}
    assert files == {path.name for path in exported.iterdir()} - {"index.html"}
    assert "Knowledge graph of" in page.text


def test_the_page_holds_the_data_set_in_the_terms_of_schema_org(exported: Path) -> None:
    page = BeautifulSoup((exported / "index.html").read_text("utf-8"), "html.parser")
    script = page.find("script", type="application/ld+json")
    said = json.loads(script.text)  # type: ignore[union-attr]
    assert (said["@type"], said["name"]) == ("Dataset", "松江区2023年工作安排（知识图谱）")
    assert said["creator"]["name"] == "松江区科委"
    assert (said["temporalCoverage"], said["spatialCoverage"]) == (
        "2023-01-01/2023-12-31",
        [{"@type": "Place", "name": "松江区"}],
    )
    assert {d["contentUrl"] for d in said["distribution"]} >= {f"{BASE}/export/plangraph.ttl"}
