"""The files that sources were read from, found by their digests in one folder of the server's own.

The store holds texts, not files; and what a text says of a path is never followed.
"""

from __future__ import annotations

import hashlib
import os
import threading
import time
from pathlib import Path

from loaders.readers.page_picture import DRAWN

_MOST_FILES, _LARGEST = 20_000, 64 << 20
_PATIENCE = 5.0


class SourceFiles:
    """Files below ``folder`` by their SHA-256; None finds nothing."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self._digests: dict[tuple[str, int, int], str] = {}
        self._found: dict[str, Path] = {}
        self._looked: dict[str, float] = {}
        self._lock = threading.Lock()

    def find(self, digest: str, name: str) -> Path | None:
        """The file with this digest; one called ``name`` is looked at first. What was found is taken again while it
        stays as it is; what is not there is looked for again after some seconds."""
        if self.folder is None:
            return None
        with self._lock:
            if time.monotonic() - self._looked.get(digest, float("-inf")) < _PATIENCE:
                return None
            before = self._found.get(digest)
            if before is not None and self._digest(before) == digest:
                return before
            files = sorted(self._files(), key=lambda path: path.name != name)
            for path in files:
                if self._digest(path) == digest:
                    self._found[digest] = path
                    return path
            if len(self._looked) > _MOST_FILES:
                self._looked.clear()
            self._looked[digest] = time.monotonic()
            return None

    def _files(self) -> list[Path]:
        found: list[Path] = []
        for folder, _, names in os.walk(self.folder or ""):
            found += [path for name in sorted(names) if (path := Path(folder, name)).suffix.lower() in DRAWN]
            if len(found) > _MOST_FILES:
                break
        return found[:_MOST_FILES]

    def _digest(self, path: Path) -> str | None:
        """The digest of a file, taken once as long as the file stays as it is."""
        try:
            state = path.stat()
            key = (str(path), state.st_size, state.st_mtime_ns)
            if key not in self._digests and (state.st_size > _LARGEST or path.is_symlink()):
                return None
            if key not in self._digests:
                self._digests[key] = hashlib.sha256(path.read_bytes()).hexdigest()
            return self._digests[key]
        except OSError:
            return None
