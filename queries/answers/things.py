"""Any thing by id: its properties, what it is joined to, and the text of a source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from graph.page_boxes import PageBoxes, page_boxes
from graph.schema import schema
from queries.answers.models import Evidence, Ref, evidence, ref
from queries.answers.records import Record, labels_of_prefix, link_count, links, record
from queries.answers.view import View

SHOWN = 200


class Edge(Ref):
    """A relationship of a thing with the thing at its other end."""

    relation: str
    properties: dict[str, Any]
    evidence: Evidence | None


class Thing(Ref):
    """Any node with its properties and relationships (at most 200 each way; `edges` counts all)."""

    labels: list[str]
    properties: dict[str, Any]
    evidence: Evidence | None
    outgoing: list[Edge]
    incoming: list[Edge]
    edges: int


def thing(view: View, node: str) -> Thing:
    """Any node with its properties and at most SHOWN relationships each way."""
    stated = record(view, node)
    assert stated is not None
    types = list(schema().relationships)
    known = schema().labels[stated["label"]].properties
    return Thing(
        **ref(stated).model_dump(),
        labels=stated["labels"],
        properties={key: stated[key] for key in known if stated.get(key) is not None},
        evidence=evidence(stated),
        outgoing=[_edge(link) for link in links(view, [node], types, most=SHOWN)[node]],
        incoming=[_edge(link) for link in links(view, [node], types, incoming=True, most=SHOWN)[node]],
        edges=link_count(view, node),
    )


def _edge(link: Record) -> Edge:
    known = schema().relationships[link["type"]].properties
    own = {key: link[key] for key in (*known, "plan") if link.get(key) is not None}
    return Edge(**ref(link).model_dump(), relation=link["type"], properties=own, evidence=evidence(link))


def folder_of(node: str) -> str:
    """The folder of a thing's page and of its path under /api/v1, by its id: items, owners, policies or things."""
    label = next(iter(labels_of_prefix().get(node.partition("-")[0], ())), None)
    family = schema().labels[label].labels[-1] if label else ""
    return {"WorkItem": "items", "Owner": "owners", "Policy": "policies"}.get(family, "things")


@dataclass(frozen=True, slots=True)
class Paged:
    """A source with pages: the name and the SHA-256 of its file, and where its characters stand."""

    name: str
    file_sha256: str
    boxes: PageBoxes


def paged_source(view: View, source: str) -> Paged | None:
    """The pages of a source; None where it has none."""
    text = "MATCH (s:Source {id: $id}) RETURN s.name AS name, s.file_sha256 AS sha256, s.boxes AS boxes"
    rows = view.read(text, id=source)
    if not rows or not rows[0]["boxes"] or not rows[0]["sha256"]:
        return None
    try:
        return Paged(rows[0]["name"], rows[0]["sha256"], page_boxes(rows[0]["boxes"]))
    except ValueError:  # an RDF file of somebody else's may say anything
        return None


def source_text(view: View, source: str) -> str:
    """The text of a source as stored."""
    rows = view.read("MATCH (s:Source {id: $id}) RETURN s.text AS text", id=source)
    return str(rows[0]["text"] or "") if rows else ""
