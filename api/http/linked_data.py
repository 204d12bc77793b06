"""One thing as RDF, in the same terms as the RDF export."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pyoxigraph as ox
from fastapi import Request

from api.http.exports import whole_graph
from api.http.settings import Settings
from api.http.snapshots import Snapshot
from graph.errors import ExportError
from graph.export.rdf.documents import written
from graph.export.rdf.export import RECORD, write_rdf
from graph.export.rdf.jsonld import write_jsonld
from graph.export.rdf.mapping import RdfMapping, rdf_mapping
from graph.export.rdf.scratch import ScratchFolder
from graph.export.rdf.settings import RdfSettings
from graph.export.rdf.things import description
from graph.export.rdf.writers import TRIPLES, TURTLE, transcode, triples_of, write_triples
from graph.plan_graph import PlanGraph
from queries.answers.around import around_key


def rdf_settings(settings: Settings) -> RdfSettings:
    """The settings of an RDF export that the server's settings give; raises ExportError for a wrong one."""
    return RdfSettings(
        base=settings.base,
        license=settings.license,
        publisher=settings.publisher,
        contact=settings.contact,
        endpoint=f"{settings.base.rstrip('/#')}/sparql" if settings.sparql else None,
    )


def mapping_of(request: Request) -> RdfMapping:
    """The mapping under the server's base address."""
    return rdf_mapping(rdf_settings(request.app.state.settings).base)


def export_folder(request: Request, snapshot: Snapshot) -> Path:
    """The export of this version, written once and removed with it; raises ExportError without a licence."""

    def write() -> ScratchFolder:
        folder = ScratchFolder("plangraph-rdf-")
        write_rdf(whole_graph(snapshot), folder.path, rdf_settings(request.app.state.settings))
        return folder

    kept: ScratchFolder = snapshot.view.once("rdf-export", write)
    return kept.path


def record_lines(request: Request, snapshot: Snapshot) -> list[str]:
    """The record as lines of N-Triples."""
    path = export_folder(request, snapshot) / RECORD
    found: list[str] = snapshot.view.once("rdf-record", lambda: triples_of(path).splitlines(keepends=True))
    return found


def part_lines(request: Request, snapshot: Snapshot, key: str) -> str:
    """What is said of an IRI that is no node's (a statement, a place in a text, a concept, a distribution), as N-Triples."""
    said: list[str] = []
    # Without a licence or publisher there is no record.
    with contextlib.suppress(ExportError):
        said = record_lines(request, snapshot)
    return description(around_key(snapshot.view, key), key, mapping_of(request), said)


def describe_thing(request: Request, snapshot: Snapshot, key: str, form: str) -> bytes:
    """A thing in a form of RDF; ``key`` is a node's id, or what stands behind ``/id/`` in the IRI of another part."""
    mapping = mapping_of(request)
    part = "/" in key
    lines = part_lines(request, snapshot, key) if part else description(around_key(snapshot.view, key), key, mapping)
    return written(lines, form, mapping)


def write_all(graph: PlanGraph, path: Path, settings: Settings, form: str) -> None:
    """Writes the whole graph to ``path`` as nt, ttl or jsonld."""
    mapping = rdf_mapping(rdf_settings(settings).base)
    lines = path.with_name(".lines")
    with lines.open("wb") as target:
        write_triples(graph, target, mapping)
    with path.open("wb") as target:
        if form == "ttl":
            transcode(lines, target, TURTLE, mapping)
        elif form == "jsonld":
            write_jsonld(ox.parse(path=lines, format=TRIPLES), target, mapping)
    if form == "nt":
        lines.replace(path)
    else:
        lines.unlink()
