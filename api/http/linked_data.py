"""One thing as Turtle or JSON-LD, in the same terms as the RDF export."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
from fastapi import Request

from api.http.settings import Settings
from api.http.snapshots import Snapshot
from graph.export.rdf.jsonld import write_jsonld
from graph.export.rdf.mapping import rdf_mapping
from graph.export.rdf.settings import RdfSettings
from graph.export.rdf.things import describe
from graph.export.rdf.writers import TRIPLES, TURTLE, transcode, write_triples
from graph.plan_graph import PlanGraph
from queries.answers.around import around_key


def rdf_settings(settings: Settings) -> RdfSettings:
    """The settings of an RDF export that the server's settings give; raises ExportError for a wrong one."""
    return RdfSettings(base=settings.base, license=settings.license)


def describe_thing(request: Request, snapshot: Snapshot, key: str, form: str) -> bytes:
    """A thing, or a part of the RDF that only has an IRI (a statement, a place in a text), as ttl or jsonld."""
    settings = rdf_settings(request.app.state.settings)
    return describe(around_key(snapshot.view, key), key, settings, form)


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
