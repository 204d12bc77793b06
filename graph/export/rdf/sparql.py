"""A read-only, bounded SPARQL endpoint over an export, for `serve` to mount as an option.

Queries run in a process of their own, which is ended when a query takes too long or too much memory: an engine can't
be stopped from inside. Nothing is fetched: SERVICE is refused, FROM only chooses among the graphs that are there.
"""

from __future__ import annotations

import contextlib
import csv
import io
import multiprocessing
import re
import shutil
import threading
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from graph.errors import QueryError, QueryTimeoutError
from graph.export.cells import guarded_table
from graph.export.rdf import terms as t
from graph.export.rdf.mapping import rdf_mapping
from graph.export.rdf.scratch import ScratchFolder
from graph.export.rdf.settings import RdfSettings
from graph.export.rdf.writers import QUADS, TURTLE, write_quads
from graph.memory import bound_memory
from graph.plan_graph import PlanGraph
from graph.schema import load_yaml

MAX_TEXT, MAX_ANSWER, MAX_MEMORY = 20_000, 10_000_000, 4 << 30
DEFAULT_TIMEOUT = 10.0
_STARTUP = 120.0
ROWS = {
    "application/sparql-results+json": "JSON",
    "application/sparql-results+xml": "XML",
    "text/csv": "CSV",
    "text/tab-separated-values": "TSV",
}
TRIPLE_FORMS = {
    "text/turtle": "TURTLE",
    "application/n-triples": "N_TRIPLES",
    "application/rdf+xml": "RDF_XML",
    "application/ld+json": "JSON_LD",
}
# Strings, IRIs and comments are passed over, so that only a keyword counts.
_TOKENS = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*\'\'\''
    r'|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'|<[^<>"{}|^`\\\s]*>|\#[^\n]*|[?$:]?\w+',
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class SparqlExample:
    """An example question: name of the query of the catalogue that it mirrors, question by language, SPARQL text.

    ``{item}``, ``{owner}``, … in the text stand for IRIs in angle brackets; ``given`` are the further parameters with which
    the query of the catalogue gives the same rows.
    """

    name: str
    question: Mapping[str, str]
    text: str
    given: Mapping[str, Any]

    @property
    def asks_for(self) -> tuple[str, ...]:
        """What of item, owner, policy and entity the question is about."""
        return tuple(name for name in ("item", "owner", "policy", "entity") if f"{{{name}}}" in self.text)

    def filled(self, settings: RdfSettings, **ids: str) -> str:
        """The text for things of these ids, with the prefixes that it uses: it runs anywhere as it stands."""
        mapping = rdf_mapping(settings.base)
        named = {**t.terms()["prefixes"], "pg": mapping.namespace}
        used = sorted(prefix for prefix in named if re.search(rf"(?<![\w:]){prefix}:\w", self.text))
        text = "".join(f"PREFIX {prefix}: <{named[prefix]}>\n" for prefix in used) + self.text
        for name, node_id in ids.items():
            text = text.replace(f"{{{name}}}", f"<{mapping.iri(node_id)}>")
        return text


@cache
def sparql_examples() -> Mapping[str, SparqlExample]:
    """The example questions by name."""
    raw = load_yaml(files("graph.export.rdf").joinpath("sparql.yaml").read_text("utf-8"))
    return {
        name: SparqlExample(name, {"zh": spec["zh"], "en": spec["en"]}, spec["text"], spec.get("given", {}))
        for name, spec in raw.items()
    }


class SparqlEndpoint:
    """Answers SPARQL queries about ``graph``. Use it as a context manager.

    ``workers`` processes answer at once; one client has one of them at most, so that its long queries keep nobody else
    out. Each holds all of the data, with a named graph a plan and the default graph as their union.
    """

    def __init__(
        self,
        graph: PlanGraph,
        settings: RdfSettings,
        *,
        timeout: float = DEFAULT_TIMEOUT,
        workers: int = 2,
        about: Iterable[Path] = (),
    ) -> None:
        """Writes the data to a temporary file; ``about`` are Turtle files about them (vocabulary, record) to be asked too.

        The processes start with the first queries.
        """
        self._timeout = timeout
        self._folder = ScratchFolder("plangraph-sparql-")
        data = self._folder.path / "data.nq"
        with data.open("wb") as held:
            write_quads(graph, held, rdf_mapping(settings.base))
        copies = [Path(shutil.copy(path, self._folder.path)) for path in about]
        prefixes = {**t.terms()["prefixes"], "pg": settings.namespace}
        self._idle = [_Worker([data, *copies], prefixes, timeout) for _ in range(workers)]
        self._all = tuple(self._idle)
        self._asking: set[str] = set()
        self._changed = threading.Condition()

    def query(
        self, text: str, rows: str = "application/sparql-results+json", graph: str = "text/turtle", client: str = ""
    ) -> tuple[str, bytes]:
        """(media type, answer) of a query: ``rows`` is the media type for SELECT and ASK, ``graph`` that for triples.

        Raises QueryError for a text that is wrong, asks elsewhere or has too large an answer; QueryTimeoutError, also
        where ``client`` has a query running or no process comes free in time.
        """
        check_text(text)
        with self._worker(client) as worker:
            kind, answer = worker.asked((text, ROWS[rows], TRIPLE_FORMS[graph]))
        if kind == "error":
            raise QueryError(answer)
        return (graph if kind == "triples" else rows), answer

    @contextlib.contextmanager
    def _worker(self, client: str) -> Iterator[_Worker]:
        with self._changed:
            free = self._changed.wait_for(lambda: self._idle and client not in self._asking, self._timeout)
            if not free:
                mine = client in self._asking
                why = "your other query is still running" if mine else "other queries are running"
                raise QueryTimeoutError(f"{why}; ask again in a moment")
            worker = self._idle.pop()
            self._asking.add(client)
        try:
            yield worker
        finally:
            with self._changed:
                self._idle.append(worker)
                self._asking.discard(client)
                self._changed.notify_all()

    def close(self) -> None:
        """Ends the processes and removes the files."""
        for worker in self._all:
            worker.stop()
        self._folder.remove()

    def __enter__(self) -> SparqlEndpoint:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class _Worker:
    """One process that holds the data; it is ended when a query takes too long, and started anew by the next."""

    def __init__(self, paths: list[Path], prefixes: dict[str, str], timeout: float) -> None:
        self._paths, self._prefixes, self._timeout = paths, prefixes, timeout
        self._pipe: Connection | None = None
        self._end: Callable[[], object] = lambda: None

    def asked(self, question: tuple[str, str, str]) -> tuple[str, Any]:
        """Kind and content of the answer."""
        pipe = self._started()
        try:
            pipe.send((*question, self._prefixes))
            if pipe.poll(self._timeout):
                found: tuple[str, Any] = pipe.recv()
                return found
        except (EOFError, OSError):
            self.stop()
            raise QueryError("the query took too much memory; ask for less, or add LIMIT") from None
        self.stop()
        raise QueryTimeoutError(f"the query took more than {self._timeout:g} seconds; ask for less")

    def _started(self) -> Connection:
        if self._pipe is None:
            context = multiprocessing.get_context("spawn")
            self._pipe, other = context.Pipe()
            process = context.Process(target=_serve, args=(other, [str(path) for path in self._paths]), daemon=True)
            process.start()
            # Also when this object is dropped without being closed.
            self._end = weakref.finalize(self, _end, process, self._pipe)
            other.close()
            if not self._pipe.poll(_STARTUP) or self._pipe.recv() != "ready":
                self.stop()
                raise QueryError("the SPARQL engine did not start")
        return self._pipe

    def stop(self) -> None:
        """Ends the process."""
        self._end()
        self._pipe = None


def _end(process: Any, pipe: Connection) -> None:
    pipe.close()
    process.kill()
    process.join()
    process.close()


def check_text(text: str) -> None:
    r"""Raises QueryError for a text that is too long, hides words behind \u escapes, or asks other servers."""
    if len(text) > MAX_TEXT:
        raise QueryError(f"a query may have {MAX_TEXT} characters")
    if re.search(r"\\[uU]", text):
        raise QueryError("write characters themselves, not as \\u escapes")
    if any(match[0].upper() == "SERVICE" for match in _TOKENS.finditer(text)):
        raise QueryError("SERVICE is not answered here: only this data can be asked")


class _Answer(io.BytesIO):
    """An answer that may not grow beyond a bound."""

    def write(self, piece: Any) -> int:
        if self.tell() + len(piece) > MAX_ANSWER:
            raise ValueError(f"the answer has more than {MAX_ANSWER} bytes; add LIMIT")
        return super().write(piece)


def _serve(pipe: Connection, paths: list[str]) -> None:
    """The process behind an endpoint: loads the data, then answers until its pipe closes."""
    bound_memory(MAX_MEMORY)
    csv.field_size_limit(MAX_ANSWER)
    store = ox.Store()
    for path in paths:
        store.bulk_load(path=path, format=QUADS if path.endswith(".nq") else TURTLE)
    pipe.send("ready")
    while True:
        try:
            text, rows, triples, prefixes = pipe.recv()
        except EOFError:
            return
        pipe.send(_answer(store, text, rows, triples, prefixes))


def _answer(store: ox.Store, text: str, rows: str, triples: str, prefixes: dict[str, str]) -> tuple[str, Any]:
    target = _Answer()
    try:
        found = store.query(text, prefixes=prefixes, use_default_graph_as_union=True)
        if isinstance(found, ox.QueryTriples):
            found.serialize(target, getattr(ox.RdfFormat, triples))
            return "triples", target.getvalue()
        found.serialize(target, getattr(ox.QueryResultsFormat, rows))
    except (SyntaxError, ValueError, OSError, RuntimeError) as error:
        return "error", " ".join(str(error).split())[:300]
    return "rows", guarded_table(target.getvalue()) if rows == "CSV" else target.getvalue()
