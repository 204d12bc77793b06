"""The RDF export of a generated graph of a million triples beside rdflib's and pyoxigraph's serializers.

All write the same triples to a file, in one run. Ours starts at the plan graph. The yardsticks start at plain Python
texts, which they turn into terms of theirs (rdflib into a graph, pyoxigraph as they are needed); beside that stands
what each takes from finished terms, which is its serializer alone over what takes far more memory than the data.
Times are CPU seconds, so that a busy machine does not change the ratios. Memory is what an export adds to the graph.
"""

from __future__ import annotations

import argparse
import gc
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pyoxigraph as ox
import rdflib

from benchmarks.generate import generated_graph
from graph.export.rdf.mapping import rdf_mapping
from graph.export.rdf.writers import TRIPLES, TURTLE, transcode, write_triples
from graph.plan_graph import PlanGraph

MAPPING = rdf_mapping("https://example.org/plangraph")
FORMATS = {"nt": (TRIPLES, "nt"), "ttl": (TURTLE, "turtle")}
TRIPLES_AN_ITEM = 125  # of a generated graph, about
Rows = list[tuple[str, str, str, str, str]]
FASTER_THAN_RDFLIB, OF_PYOXIGRAPH, MEGABYTES = 10.0, 0.7, 100.0


def ours(graph: PlanGraph, folder: Path, suffix: str) -> None:
    """Our export of one format."""
    lines = folder / "lines.nt"
    with lines.open("wb") as target:
        write_triples(graph, target, MAPPING)
    if suffix != "nt":
        with (folder / f"ours.{suffix}").open("wb") as target:
            transcode(lines, target, FORMATS[suffix][0], MAPPING)


def bare_stream(rows: Rows, path: Path, format_: ox.RdfFormat) -> None:
    """pyoxigraph's serializer over terms made from texts as they are needed."""

    def triples() -> Iterator[ox.Triple]:
        for subject, predicate, value, datatype, language in rows:
            if language:
                term: ox.NamedNode | ox.Literal = ox.Literal(value, language=language)
            elif datatype:
                term = ox.Literal(value, datatype=ox.NamedNode(datatype))
            else:
                term = ox.NamedNode(value)
            yield ox.Triple(ox.NamedNode(subject), ox.NamedNode(predicate), term)

    ox.serialize(triples(), path, format_, prefixes=MAPPING.prefixes)


def bare_list(triples: list[ox.Triple], path: Path, format_: ox.RdfFormat) -> None:
    """pyoxigraph's serializer over finished terms."""
    ox.serialize(triples, path, format_, prefixes=MAPPING.prefixes)


def rdflib_graph(rows: Rows) -> rdflib.Graph:
    """rdflib's graph made from texts."""
    graph = rdflib.Graph()
    for subject, predicate, value, datatype, language in rows:
        if language:
            term: rdflib.URIRef | rdflib.Literal = rdflib.Literal(value, lang=language)
        elif datatype:
            term = rdflib.Literal(value, datatype=rdflib.URIRef(datatype), normalize=False)
        else:
            term = rdflib.URIRef(value)
        graph.add((rdflib.URIRef(subject), rdflib.URIRef(predicate), term))
    return graph


def plain_rows(path: Path) -> Rows:
    """Triples as texts: subject, predicate, value, datatype, language."""
    rows = []
    for quad in ox.parse(path=path, format=TRIPLES):
        term = quad.object
        if isinstance(term, ox.Literal):
            rows.append(
                (quad.subject.value, quad.predicate.value, term.value, term.datatype.value, term.language or "")
            )
        else:
            rows.append((quad.subject.value, quad.predicate.value, term.value, "", ""))
    return rows


def seconds(work: Callable[[], object], runs: int) -> float:
    """The least CPU seconds of ``work`` over ``runs`` runs."""
    taken = []
    for _ in range(runs):
        gc.collect()
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return min(taken)


def added_megabytes(graph: PlanGraph, folder: Path) -> float:
    """What both formats add to the memory of a process that holds ``graph``: the peak of a fork against its start."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        before = _status("VmRSS")
        for suffix in FORMATS:
            ours(graph, folder, suffix)
        os.write(writer, str(_status("VmHWM") - before).encode())
        os._exit(0)
    os.waitpid(child, 0)
    return int(os.read(reader, 32)) / 1024


def _status(key: str) -> int:
    """A number of kilobytes from Linux's own account of this process."""
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{key}:"))


def main() -> None:
    """Prints sizes, seconds, ratios; exit 1 when one of the three floors is missed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--triples", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=3)
    arguments = parser.parse_args()
    failed = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for share in (4, 1):
            items = arguments.triples // TRIPLES_AN_ITEM // share
            graph = generated_graph(items, 300, items * 3)
            memory = added_megabytes(graph, folder)
            ours(graph, folder, "nt")
            count = sum(1 for _ in (folder / "lines.nt").open("rb"))
            print(f"{count:>9} triples: the export adds {memory:.0f} MB to the graph")
            if memory > MEGABYTES:
                failed.append(f"{memory:.0f} MB is above {MEGABYTES:.0f}")
        own = {suffix: seconds(partial(ours, graph, folder, suffix), arguments.runs) for suffix in FORMATS}
        del graph
        failed += compare(folder, own, arguments.runs)
    if failed:
        raise SystemExit("; ".join(failed))


def compare(folder: Path, own: dict[str, float], runs: int) -> list[str]:
    """Prints each format's seconds beside the yardsticks'; gives what misses its floor."""
    failed, lines = [], folder / "lines.nt"
    rows = plain_rows(lines)
    stream = {s: seconds(partial(bare_stream, rows, folder / "x", FORMATS[s][0]), runs) for s in FORMATS}
    began = time.process_time()
    graph = rdflib_graph(rows)
    making = time.process_time() - began
    del rows
    slow = {s: seconds(partial(graph.serialize, folder / "x", FORMATS[s][1], encoding="utf-8"), 1) for s in FORMATS}
    del graph
    held = [quad.triple for quad in ox.parse(path=lines, format=TRIPLES)]
    finished = {s: seconds(partial(bare_list, held, folder / "x", FORMATS[s][0]), runs) for s in FORMATS}
    print(f"{'':6}{'ours':>8}{'rdflib':>9}{'from terms':>12}{'pyoxigraph':>12}{'from terms':>12}  CPU seconds")
    for suffix, taken in own.items():
        whole = making + slow[suffix]
        print(f"{suffix:6}{taken:8.2f}{whole:9.2f}{slow[suffix]:12.2f}{stream[suffix]:12.2f}{finished[suffix]:12.2f}")
        if whole / taken < FASTER_THAN_RDFLIB:
            failed.append(f"{suffix}: {whole / taken:.1f} times rdflib's speed is below {FASTER_THAN_RDFLIB:.0f}")
        if stream[suffix] / taken < OF_PYOXIGRAPH:
            failed.append(f"{suffix}: {stream[suffix] / taken:.2f} of pyoxigraph's speed is below {OF_PYOXIGRAPH}")
    return failed


if __name__ == "__main__":
    main()
