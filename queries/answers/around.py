"""A bounded part of the graph around one thing, as a plan graph: what its description in RDF is made from.

A statement of the RDF has an IRI that hashes its relationship's identity. Which relationship that is, is found by
hashing the identities of all of its kind, which takes no more than ``view.MOST`` of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from graph.export.rdf.mapping import rdf_mapping
from graph.export.rdf.things import kind_and_key
from graph.export.rdf.triples import statement_key
from graph.ids import digest
from graph.node_link import edge_record, node_record
from graph.plan_graph import PlanGraph
from graph.schema import schema
from queries.answers.records import Record, labels_of_prefix, links, records
from queries.answers.view import View

# Relationships each way that a description takes into account.
DESCRIBED = 1000


def around_key(view: View, key: str) -> PlanGraph:
    """The part around what ``key`` names: a node's id, or what stands behind ``/id/`` in any IRI of the RDF.

    Empty for a key of the vocabulary, and for one that names nothing.
    """
    kind, rest = kind_and_key(key.replace("/", "-", 1))
    if kind in labels_of_prefix():
        return around(view, f"{kind}-{rest}")
    if kind in ("evidence", "position", "quote", "region"):
        return around_key(view, rest)
    if kind == "place":
        return around(view, f"org-{rest}")
    if kind == "graph":
        return around(view, f"policy-{rest}")
    if kind == "finding":
        return around(view, f"source-{rest.rpartition('-')[0]}")
    if kind in _VALUES:
        return _with_value(view, kind, rest)
    types = [name for name, edge in rdf_mapping("urn:x").edges.items() if edge.kind == kind]
    for type_, source, target, attributes in _identities(view, types):
        if statement_key(type_, source, target, attributes) == rest:
            return around(view, target if rdf_mapping("urn:x").edges[type_].inverse else source)
    return PlanGraph()


def _identities(view: View, types: list[str]) -> Iterator[tuple[str, str, str, Record]]:
    for name in types:
        role = "r.role" if "role" in schema().relationships[name].properties else "null"
        text = f"MATCH (a)-[r:{name}]->(b) RETURN a.id AS a, b.id AS b, {role} AS role, r.plan AS plan ORDER BY a, b, role, plan"
        for row in view.read(text):
            yield name, row["a"], row["b"], {"plan": row["plan"], **({"role": row["role"]} if row["role"] else {})}


# Values that have an IRI of their own in the RDF: which nodes have them, and how the value is keyed.
_VALUES = {
    "category": "MATCH (n:WorkItem) WHERE n.category IS NOT NULL RETURN n.category AS value, min(n.id) AS id ORDER BY id",
    "agent": "MATCH (n:Policy) WHERE n.issuer IS NOT NULL RETURN n.issuer AS value, min(n.id) AS id ORDER BY id",
    "period": "MATCH (n:Plan) WHERE n.year IS NOT NULL RETURN n.year AS value, min(n.id) AS id ORDER BY id",
}


def _with_value(view: View, kind: str, key: str) -> PlanGraph:
    for row in view.read(_VALUES[kind]):
        if key in (str(row["value"]), digest(str(row["value"]))):
            return around(view, row["id"])
    return PlanGraph()


def around(view: View, node: str) -> PlanGraph:
    """A thing, what it is joined to, and the relationships between (at most DESCRIBED each way), as a plan graph."""
    types = list(schema().relationships)
    out = links(view, [node], types, most=DESCRIBED)[node]
    into = links(view, [node], types, incoming=True, most=DESCRIBED)[node]
    graph = PlanGraph()
    near = records(view, [node, *(link["id"] for link in (*out, *into))])
    sources = {stated["source"] for stated in (*near.values(), *out, *into)} - {None}
    whole = {**near, **records(view, sorted({*sources, *(s for s in near if s.startswith("source-"))}), bulky=True)}
    for stated in whole.values():
        graph.add_node(node_record(stated["id"], _own(stated, stated["label"])))
    for link in out:
        graph.add_edge(edge_record(node, link["id"], _relation(link)))
    for link in into:
        if link["id"] != node:
            graph.add_edge(edge_record(link["id"], node, _relation(link)))
    return graph


def _own(stated: Record, label: str) -> dict[str, Any]:
    keys = {*schema().labels[label].properties, *schema().evidence}
    held = {key: stated[key] for key in keys if stated.get(key) is not None}
    return {"labels": stated["labels"], "name": stated["name"], **held}


def _relation(link: Record) -> dict[str, Any]:
    keys = {*schema().relationships[link["type"]].properties, *schema().evidence, "plan"}
    return {"type": link["type"], **{key: link[key] for key in keys if link.get(key) is not None}}
