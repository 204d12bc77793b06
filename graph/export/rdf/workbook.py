"""The tables as an XLSX workbook, written part by part so that it streams and its bytes depend on its content alone.

Texts are inline strings, so none is taken for a formula. A cell holds 32,767 characters: a longer text ends in … here
and stands whole in the other formats; the source texts themselves are left out for that reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from xml.sax.saxutils import escape

from graph.export.files import zipped
from graph.export.rdf import terms as t
from graph.export.rdf.mapping import RdfMapping
from graph.export.rdf.tables import SEPARATOR, Column, Table, Value, rows, tables
from graph.plan_graph import PlanGraph

MAX_TEXT, MAX_ROWS = 32_767, 1_048_576
_LEFT_OUT = {"Source": {"text", "findings", "locations", "boxes"}}
_CODED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
Row = list[Value | list[str]]
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_STYLES = (
    f'{_XML}<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def write_workbook(graph: PlanGraph, path: Path, mapping: RdfMapping) -> None:
    """Writes the workbook: a sheet a table, more where a table has more rows than a sheet."""
    write_sheets(path, _sheets(graph, mapping))


def write_sheets(path: Path, sheets: Iterable[tuple[str, Iterable[Row]]]) -> None:
    """Writes a workbook of (name of the sheet, rows), the first row as its frozen heading."""
    zipped(path, _parts(list(sheets)))


def _sheets(graph: PlanGraph, mapping: RdfMapping) -> Iterator[tuple[str, Iterator[Row]]]:
    counts: dict[str, int] = {}
    for _, attributes in graph.nodes():
        counts[attributes["labels"][0]] = counts.get(attributes["labels"][0], 0) + 1
    for _, _, attributes in graph.edges():
        counts[attributes["type"]] = counts.get(attributes["type"], 0) + 1
    body = MAX_ROWS - 1
    for table in tables(graph, mapping):
        for part in range(-(-counts[table.name] // body)):
            found = islice(rows(graph, table, mapping), part * body, (part + 1) * body)
            yield f"{table.name} {table.zh}"[:27] + (f" {part + 1}" if part else ""), _kept(table, found)


def _kept(table: Table, found: Iterable[Row]) -> Iterator[Row]:
    """Heading and rows of a table without what only programs need."""
    left_out = _LEFT_OUT.get(table.name, set())
    columns = enumerate(table.columns)
    kept = [i for i, c in columns if c.key not in left_out and (c.type != "iri" or c.key == "iri")]
    yield [_heading(table.columns[i]) for i in kept]
    for row in found:
        yield [row[i] for i in kept]


def _parts(sheets: list[tuple[str, Iterable[Row]]]) -> Iterator[tuple[str, bytes | Iterable[bytes]]]:
    yield from _fixed([name for name, _ in sheets])
    for number, (_, found) in enumerate(sheets, 1):
        yield f"xl/worksheets/sheet{number}.xml", _sheet(found)


def _fixed(names: list[str]) -> Iterator[tuple[str, bytes]]:
    numbers = range(1, len(names) + 1)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{kind}.worksheet+xml"/>' for n in numbers
    )
    yield (
        "[Content_Types].xml",
        (
            f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
            f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{kind}.styles+xml"/>{overrides}</Types>'
        ).encode(),
    )
    yield (
        "_rels/.rels",
        (
            f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
            f'<Relationship Id="r1" Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ).encode(),
    )
    listed = "".join(
        f'<sheet name="{escape(name)}" sheetId="{n}" r:id="r{n}"/>' for n, name in zip(numbers, names, strict=True)
    )
    yield (
        "xl/workbook.xml",
        (f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>{listed}</sheets></workbook>').encode(),
    )
    related = "".join(
        f'<Relationship Id="r{n}" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in numbers
    )
    yield (
        "xl/_rels/workbook.xml.rels",
        (
            f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{related}'
            f'<Relationship Id="s1" Type="{_RELATIONS}/styles" Target="styles.xml"/></Relationships>'
        ).encode(),
    )
    yield "xl/styles.xml", _STYLES.encode()


def _sheet(found: Iterable[Row]) -> Iterator[bytes]:
    yield (
        f'{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" '
        'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>'
    ).encode()
    for number, row in enumerate(found):
        yield _row(row, "" if number else ' s="1"')
    yield b"</sheetData></worksheet>"


def _heading(column: Column) -> str:
    return f"{column.key} {column.zh}"


def _row(values: Iterable[Value | list[str]], style: str = "") -> bytes:
    return f"<row>{''.join(_cell(value, style) for value in values)}</row>".encode()


def _cell(value: Value | list[str], style: str) -> str:
    if value is None:
        return "<c/>"
    if isinstance(value, bool):
        return f'<c t="b"><v>{int(value)}</v></c>'
    if isinstance(value, (int, float)):
        return f"<c><v>{value!r}</v></c>"
    text = t.safe(SEPARATOR.join(value) if isinstance(value, list) else value)
    if len(text) > MAX_TEXT:
        text = text[: MAX_TEXT - 1] + "…"
    coded = escape(_CODED.sub("_x005F_", text)).replace("\r", "_x000D_")
    return f'<c t="inlineStr"{style}><is><t xml:space="preserve">{coded}</t></is></c>'
