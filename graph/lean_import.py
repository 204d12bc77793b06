"""Importing a library without what it would take with it and never needs here."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without(*names: str) -> Iterator[None]:
    """Packages ``names`` seem not to be installed while this lasts; those that are imported already stay as they are.

    For imports at the top of a module: another thread that imports one of them meanwhile would fail.
    """
    hidden = [name for name in names if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type] # None: Python's own sign that it can't be imported
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]
