"""Small files that ask for far more than they are: for tests and for the benchmark of broken and hostile files."""

from __future__ import annotations

import io
import random
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl

ROW = '<row r="40000000"><c r="A40000000" t="inlineStr"><is><t>甲</t></is></c></row>'


def _changed(path: Path, changes: Callable[[str, bytes], bytes], more: dict[str, bytes] | None = None) -> None:
    """The workbook at ``path`` with its parts changed."""
    packed = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, changes(entry.filename, old.read(entry)))
        for name, data in (more or {}).items():
            new.writestr(name, data)
    path.write_bytes(packed.getvalue())


def _workbook(path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["一、推进", "区科委"])
    book.save(path)


def far_row(path: Path) -> None:
    """A sheet whose second row is its forty-millionth."""
    _workbook(path)
    _changed(path, lambda name, data: data.replace(b"</sheetData>", f"{ROW}</sheetData>".encode()))


def one_part(path: Path, sheets: int = 2_999) -> None:
    """A workbook of many sheets that all are one part of 20,000 rows."""
    _workbook(path)
    rows = "".join(f'<row r="{at}"><c r="A{at}"><v>1</v></c></row>' for at in range(2, 20_000)).encode()
    names = "".join(f'<sheet name="s{at}" sheetId="{at + 1}" state="visible" r:id="rId1"/>' for at in range(1, sheets))

    def change(name: str, data: bytes) -> bytes:
        if name == "xl/workbook.xml":
            space = b' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
            data = data.replace(b"<workbook ", b"<workbook" + space + b" ", 1) if b"xmlns:r=" not in data else data
            return data.replace(b"</sheets>", names.encode() + b"</sheets>")
        return data.replace(b"</sheetData>", rows + b"</sheetData>") if name.endswith("sheet1.xml") else data

    _changed(path, change)


def pdf(path: Path, contents: bytes, resources: bytes = b"<<>>", *objects: bytes) -> None:
    """A PDF of one page with these contents (a stream's dictionary and data), and further objects from 5 on."""
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources " + resources + b">>",
        contents,
        *objects,
    ]
    out, places = io.BytesIO(), []
    out.write(b"%PDF-1.4\n")
    for number, part in enumerate(parts, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj" % number + part + b"endobj\n")
    table = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(b"trailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF" % (len(parts) + 1, table))
    path.write_bytes(out.getvalue())


def _stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<<" + entries + b"/Length %d>>stream\n" % len(data) + data + b"\nendstream "


def self_contained(path: Path) -> None:
    """A page whose contents draw a form that draws itself, twice."""
    form = _stream(b"/F Do /F Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F 5 0 R>>>>")
    pdf(path, _stream(b"/F Do /F Do"), b"<</XObject<</F 5 0 R>>>>", form)


def saved_states(path: Path) -> None:
    """A page that saves the state of drawing five million times: 10 KB."""
    pdf(path, _stream(zlib.compress(b"q " * 5_000_000, 9), b"/Filter/FlateDecode"))


def html_cells(path: Path, cells: int = 1_900_000) -> None:
    """A table of many cells."""
    path.write_text("<table>" + ("<tr>" + "<td>甲" * 100) * (cells // 100), "utf-8")


def long_line(path: Path, size: int = 50 << 20) -> None:
    """One line."""
    path.write_bytes("一、推进(责任部门:区科委);".encode() * (size // 43))


def headings(path: Path, count: int = 1_000_000) -> None:
    """Nothing but headings."""
    path.write_text("一、甲\n" * count, "utf-8")


def deep_xml(path: Path) -> None:
    """A Word file whose paragraph lies in two million others."""
    import docx

    docx.Document().save(str(path))
    deep = b"<w:p>" * 2_000_000
    _changed(path, lambda name, data: data.replace(b"<w:body>", b"<w:body>" + deep) if "document" in name else data)


HOSTILE: dict[str, Callable[[Path], None]] = {
    "far-row.xlsx": far_row,
    "one-part.xlsx": one_part,
    "self-contained.pdf": self_contained,
    "saved-states.pdf": saved_states,
    "cells.html": html_cells,
    "long-line.txt": long_line,
    "headings.txt": headings,
    "deep.docx": deep_xml,
}


def broken(data: bytes, count: int, seed: int) -> Iterator[bytes]:
    """``data`` with bytes changed, cut out, doubled, or cut off."""
    rng = random.Random(seed)
    for _ in range(count):
        kind, at = rng.randrange(4), rng.randrange(len(data))
        size = rng.randrange(1, max(2, len(data) // 4))
        if kind == 0:
            changed = bytearray(data)
            for _ in range(rng.choice((1, 10, 200))):
                changed[rng.randrange(len(data))] = rng.randrange(256)
            yield bytes(changed)
        elif kind == 1:
            yield data[:at] + data[at + size :]
        elif kind == 2:
            yield data[: at + size] + data[at:]
        else:
            yield data[: at + 1]
