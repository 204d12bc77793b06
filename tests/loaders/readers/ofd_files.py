"""A small maker of OFD files: paragraphs in lines, tables with ruled cells, one character's place after the other."""

from __future__ import annotations

import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

from tests.loaders.readers.files import Blocks

SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
SIZE, LEADING, LEFT, RIGHT, TOP, BOTTOM = 4.0, 7.0, 25.0, 185.0, 25.0, 270.0
CELL_SIZE, CELL_LEADING = 3.0, 4.5


class _Pages:
    def __init__(self) -> None:
        self.pages: list[list[str]] = [[]]
        self.y = TOP

    def room(self, height: float) -> None:
        if self.y + height > BOTTOM:
            self.pages.append([])
            self.y = TOP

    def text(self, text: str, x: float, y: float, size: float) -> None:
        code = f'<ofd:TextCode X="0" Y="{0.88 * size}" DeltaX="g {max(len(text) - 1, 1)} {size}">{escape(text)}</ofd:TextCode>'
        self.pages[-1].append(
            f'<ofd:TextObject Boundary="{x} {y} {size * len(text)} {size}" Size="{size}">{code}</ofd:TextObject>'
        )

    def box(self, x: float, y: float, width: float, height: float) -> None:
        path = f"M 0 0 L {width} 0 L {width} {height} L 0 {height} C"
        self.pages[-1].append(
            f'<ofd:PathObject Boundary="{x} {y} {width} {height}"><ofd:AbbreviatedData>{path}</ofd:AbbreviatedData></ofd:PathObject>'
        )

    def paragraph(self, text: str) -> None:
        per_line = int((RIGHT - LEFT) / SIZE)
        lines, rest = [text[: per_line - 2]], text[per_line - 2 :]
        lines += [rest[at : at + per_line] for at in range(0, len(rest), per_line)]
        for number, line in enumerate(lines):
            self.room(LEADING)
            self.text(line, LEFT + (0 if number else 2 * SIZE), self.y, SIZE)
            self.y += LEADING

    def row(self, cells: list[str], widths: list[float]) -> None:
        wrapped = []
        for text, width in zip(cells, widths, strict=True):
            fit = max(int((width - 2) / CELL_SIZE), 1)
            wrapped.append([text[at : at + fit] for at in range(0, len(text), fit)])
        height = CELL_LEADING * max(1, *(len(lines) for lines in wrapped)) + 2
        self.room(height)
        x = LEFT
        for lines, width in zip(wrapped, widths, strict=True):
            self.box(x, self.y, width, height)
            for number, line in enumerate(lines):
                self.text(line, x + 1, self.y + 1 + CELL_LEADING * number, CELL_SIZE)
            x += width
        self.y += height


def write_ofd(path: Path, blocks: Blocks) -> None:
    pages = _Pages()
    for block in blocks:
        if isinstance(block, str):
            pages.paragraph(block)
            continue
        longest = [max(len(row[at]) for row in block) for at in range(len(block[0]))]
        shares = [min(max(length, 4), 30) for length in longest]
        widths = [(RIGHT - LEFT) * share / sum(shares) for share in shares]
        for row in block:
            pages.row(row, widths)
        pages.y += LEADING
    listed = "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages.pages)))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        root = "<ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>"
        archive.writestr("OFD.xml", f"<ofd:OFD {SPACE}>{root}</ofd:OFD>")
        archive.writestr("Doc_0/Document.xml", f"<ofd:Document {SPACE}><ofd:Pages>{listed}</ofd:Pages></ofd:Document>")
        for number, objects in enumerate(pages.pages):
            layer = f"<ofd:Content><ofd:Layer>{''.join(objects)}</ofd:Layer></ofd:Content>"
            archive.writestr(f"Doc_0/Pages/Page_{number}/Content.xml", f"<ofd:Page {SPACE}>{layer}</ofd:Page>")
