"""Many plans at once: files and folders over all cores, in a fixed order, one bad file never stopping the others."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from pathlib import Path

from graph.errors import PlangraphError
from graph.findings import Finding
from graph.plan_graph import PlanGraph
from loaders.assemble import assemble
from loaders.document import SourceText
from loaders.parse import parse_text
from loaders.readers import is_plan_file, read_source

# Files that wait for or are in work, for each worker: enough to keep it busy, few enough to hold in memory.
_IN_FLIGHT = 4
# So few files are read before a second process would have started.
_FEW_FILES = 4
_FEW_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one file: its graph, findings and text; or ``error``, one line; or ``unchanged``."""

    path: Path
    graph: PlanGraph | None = None
    findings: list[Finding] = field(default_factory=list)
    source: SourceText | None = None
    error: str | None = None
    unchanged: bool = False


Progress = Callable[[Outcome, int, int], None]


def plan_files(paths: Iterable[Path]) -> list[Path]:
    """The files that ``paths`` name: files as given, of folders those of a known type, sorted; each once.

    Hidden files and the lock files of offices (~$plan.docx) inside folders are left out.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if not path.is_dir():
            found[path] = None
            continue
        for folder, folders, names in os.walk(path):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(names):
                if is_plan_file(Path(name)) and not name.startswith((".", "~$")):
                    found[Path(folder, name)] = None
    return list(found)


def load_files(
    paths: Iterable[Path],
    *,
    known: Collection[str] = (),
    workers: int | None = None,
    progress: Progress | None = None,
) -> Iterator[Outcome]:
    """The outcome of every file, in the order of ``paths``, read and parsed by ``workers`` processes (all cores).

    A file whose text has one of the SHA-256 digests ``known`` is not parsed but ``unchanged``. ``progress`` is called
    with each outcome, how many are done and how many there are. Only a few outcomes are held at a time.
    """
    files = list(paths)
    digests = frozenset(known)
    count = min(workers or available_cores(), len(files))
    if count < 2 or (workers is None and _are_few(files)):
        outcomes: Iterator[Outcome] = (load_file(path, digests) for path in files)
    else:
        outcomes = _in_processes(files, digests, count)
    for done, outcome in enumerate(outcomes, 1):
        if progress is not None:
            progress(outcome, done, len(files))
        yield outcome


def load_file(path: Path, known: Collection[str] = ()) -> Outcome:
    """The outcome of one file; never raises."""
    try:
        source = read_source(path)
        if known and hashlib.sha256(source.text.encode()).hexdigest() in known:
            return Outcome(path, source=source, unchanged=True)
        document = parse_text(source)
        graph, findings = assemble(document)
        return Outcome(path, graph, findings, source)
    except PlangraphError as error:
        message = str(error)
        return Outcome(path, error=message if message.startswith(str(path)) else f"{path}: {message}")
    except Exception as error:  # a fault of ours must not lose the other files
        text = " ".join(str(error).split())[:200]
        return Outcome(path, error=f"{path}: unexpected fault ({type(error).__name__}: {text}); please report it")


def available_cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _are_few(files: list[Path]) -> bool:
    if len(files) > _FEW_FILES:
        return False
    return sum(path.stat().st_size for path in files if path.is_file()) < _FEW_BYTES


def _in_processes(files: list[Path], known: frozenset[str], workers: int) -> Iterator[Outcome]:
    """Outcomes in order; when a process dies, the files in flight are read again one by one."""
    waiting = deque(files)
    while waiting:
        suspects: list[Path] = []
        with _pool(workers) as pool:
            flight: deque[tuple[Path, Future[Outcome]]] = deque()
            while waiting or flight:
                try:
                    while waiting and len(flight) < workers * _IN_FLIGHT:
                        flight.append((waiting[0], pool.submit(load_file, waiting[0], known)))
                        waiting.popleft()
                    outcome = flight[0][1].result()
                except BrokenProcessPool:
                    suspects = [path for path, _ in flight]
                    break
                flight.popleft()
                yield outcome
        yield from _one_by_one(deque(suspects), known)


def _one_by_one(suspects: deque[Path], known: frozenset[str]) -> Iterator[Outcome]:
    """Outcomes of files one of which ended a process: in one process after the other, so that only that one is lost."""
    while suspects:
        with _pool(1) as pool:
            while suspects:
                path = suspects.popleft()
                try:
                    yield pool.submit(load_file, path, known).result()
                except BrokenProcessPool:
                    yield Outcome(path, error=f"{path}: the process that read it died; it may need too much memory")
                    break


def _pool(workers: int) -> ProcessPoolExecutor:
    """Fresh processes rather than forks: a fork of a process with threads (a server) may hang."""
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"))
