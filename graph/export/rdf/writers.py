"""The data in its formats. N-Triples text is made from the graph once; every other format is streamed from it through
pyoxigraph, which also checks each line of it, so all files hold the same triples and memory stays flat.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

import pyoxigraph as ox

from graph.export.files import atomic, gzipped
from graph.export.rdf.facts import Written
from graph.export.rdf.jsonld import write_jsonld
from graph.export.rdf.mapping import RdfMapping
from graph.export.rdf.triples import TripleText
from graph.plan_graph import PlanGraph

TURTLE, TRIPLES, QUADS = ox.RdfFormat.TURTLE, ox.RdfFormat.N_TRIPLES, ox.RdfFormat.N_QUADS
_BLOCK = 1 << 20


def write_data(graph: PlanGraph, folder: Path, mapping: RdfMapping, stem: str) -> Written:
    """Writes ``stem``.nt.gz, .ttl, .rdf, .jsonld and .trig into ``folder``."""
    with TemporaryDirectory(prefix="plangraph-") as scratch:
        lines = Path(scratch) / "lines"
        with lines.open("wb") as held:
            write_triples(graph, held, mapping)
        with gzipped(folder / f"{stem}.nt.gz") as target:
            written = _copied(lines, target)
        for suffix, format_ in (("ttl", TURTLE), ("rdf", ox.RdfFormat.RDF_XML)):
            with atomic(folder / f"{stem}.{suffix}") as target:
                transcode(lines, target, format_, mapping)
        with atomic(folder / f"{stem}.jsonld") as target:
            write_jsonld(ox.parse(path=lines, format=TRIPLES), target, mapping)
        with lines.open("wb") as held:
            write_quads(graph, held, mapping)
        with atomic(folder / f"{stem}.trig") as target:
            transcode(lines, target, ox.RdfFormat.TRIG, mapping, QUADS)
    return written


def write_triples(graph: PlanGraph, target: IO[bytes], mapping: RdfMapping) -> None:
    """Writes ``graph`` as N-Triples."""
    _write_lines(TripleText(graph, mapping).chunks(), target)


def write_quads(graph: PlanGraph, target: IO[bytes], mapping: RdfMapping) -> None:
    """Writes ``graph`` as N-Quads, one named graph a plan."""
    _write_lines(TripleText(graph, mapping, named=True).chunks(), target)


def transcode(
    lines: Path | bytes, target: IO[bytes], format_: ox.RdfFormat, mapping: RdfMapping, given: ox.RdfFormat = TRIPLES
) -> None:
    """Streams N-Triples (or N-Quads) text into ``format_``; a short text gets only the prefixes that it uses."""
    named = mapping.prefixes
    if isinstance(lines, bytes):
        text = lines.decode()
        named = {prefix: namespace for prefix, namespace in named.items() if f"<{namespace}" in text}
        parsed = ox.parse(lines, given)
    else:
        parsed = ox.parse(path=lines, format=given)
    if format_ == ox.RdfFormat.RDF_XML:
        target = _ReturnsEscaped(target)  # type: ignore[assignment] # all that is asked of it is write
    ox.serialize(parsed, target, format_, prefixes=named)


class _ReturnsEscaped:
    """Carriage returns as references: XML readers would take bare ones for line feeds."""

    def __init__(self, target: IO[bytes]) -> None:
        self._target = target

    def write(self, piece: bytes) -> int:
        self._target.write(piece.replace(b"\r", b"&#13;") if b"\r" in piece else piece)
        return len(piece)

    def flush(self) -> None:
        self._target.flush()


def triples_of(path: Path) -> str:
    """A Turtle file as N-Triples text."""
    return (ox.serialize(ox.parse(path=path, format=TURTLE), format=TRIPLES) or b"").decode()


def turtle(lines: str, mapping: RdfMapping) -> bytes:
    """A few N-Triples lines as Turtle."""
    target = io.BytesIO()
    transcode(lines.encode(), target, TURTLE, mapping)
    return target.getvalue()


def _copied(lines: Path, target: IO[bytes]) -> Written:
    """Copies a file of lines; gives their number and digest."""
    count, digest = 0, hashlib.sha256()
    with lines.open("rb") as source:
        while block := source.read(_BLOCK):
            count += block.count(b"\n")
            digest.update(block)
            target.write(block)
    return Written(count, digest.hexdigest())


def _write_lines(chunks: Iterable[str], target: IO[bytes]) -> None:
    # Encoded one by one: texts of different widths are slow to join, bytes are not.
    held: list[bytes] = []
    size = 0
    for chunk in chunks:
        held.append(chunk.encode())
        size += len(chunk)
        if size > _BLOCK:
            target.write(b"".join(held))
            held.clear()
            size = 0
    target.write(b"".join(held))
