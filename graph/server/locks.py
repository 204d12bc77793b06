"""One process at a time does what two must not do at once; who waits is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import filelock

Report = Callable[[str], None]
_SOON = 1.0  # seconds


@contextmanager
def alone(path: Path, waiting: str, report: Report) -> Iterator[None]:
    """Holds the lock file ``path``; ``report`` is told ``waiting`` when another process holds it."""
    lock = filelock.FileLock(path)
    try:
        lock.acquire(timeout=_SOON)
    except filelock.Timeout:
        report(waiting)
        lock.acquire()
    try:
        yield
    finally:
        lock.release()
