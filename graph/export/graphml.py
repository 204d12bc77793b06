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
# A key of the file by property: (name, GraphML type) gives its id there.
_Keys = Mapping[tuple[str, str], str]


def write_graphml(graph: PlanGraph, folder: Path) -> list[Path]:
    """Writes ``plangraph.graphml`` into ``folder`` (made if need be), whole or not at all; gives its path.

    Raises ExportError.
    """
    path = folder / FILE_NAME
    make_folder(folder)
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
    node_keys = _keys("n", schema().labels.values(), ("labels", "name", "label"))
    edge_keys = _keys("e", schema().relationships.values(), ("type", "label"))
    yield _HEAD
    for scope, keys in (("node", node_keys), ("edge", edge_keys)):
        for (name, kind), key in keys.items():
            yield f'<key id="{key}" for="{scope}" attr.name="{name}" attr.type="{kind}"/>\n'
    yield '<graph edgedefault="directed">\n'
    for node_id, attributes in graph.nodes():
        types = _types(schema().label(attributes["labels"][0]))
        data = _data({**attributes, "label": attributes["name"]}, types, node_keys)
        yield f"<node id={quoteattr(node_id)}>{data}</node>\n"
    for number, (start, end, attributes) in enumerate(graph.edges(), 1):
        types = _types(schema().relationship(attributes["type"]))
        data = _data({**_renamed(attributes), "label": attributes["type"]}, types, edge_keys)
        yield f'<edge id="e{number}" source={quoteattr(start)} target={quoteattr(end)}>{data}</edge>\n'
    yield "</graph>\n</graphml>\n"


def _renamed(attributes: Mapping[str, Any]) -> dict[str, Any]:
    return {EDGE_EVIDENCE_SOURCE if key == "source" else key: value for key, value in attributes.items()}


def _properties(kind: Label | Relationship) -> Iterator[tuple[str, Property]]:
    yield from kind.properties.items()
    for name, prop in schema().evidence.items():
        yield (EDGE_EVIDENCE_SOURCE if isinstance(kind, Relationship) and name == "source" else name), prop


def _types(kind: Label | Relationship) -> dict[str, str]:
    """GraphML's name of the type of each property that is no text."""
    return {name: _TYPES[prop.type] for name, prop in _properties(kind) if prop.type in _TYPES}


def _keys(prefix: str, kinds: Iterable[Label | Relationship], texts: Iterable[str]) -> _Keys:
    """All keys that nodes or edges may carry; one name may stand for two types (level)."""
    keys = {(name, "string"): "" for name in texts}
    for kind in kinds:
        keys |= {(name, _TYPES.get(prop.type, "string")): "" for name, prop in _properties(kind)}
    return {key: f"{prefix}{number}" for number, key in enumerate(keys)}


def _data(attributes: Mapping[str, Any], types: Mapping[str, str], keys: _Keys) -> str:
    return "".join(
        f'<data key="{keys[name, types.get(name, "string")]}">{_text(value)}</data>'
        for name, value in attributes.items()
    )


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        value = LIST_SEPARATOR.join(value)
    # A bare carriage return would be read back as a line feed.
    return escape(_NOT_XML.sub("\ufffd", str(value)), {"\r": "&#13;"})
