"""The desk as a workbook and as a document, both to be printed as they come: landscape, headings on every page."""

from __future__ import annotations

import io
from typing import Any

import xlsxwriter  # type: ignore[import-untyped] # it has no types
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from api.desk.table import Desk
from api.http.rendering import AS_TEXTS
from graph.export.rdf.workbook import MAX_TEXT

_TITLE_ROW, _HEAD_ROW = 0, 2


def desk_xlsx(desk: Desk) -> bytes:
    """A workbook of one sheet: title, headings that stay in view and can be filtered by, wrapped texts, page set up."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, **AS_TEXTS}) as book:
        sheet = book.add_worksheet(desk.t("desk.sheet"))
        last = len(desk.columns) - 1
        sheet.merge_range(
            _TITLE_ROW, 0, _TITLE_ROW, last, desk.title[:MAX_TEXT], book.add_format({"bold": True, "size": 15})
        )
        sheet.write(1, 0, desk.t("desk.as_of", day=desk.today, n=len(desk.rows)), book.add_format({"color": "#565d66"}))
        head = book.add_format(
            {"bold": True, "bg_color": "#f1ede5", "border": 1, "text_wrap": True, "valign": "vcenter"}
        )
        cell = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
        sheet.write_row(_HEAD_ROW, 0, desk.headings, head)
        for number, row in enumerate(desk.cells(), _HEAD_ROW + 1):
            for place, value in enumerate(row):
                _write(sheet, number, place, value, cell)
        for place, column in enumerate(desk.columns):
            sheet.set_column(place, place, column.width)
        end = _HEAD_ROW + max(len(desk.rows), 1)
        sheet.freeze_panes(_HEAD_ROW + 1, 0)
        sheet.autofilter(_HEAD_ROW, 0, end, last)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(_HEAD_ROW)
    return out.getvalue()


def _write(sheet: Any, row: int, column: int, value: str, form: Any) -> None:
    if column == 0:
        sheet.write_number(row, column, int(value), form)
    else:
        sheet.write_string(row, column, value[:MAX_TEXT], form)


def desk_docx(desk: Desk) -> bytes:
    """A document of one table on landscape pages, its headings repeated on each."""
    document = Document()
    page = document.sections[0]
    page.orientation, page.page_width, page.page_height = WD_ORIENT.LANDSCAPE, Cm(29.7), Cm(21)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(1.5)
    document.core_properties.title = desk.title
    document.styles["Normal"].font.size = Pt(9)
    document.add_heading(desk.title, 1)
    document.add_paragraph(desk.t("desk.as_of", day=desk.today, n=len(desk.rows)))
    table = document.add_table(rows=1, cols=len(desk.columns), style="Table Grid")
    for cell, heading in zip(table.rows[0].cells, desk.headings, strict=True):
        cell.paragraphs[0].add_run(heading).bold = True
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
    for row in desk.cells():
        for cell, value in zip(table.add_row().cells, row, strict=True):
            cell.text = "".join(c for c in value if c.isprintable() or c == "\n")
    whole = sum(column.width for column in desk.columns)
    table.autofit = False
    for row_ in table.rows:
        for cell, column in zip(row_.cells, desk.columns, strict=True):
            cell.width = Cm(26.7 * column.width / whole)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
