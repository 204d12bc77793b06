"""Single things and what they are joined to, read by id. The texts are derived from the schema: schema in, text out.

An id says by its prefix which labels its node may have, and both engines have an index on the id of each label.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from graph.schema import schema
from queries.answers.view import View

Record = Mapping[str, Any]
# What a Source holds besides what is said of it.
BULKY = frozenset({"text", "findings", "locations", "boxes"})
# What is told of the thing at the other end of a link.
_NEAR = ("number", "ref", "plan", "position", "part")
_BATCH = 1000


@cache
def labels_of_prefix() -> Mapping[str, tuple[str, ...]]:
    """Primary labels by the prefix of their ids."""
    found: dict[str, list[str]] = defaultdict(list)
    for name, label in schema().labels.items():
        found[label.prefix].append(name)
    return {prefix: tuple(names) for prefix, names in found.items()}


def primary(labels: Iterable[str]) -> str:
    """The primary label among a node's labels; a Plan is a Policy too."""
    known = [label for label in labels if label in schema().labels]
    return next((label for label in known if schema().labels[label].super), known[0])


def _by_prefix(ids: Iterable[str]) -> Mapping[str, list[str]]:
    """Ids by their prefix, without those that no label has."""
    groups: dict[str, list[str]] = defaultdict(list)
    for node_id in ids:
        if (prefix := node_id.partition("-")[0]) in labels_of_prefix():
            groups[prefix].append(node_id)
    return groups


def batches(ids: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    """(prefix, ids that have it), as many as are asked for at once."""
    for prefix, members in _by_prefix(ids).items():
        for begin in range(0, len(members), _BATCH):
            yield prefix, members[begin : begin + _BATCH]


def records(view: View, ids: Iterable[str], *, bulky: bool = False) -> dict[str, Record]:
    """All that is said of things, by id, in the order of ``ids``; unknown ids are left out.

    Each record has id, label, name and every property of its labels, None where absent.
    """
    wanted = list(dict.fromkeys(ids))
    found: dict[str, Record] = {}
    for prefix, members in batches(wanted):
        for row in view.read(_nodes_text(prefix, bulky), ids=members):
            found[row["id"]] = _labelled(row)
    return {node_id: found[node_id] for node_id in wanted if node_id in found}


def record(view: View, node_id: str, *, bulky: bool = False) -> Record | None:
    """All that is said of one thing; None for an unknown id."""
    return records(view, [node_id], bulky=bulky).get(node_id)


def links(
    view: View, ids: Sequence[str], types: Sequence[str], *, incoming: bool = False, most: int = 20_000
) -> dict[str, list[Record]]:
    """What things are joined to by relationships of ``types``, by id, each in the order of the text.

    Each record has the other end's id, label, name and what lists tell of it (as ``near_…``), the relationship's
    ``type`` and its properties. At most ``most`` for each call, in the order of ids.
    """
    found: dict[str, list[Record]] = {node_id: [] for node_id in ids}
    for prefix, members in _by_prefix(ids).items():
        text = links_text(labels_of_prefix()[prefix], tuple(types), incoming)
        for row in view.read(text, ids=members, most=most) if text else ():
            if row["quote"] is None:  # the embedded engine puts ids in the place of a missing start or end
                row["start"] = row["end"] = None
            found[row.pop("here")].append(_labelled(row))
    return {node_id: sorted(held, key=_reading_order) for node_id, held in found.items()}


def link_count(view: View, node_id: str) -> int:
    """How many relationships start or end at a thing."""
    labels = "|".join(labels_of_prefix()[node_id.partition("-")[0]])
    text = f"MATCH (n:{labels} {{id: $id}}) MATCH (n)-[r]-() RETURN count(r) AS n"
    return sum(row["n"] for row in view.read(text, id=node_id))


def _labelled(row: dict[str, Any]) -> Record:
    labels = row.pop("labels")
    row["label"] = primary(labels)
    row["labels"] = list(schema().labels[row["label"]].labels)
    return row


@cache
def _nodes_text(prefix: str, bulky: bool) -> str:
    labels = labels_of_prefix()[prefix]
    keys = {key for name in labels for key in schema().labels[name].properties} | set(schema().evidence)
    if "Source" in labels and not bulky:
        keys -= BULKY
    told = "".join(f", n.`{key}` AS `{key}`" for key in sorted(keys - {"id", "name"}))
    return (
        f"UNWIND $ids AS id MATCH (n:{'|'.join(labels)} {{id: id}}) "
        f"RETURN n.id AS id, n.name AS name, labels(n) AS labels{told}"
    )


@cache
def links_text(labels: tuple[str, ...], types: tuple[str, ...], incoming: bool) -> str:
    """The text of ``links`` for nodes of ``labels``; empty where the schema joins none of ``types`` to them."""
    side = 1 if incoming else 0
    families = {name for label in labels for name in schema().labels[label].labels}
    fitting = [t for t in types if any(ends[side] in families for ends in schema().relationships[t].ends)]
    if not fitting:
        return ""
    keys = {key for t in fitting for key in schema().relationships[t].properties} | set(schema().evidence) | {"plan"}
    arrow = f"(n)<-[r:{'|'.join(fitting)}]-(m)" if incoming else f"(n)-[r:{'|'.join(fitting)}]->(m)"
    told = "".join(f", r.`{key}` AS `{key}`" for key in sorted(keys))
    near = "".join(f", m.`{key}` AS `near_{key}`" for key in _NEAR)
    return (
        f"UNWIND $ids AS id MATCH (n:{'|'.join(labels)} {{id: id}}) MATCH {arrow} "
        f"RETURN id AS here, m.id AS id, m.name AS name, labels(m) AS labels, type(r) AS type{told}{near} "
        "ORDER BY here, type, id, plan LIMIT $most"
    )


def item_words(stated: Record) -> str:
    """A work item as it is offered to choose from: 松江2023:8 前瞻布局…"""
    return f"{stated['reference'] or stated['ref']} {stated['name']}"


def near_item(link: Record) -> Record:
    """The work item at the other end of a link, as a record that ``item_ref`` takes."""
    return {**link, **{key: link[f"near_{key}"] for key in ("number", "ref", "plan")}}


def _reading_order(link: Record) -> tuple[str, int, int, str, str, str]:
    start, position = link["start"], link.get("position")
    return (
        link["source"] or "", -1 if start is None else start, position or 0, link["id"], link.get("role") or link["type"],
        link["plan"] or "",
    )  # fmt: skip
