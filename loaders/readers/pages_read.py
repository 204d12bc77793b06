"""How many pages of a file OCR has read, told to who listens: a page takes seconds, a scan minutes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

# Told the file, how many of its pages are read and how many there are.
PagesRead = Callable[[Path, int, int], None]
_listener: PagesRead | None = None


def listen(listener: PagesRead | None) -> None:
    """Who is told from now on in this process."""
    global _listener
    _listener = listener


def tell(path: Path, done: int, total: int) -> None:
    """Tells that ``done`` of ``total`` pages of ``path`` are read."""
    if _listener is not None:
        _listener(path, done, total)
