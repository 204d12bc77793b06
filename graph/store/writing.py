"""One writer at a time: the lock beside a store file, and what its holder may clean."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from graph.errors import StoreBusyError, StoreError
from graph.store.kgl_file import temporary_of


@contextlib.contextmanager
def writing(path: Path, wait: float) -> Iterator[None]:
    """Holds the right to write ``path``; after ``wait`` seconds raises StoreBusyError that says who holds it."""
    lock_path = path.with_name(f".{path.name}.lock")
    lock = FileLock(lock_path)
    try:
        lock_path.touch()  # tells at once what the lock would take for another writer, or mend by making folders
        lock.acquire(timeout=wait)
    except Timeout:
        raise StoreBusyError(
            f"{path}: {_holder(path)} is writing to it; waited {wait:g} s, try again when it is done"
        ) from None
    except OSError as error:
        raise StoreError(f"{path}: can't be written: {error.strerror}") from None
    try:
        _clean(path)
        _touch(path)
        yield
    finally:
        temporary_of(path).unlink(missing_ok=True)
        lock.release()


def _temporaries(path: Path) -> list[Path]:
    prefix = f".{path.name}."
    return [p for p in path.parent.iterdir() if p.name.startswith(prefix) and p.name.endswith(".tmp")]


def _clean(path: Path) -> None:
    """Removes what killed writers left behind; only the holder of the lock may."""
    for stale in _temporaries(path):
        stale.unlink(missing_ok=True)


def _touch(path: Path) -> None:
    try:
        temporary_of(path).touch()
    except OSError as error:
        raise StoreError(f"{path}: can't be written: {error.strerror}") from None


def _holder(path: Path) -> str:
    pids = [p.name.removesuffix(".tmp").rpartition(".")[2] for p in _temporaries(path)]
    return f"process {pids[0]}" if pids else "another process"
