"""The embedded store: one file behind the store port.

A write builds the whole graph anew from what each plan states and puts it in the file's place, so what the store
holds never depends on the way it came there. Readers hold an immutable snapshot and look for a newer file on
``refresh``; a query that is under way keeps the snapshot that it began with.
"""

from __future__ import annotations

import contextlib
import gc
import os
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from graph.errors import StoreError
from graph.matching.decisions import Decisions, decisions_for
from graph.plan_graph import PlanGraph
from graph.schema import schema
from graph.store import kgl_file, kglite_engine, text_index
from graph.store.content import Content, PlanEntry
from graph.store.inferred import LinkState, add_links
from graph.store.parts import PlanPart, split
from graph.store.port import DEFAULT_ROW_LIMIT, DEFAULT_TIMEOUT, Change, Hit, Progress, Rows
from graph.store.read_only import check_read_only

DEFAULT_WAIT = 10.0


@dataclass(frozen=True, slots=True)
class _State:
    """What was read from one version of the file; never changed."""

    snapshot: kglite_engine.Snapshot
    plans: Mapping[str, PlanEntry]
    inferred: LinkState
    version: str
    signature: kgl_file.Signature | None

    def content(self) -> Content:
        nodes, edges = kglite_engine.tables(self.snapshot)
        return Content(self.plans, nodes, {name: edges[name] for name in edges if name not in schema().derived()})


class EmbeddedStore:
    """A store in one file. Opened for writing it may not exist yet; ``wait`` is how long a writer waits for another.

    Any number of processes and threads may read while one writes.
    """

    def __init__(self, path: str | Path, *, write: bool = False, wait: float = DEFAULT_WAIT) -> None:
        self.address = str(path)
        self._path = Path(os.path.realpath(path))
        self._write = write
        self._wait = wait
        self._state = self._read()
        self._indexing = threading.Lock()
        self._index: tuple[str, text_index.TextIndex] | None = None

    def _read(self) -> _State:
        signature = kgl_file.signature(self._path)
        stored = kgl_file.read(self._path)
        if stored is None:
            if not self._write:
                raise StoreError(f"{self.address}: there is no store yet; load a plan first (plangraph load PATH)")
            return _State(kglite_engine.empty(), {}, LinkState(), Content().version(), None)
        written_by = stored.appendix.get("schema", 1)
        if written_by not in schema().reads:
            raise StoreError(
                f"{self.address}: was written with schema {written_by}, this program has {schema().version}; "
                "move it away and load the plans again"
            )
        try:
            inferred = LinkState.from_json(stored.appendix.get("inferred", {}))
            snapshot = kglite_engine.joined(kglite_engine.load(stored.engine), inferred.columns())
            plans = {plan: PlanEntry.from_json(raw) for plan, raw in stored.appendix["plans"].items()}
        except StoreError as error:
            raise StoreError(f"{self.address}: {error}") from None
        return _State(snapshot, plans, inferred, stored.version, signature)

    def refresh(self) -> bool:
        """Looks for a newer file and reads it; True when the content changed. Raises StoreError, and then keeps
        answering from what was read before."""
        if kgl_file.signature(self._path) == self._state.signature:
            return False
        before, self._state = self._state, self._read()
        return before.version != self._state.version

    def replace(self, graphs: Iterable[PlanGraph], progress: Progress | None = None) -> list[Change]:
        """See the port. Actions are "new", "replaced" and "unchanged"."""
        parts: list[PlanPart] = []
        for graph in graphs:
            with _collector_paused():
                parts += split(graph)
        latest = {part.plan: part for part in parts}
        with _collector_paused(), self._writing():
            held = self._state.plans
            changed = {
                plan: part for plan, part in latest.items() if plan not in held or held[plan].digest != part.digest
            }
            changes = [_change(part, held, changed) for part in parts]
            decisions = decisions_for(self.address)
            if changed or not self._state.inferred.is_of(decisions):
                self._save(self._state.content().replaced(changed), decisions, progress)
        return changes

    def remove(self, plan_id: str) -> bool:
        """See the port."""
        with self._writing():
            if plan_id not in self._state.plans:
                return False
            self._save(self._state.content().replaced({}, [plan_id]), decisions_for(self.address))
        return True

    def _save(self, content: Content, decisions: Decisions, progress: Progress | None = None) -> None:
        engine, graph = kglite_engine.serialise(content, progress)
        digests = {plan: entry.digest for plan, entry in content.plans.items()}
        inferred = self._state.inferred.after(partial(kglite_engine.rows, graph), digests, decisions)
        version = content.version(decisions.token)
        appendix = {
            "schema": schema().version,
            "plans": {plan: entry.as_json() for plan, entry in content.plans.items()},
            "inferred": inferred.as_json(),
        }
        kgl_file.write(self._path, kgl_file.Stored(engine, appendix, version))
        snapshot = kglite_engine.joined(graph, inferred.columns())
        self._state = _State(snapshot, content.plans, inferred, version, kgl_file.signature(self._path))

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        if not self._write:
            raise StoreError(f"{self.address}: was opened for reading only")
        with kgl_file.writing(self._path, self._wait):
            self.refresh()
            yield

    def run(
        self,
        text: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        timeout: float = DEFAULT_TIMEOUT,
        row_limit: int = DEFAULT_ROW_LIMIT,
    ) -> Rows:
        """See the port."""
        check_read_only(text)
        return kglite_engine.ask(self._state.snapshot, text, parameters or {}, timeout, row_limit)

    def search(self, words: Sequence[str], most: int = 10_000) -> list[Hit]:
        """See the port. The first search of a version makes its index, unless one stands beside the file already."""
        state = self._state
        with self._indexing:
            if self._index is None or self._index[0] != state.version:
                self._drop_index()
                entries = kglite_engine.texts(state.snapshot)
                self._index = (state.version, text_index.open_index(self._path, state.version, entries))
            return self._index[1].search(words, most)  # under the lock: a newer version's first search closes this one

    @property
    def full_text(self) -> bool:
        """See the port: the index beside the file answers ``search`` alone."""
        return False

    def _drop_index(self) -> None:
        if self._index is not None:
            self._index[1].close()
            self._index = None

    def graph(self, plans: Iterable[str] | None = None) -> PlanGraph:
        """See the port. Raises StoreError for a plan that the store does not hold."""
        return add_links(self._state.content().graph(plans), self._state.inferred.links)

    def version(self) -> str:
        """See the port: the token of what this store answers from, which ``refresh`` brings up to date."""
        return self._state.version

    def close(self) -> None:
        """Lets go of the snapshot; the store can't be used afterwards."""
        self._drop_index()
        self._state = _State(kglite_engine.empty(), {}, LinkState(), Content().version(), None)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


@contextlib.contextmanager
def _collector_paused() -> Iterator[None]:
    """Makes millions of small objects without the garbage collector looking through them again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _change(part: PlanPart, held: Mapping[str, PlanEntry], changed: Mapping[str, PlanPart]) -> Change:
    action = "unchanged" if part.plan not in changed else "replaced" if part.plan in held else "new"
    return Change(part.plan, action, part.node_count, part.edge_count)
