"""The embedded store: one file behind the store port.

Plans that are new are added behind what the file holds, as long as they are few; any other write puts a file of all
that plans state in its place. Either way what the store holds never depends on the way it came there. Readers hold an
immutable snapshot and look for a newer file on ``refresh``; a query that is under way keeps the snapshot that it began
with.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from graph.errors import StoreError
from graph.matching.decisions import Decisions, decisions_for
from graph.memory import collector_paused
from graph.plan_graph import PlanGraph
from graph.schema import schema
from graph.store import growing, kgl_file, kglite_engine, text_index
from graph.store.adding import can_add, is_small
from graph.store.content import Content, PlanEntry, version_of
from graph.store.held import Held, Inferences, added_block, base_block, consistent, stated_labels, united_labels
from graph.store.inferred import add_links
from graph.store.parts import Attributes, PlanPart, split
from graph.store.plan_items import PlanItems
from graph.store.port import DEFAULT_ROW_LIMIT, DEFAULT_TIMEOUT, Change, Hit, Progress, Rows
from graph.store.read_only import check_read_only
from graph.store.writing import writing

DEFAULT_WAIT = 10.0
# Nodes and relationships of added plans to those in the file's first block. What is added is united with that block at
# every opening, so this share bounds what opening takes beyond reading it.
ADDED_SHARE = 0.05


class EmbeddedStore:
    """A store in one file. Opened for writing it may not exist yet; ``wait`` is how long a writer waits for another.

    Any number of processes and threads may read while one writes. ``share`` of what the file holds may be added behind
    it before it is made anew.
    """

    def __init__(
        self, path: str | Path, *, write: bool = False, wait: float = DEFAULT_WAIT, share: float = ADDED_SHARE
    ) -> None:
        self.address = str(path)
        self._path = Path(os.path.realpath(path))
        self._write = write
        self._wait = wait
        self._share = share
        self._held, self._signature = self._read()
        self._indexing = threading.Lock()
        self._index: tuple[str, text_index.TextIndex] | None = None

    def _read(self) -> tuple[Held, kgl_file.Signature | None]:
        signature = kgl_file.signature(self._path)
        file = kgl_file.read(self._path)
        if file is None and not self._write:
            raise StoreError(f"{self.address}: there is no store yet; load a plan first (plangraph load PATH)")
        if file is not None and file.schema not in schema().reads:
            raise StoreError(
                f"{self.address}: was written with schema {file.schema}, this program has {schema().version}; "
                "move it away and load the plans again"
            )
        with self._placed():
            held = Held(file, grows=self._write)
            if not self._write:
                _ = held.snapshot  # who only reads is told at once of what can't be read
        return held, signature if file is not None else None

    @contextlib.contextmanager
    def _placed(self) -> Iterator[None]:
        """Says of which store an error speaks."""
        try:
            yield
        except StoreError as error:
            raise StoreError(f"{self.address}: {error}") from None

    def refresh(self) -> bool:
        """Looks for a newer file and reads it; True when the content changed. Raises StoreError, and then keeps
        answering from what was read before."""
        if kgl_file.signature(self._path) == self._signature:
            return False
        before, (self._held, self._signature) = self._held, self._read()
        return before.version != self._held.version

    def replace(self, graphs: Iterable[PlanGraph], progress: Progress | None = None) -> list[Change]:
        """See the port. Actions are "new", "replaced" and "unchanged"."""
        parts: list[PlanPart] = []
        for graph in graphs:
            with collector_paused():
                parts += split(graph)
        latest = {part.plan: part for part in parts}
        with collector_paused(), self._writing():
            held = self._held.plans
            changed = {
                plan: part for plan, part in latest.items() if plan not in held or held[plan].digest != part.digest
            }
            changes = [_change(part, held, changed) for part in parts]
            decisions = decisions_for(self.address)
            if changed or not self._held.inferred.is_of(decisions):
                self._put(changed, decisions, progress)
        return changes

    def _put(self, changed: Mapping[str, PlanPart], decisions: Decisions, progress: Progress | None) -> None:
        held = self._held
        if held.file is None or not held.inferred.is_of(decisions) or not can_add(held, changed.values()):
            self._make_anew(changed, (), decisions, progress)
            return
        plans = held.plans | {plan: PlanEntry.of(part) for plan, part in changed.items()}
        items = PlanItems(held.items, changed)
        if is_small(held, changed.values(), self._share):
            growing.built(Content().replaced(changed), progress)  # what is added must be what the engine can hold
            block = added_block(changed, replace(self._inferred(plans, items, decisions), before=held.inferred), items)
            self._took(held.grown(kgl_file.append(self._path, held.file, block, version_of(plans, decisions.token))))
            return
        graph = held.graph_with(changed.values(), progress)
        statements = held.statements() | {plan: dict(part.shared) for plan, part in changed.items()}
        labels = united_labels(held.labels, stated_labels(part.shared for part in changed.values()))
        self._save(graph, plans, statements, labels, items, decisions)

    def _inferred(self, plans: Mapping[str, PlanEntry], items: PlanItems, decisions: Decisions) -> Inferences:
        """What follows between plans now that the store holds these."""
        with self._placed():
            return Inferences(self._held.inferred.after(plans, items, decisions), decisions.token)

    def remove(self, plan_id: str) -> bool:
        """See the port."""
        with self._writing():
            if plan_id not in self._held.plans:
                return False
            self._make_anew({}, [plan_id], decisions_for(self.address))
        return True

    def _make_anew(
        self,
        changed: Mapping[str, PlanPart],
        removed: Iterable[str],
        decisions: Decisions,
        progress: Progress | None = None,
    ) -> None:
        content = self._held.content()
        older = self._held.file is not None and self._held.file.format != kgl_file.FORMAT
        renewed = {part.plan: part for part in content.parts()} if older else {}
        if older:  # entries as this program makes them
            content = replace(content, plans={plan: PlanEntry.of(part) for plan, part in renewed.items()})
        content = content.replaced(changed, removed)
        graph = growing.built(content, progress)
        labels = {node_id: attributes["labels"][0] for node_id, attributes in content.shared().nodes()}
        items = PlanItems(self._held.items, renewed | dict(changed))
        self._save(graph, content.plans, content.statements, labels, items, decisions)

    def _save(
        self,
        graph: kglite_engine.Graph,
        plans: Mapping[str, PlanEntry],
        statements: Mapping[str, Mapping[str, Attributes]],
        labels: Mapping[str, str],
        items: PlanItems,
        decisions: Decisions,
    ) -> None:
        """Puts a file of one block in the place of the old one."""
        inferred = self._inferred(plans, items, decisions)
        block = base_block(plans, statements, labels, inferred, items, kglite_engine.encoded(graph))
        version = version_of(plans, inferred.decided)
        self._took(Held(kgl_file.write(self._path, block, version), graph))

    def _took(self, held: Held) -> None:
        self._held, self._signature = held, kgl_file.signature(self._path)

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        if not self._write:
            raise StoreError(f"{self.address}: was opened for reading only")
        with writing(self._path, self._wait):
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
        with self._placed():
            snapshot = self._held.snapshot
        return kglite_engine.ask(snapshot, text, parameters or {}, timeout, row_limit)

    def sources(self) -> frozenset[str]:
        """See the port."""
        return frozenset(source for entry in self._held.plans.values() for source in entry.sources)

    def search(self, words: Sequence[str], most: int = 10_000) -> list[Hit]:
        """See the port. The first search of a version makes its index, unless one stands beside the file already."""
        held = self._held
        with self._indexing:
            if self._index is None or self._index[0] != held.version:
                self._drop_index()
                with self._placed():
                    entries = kglite_engine.texts(held.snapshot)
                self._index = (held.version, text_index.open_index(self._path, held.version, entries))
            return self._index[1].search(words, most)  # under the lock: a newer version's first search closes this one

    @property
    def rewrites(self) -> bool:
        """See the port."""
        return True

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
        with self._placed(), consistent():
            return add_links(self._held.content().graph(plans), self._held.inferred.links)

    def version(self) -> str:
        """See the port: the token of what this store answers from, which ``refresh`` brings up to date."""
        return self._held.version

    def close(self) -> None:
        """Lets go of the snapshot; the store can't be used afterwards."""
        self._drop_index()
        self._held = Held(None)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _change(part: PlanPart, held: Mapping[str, PlanEntry], changed: Mapping[str, PlanPart]) -> Change:
    action = "unchanged" if part.plan not in changed else "replaced" if part.plan in held else "new"
    return Change(part.plan, action, part.node_count, part.edge_count)
