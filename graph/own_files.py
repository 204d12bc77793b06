"""Files that plangraph keeps for its user: where they lie, and how they are written."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from pathlib import Path


def data_folder() -> Path:
    """The folder for plangraph's own data: PLANGRAPH_HOME, or the place that the system gives a user's data."""
    if chosen := os.environ.get("PLANGRAPH_HOME"):
        return Path(chosen)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local")) / "plangraph"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "plangraph"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "plangraph"


def put_private(path: Path, text: str) -> None:
    """Writes a file that its owner alone may read, whole or not at all; raises OSError."""
    handle, temporary = tempfile.mkstemp(".part", f".{path.name}.", path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(temporary).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(temporary).unlink()
        raise
