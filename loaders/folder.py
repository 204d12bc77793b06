"""Many plans at once: files and folders over all cores, in a fixed order, one bad file never stopping the others."""

from __future__ import annotations

import contextlib
import hashlib
import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from functools import partial
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from multiprocessing.queues import SimpleQueue
from pathlib import Path
from typing import Generic, TypeVar

from graph.errors import PlangraphError
from graph.findings import Finding
from graph.ids import source_id
from graph.memory import collector_paused
from graph.plan_graph import PlanGraph
from loaders.bounds import bounded, stand_alone
from loaders.document import SourceText
from loaders.parse import read_plan
from loaders.readers import Limits, is_plan_file, read_source
from loaders.readers.pages_read import PagesRead, listen

# Files that wait for or are in work, for each worker: enough to keep it busy, few enough to hold in memory.
_IN_FLIGHT = 4
# So little text is read before a process would have started, and can't take much of anything.
_FEW_FILES = 4
_FEW_BYTES = 256 << 10
_PLAIN = frozenset({".txt", ".md", ".markdown", ".html", ".htm", ".csv", ".tsv"})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one file: its graph, findings and text; or ``error``, one line; or ``unchanged``."""

    path: Path
    graph: PlanGraph | None = None
    findings: list[Finding] = field(default_factory=list)
    source: SourceText | None = None
    error: str | None = None
    unchanged: bool = False


# Fresh processes rather than forks: a fork of a process with threads (a server) may hang.
_CONTEXT = multiprocessing.get_context("spawn")
# How often what processes tell is looked at, in seconds.
_LOOK = 0.5

Progress = Callable[[Outcome, int, int], None]
T = TypeVar("T")


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
    pages: PagesRead | None = None,
) -> Iterator[Outcome]:
    """The outcome of every file, in the order of ``paths``, read and parsed by ``workers`` processes (all cores), each
    bounded in time and memory; by this process itself with one worker, and where there is little plain text.

    A file whose text is one of the sources ``known`` (ids) is not parsed but ``unchanged``. ``progress`` is called
    with each outcome, how many are done and how many there are, ``pages`` with a scan, how many of its pages are read and
    how many it has. Only a few outcomes are held at a time.
    """
    files = list(paths)
    sources = frozenset(known)
    count = min(workers or available_cores(), len(files))
    if workers == 1 or (workers is None and _are_few(files)):
        listen(pages)
        outcomes: Iterator[Outcome] = (load_file(path, sources) for path in files)
    else:
        outcomes = _in_processes(files, sources, count, pages)
    for done, outcome in enumerate(outcomes, 1):
        if progress is not None:
            progress(outcome, done, len(files))
        yield outcome


def load_file(path: Path, known: Collection[str] = ()) -> Outcome:
    """The outcome of one file; never raises."""
    try:
        with bounded(Limits.from_environment()):
            return _load(path, known)
    except PlangraphError as error:
        message = str(error)
        return Outcome(path, error=message if message.startswith(str(path)) else f"{path}: {message}")
    except Exception as error:  # a fault of ours must not lose the other files
        text = " ".join(str(error).split())[:200]
        return Outcome(path, error=f"{path}: unexpected fault ({type(error).__name__}: {text}); please report it")


def _load(path: Path, known: Collection[str]) -> Outcome:
    source = read_source(path)
    if known and source_id(hashlib.sha256(source.text.encode()).hexdigest()) in known:
        return Outcome(path, source=source, unchanged=True)
    graph, findings = read_plan(source)
    return Outcome(path, graph, findings, source)


def available_cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _are_few(files: list[Path]) -> bool:
    if len(files) > _FEW_FILES or any(path.suffix.lower() not in _PLAIN for path in files):
        return False
    return sum(path.stat().st_size for path in files if path.is_file()) < _FEW_BYTES


def _in_processes(files: list[Path], known: frozenset[str], workers: int, pages: PagesRead | None) -> Iterator[Outcome]:
    """Outcomes in order; when a process dies, the files in flight are read again one by one."""
    waiting, told = deque(files), _Told(pages)
    while waiting:
        suspects: list[Path] = []
        with _pool(workers, told) as pool:
            flight: deque[tuple[Path, Future[Outcome]]] = deque()
            while waiting or flight:
                try:
                    while waiting and len(flight) < workers * _IN_FLIGHT:
                        flight.append((waiting[0], pool.submit(load_file, waiting[0], known)))
                        waiting.popleft()
                    outcome = _outcome(*flight[0], told)
                except BrokenProcessPool:
                    suspects = [path for path, _ in flight]
                    break
                flight.popleft()
                yield outcome
        yield from _one_by_one(suspects, known)


def _one_by_one(suspects: list[Path], known: frozenset[str]) -> Iterator[Outcome]:
    """Outcomes of files one of which ended a process: in a process of their own, so that only that one is lost."""
    with contextlib.closing(OwnProcess(partial(load_file, known=known))) as process:
        for path in suspects:
            yield process.made_of(path) or _too_much(path)


class OwnProcess(Generic[T]):
    """A process that reads one file after the other, bounded in time and memory. Of a file that ends it nothing comes,
    and the next file is read in a fresh one. ``work`` is a function of a module: it is what the process does."""

    def __init__(self, work: Callable[[Path], T]) -> None:
        self._work = work
        self._held: tuple[SpawnProcess, Connection] | None = None

    def made_of(self, path: Path) -> T | None:
        """What ``work`` makes of a file; None where it needed so much that the process ended."""
        pipe = self._pipe()
        try:
            pipe.send(path)
            made: T = pipe.recv()
        except (EOFError, OSError):
            self.close()
            return None
        return made

    def _pipe(self) -> Connection:
        if self._held is None:
            ours, theirs = _CONTEXT.Pipe()
            process = _CONTEXT.Process(target=_work_on, args=(theirs, self._work), daemon=True)
            process.start()
            theirs.close()  # so that the end of one process is told to the other
            self._held = process, ours
        return self._held[1]

    def close(self) -> None:
        """Ends the process."""
        if self._held is not None:
            process, pipe = self._held
            self._held = None
            pipe.close()
            process.kill()
            process.join()


def _work_on(pipe: Connection, work: Callable[[Path], object]) -> None:
    """The process of ``OwnProcess``; it ends with the one that started it."""
    stand_alone()
    with contextlib.suppress(EOFError, OSError, MemoryError):
        while True:
            pipe.send(work(pipe.recv()))


class _Told:
    """What processes tell of the pages that they read."""

    def __init__(self, pages: PagesRead | None) -> None:
        self._pages = pages
        self.queue = _CONTEXT.SimpleQueue() if pages is not None else None
        self.seconds = _LOOK if pages is not None else None

    def pass_on(self) -> None:
        """Passes on what was told since."""
        while self._pages is not None and self.queue is not None and not self.queue.empty():
            self._pages(*self.queue.get())


def _outcome(path: Path, future: Future[Outcome], told: _Told) -> Outcome:
    """What a process made of a file; raises BrokenProcessPool when it died."""
    while True:
        try:
            with collector_paused():  # while it comes in, as very many small objects
                outcome = future.result(told.seconds)
            told.pass_on()
            return outcome
        except MemoryError:  # while the outcome was handed over
            return _too_much(path)
        except TimeoutError:
            told.pass_on()


def _too_much(path: Path) -> Outcome:
    return Outcome(path, error=f"{path}: {Limits.from_environment().too_much()}")


def _pool(workers: int, told: _Told) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(workers, mp_context=_CONTEXT, initializer=_begin, initargs=(told.queue,))


def _begin(queue: SimpleQueue[tuple[Path, int, int]] | None) -> None:
    """Begins a process that only reads files."""
    stand_alone()
    if queue is not None:
        listen(lambda *told: queue.put(told))
