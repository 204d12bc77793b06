"""PDF files with a text layer, read in a process of its own whose time and memory are bounded.

A few kilobytes of PDF can unpack to more than a machine holds, and no library bounds that; a process can be bounded.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from graph.errors import SourceError
from loaders.readers.builder import SourceBuilder
from loaders.readers.limits import Limits
from loaders.readers.process import run

_TOO_MUCH = "it needs more time or memory than a plan does; save it anew or give its text as .txt"


def read_pdf(path: Path, builder: SourceBuilder, limits: Limits) -> None:
    """Puts the pages of ``path`` into ``builder``; raises SourceError for a scan without a text layer."""
    for block in _extracted(path, limits):
        page = f"page {block['page']}"
        if "text" in block:
            builder.paragraph(block["text"], page)
            continue
        number = builder.begin_table()
        for at, cells in enumerate(block["rows"], 1):
            places = [f"{page} table {number} row {at} cell {column}" for column in range(1, len(cells) + 1)]
            builder.row(cells, places)


def _extracted(path: Path, limits: Limits) -> list[dict[str, Any]]:
    bounds = [str(limits.pages), str(limits.pdf_seconds), str(limits.pdf_bytes)]
    command = [sys.executable, "-m", "loaders.readers.pdf_worker", str(path.absolute()), *bounds]
    printed = run(command, limits.pdf_seconds)
    try:
        answer = json.loads(printed or b"")
    except ValueError:
        raise SourceError(_TOO_MUCH) from None
    if "error" in answer:
        raise SourceError(answer["error"])
    blocks: list[dict[str, Any]] = answer["blocks"]
    return blocks
