"""What the address of one thing answers with: the thing, what points to it, and the names of its neighbours."""

from __future__ import annotations

import io
from itertools import islice

import pyoxigraph as ox

from graph.errors import UnknownNameError
from graph.export.rdf import terms as t
from graph.export.rdf.jsonld import write_jsonld
from graph.export.rdf.mapping import RdfMapping, rdf_mapping
from graph.export.rdf.settings import RdfSettings
from graph.export.rdf.triples import TripleText
from graph.export.rdf.writers import TRIPLES, transcode
from graph.plan_graph import PlanGraph

MAX_INCOMING = 1000
FORMS = {
    "ttl": ("text/turtle", ox.RdfFormat.TURTLE),
    "nt": ("application/n-triples", ox.RdfFormat.N_TRIPLES),
    "rdf": ("application/rdf+xml", ox.RdfFormat.RDF_XML),
    "jsonld": ("application/ld+json", ox.RdfFormat.JSON_LD),
}


def describe(graph: PlanGraph, key: str, settings: RdfSettings, form: str = "ttl") -> bytes:
    """One thing as ``ttl``, ``nt``, ``rdf`` or ``jsonld``; raises UnknownNameError.

    ``key`` is a node id (``task-ab12-8``) or what stands behind ``/id/`` in an IRI (``task/ab12-8``), so that
    statements, evidence, places and concepts answer at their addresses too. A node comes with its evidence, its
    relationships, up to 1000 that point to it, and the names of what it is joined to.
    """
    mapping = rdf_mapping(settings.base)
    node_id = key.replace("/", "-", 1)
    lines = _node(graph, node_id, mapping) if node_id in graph.nx else _other(graph, key, mapping)
    if not lines:
        raise UnknownNameError(f"no thing goes by the id {key!r}")
    target = io.BytesIO()
    if form == "jsonld":
        write_jsonld(ox.parse(lines.encode(), TRIPLES), target, mapping)
    else:
        transcode(lines.encode(), target, FORMS[form][1], mapping)
    return target.getvalue()


def _node(graph: PlanGraph, node_id: str, mapping: RdfMapping) -> str:
    text = TripleText(graph, mapping)
    lines = [text.thing(node_id), text.views()]
    for other in _near(graph, node_id):
        attributes = graph.nx.nodes[other]
        node = mapping.nodes[attributes["labels"][0]]
        lines.append(f"<{mapping.iri(other)}> <{mapping.term('rdf:type')}> <{node.types[0]}> .\n")
        lines.append(f"<{mapping.iri(other)}> <{node.name}> {t.zh(attributes['name'])} .\n")
    lines += islice(_pointing(graph, node_id, mapping), MAX_INCOMING)
    return "".join(dict.fromkeys("".join(lines).splitlines(keepends=True)))


def _near(graph: PlanGraph, node_id: str) -> list[str]:
    near = {*graph.nx.successors(node_id), *graph.nx.predecessors(node_id)} - {node_id}
    return sorted(near)[:MAX_INCOMING]


def _pointing(graph: PlanGraph, node_id: str, mapping: RdfMapping) -> list[str]:
    """The shortcut triples that point to a node; those that start at it stand in its own text."""
    found = set()
    for start, end, attributes in (*graph.nx.in_edges(node_id, data=True), *graph.nx.out_edges(node_id, data=True)):
        edge = mapping.edges[attributes["type"]]
        subject, target = (end, start) if edge.inverse else (start, end)
        if target == node_id and subject != node_id:
            shortcut = edge.shortcuts[graph.nx.nodes[start]["labels"][0]]
            found.add(f"<{mapping.iri(subject)}> <{shortcut}> <{mapping.iri(target)}> .\n")
    return sorted(found)


def _other(graph: PlanGraph, key: str, mapping: RdfMapping) -> str:
    """What the export and the schemes say of an IRI that is no node; one pass over all of it."""
    start = f"<{mapping.base}/id/{key}> "
    texts = TripleText(graph, mapping).chunks()
    lines = [
        line for text in texts if start in text for line in text.splitlines(keepends=True) if line.startswith(start)
    ]
    return "".join(lines)
