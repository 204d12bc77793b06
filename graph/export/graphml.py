"""GraphML, for Gephi, yEd, Cytoscape and networkx.

Properties keep their types; lists are joined by ；. ``label`` repeats a node's name and an edge's type, since that is
what drawing tools print. An edge's evidence goes by ``evidence_source``, as in node-link data. XML 1.0 can't hold
most control characters: each becomes U+FFFD, so places in a text stay true.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from graph.export.files import atomic, make_folder
from graph.node_link import EDGE_EVIDENCE_SOURCE
from graph.plan_graph import PlanGraph
from graph.schema import Label, Property, Relationship, schema

FILE_NAME = "plangraph.graphml"
LIST_SEPARATOR = "；"
_BLOCK = 1 << 16
_TYPES = {"integer": "long", "number": "double", "boolean": "boolean"}
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">\n'
)


def write_graphml(graph: PlanGraph, out: Path) -> list[Path]:
    """Writes the file ``out``, if it is named ``*.graphml``, else ``plangraph.graphml`` into the folder ``out`` (made if
    need be), whole or not at all; gives its path. Raises ExportError.
    """
    path = out if out.suffix.lower() == ".graphml" and not out.is_dir() else out / FILE_NAME
    make_folder(path.parent)
    with atomic(path) as file:
        for block in iter_graphml(graph):
            file.write(block)
    return [path]


def iter_graphml(graph: PlanGraph) -> Iterator[bytes]:
    """The file as blocks of some 64 KiB, in UTF-8."""
    held: list[str] = []
    size = 0
    for line in _lines(graph):
        held.append(line)
        size += len(line)
        if size >= _BLOCK:
            yield "".join(held).encode()
            held, size = [], 0
    yield "".join(held).encode()


def _lines(graph: PlanGraph) -> Iterator[str]:
    labels, relationships = tuple(schema().labels.values()), tuple(schema().relationships.values())
    node_types, edge_types = _types(labels, ("labels", "name", "label")), _types(relationships, ("type", "label"))
    node_keys, edge_keys = _keys("n", node_types), _keys("e", edge_types)
    yield _HEAD
    for scope, types, keys in (("node", node_types, node_keys), ("edge", edge_types, edge_keys)):
        for name, kind in types.items():
            yield f'<key id="{keys[name]}" for="{scope}" attr.name="{name}" attr.type="{kind}"/>\n'
    yield '<graph edgedefault="directed">\n'
    for node_id, attributes in graph.nodes():
        schema().label(attributes["labels"][0])  # refuses what is no node of ours
        data = _data({**attributes, "label": attributes["name"]}, node_keys)
        yield f"<node id={quoteattr(node_id)}>{data}</node>\n"
    for number, (start, end, attributes) in enumerate(graph.edges(), 1):
        data = _data({**_renamed(attributes), "label": attributes["type"]}, edge_keys)
        yield f'<edge id="e{number}" source={quoteattr(start)} target={quoteattr(end)}>{data}</edge>\n'
    yield "</graph>\n</graphml>\n"


def _renamed(attributes: Mapping[str, Any]) -> dict[str, Any]:
    return {EDGE_EVIDENCE_SOURCE if key == "source" else key: value for key, value in attributes.items()}


def _properties(kind: Label | Relationship) -> Iterator[tuple[str, Property]]:
    yield from kind.properties.items()
    for name, prop in schema().evidence.items():
        yield (EDGE_EVIDENCE_SOURCE if isinstance(kind, Relationship) and name == "source" else name), prop


def _types(kinds: Iterable[Label | Relationship], texts: Iterable[str]) -> dict[str, str]:
    """GraphML's type of each property, one a name, since readers keep one column a name: a text where kinds differ."""
    types = dict.fromkeys(texts, "string")
    for kind in kinds:
        for name, prop in _properties(kind):
            own = _TYPES.get(prop.type, "string")
            types[name] = own if types.get(name, own) == own else "string"
    return types


def _keys(prefix: str, types: Iterable[str]) -> Mapping[str, str]:
    """The id in the file of each key that nodes or edges may carry."""
    return {name: f"{prefix}{number}" for number, name in enumerate(types)}


def _data(attributes: Mapping[str, Any], keys: Mapping[str, str]) -> str:
    return "".join(f'<data key="{keys[name]}">{_text(value)}</data>' for name, value in attributes.items())


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        value = LIST_SEPARATOR.join(value)
    # A bare carriage return would be read back as a line feed.
    return escape(_NOT_XML.sub("\ufffd", str(value)), {"\r": "&#13;"})
