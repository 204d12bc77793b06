"""Reading an export back as a plan graph, ids and all, so that an export is also a backup and a means of exchange.

Files are untrusted: sizes are bounded, nothing is fetched, document types (and with them entities) are refused, and
every node and edge goes through the same checks as a loader's. Derived triples and foreign terms are passed over.
"""

from __future__ import annotations

import gzip
import io
import re
from pathlib import Path
from typing import IO, Any

import pyoxigraph as ox

from graph.errors import RecordError, SourceError
from graph.export.rdf import terms as t
from graph.export.rdf.decoding import Decoder, Subject
from graph.plan_graph import PlanGraph

MAX_BYTES = 4 << 30
MAX_TRIPLES = 50_000_000
_FEW = 16  # values that are compared one by one
_FORMATS = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "nq": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "rdf": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
}
_TYPE = t.terms()["prefixes"]["rdf"] + "type"
_OWN_TYPE = re.compile(r"(.+)/vocabulary#[A-Za-z]+\Z")


def is_rdf(path: Path) -> bool:
    """Whether the file's name says that ``read_rdf`` is the one to read it."""
    return _suffix(path) in _FORMATS


def read_rdf(path: Path) -> PlanGraph:
    """The plan graph of an export (.ttl, .nt, .nq, .trig, .rdf, .jsonld, each also with .gz); raises SourceError."""
    return read_rdf_base(path)[0]


def read_rdf_base(path: Path) -> tuple[PlanGraph, str]:
    """The plan graph of an export and the base address it was written with; raises SourceError (one line)."""
    if not is_rdf(path):
        raise SourceError(f"{path}: is no RDF file by its name; expected one of .{', .'.join(_FORMATS)}")
    try:
        subjects, base = _subjects(path)
        return _graph(subjects, base, path), base
    except OSError as error:
        raise SourceError(f"{path}: can't be read: {error.strerror or error}") from error
    except EOFError as error:
        raise SourceError(f"{path}: the compressed file is cut off; copy it again") from error
    except SyntaxError as error:
        where = f"line {error.lineno}: " if error.lineno else ""
        raise SourceError(f"{path}: {where}is no valid RDF: {_one_line(error.msg)}") from error
    except RecordError as error:
        raise SourceError(f"{path}: {_one_line(str(error))}") from error
    except SourceError:
        raise
    except MemoryError as error:  # also what the parser says of a literal above 16 MiB
        raise SourceError(f"{path}: holds a value above 16 MiB, or needs more memory than there is") from error
    except Exception as error:  # whatever a library raises for a file that it was not made for
        raise SourceError(f"{path}: can't be read ({type(error).__name__}: {_one_line(str(error))})") from error


def _suffix(path: Path) -> str:
    name = path.name.lower().removesuffix(".gz")
    return name.rpartition(".")[2]


def _one_line(message: str) -> str:
    return " ".join(message.split())[:300]


def _subjects(path: Path) -> tuple[dict[str, Subject], str]:
    """All triples by subject IRI, predicate IRI, values; and the base address that own terms stand on."""
    format_ = _FORMATS[_suffix(path)]
    subjects: dict[str, Subject] = {}
    bases: set[str] = set()
    add = _Adder()
    with _opened(path) as file:
        source = _Bounded(file, path, xml=format_ == ox.RdfFormat.RDF_XML)
        for count, quad in enumerate(ox.parse(io.BufferedReader(source, 1 << 16), format_), 1):
            if count > MAX_TRIPLES:
                raise SourceError(f"{path}: holds more than {MAX_TRIPLES} triples; split it by plan")
            predicate, value = quad.predicate.value, quad.object
            if predicate == _TYPE and (found := _OWN_TYPE.match(getattr(value, "value", ""))):
                bases.add(found[1])
            if isinstance(quad.subject, ox.NamedNode) and isinstance(value, (ox.NamedNode, ox.Literal)):
                add(subjects.setdefault(quad.subject.value, {}).setdefault(predicate, []), value)
    if len(bases) != 1:
        found_bases = ", ".join(sorted(bases)[:3]) or "none"
        raise SourceError(f"{path}: is no export of this program: expected one …/vocabulary#, found {found_bases}")
    return subjects, bases.pop()


class _Adder:
    """Puts a value into a list that has not got it; a long list is looked through by a set beside it."""

    def __init__(self) -> None:
        self._known: dict[int, set[Any]] = {}

    def __call__(self, values: list[Any], value: Any) -> None:
        """``values`` must live as long as this object."""
        if len(values) < _FEW:
            if value not in values:
                values.append(value)
            return
        known = self._known.get(id(values))
        if known is None:
            known = self._known[id(values)] = set(values)
        if value not in known:
            known.add(value)
            values.append(value)


def _opened(path: Path) -> IO[bytes]:
    return gzip.open(path) if path.name.lower().endswith(".gz") else path.open("rb")  # type: ignore[return-value] # binary


class _Bounded(io.RawIOBase):
    """A stream that stops at too many bytes and, for XML, at a document type, which could define entities."""

    def __init__(self, file: IO[bytes], path: Path, *, xml: bool) -> None:
        self._file, self._path, self._xml = file, path, xml
        self._read = 0
        self._tail = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        piece = self._file.read(len(buffer))
        self._read += len(piece)
        if self._read > MAX_BYTES:
            raise SourceError(f"{self._path}: is larger than {MAX_BYTES >> 30} GiB; split it by plan")
        if self._xml:
            window = self._tail + piece
            if b"<!DOCTYPE" in window or b"\0" in window:
                raise SourceError(f"{self._path}: has a document type or is no UTF-8; neither is read")
            self._tail = window[-16:]
        buffer[: len(piece)] = piece
        return len(piece)


def _graph(subjects: dict[str, Subject], base: str, path: Path) -> PlanGraph:
    decoder = Decoder(subjects, base)
    graph = PlanGraph()
    for iri in subjects:
        node = decoder.node(iri)
        if node is not None:
            graph.add_node(node)
    for iri in subjects:
        edge = decoder.edge(iri)
        if edge is not None:
            graph.add_edge(edge)
    if not graph.nx:
        raise SourceError(f"{path}: holds no plan")
    return graph
