"""How a change of the store is noticed cheaply: a file's status, or the version token of a server."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from api.http.settings import Settings
from api.http.snapshots import SnapshotHolder
from api.http.workload import warm_workloads
from graph.store import Store, open_store


def holder_of(settings: Settings) -> SnapshotHolder:
    """A holder for the store that the settings name; nothing is opened yet."""
    address = settings.store

    def opener() -> Store:
        return open_store(address)

    return SnapshotHolder(
        opener,
        _server_signature(opener) if "://" in address else _file_signature(Path(address)),
        poll_seconds=settings.poll_seconds,
        cache_bytes=settings.cache_megabytes << 20,
        warm=warm_workloads,
    )


def _file_signature(path: Path) -> Callable[[], object]:
    def signature() -> object:
        try:
            status = path.stat()
        except OSError as error:
            return str(error)
        return status.st_ino, status.st_size, status.st_mtime_ns

    return signature


def _server_signature(opener: Callable[[], Store]) -> Callable[[], object]:
    """The version that a connection of its own reports; a broken one is opened anew at the next look."""
    held: list[Store] = []

    def signature() -> object:
        if not held:
            held.append(opener())
        try:
            return held[0].version()
        except BaseException:
            held.pop().close()
            raise

    return signature
