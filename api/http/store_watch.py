"""How a change of the store is noticed cheaply: a file's status, or the version token of a server."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from api.http.settings import Settings
from api.http.snapshots import SnapshotHolder
from graph.store import Store, open_store


def holder_of(settings: Settings) -> SnapshotHolder:
    """A holder for the store that the settings name; nothing is opened yet."""
    address = settings.store

    def opener() -> Store:
        return open_store(address)

    server = _ServerSignature(opener) if "://" in address else None
    return SnapshotHolder(
        opener,
        server or _file_signature(Path(address)),
        poll_seconds=settings.poll_seconds,
        cache_bytes=settings.cache_megabytes << 20,
        timeout=settings.query_timeout,
        live=server is not None,
        on_stop=server.close if server else lambda: None,
    )


def _file_signature(path: Path) -> Callable[[], object]:
    def signature() -> object:
        try:
            status = path.stat()
        except OSError as error:
            return str(error)
        return status.st_ino, status.st_size, status.st_mtime_ns

    return signature


class _ServerSignature:
    """The version that a connection of its own reports; a broken one is opened anew at the next look."""

    def __init__(self, opener: Callable[[], Store]) -> None:
        self._open = opener
        self._store: Store | None = None

    def __call__(self) -> object:
        if self._store is None:
            self._store = self._open()
        try:
            return self._store.version()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Lets go of the connection."""
        store, self._store = self._store, None
        if store is not None:
            store.close()
