"""One version of the store for each request, swapped as a whole when a load has changed the store.

A watcher compares ``store.version()`` with the version in use; when it differs, a handle of the newer one is opened
beside it and takes its place by one assignment. Requests that began with the old one end with the old one.
"""

from __future__ import annotations

import hashlib
import logging
import threading
import weakref
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from api.http.problems import ProblemError
from graph.errors import PlangraphError
from graph.store.port import DEFAULT_TIMEOUT, Store
from queries.answers.view import View

LOG = logging.getLogger("plangraph.server")


@dataclass(frozen=True, slots=True)
class Answer:
    """A finished answer: what is sent again, byte for byte, while the version lasts."""

    route: str
    headers: list[tuple[bytes, bytes]]
    etag: bytes
    body: bytes


class AnswerCache:
    """Finished answers of one version, the least recently used dropped when they exceed ``limit`` bytes."""

    def __init__(self, limit: int) -> None:
        self._limit, self._held, self._lock = limit, 0, threading.Lock()
        self._answers: OrderedDict[Any, Answer] = OrderedDict()

    def get(self, key: Any) -> Answer | None:
        """The answer kept under ``key``."""
        answer = self._answers.get(key)
        if answer is not None:
            with self._lock:
                if key in self._answers:
                    self._answers.move_to_end(key)
        return answer

    def put(self, key: Any, answer: Answer) -> None:
        """Keeps ``answer`` when it is small against the limit."""
        size = _size(answer)
        if size > self._limit // 8:
            return
        with self._lock:
            if key in self._answers:
                return
            self._answers[key] = answer
            self._held += size
            while self._held > self._limit:
                self._held -= _size(self._answers.popitem(last=False)[1])

    @property
    def held(self) -> int:
        """Bytes held now."""
        return self._held


def _size(answer: Answer) -> int:
    return len(answer.body) + 1024  # headers, key and bookkeeping, roughly


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Snapshot:
    """One version: its token, the view of the store that answers come from, and finished answers."""

    version: str
    view: View
    cache: AnswerCache
    analyses: dict[str, Any] = field(default_factory=dict)

    @property
    def store(self) -> Store:
        """The handle of the store that this version is read from."""
        return self.view.store


class SnapshotHolder:
    """Keeps the current snapshot of the store at hand and watches for a newer one.

    ``opener`` opens the store; ``signature`` is a cheap value that changes when the store may have changed. Nothing is
    read ahead: what a version's answers cost is paid when they are asked for. ``live`` says that a handle of the store
    sees later loads, so that an answer must be checked against the version afterwards. ``on_take`` is told each version
    with the one before it.
    """

    def __init__(
        self,
        opener: Callable[[], Store],
        signature: Callable[[], object],
        *,
        poll_seconds: float = 0.5,
        cache_bytes: int = 64 << 20,
        timeout: float = DEFAULT_TIMEOUT,
        live: bool = False,
        on_stop: Callable[[], None] = lambda: None,
    ) -> None:
        self._open, self._signature, self._timeout, self._on_stop = opener, signature, timeout, on_stop
        self.live = live
        self._poll, self._cache_bytes = poll_seconds, cache_bytes
        self._seen: object = None
        self._building, self._stop = threading.Lock(), threading.Event()
        self._thread: threading.Thread | None = None
        self.on_take: Callable[[Snapshot | None, Snapshot], None] = lambda before, after: None
        self.current: Snapshot | None = None
        self.trouble = "the store has not been opened yet"

    def get(self) -> Snapshot:
        """The current snapshot; raises a 503 Problem while there is none."""
        snapshot = self.current
        if snapshot is None:
            raise ProblemError(503, "store-unavailable", self.trouble, headers={"retry-after": "2"})
        return snapshot

    def check(self) -> None:
        """Raises a 503 Problem when the store could not be read at the last look."""
        if self.trouble:
            raise ProblemError(503, "store-unavailable", self.trouble)

    def refresh(self) -> bool:
        """Looks at the store and takes a new snapshot if its content changed; true when it did."""
        with self._building:
            try:
                return self._refresh()
            except PlangraphError as error:
                if str(error) != self.trouble:
                    LOG.warning("store not read", extra={"fields": {"error": str(error)}})
                self.trouble = str(error)
                return False

    def _refresh(self) -> bool:
        seen = self._signature()
        if self.current is not None and seen == self._seen:
            self.trouble = ""
            return False
        # A handle of its own, so that queries of this snapshot can't see a later load.
        store = self._open()
        try:
            version = store.version()
            if self.current is None or version != self.current.version:
                self._take(store, version)
                return True
            self._seen, self.trouble = seen, ""
        except BaseException:
            store.close()
            raise
        store.close()
        return False

    def _take(self, store: Store, version: str) -> None:
        """Makes what ``store`` holds the current snapshot."""
        seen = self._signature()
        snapshot = Snapshot(version, View(store, timeout=self._timeout), AnswerCache(self._cache_bytes))
        weakref.finalize(snapshot, store.close)  # when the last request that reads it has ended
        before, self.current = self.current, snapshot
        self._seen, self.trouble = seen, ""
        LOG.info("new version", extra={"fields": {"version": version}})
        try:
            self.on_take(before, snapshot)
        except PlangraphError as error:
            LOG.warning("changes not told", extra={"fields": {"error": str(error)}})

    def start(self) -> None:
        """Takes the first snapshot and begins to watch."""
        self.refresh()
        self._stop.clear()
        self._thread = threading.Thread(target=self._watch, name="plangraph-watch", daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        while not self._stop.wait(self._poll):
            try:
                self.refresh()
            except Exception:
                LOG.exception("watching the store failed")

    def stop(self) -> None:
        """Ends the watch and lets go of the store."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()
        self.current = None
        self._on_stop()


def entity_tag(version: str, *parts: str) -> str:
    """A strong ETag for what ``parts`` (path, query, form) give at ``version``."""
    joined = "\x1f".join((version, *parts)).encode("utf-8", "surrogatepass")
    return f'"{hashlib.blake2b(joined, digest_size=12).hexdigest()}"'
