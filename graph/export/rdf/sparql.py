"""A read-only, bounded SPARQL endpoint over an export, for `serve` to mount as an option.

Queries run in a process of their own, which is ended when a query takes too long or too much memory: an engine can't
be stopped from inside. Nothing is fetched: SERVICE is refused, FROM only chooses among the graphs that are there.
"""

from __future__ import annotations

import contextlib
import io
import multiprocessing
import re
import threading
import weakref
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from multiprocessing.connection import Connection
from typing import Any

import pyoxigraph as ox

from graph.errors import QueryError, QueryTimeoutError
from graph.export.rdf import terms as t
from graph.export.rdf.mapping import rdf_mapping
from graph.export.rdf.scratch import ScratchFolder
from graph.export.rdf.settings import RdfSettings
from graph.export.rdf.writers import TRIPLES, write_triples
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

    ``{item}``, ``{owner}``, … in the text stand for IRIs in angle brackets.
    """

    name: str
    question: Mapping[str, str]
    text: str

    def filled(self, settings: RdfSettings, **ids: str) -> str:
        """The text for things of these ids."""
        mapping = rdf_mapping(settings.base)
        text = self.text.replace("{pg}", mapping.namespace)
        for name, node_id in ids.items():
            text = text.replace(f"{{{name}}}", f"<{mapping.iri(node_id)}>")
        return text


@cache
def sparql_examples() -> Mapping[str, SparqlExample]:
    """The example questions by name."""
    raw = load_yaml(files("graph.export.rdf").joinpath("sparql.yaml").read_text("utf-8"))
    return {name: SparqlExample(name, {"zh": spec["zh"], "en": spec["en"]}, spec["text"]) for name, spec in raw.items()}


class SparqlEndpoint:
    """Answers SPARQL queries about ``graph``. Use it as a context manager; queries run one at a time."""

    def __init__(self, graph: PlanGraph, settings: RdfSettings, *, timeout: float = DEFAULT_TIMEOUT) -> None:
        """Writes the triples to a temporary file; the process that holds them starts with the first query."""
        self._timeout = timeout
        self._folder = ScratchFolder("plangraph-sparql-")
        self._path = self._folder.path / "data.nt"
        self._prefixes = {**t.terms()["prefixes"], "pg": settings.namespace}
        with self._path.open("wb") as held:
            write_triples(graph, held, rdf_mapping(settings.base))
        self._lock = threading.Lock()
        self._pipe: Connection | None = None
        self._end: Callable[[], object] = lambda: None

    def query(
        self, text: str, rows: str = "application/sparql-results+json", graph: str = "text/turtle"
    ) -> tuple[str, bytes]:
        """(media type, answer) of a query: ``rows`` is the media type for SELECT and ASK, ``graph`` that for triples.

        Raises QueryError for a text that is wrong, asks elsewhere or has too large an answer; QueryTimeoutError.
        """
        check_text(text)
        if not self._lock.acquire(timeout=self._timeout):
            raise QueryTimeoutError("other queries are running; ask again in a moment")
        try:
            kind, answer = self._asked((text, ROWS[rows], TRIPLE_FORMS[graph], self._prefixes))
        finally:
            self._lock.release()
        if kind == "error":
            raise QueryError(answer)
        return (graph if kind == "triples" else rows), answer

    def _asked(self, question: tuple[Any, ...]) -> tuple[str, Any]:
        pipe = self._started()
        try:
            pipe.send(question)
            if pipe.poll(self._timeout):
                found: tuple[str, Any] = pipe.recv()
                return found
        except (EOFError, OSError):
            self._stop()
            raise QueryError("the query took too much memory; ask for less, or add LIMIT") from None
        self._stop()
        raise QueryTimeoutError(f"the query took more than {self._timeout:g} seconds; ask for less")

    def close(self) -> None:
        """Ends the process and removes the file."""
        with self._lock:
            self._stop()
        self._folder.remove()

    def __enter__(self) -> SparqlEndpoint:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _started(self) -> Connection:
        if self._pipe is None:
            context = multiprocessing.get_context("spawn")
            self._pipe, other = context.Pipe()
            process = context.Process(target=_serve, args=(other, str(self._path)), daemon=True)
            process.start()
            # Also when this object is dropped without being closed.
            self._end = weakref.finalize(self, _end, process, self._pipe)
            other.close()
            if not self._pipe.poll(_STARTUP) or self._pipe.recv() != "ready":
                self._stop()
                raise QueryError("the SPARQL engine did not start")
        return self._pipe

    def _stop(self) -> None:
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


def _serve(pipe: Connection, path: str) -> None:
    """The process behind an endpoint: loads the triples, then answers until its pipe closes."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # not on every system

        resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    store = ox.Store()
    store.bulk_load(path=path, format=TRIPLES)
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
        found = store.query(text, prefixes=prefixes)
        if isinstance(found, ox.QueryTriples):
            found.serialize(target, getattr(ox.RdfFormat, triples))
            return "triples", target.getvalue()
        found.serialize(target, getattr(ox.QueryResultsFormat, rows))
    except (SyntaxError, ValueError, OSError, RuntimeError) as error:
        return "error", " ".join(str(error).split())[:300]
    return "rows", target.getvalue()
