"""Everything at once in the formats of /export, as chunks of bytes.

JSON and JSON Lines are written while they are sent; the others are written to a temporary folder, sent from there
and removed, also when the reader leaves early.
"""

from __future__ import annotations

import json
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from api.http.settings import Settings
from api.http.snapshots import Snapshot
from graph.errors import StoreBusyError
from graph.node_link import edge_records, json_lines
from graph.plan_graph import PlanGraph

_BLOCK = 1 << 16
_EPOCH = (1980, 1, 1, 0, 0, 0)
Writer = Callable[[PlanGraph, Path, Settings], None]


@dataclass(frozen=True, slots=True)
class Format:
    """One format: its name in the address, file suffix and media type; the pages' words say what it is good for."""

    name: str
    suffix: str
    media_type: str


class ExportFormat(StrEnum):
    """The formats of /export."""

    json = "json"
    jsonl = "jsonl"
    graphml = "graphml"
    csv = "csv"
    rdf = "rdf"
    ttl = "ttl"
    jsonld = "jsonld"
    nt = "nt"


_FORMATS = (
    Format("json", "json", "application/json"),
    Format("jsonl", "jsonl", "application/jsonl"),
    Format("graphml", "graphml.zip", "application/zip"),
    Format("csv", "csv.zip", "application/zip"),
    Format("rdf", "rdf.zip", "application/zip"),
    Format("ttl", "ttl", "text/turtle"),
    Format("jsonld", "jsonld", "application/ld+json"),
    Format("nt", "nt", "application/n-triples"),
)
FORMATS: Mapping[str, Format] = {f.name: f for f in _FORMATS}


def export_stream(chosen: Format, snapshot: Snapshot, settings: Settings) -> Iterator[bytes]:
    """The whole graph in a format; raises ExportError before the first chunk when a setting is missing."""
    graph = whole_graph(snapshot)
    if chosen.name == "json":
        return _in_blocks(_json_pieces(graph))
    if chosen.name == "jsonl":
        return _in_blocks(json_lines(graph))
    return _from_folder(chosen, graph, settings)


def whole_graph(snapshot: Snapshot) -> PlanGraph:
    """All plans as one graph, for as long as it is written out; StoreBusyError when a load came in between.

    A version is the same bytes, whichever store holds it and however its plans came there.
    """
    graph = snapshot.store.graph().in_order()
    if snapshot.store.version() != snapshot.version:
        raise StoreBusyError("the store changed while it was read; ask again")
    return graph


def _json_pieces(graph: PlanGraph) -> Iterator[str]:
    yield '{"directed":true,"multigraph":true,"graph":{},"nodes":['
    for index, (node, attributes) in enumerate(graph.nodes()):
        yield ("," if index else "") + _dump({**attributes, "id": node})
    yield '],"edges":['
    for index, edge in enumerate(edge_records(graph)):
        yield ("," if index else "") + _dump(edge)
    yield "]}\n"


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _in_blocks(pieces: Iterator[str]) -> Iterator[bytes]:
    held, size = [], 0
    for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size >= _BLOCK:
            yield "".join(held).encode()
            held, size = [], 0
    yield "".join(held).encode()


def _from_folder(chosen: Format, graph: PlanGraph, settings: Settings) -> Iterator[bytes]:
    folder = tempfile.TemporaryDirectory(prefix="plangraph-export-")
    try:
        written = Path(folder.name) / "data"
        written.mkdir()
        _WRITERS[chosen.name](graph, written, settings)
        found = sorted(path for path in written.rglob("*") if path.is_file())
        packed = found[0] if not chosen.suffix.endswith(".zip") else _zip(found, written, Path(folder.name) / "all.zip")
    except BaseException:
        folder.cleanup()
        raise
    return _send(folder, packed)


def _zip(files: list[Path], root: Path, target: Path) -> Path:
    """One archive of ``files`` with fixed times, so that equal content gives equal bytes."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in files:
            info = zipfile.ZipInfo(path.relative_to(root).as_posix(), _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            with path.open("rb") as source, archive.open(info, "w", force_zip64=True) as member:
                while block := source.read(_BLOCK):
                    member.write(block)
    return target


def _send(folder: tempfile.TemporaryDirectory[str], path: Path) -> Iterator[bytes]:
    with folder, path.open("rb") as source:
        while block := source.read(_BLOCK):
            yield block


def _write_graphml(graph: PlanGraph, folder: Path, settings: Settings) -> None:
    from graph.export.graphml import write_graphml

    write_graphml(graph, folder)


def _write_csv(graph: PlanGraph, folder: Path, settings: Settings) -> None:
    from graph.export.csv import write_csv

    write_csv(graph, folder)


def _write_rdf(graph: PlanGraph, folder: Path, settings: Settings) -> None:
    from api.http.linked_data import rdf_settings
    from graph.export.rdf import write_rdf

    write_rdf(graph, folder, rdf_settings(settings))


def _write_triples(form: str) -> Writer:
    def write(graph: PlanGraph, folder: Path, settings: Settings) -> None:
        from api.http.linked_data import write_all

        write_all(graph, folder / f"plangraph.{form}", settings, form)

    return write


_WRITERS: Mapping[str, Writer] = {
    "graphml": _write_graphml,
    "csv": _write_csv,
    "rdf": _write_rdf,
    **{form: _write_triples(form) for form in ("ttl", "jsonld", "nt")},
}
