"""Scans and pictures, by OCR where the extra ``ocr`` is installed.

The pages are read in a process whose time and memory are bounded; what it finds is kept by the digest of the file in
the user's cache folder, so that a second load costs nothing.
"""

from __future__ import annotations

import hashlib
import json
import sys
from importlib.util import find_spec
from pathlib import Path

from graph.errors import SourceError
from graph.page_boxes import Box
from loaders.readers.builder import SourceBuilder
from loaders.readers.cache import cache_folder
from loaders.readers.limits import Limits
from loaders.readers.ocr_worker import page_file
from loaders.readers.pages_read import tell
from loaders.readers.pdf_layout import PdfLayout
from loaders.readers.process import run

_INSTALL = "it is a scan; install OCR (pip install 'plangraph[ocr]'), or give its text as .txt"
# Of the engine and of what is kept; results kept under another one are made anew.
_VERSION = "3"


def can_read() -> bool:
    """Whether the extra ``ocr`` is installed."""
    return all(find_spec(name) for name in ("rapidocr", "onnxruntime", "cv2"))


def read_picture(path: Path, builder: SourceBuilder, limits: Limits) -> None:
    """Puts the pages of a picture into ``builder``."""
    add_blocks(scanned_blocks(path, [], limits), builder)


def scanned_blocks(path: Path, numbers: list[int], limits: Limits) -> PdfLayout:
    """Paragraphs and tables of the scanned pages ``numbers`` of a PDF, or of all pages of a picture."""
    if not can_read():
        raise SourceError(_INSTALL)
    from loaders.readers.aligned_page import Pages
    from loaders.readers.ocr_layout import add_page

    cache = cache_folder("ocr", _VERSION) / hashlib.sha256(path.read_bytes()).hexdigest()
    cache.mkdir(parents=True, exist_ok=True)
    count = _read_pages(path, cache, numbers, limits)
    layout = PdfLayout()
    pages = Pages(layout)
    for number in numbers or range(1, count + 1):
        add_page(pages, number, json.loads(page_file(cache, number).read_text("utf-8")))
    if not layout.blocks and not numbers:
        raise SourceError("OCR finds no text on it")
    return PdfLayout([{**block, "ocr": True} for block in layout.blocks], layout.sizes)


def _read_pages(path: Path, cache: Path, numbers: list[int], limits: Limits) -> int:
    """Has the worker read the pages that are not kept; how many there are."""
    if numbers and all(page_file(cache, number).is_file() for number in numbers):
        return len(numbers)
    seconds = limits.ocr_seconds * max(len(numbers), 1)
    bounds = [str(cache), str(limits.ocr_bytes), str(seconds), str(limits.pages), *map(str, numbers)]

    def watch() -> None:
        if numbers:
            tell(path, sum(page_file(cache, number).is_file() for number in numbers), len(numbers))

    command = [sys.executable, "-m", "loaders.readers.ocr_worker", str(path.absolute()), *bounds]
    printed = run(command, seconds, watch=watch)
    watch()
    try:
        answer = json.loads(printed or b"")
    except ValueError:
        raise SourceError(
            f"OCR needs more than {seconds} seconds or {limits.ocr_bytes} bytes for it "
            f"(PLANGRAPH_MAX_OCR_SECONDS a page, PLANGRAPH_MAX_OCR_BYTES)"
        ) from None
    if "error" in answer:
        raise SourceError(answer["error"])
    return int(answer["pages"])


def add_blocks(layout: PdfLayout, builder: SourceBuilder) -> None:
    """Puts the blocks and sizes of pages into ``builder``."""
    builder.read = any(block.get("ocr") for block in layout.blocks)
    builder.sizes = layout.sizes
    for block in layout.blocks:
        page, doubts = f"page {block['page']}", dict(block.get("doubts", ()))
        if "text" in block:
            builder.paragraph(block["text"], page, _boxes(block["glyphs"]), doubts.get(0, ""))
            continue
        number = builder.begin_table()
        for at, cells in enumerate(block["rows"], 1):
            places = [f"{page} table {number} row {at} cell {column}" for column in range(1, len(cells) + 1)]
            builder.row(cells, places, _boxes(block["glyphs"][at - 1]), doubts.get(at - 1, ""))


def _boxes(glyphs: list[list[int]]) -> list[Box]:
    return [Box(*glyph) for glyph in glyphs]
