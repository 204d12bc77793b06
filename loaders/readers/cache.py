"""The folder of what is kept between runs: PLANGRAPH_CACHE, or the user's cache folder."""

from __future__ import annotations

import os
from pathlib import Path


def cache_folder(kind: str, version: str) -> Path:
    """The folder of results of one kind; another ``version`` of how they are made has another."""
    given = os.environ.get("PLANGRAPH_CACHE")
    base = Path(given) if given else Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "plangraph"
    return base / f"{kind}-{version}"
