"""PDF files, their text layer read in a process of its own whose time and memory are bounded.

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
from loaders.readers.ocr import add_blocks, can_read, scanned_blocks
from loaders.readers.pdf_layout import PdfLayout
from loaders.readers.process import run


def read_pdf(path: Path, builder: SourceBuilder, limits: Limits) -> None:
    """Puts the pages of ``path`` into ``builder``; has pages without text read by OCR, where the extra is installed."""
    answer = _extracted(path, limits)
    blocks, scans, pages = answer["blocks"], answer["scans"], answer["pages"]
    sizes = {int(number): (width, height) for number, (width, height) in answer["sizes"].items()}
    if scans and (can_read() or not blocks or len(scans) > pages // 2):
        read = scanned_blocks(path, scans, limits)
        blocks = sorted([*blocks, *read.blocks], key=lambda block: int(block["page"]))
        sizes |= read.sizes
    if not blocks:
        raise SourceError("it holds no text")
    add_blocks(PdfLayout(blocks, sizes), builder)


def _extracted(path: Path, limits: Limits) -> dict[str, Any]:
    bounds = [str(limits.pages), str(limits.seconds), str(limits.memory_bytes)]
    command = [sys.executable, "-m", "loaders.readers.pdf_worker", str(path.absolute()), *bounds]
    printed = run(command, limits.seconds)
    try:
        answer = json.loads(printed or b"")
    except ValueError:
        raise SourceError(f"{limits.too_much()}; save it anew or give its text as .txt") from None
    if "error" in answer:
        raise SourceError(answer["error"])
    found: dict[str, Any] = answer
    return found
