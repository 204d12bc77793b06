"""The checks of an export that SHACL can't make. Each gives the problems it finds."""

from __future__ import annotations

import gzip
import hashlib
import io
import warnings
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox

from graph.export.rdf.export import DISTRIBUTIONS, RECORD, STEM
from graph.export.rdf.mapping import RdfMapping
from graph.export.rdf.report import Problem
from graph.export.rdf.triples import TripleText
from graph.plan_graph import PlanGraph

# Suffix → names of the format for pyoxigraph and rdflib.
FORMATS = {
    "ttl": (ox.RdfFormat.TURTLE, "turtle"),
    "rdf": (ox.RdfFormat.RDF_XML, "xml"),
    "jsonld": (ox.RdfFormat.JSON_LD, "json-ld"),
    "trig": (ox.RdfFormat.TRIG, "trig"),
}
_BLOCK = 1 << 20


def data_lines(folder: Path) -> Iterator[str]:
    """The lines of the N-Triples file."""
    with gzip.open(folder / f"{STEM}.nt.gz", "rt", encoding="utf-8", newline="\n") as held:
        yield from held


def check_formats(folder: Path, mapping: RdfMapping, *, rdflib_too: bool) -> Iterator[Problem]:
    """Every format gives the triples of the N-Triples file, by pyoxigraph and, if asked for, by rdflib."""
    with gzip.open(folder / f"{STEM}.nt.gz") as held:
        expected = _hashes(ox.parse(io.BufferedReader(held), ox.RdfFormat.N_TRIPLES))
    for suffix, (format_, name) in FORMATS.items():
        path = folder / f"{STEM}.{suffix}"
        if not path.is_file():
            yield Problem("formats", "error", "is missing", path.name)
            continue
        try:
            read = _hashes(ox.parse(path=path, format=format_))
        except (SyntaxError, ValueError) as error:
            yield Problem("formats", "error", f"can't be read: {' '.join(str(error).split())[:200]}", path.name)
            continue
        if read != expected:
            yield Problem("formats", "error", f"pyoxigraph reads {_difference(read, expected)}", path.name)
        elif rdflib_too and (other := _by_rdflib(path, name)) != expected:
            yield Problem("formats", "error", f"rdflib reads {_difference(other, expected)}", path.name)


def _hashes(quads: Iterable[ox.Quad]) -> set[int]:
    """The triples as 64-bit hashes: a million of them fit into memory."""
    found = set()
    for quad in quads:
        line = str(quad.triple).encode()
        found.add(int.from_bytes(hashlib.blake2b(line, digest_size=8).digest(), "big"))
    return found


def _difference(read: set[int], expected: set[int]) -> str:
    return f"{len(read - expected)} triples that the N-Triples file has not, and misses {len(expected - read)}"


def _by_rdflib(path: Path, name: str) -> set[int]:
    import rdflib

    graph = rdflib.Graph()
    with warnings.catch_warnings():
        # rdflib's own JSON-LD parser still uses what rdflib has deprecated.
        warnings.simplefilter("ignore", DeprecationWarning)
        if name == "trig":
            for subject, predicate, value, _ in rdflib.Dataset().parse(path, format=name).quads():
                graph.add((subject, predicate, value))
        else:
            graph.parse(path, format=name)
    return _hashes(ox.parse(graph.serialize(format="nt", encoding="utf-8"), ox.RdfFormat.N_TRIPLES))


def check_quotes(graph: PlanGraph, mapping: RdfMapping) -> Iterator[Problem]:
    """Every quote is the slice of its source that its position says."""
    texts = {node_id: attributes["text"] for node_id, attributes in graph.nodes("Source")}
    places = [(mapping.iri(node_id), a) for node_id, a in graph.nodes() if "source" in a]
    places += [(f"{a['type']} {mapping.iri(s)} {mapping.iri(e)}", a) for s, e, a in graph.edges() if "source" in a]
    for where, place in places:
        text = texts.get(place["source"])
        if text is None:
            yield Problem("quotes", "error", f"its source {place['source']} is not in the export", where)
        elif text[place["start"] : place["end"]] != place["quote"]:
            yield Problem("quotes", "error", f"the source says otherwise at {place['start']}..{place['end']}", where)


def check_rewrite(folder: Path, graph: PlanGraph, mapping: RdfMapping) -> Iterator[Problem]:
    """Writing what was read gives the same bytes."""
    written, held = hashlib.sha256(), hashlib.sha256()
    for chunk in TripleText(graph, mapping).chunks():
        written.update(chunk.encode())
    for line in data_lines(folder):
        held.update(line.encode())
    if written.digest() != held.digest():
        yield Problem("rewrite", "error", "export, load, export gives other bytes", f"{STEM}.nt.gz")


def check_record(folder: Path, mapping: RdfMapping, counts: dict[str, int], triples: int) -> Iterator[Problem]:
    """The record has a licence, its counts are the data's, its sizes and digests are the files'."""
    path = folder / RECORD
    if not path.is_file():
        yield Problem("record", "error", "is missing", RECORD)
        return
    import rdflib

    record = rdflib.Graph().parse(path, format="turtle")
    dataset = rdflib.URIRef(f"{mapping.base}/dataset")

    def value(subject: rdflib.term.Node, curie: str) -> str:
        return str(record.value(subject, rdflib.URIRef(mapping.term(curie))) or "")

    if not value(dataset, "dct:license"):
        yield Problem("record", "error", "states no licence", RECORD)
    if value(dataset, "void:triples") != str(triples):
        told = value(dataset, "void:triples")
        yield Problem("record", "error", f"says {told} triples, the data hold {triples}", RECORD)
    for part in record.objects(dataset, rdflib.URIRef(mapping.term("void:classPartition"))):
        class_, told = value(part, "void:class"), value(part, "void:entities")
        if told != str(counts.get(class_, 0)):
            yield Problem(
                "record", "error", f"says {told} of <{class_}>, the data hold {counts.get(class_, 0)}", RECORD
            )
    for name, *_ in DISTRIBUTIONS:
        slug = name.replace(".", "-").lower()
        size = value(rdflib.URIRef(f"{mapping.base}/id/distribution/{slug}"), "dcat:byteSize")
        digest = value(rdflib.URIRef(f"{mapping.base}/id/checksum/{slug}"), "spdx:checksumValue")
        yield from _check_file(folder / name, size, digest)


def _check_file(path: Path, size: str, digest: str) -> Iterator[Problem]:
    if not path.is_file():
        yield Problem("files", "error", "is missing", path.name)
        return
    with path.open("rb") as held:
        found = hashlib.file_digest(held, "sha256").hexdigest()
    if (str(path.stat().st_size), found) != (size, digest.lower()):
        yield Problem("files", "error", "is not the file that the record describes (size or SHA-256)", path.name)


def class_counts(folder: Path, mapping: RdfMapping) -> tuple[dict[str, int], int]:
    """Things by class IRI, and the number of triples, both counted in the N-Triples file."""
    counts: dict[str, int] = {}
    total = 0
    type_ = f" <{mapping.term('rdf:type')}> <"
    for line in data_lines(folder):
        total += 1
        _, found, rest = line.partition(type_)
        if found:
            class_ = rest[: rest.index(">")]
            counts[class_] = counts.get(class_, 0) + 1
    return counts, total
