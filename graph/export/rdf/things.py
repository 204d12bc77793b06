"""What the address of one thing answers with: the thing, what points to it, and the names of its neighbours."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from graph.errors import UnknownNameError
from graph.export.rdf import terms as t
from graph.export.rdf.documents import about
from graph.export.rdf.mapping import RdfMapping
from graph.export.rdf.places import jurisdictions
from graph.export.rdf.triples import TripleText
from graph.plan_graph import PlanGraph

MAX_INCOMING = 1000


def kind_and_key(name: str) -> tuple[str, str]:
    """The two parts of an IRI's end that are joined by a dash: ``entity-kind-area`` is (entity-kind, area)."""
    dashed = (scheme for scheme in t.terms()["schemes"] if "-" in scheme and name.startswith(f"{scheme}-"))
    kind = next(dashed, name.partition("-")[0])
    return kind, name[len(kind) + 1 :]


def description(graph: PlanGraph, key: str, mapping: RdfMapping, record: Iterable[str] = ()) -> str:
    """One thing as N-Triples; raises UnknownNameError.

    ``key`` is a node id (``task-ab12-8``) or what stands behind ``/id/`` in an IRI (``task/ab12-8``), so that
    statements, evidence, places and concepts answer at their addresses too. A node comes with its evidence, its
    relationships, up to 1000 that point to it, and the names of what it is joined to. ``record`` are lines of the
    record, whose own IRIs (a distribution) are there as well.
    """
    node_id = key.replace("/", "-", 1)
    lines = (
        _node(graph, node_id, mapping)
        if node_id in graph.nx
        else _other(graph, key if "/" in key else "/".join(kind_and_key(key)), mapping)
    )
    lines += about(record, f"{mapping.base}/id/{key}")
    if not lines:
        raise UnknownNameError(f"no thing goes by the id {key!r}")
    return lines


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
    iri = f"{mapping.base}/id/{key}"
    texts = TripleText(graph, mapping).chunks()
    lines = [about(text.splitlines(keepends=True), iri) for text in texts if f"<{iri}> " in text]
    kind, _, code = key.partition("/")
    if kind == "jurisdiction":
        lines.append(about(jurisdictions(mapping, [code.upper()]).text().splitlines(keepends=True), iri))
    return "".join(dict.fromkeys("".join(lines).splitlines(keepends=True)))
