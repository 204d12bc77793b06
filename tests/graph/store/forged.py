"""Store files whose checksums are right and whose content is not."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from graph.store import kgl_file
from graph.store.packing import pack, unpack


def forge(
    path: Path,
    change: Callable[[dict[str, Any], Any], Any],
    block: int = 0,
    version: str | None = None,
    **sections: bytes,
) -> None:
    """Changes the index or the details of a block, puts ``sections`` in the place of others, and all checksums right."""
    file = kgl_file.read(path)
    assert file is not None
    index, details = (json.loads(unpack(section)) for section in (file.blocks[block].index, file.blocks[block].details))
    change(index, details)
    forged = replace(file.blocks[block], index=pack(index), details=pack(details), **sections)
    kept = [*file.blocks[:block], forged, *file.blocks[block + 1 :]]
    written = kgl_file.write(path, kept[0], version or file.version)
    for added in kept[1:]:
        written = kgl_file.append(path, written, added, version or file.version)
