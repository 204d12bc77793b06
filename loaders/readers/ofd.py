"""OFD (GB/T 33190), the national layout format: the texts and ruled lines of its pages, laid out as those of a scan are.

An OFD is a ZIP of XML files: OFD.xml names documents, a document its pages, a page its text objects with the place of
each character in millimetres. Seals, notes and scripts are not looked at; nothing outside the file is followed.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree  # type: ignore[import-untyped] # it has no types

from graph.errors import SourceError
from loaders.readers.aligned_page import Pages
from loaders.readers.archive import check_archive
from loaders.readers.builder import SourceBuilder
from loaders.readers.limits import Limits
from loaders.readers.ocr import add_blocks
from loaders.readers.ocr_layout import add_page
from loaders.readers.pdf_layout import PdfLayout

# Millimetres to the pixels of a page at 200 dpi, which the layout counts in.
_SCALE = 200 / 25.4
_A4 = (210.0, 297.0)
_THIN = 1.0
_ASCENT, _DESCENT = 0.88, 0.12
_DAMAGED = "the OFD is damaged ({}); save it anew"
_POINTS = re.compile(r"([MLCSBQA])|(-?\d+(?:\.\d+)?)")
_MOST_OBJECTS = 500_000


def read_ofd(path: Path, builder: SourceBuilder, limits: Limits) -> None:
    """Puts the pages of ``path`` into ``builder``; raises SourceError for a scan and for a damaged file."""
    check_archive(path, limits)
    layout = PdfLayout()
    adding = Pages(layout)
    pictures = False
    try:
        with zipfile.ZipFile(path) as archive:
            for number, (sheet, parts) in enumerate(_pages(archive), 1):
                if number > limits.pages:
                    raise SourceError(f"it has more than {limits.pages} pages")
                page: dict[str, Any] = {"lines": [], "rules": []}
                for part in parts:
                    _read_part(part, page)
                page["text_width"] = max((char[4] for line in page["lines"] for char in line["chars"]), default=0)
                page["width"], page["height"] = _size(parts[-1], sheet)
                add_page(adding, number, page, scan=False)
                pictures = pictures or any(_named(part, "ImageObject") for part in parts)
    except (KeyError, ValueError, etree.LxmlError, zipfile.BadZipFile) as error:
        raise SourceError(_DAMAGED.format(type(error).__name__)) from None
    if not layout.blocks and pictures:
        raise SourceError("it is a scan; save it as .pdf, whose pages OCR can read")
    add_blocks(layout, builder)


def _named(node: Any, name: str) -> list[Any]:
    """All elements of a name below ``node``, whatever their namespace."""
    found: list[Any] = node.xpath(f".//*[local-name()='{name}']")
    return found


def _load(archive: zipfile.ZipFile, name: str) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(archive.read(name), parser)


def _beside(name: str, place: str) -> str:
    """A place named in the file ``name``: from the root, or from its own folder."""
    if place.startswith("/"):
        return place.lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), place.strip()))


def _pages(archive: zipfile.ZipFile) -> Iterator[tuple[Any, list[Any]]]:
    """The pages in order, each as the root of its document, and those of its templates and of itself."""
    for root in _named(_load(archive, "OFD.xml"), "DocRoot"):
        name = _beside("OFD.xml", root.text or "")
        document = _load(archive, name)
        templates = {
            node.get("ID"): _beside(name, node.get("BaseLoc", "")) for node in _named(document, "TemplatePage")
        }
        for pages in _named(document, "Pages"):
            for page in _named(pages, "Page"):
                content = _load(archive, _beside(name, page.get("BaseLoc", "")))
                used = [
                    templates[node.get("TemplateID")]
                    for node in _named(content, "Template")
                    if node.get("TemplateID") in templates
                ]
                yield document, [*(_load(archive, template) for template in used), content]


def _size(page: Any, document: Any) -> tuple[int, int]:
    """Width and height of a page: its own, or those of all pages of the document."""
    boxes = [*_named(page, "PhysicalBox"), *_named(document, "PhysicalBox")]
    _, _, width, height = _numbers(boxes[0].text, 4) if boxes else (0, 0, *_A4)
    return max(round(width * _SCALE), 1), max(round(height * _SCALE), 1)


def _read_part(root: Any, page: dict[str, Any]) -> None:
    """Adds the text and the ruled lines of a page or template."""
    texts, paths = _named(root, "TextObject"), _named(root, "PathObject")
    if len(texts) + len(paths) > _MOST_OBJECTS:
        raise SourceError(f"a page has more than {_MOST_OBJECTS} objects")
    for node in texts:
        left, top, _, _ = _numbers(node.get("Boundary"), 4)
        for code in _named(node, "TextCode"):
            chars = list(_chars(node, code, left, top))
            if chars:
                page["lines"].append({"text": code.text, "chars": chars})
    for node in paths:
        page["rules"].extend(_rules(node))


def _numbers(text: str | None, count: int) -> list[float]:
    values = [float(value) for value in (text or "").split()]
    if len(values) != count or any(abs(value) > 1e6 for value in values):
        raise ValueError(text)
    return values


def _chars(node: Any, code: Any, left: float, top: float) -> Iterator[list[Any]]:
    """The characters of a text code as [char, 1.0, left, top, right, bottom]."""
    a, b, c, d, e, f = _numbers(node.get("CTM") or "1 0 0 1 0 0", 6)
    size = float(node.get("Size", "0"))
    x, y = float(code.get("X", "0")), float(code.get("Y", "0"))
    text = code.text or ""
    steps = _steps(code.get("DeltaX"), len(text))
    height = size * (abs(a * d - b * c) ** 0.5)
    for char, step in zip(text, steps, strict=True):
        at, base = left + a * x + c * y + e, top + b * x + d * y + f
        width = min(abs(step * a), height) if step else height
        if not char.isspace():
            box = (at, base - _ASCENT * height, at + width, base + _DESCENT * height)
            yield [char, 1.0, *(value * _SCALE for value in box)]
        x += step or size


def _steps(text: str | None, count: int) -> list[float]:
    """How far each character is from the next: numbers, ``g n v`` for n times v; 0 where nothing is said."""
    values: list[float] = []
    words, at = (text or "").split(), 0
    while at < len(words) and len(values) < count:
        if words[at] == "g":
            values.extend([float(words[at + 2])] * min(int(words[at + 1]), count) if at + 2 < len(words) else [])
            at += 3
        else:
            values.append(float(words[at]))
            at += 1
    return [*values, *[0.0] * count][:count]


def _rules(node: Any) -> Iterator[list[int]]:
    """The straight lines across and down of a path."""
    left, top, width, height = _numbers(node.get("Boundary"), 4)
    here: tuple[float, float] | None = None
    first = here
    for data in _named(node, "AbbreviatedData"):
        points: list[float] = []
        command = ""
        for letter, number in _POINTS.findall(data.text or ""):
            if letter == "C" and here and first:
                yield from _rule(here, first)
            command, points = (letter, []) if letter else (command, [*points, float(number)])
            if len(points) == 2 and command in "ML":
                there = (left + points[0], top + points[1])
                if command == "L" and here:
                    yield from _rule(here, there)
                here, first, points = there, there if command == "M" else first, []
    if min(width, height) < _THIN < max(width, height) and node.get("Fill") == "true":
        yield from _rule((left, top), (left + width, top) if width > height else (left, top + height))


def _rule(one: tuple[float, float], other: tuple[float, float]) -> Iterator[list[int]]:
    (x0, y0), (x1, y1) = ((round(x * _SCALE), round(y * _SCALE)) for x, y in sorted((one, other)))
    if abs(y1 - y0) <= 2 < abs(x1 - x0):
        yield [x0, y0, x1, y0]
    elif abs(x1 - x0) <= 2 < abs(y1 - y0):
        yield [x0, min(y0, y1), x0, max(y0, y1)]
