"""Plan files of every type from one description: paragraphs (strings) and tables (lists of rows)."""

from __future__ import annotations

import csv
from html import escape
from pathlib import Path

import docx
import openpyxl
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

Table_ = list[list[str]]
Blocks = list[str | Table_]

PLAN: Blocks = [
    "松江区2024年数字化转型工作安排",
    "为落实全年目标,特制定本安排。",
    "一、夯实数字底座",
    "1、推进全区5G网络深度覆盖,2024年12月底前新建室外基站350个,总量达到5400个,并持续优化住宅小区地下车库的移动通信网络质量,"
    "提升群众感受度和获得感。(责任部门:区科委、区建管委)",
    "2、提升数据中台能力,加强专题数据库建设。(责任部门:区大数据中心、各街镇及经开区)",
    "附件:重点项目清单",
    [
        ["序号", "分类", "名称", "主要内容", "责任单位"],
        ["1", "平台类", "数据中台", "建立健全跨部门数据共享流通机制,加强专题数据库建设。", "区大数据中心"],
        ["2", "", "视频中台", "扩大区级视频汇聚资源容量。", "区城运中心、区公安分局"],
        ["3", "设施类", "无人农场", "加快粮食生产无人农场建设。", "新浜镇"],
    ],
]


def blocks_of(text: str) -> Blocks:
    """The blocks of a .txt plan: lines with tabs that follow each other are one table."""
    blocks: Blocks = []
    for line in text.split("\n"):
        if "\t" in line:
            row = [cell.strip() for cell in line.split("\t")]
            if blocks and isinstance(blocks[-1], list):
                blocks[-1].append(row)
            else:
                blocks.append([row])
        elif line.strip():
            blocks.append(line.strip())
    return [_evened(block) if isinstance(block, list) else block for block in blocks]


def _evened(rows: Table_) -> Table_:
    while all(not row[-1] for row in rows):
        rows = [row[:-1] for row in rows]
    width = max(len(row) for row in rows)
    return [row + [""] * (width - len(row)) for row in rows]


def write_txt(path: Path, blocks: Blocks) -> None:
    lines = [
        line for block in blocks for line in ([block] if isinstance(block, str) else ["\t".join(row) for row in block])
    ]
    path.write_text("\n".join(lines) + "\n", "utf-8")


def write_docx(path: Path, blocks: Blocks) -> None:
    document = docx.Document()
    for block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        table = document.add_table(len(block), len(block[0]))
        for cells, row in zip(table.rows, block, strict=True):
            for cell, text in zip(cells.cells, row, strict=True):
                cell.text = text
    document.add_paragraph("")  # Word ends no document with a table
    document.save(str(path))


def write_xlsx(path: Path, blocks: Blocks) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for block in blocks:
        for row in [[block]] if isinstance(block, str) else block:
            sheet.append([int(cell) if cell.isdigit() else cell or None for cell in row])
    book.save(path)


def write_html(path: Path, blocks: Blocks) -> None:
    parts = ["<!DOCTYPE html><html><head><meta charset='utf-8'><title>x</title><style>p{}</style></head><body>"]
    parts.append("<nav><a href='/'>首页</a></nav><table><tr><td>")
    for block in blocks:
        if isinstance(block, str):
            parts.append(f"<p>{escape(block)}</p>")
        else:
            rows = ("".join(f"<td><p>{escape(cell)}</p></td>" for cell in row) for row in block)
            parts.append("<table>" + "".join(f"<tr>{row}</tr>\n" for row in rows) + "</table>")
    parts.append("</td></tr></table><script>alert('x')</script></body></html>")
    path.write_text("".join(parts), "utf-8")


def write_pdf(path: Path, blocks: Blocks) -> None:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    look = {"fontName": "STSong-Light", "wordWrap": "CJK"}
    body = ParagraphStyle("body", fontSize=12, leading=18, firstLineIndent=24, **look)
    inside = ParagraphStyle("cell", fontSize=9, leading=12, **look)
    story = []
    for block in blocks:
        if isinstance(block, str):
            story.append(Paragraph(escape(block), body))
            continue
        width = len(block[0])
        widths = [440 / width] * width
        table = Table([[Paragraph(escape(cell), inside) for cell in row] for row in block], colWidths=widths)
        table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "black")]))
        story.append(table)

    def numbered(canvas: object, document: object) -> None:
        canvas.setFont("Helvetica", 9)  # type: ignore[attr-defined]
        canvas.drawCentredString(297, 30, f"- {document.page} -")  # type: ignore[attr-defined]

    SimpleDocTemplate(str(path), pagesize=A4).build(story, onFirstPage=numbered, onLaterPages=numbered)


def write_csv(path: Path, rows: Table_, encoding: str = "utf-8", delimiter: str = ",") -> None:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)


WRITERS = {".txt": write_txt, ".docx": write_docx, ".xlsx": write_xlsx, ".html": write_html, ".pdf": write_pdf}
