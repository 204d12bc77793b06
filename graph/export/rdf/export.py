"""The whole export: data in every format, vocabulary, schemes, shapes, tables, record and page, in one folder."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from graph.errors import ExportError
from graph.export.files import atomic, zipped
from graph.export.graphml import FILE_NAME, write_graphml
from graph.export.rdf.catalogue import check_portal, write_catalogue
from graph.export.rdf.facts import DataFile, facts, publisher
from graph.export.rdf.jsonld import context_file
from graph.export.rdf.mapping import RdfMapping, rdf_mapping
from graph.export.rdf.page import page
from graph.export.rdf.record import record
from graph.export.rdf.schemes import schemes
from graph.export.rdf.settings import RdfSettings
from graph.export.rdf.shapes import shapes
from graph.export.rdf.tables import csv_files, tables
from graph.export.rdf.vocabulary import vocabulary
from graph.export.rdf.workbook import write_workbook
from graph.export.rdf.writers import turtle, write_data
from graph.plan_graph import PlanGraph

STEM = "plangraph"
RECORD, PAGE = "dataset.ttl", "index.html"
# Name, media type, and what it is: each is one distribution of the data set.
DISTRIBUTIONS = (
    (f"{STEM}.ttl", "text/turtle", "Turtle", "Turtle"),
    (f"{STEM}.nt.gz", "application/n-triples", "N-Triples（gzip 压缩）", "N-Triples, gzip"),
    (f"{STEM}.jsonld", "application/ld+json", "JSON-LD（含上下文）", "JSON-LD with its context"),
    (f"{STEM}.rdf", "application/rdf+xml", "RDF/XML", "RDF/XML"),
    (f"{STEM}.trig", "application/trig", "TriG：每份计划一个命名图", "TriG, one named graph a plan"),
    (f"{STEM}-csv.zip", "text/csv", "CSV 表格及其 CSVW 描述", "CSV tables with a CSVW description"),
    (
        f"{STEM}.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "Excel 工作簿：每类一个工作表", "Excel workbook, a sheet a kind",
    ),
    (FILE_NAME, "application/xml", "GraphML，供 Gephi、yEd 等绘图软件", "GraphML, for Gephi, yEd and other drawing tools"),
)  # fmt: skip


def write_rdf(graph: PlanGraph, folder: Path, settings: RdfSettings) -> list[DataFile]:
    """Writes the export of ``graph`` into ``folder`` (made if need be) and gives the files that hold the data.

    Same graph and settings, same bytes. Each file appears whole or not at all, the record last. Raises ExportError
    when no licence or publisher is known, before anything is written, or when the folder can't be written.
    """
    settings.required_license()
    if not graph.plan_ids():
        raise ExportError("there is no plan to export: load one first (plangraph load PATH)")
    of = facts(graph)
    publisher(of, settings)
    check_portal(settings)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ExportError(f"{folder}: can't be made: {error.strerror or error}") from error
    mapping = rdf_mapping(settings.base)
    written = write_data(graph, folder, mapping, STEM)
    zipped(folder / f"{STEM}-csv.zip", csv_files(graph, mapping))
    write_graphml(_Sorted(graph), folder)
    write_workbook(graph, folder / f"{STEM}.xlsx", mapping)
    found = [_data_file(folder / name, *told) for name, *told in DISTRIBUTIONS]
    write_catalogue(folder, of, found, tables(graph, mapping), settings)
    for name, content in _static(mapping, of.categories):
        _write(folder / name, content)
    _write(folder / PAGE, page(of, written, found, settings, mapping))
    _write(folder / RECORD, turtle(record(of, written, found, settings, mapping).text(), mapping))
    return found


class _Sorted(PlanGraph):
    """A graph that is walked by id, so that a file made from it does not depend on how it was filled."""

    def __init__(self, graph: PlanGraph) -> None:
        self.nx = graph.nx

    def nodes(self, *labels: str) -> Iterator[tuple[str, dict[str, Any]]]:
        wanted = set(labels)
        for node_id in sorted(self.nx):
            attributes = self.nx.nodes[node_id]
            if not wanted or wanted & set(attributes["labels"]):
                yield node_id, attributes

    def edges(self, *types: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
        for start in sorted(self.nx):
            joined = self.nx.adj[start]
            for end in sorted(joined):
                for _, attributes in sorted(joined[end].items()):
                    if not types or attributes["type"] in types:
                        yield start, end, attributes


def _static(mapping: RdfMapping, categories: Sequence[str]) -> list[tuple[str, bytes]]:
    return [
        ("context.jsonld", context_file(mapping)),
        ("vocabulary.ttl", turtle(vocabulary(mapping).text(), mapping)),
        ("schemes.ttl", turtle(schemes(mapping, categories).text(), mapping)),
        ("shapes.ttl", shapes(mapping)),
    ]


def _write(path: Path, content: bytes) -> None:
    with atomic(path) as held:
        held.write(content)


def _data_file(path: Path, media_type: str, zh: str, en: str) -> DataFile:
    with path.open("rb") as held:
        digest = hashlib.file_digest(held, "sha256").hexdigest()
    return DataFile(path.name, media_type, zh, en, path.stat().st_size, digest)
