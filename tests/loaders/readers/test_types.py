"""Each file type read into one form of text, with its places."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from loaders.readers import read_source
from loaders.text.view import squeeze
from tests.loaders.readers.files import PLAN, WRITERS, Blocks, blocks_of, write_csv, write_docx, write_html

SONGJIANG = Path(__file__).parents[3] / "data/songjiang-2023.txt"
TEXT = """\
松江区2024年数字化转型工作安排
为落实全年目标,特制定本安排。
一、夯实数字底座
1、推进全区5G网络深度覆盖,2024年12月底前新建室外基站350个,总量达到5400个,并持续优化住宅小区地下车库的移动通信网络质量,\
提升群众感受度和获得感。(责任部门:区科委、区建管委)
2、提升数据中台能力,加强专题数据库建设。(责任部门:区大数据中心、各街镇及经开区)
附件:重点项目清单
序号\t分类\t名称\t主要内容\t责任单位
1\t平台类\t数据中台\t建立健全跨部门数据共享流通机制,加强专题数据库建设。\t区大数据中心
2\t\t视频中台\t扩大区级视频汇聚资源容量。\t区城运中心、区公安分局
3\t设施类\t无人农场\t加快粮食生产无人农场建设。\t新浜镇"""


@pytest.mark.parametrize("suffix", [".docx", ".xlsx", ".html", ".pdf"])
def test_every_type_gives_the_same_text(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"plan{suffix}"
    WRITERS[suffix](path, PLAN)
    assert read_source(path).text == TEXT


@pytest.mark.parametrize("suffix", [".docx", ".xlsx", ".html", ".pdf"])
def test_the_songjiang_plan_keeps_every_word_in_order(tmp_path: Path, suffix: str) -> None:
    text = SONGJIANG.read_text("utf-8")
    path = tmp_path / f"plan{suffix}"
    WRITERS[suffix](path, blocks_of(text))
    assert squeeze(read_source(path).text) == squeeze(text)


@pytest.mark.parametrize(
    ("suffix", "paragraph", "cell"),
    [
        (".docx", "paragraph 3", "table 1 row 3 cell 3"),
        (".xlsx", "Sheet!A3", "Sheet!C9"),
        (".html", "paragraph 3", "table 1 row 3 cell 3"),
        (".pdf", "page 1", "page 1 table 1 row 3 cell 3"),
    ],
)
def test_each_stretch_has_its_place(tmp_path: Path, suffix: str, paragraph: str, cell: str) -> None:
    path = tmp_path / f"plan{suffix}"
    WRITERS[suffix](path, PLAN)
    source = read_source(path)
    places = {source.text[start:end]: name for start, end, name in source.places}
    assert places["一、夯实数字底座"] == paragraph
    assert places["视频中台"] == cell


def test_a_text_is_kept_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes("\r\n一、 总体\u3000目标\r\n\r\n\t1、某事\n".encode())
    source = read_source(path)
    assert source.text == "\r\n一、 总体\u3000目标\r\n\r\n\t1、某事\n"
    assert (source.path, source.media_type, source.places) == ("plan.txt", "text/plain", ())


def test_markdown_is_kept_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "plan.md"
    path.write_text("| 序号 | 任务 |\n|---|---|\n", "utf-8")
    assert (read_source(path).text, read_source(path).media_type) == ("| 序号 | 任务 |\n|---|---|\n", "text/markdown")


@pytest.mark.parametrize(
    ("name", "delimiter", "encoding"),
    [("a.csv", ",", "utf-8-sig"), ("a.csv", ";", "utf-8"), ("a.tsv", "\t", "utf-8"), ("a.csv", ",", "gb18030")],
)
def test_csv_and_tsv(tmp_path: Path, name: str, delimiter: str, encoding: str) -> None:
    write_csv(tmp_path / name, [["序号", "任务"], ["1", "推进\n建设,提速"]], encoding, delimiter)
    source = read_source(tmp_path / name)
    assert source.text == "序号\t任务\n1\t推进 建设,提速"
    assert source.places[3] == (8, 16, "row 2 cell 2")


def test_word_merged_cells_are_printed_once(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(3, 3)
    for row, texts in enumerate([["一、数字底座", "", ""], ["机制类", "甲", "区科委"], ["", "乙", "区经委"]]):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    table.cell(0, 0).merge(table.cell(0, 2)).text = "一、数字底座"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "机制类"
    table.cell(1, 2).text = "区科委、\n各街镇"
    document.save(str(tmp_path / "a.docx"))
    assert read_source(tmp_path / "a.docx").text == "一、数字底座\t\t\n机制类\t甲\t区科委、 各街镇\n\t乙\t区经委"


NUMBERS = """<w:numbering {ns}>
<w:abstractNum w:abstractNumId="7">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="（%2）"/></w:lvl>
</w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num></w:numbering>"""


def test_word_numbers_that_stand_in_no_text(tmp_path: Path) -> None:
    document = docx.Document()
    part = document.part.numbering_part
    part._element = parse_xml(NUMBERS.format(ns=nsdecls("w")))
    for level, text in [(0, "夯实底座"), (1, "建基站"), (1, "建中台"), (0, "壮大产业"), (1, "引企业")]:
        paragraph = document.add_paragraph(text)
        number = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="3"/></w:numPr>'
        paragraph._p.get_or_add_pPr().append(parse_xml(number))
    document.save(str(tmp_path / "a.docx"))
    assert read_source(tmp_path / "a.docx").text.split("\n") == [
        "一、夯实底座", "（1）建基站", "（2）建中台", "二、壮大产业", "（1）引企业",
    ]  # fmt: skip


BODY = """<w:body {ns}>
<w:sdt><w:sdtContent><w:p><w:r><w:t>控件中的标题</w:t></w:r></w:p></w:sdtContent></w:sdt>
<w:p><w:ins><w:r><w:t>新增</w:t></w:r></w:ins><w:del><w:r><w:delText>旧的</w:delText></w:r></w:del>
<w:hyperlink><w:r><w:t>链接</w:t><w:tab/><w:t>文字</w:t><w:br/><w:t>下一行</w:t></w:r></w:hyperlink></w:p>
<w:p><w:r><w:t>正文</w:t><w:pict><w:txbxContent><w:p><w:r><w:t>框中</w:t></w:r></w:p></w:txbxContent></w:pict></w:r></w:p>
</w:body>"""


def test_word_controls_insertions_links_and_boxes(tmp_path: Path) -> None:
    document = docx.Document()
    root = document.element
    root.replace(root.body, parse_xml(BODY.format(ns=nsdecls("w"))))
    document.save(str(tmp_path / "a.docx"))
    assert read_source(tmp_path / "a.docx").text == "控件中的标题\n新增链接 文字\n下一行\n正文\n框中"


def test_word_leaves_out_heads_feet_notes_and_contents(tmp_path: Path) -> None:
    document = docx.Document()
    section = document.sections[0]
    section.header.paragraphs[0].text, section.footer.paragraphs[0].text = "云岭区人民政府文件", "第 1 页"
    document.styles.add_style("TOC 1", 1)
    document.add_paragraph("一、重点任务\t1", style="TOC 1")
    paragraph = document.add_paragraph("一、重点任务")
    paragraph._p.append(parse_xml(f'<w:r {nsdecls("w")}><w:footnoteReference w:id="2"/></w:r>'))
    document.save(str(tmp_path / "a.docx"))
    assert read_source(tmp_path / "a.docx").text == "一、重点任务"


def test_excel_shows_values_as_a_person_sees_them(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["任务", "目标", "时限", "数量", "是否"])
    sheet.append(["推进\n覆盖", 0.85, datetime.datetime(2024, 12, 31), 3.0, None])
    sheet["B2"].number_format = "0%"
    sheet["XFD900000"] = "远"
    hidden = book.create_sheet("底稿")
    hidden["A1"], hidden.sheet_state = "不可见", "hidden"
    book.save(tmp_path / "a.xlsx")
    lines = read_source(tmp_path / "a.xlsx").text.split("\n")
    assert lines[:2] == ["任务\t目标\t时限\t数量\t是否", "推进 覆盖\t85%\t2024年12月31日\t3"]
    assert [line.strip("\t") for line in lines[2:]] == ["远"]


def test_html_layout_tables_are_no_tables(tmp_path: Path) -> None:
    page = """<table><tr><td><h1>标题</h1><p>一、甲<br>二、乙</p><div style="display: none">暗</div>
    <table><tr><th>序号</th><th colspan="2">内容</th></tr><tr><td rowspan="2">1</td><td>甲&nbsp;事<br>丙</td><td>区科委</td></tr>
    <tr><td><p>乙</p><p>事</p></td><td><script>x</script>区经委</td></tr></table><!-- 注 --></td></tr></table>"""
    (tmp_path / "a.htm").write_text(page, "utf-8")
    assert read_source(tmp_path / "a.htm").text == (
        "标题\n一、甲\n二、乙\n序号\t内容\t\n1\t甲 事 丙\t区科委\n\t乙 事\t区经委"
    )


def test_html_in_the_encoding_that_it_names(tmp_path: Path) -> None:
    page = (
        '<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"></head><body>喆</body></html>'
    )
    (tmp_path / "a.html").write_bytes(page.encode("gb18030"))
    assert read_source(tmp_path / "a.html").text == "喆"


def test_pdf_joins_lines_and_leaves_out_page_numbers(tmp_path: Path) -> None:
    blocks: Blocks = [f"{number}、" + "推进数字化转型重点工作安排," * 40 + "完成。" for number in range(1, 9)]
    WRITERS[".pdf"](tmp_path / "a.pdf", blocks)
    source = read_source(tmp_path / "a.pdf")
    assert source.text.split("\n") == blocks
    assert {name for *_, name in source.places} == {"page 1", "page 2", "page 3"}


@pytest.mark.parametrize("writer", [write_docx, write_html])
def test_reading_is_deterministic(tmp_path: Path, writer: Callable[[Path, Blocks], None]) -> None:
    path = tmp_path / ("a.docx" if writer is write_docx else "a.html")
    writer(path, PLAN)
    assert read_source(path) == read_source(path)
