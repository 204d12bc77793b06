"""Tables of PDF files without rules, over pages, with broken cells: the same owners as in the document they were made of,
or none and a finding."""

from __future__ import annotations

import subprocess
from collections import Counter
from pathlib import Path

import docx
import pytest
from docx.enum.table import WD_ALIGN_VERTICAL as VERTICAL
from docx.oxml.ns import qn
from docx.shared import Cm

from graph.errors import PlanError
from loaders.document import PlanDocument
from loaders.parse import parse_structure
from loaders.readers import Limits, read_source
from loaders.readers.aligned_rows import Unaligned, rows_of
from loaders.readers.line_break import had_to_break
from loaders.readers.pdf_layout import Cell, Line, carries_on

pytestmark = pytest.mark.xdist_group("office")
TITLE = "松江区2024年重点工作任务分解表"
COUNTED = [
    ["序号", "重点任务", "主要内容", "责任单位", "完成时限"],
    ["1", "推进数据共享", "建立健全跨部门数据共享流通机制，加强专题数据库建设，完成全区公共数据目录编制。", "区大数据中心、区科委", "2024年6月底前"],
    ["2", "优化营商环境", "深化“一网通办”改革，推动高频事项跨省通办", "区市场监管局、区行政服务中心、区税务局", "2024年12月底前"],
    ["3", "完善视频汇聚", "接入视频不少于3万路。", "区公安分局", "年底前"],
    ["4", "建设智慧农场", "加快粮食生产无人农场建设，形成可复制、可推广的经验做法并在全区范围内推广应用。", "区农业农村委、新浜镇、泖港镇", "持续推进"],
]  # fmt: skip
LED = [
    ["任务", "牵头部门", "配合部门", "时限"],
    ["推进数据共享，完成公共数据目录编制", "区大数据中心", "区科委、区经委", "2024年6月"],
    ["优化营商环境，深化一网通办改革，推动高频事项跨省通办", "区市场监管局", "区行政服务中心、区税务局、区商务委", "2024年12月"],
    ["完善视频汇聚", "区公安分局", "区城运中心", "2024年9月"],
    ["建设智慧农场，加快粮食生产无人农场建设，建成一批数字化示范基地", "区农业农村委", "新浜镇、泖港镇、叶榭镇、石湖荡镇", "2024年10月"],
]  # fmt: skip
SHORT = [["工作任务", "责任单位"], ["推进数据共享。", "区大数据中心"], ["完善视频汇聚。", "区公安分局、区城运中心"]]
WIDTHS = {5: (1.2, 3, 6, 3.5, 2.3), 4: (6, 3, 4, 3), 2: (9, 6)}
Owned = Counter[tuple[str, str, str]]


def owned(document: PlanDocument) -> Owned:
    return Counter(
        (item.ref, owner.whole or owner.printed, owner.role) for item in document.items for owner in item.owners
    )


def write(path: Path, rows: list[list[str]], vertical: VERTICAL, times: int, *, repeated: bool, ruled: bool) -> None:
    """A Word file with the table, its rows ``times`` over."""
    document = docx.Document()
    document.add_paragraph(TITLE)
    body = [list(row) for _ in range(times) for row in rows[1:]]
    for number, row in enumerate(body, 1):
        row[0] = str(number) if row[0].isdigit() else row[0]
    table = document.add_table(len(body) + 1, len(rows[0]), style="Table Grid" if ruled else None)
    table.autofit = False
    for cells, row in zip(table.rows, [rows[0], *body], strict=True):
        for cell, text, width in zip(cells.cells, row, WIDTHS[len(row)], strict=True):
            cell.width, cell.text, cell.vertical_alignment = Cm(width), text, vertical
    if repeated:
        row = table.rows[0]._tr.get_or_add_trPr()
        row.append(row.makeelement(qn("w:tblHeader"), {}))
    document.add_paragraph("注：各责任单位每季度报送进展情况。")
    document.save(str(path))


def printed(folder: Path) -> None:
    """Every Word file of ``folder`` as PDF."""
    profile = (folder / "profile").as_uri()
    command = [
        "soffice",
        f"-env:UserInstallation={profile}",
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
    ]
    files = [str(path) for path in sorted(folder.glob("*.docx"))]
    subprocess.run([*command, *files], check=True, capture_output=True, timeout=300)


def test_columns_and_rows_by_the_alignment_of_words(tmp_path: Path) -> None:
    for name, rows in {"counted": COUNTED, "led": LED, "short": SHORT}.items():
        for vertical in (VERTICAL.TOP, VERTICAL.CENTER, VERTICAL.BOTTOM):
            write(tmp_path / f"{name}-{vertical}.docx", rows, vertical, 1, repeated=False, ruled=False)
    for repeated in (True, False):
        write(tmp_path / f"pages-{repeated}.docx", COUNTED, VERTICAL.TOP, 6, repeated=repeated, ruled=False)
        write(tmp_path / f"led-pages-{repeated}.docx", LED, VERTICAL.TOP, 7, repeated=repeated, ruled=False)
    write(tmp_path / "ruled-pages.docx", LED, VERTICAL.TOP, 7, repeated=True, ruled=True)
    printed(tmp_path)
    for path in sorted(tmp_path.glob("*.docx")):
        wanted = owned(parse_structure(read_source(path)))
        source = read_source(path.with_suffix(".pdf"), Limits(seconds=300))
        assert owned(parse_structure(source)) == wanted, path.name
        assert source.doubts == (), path.name
        assert "注：各责任单位每季度报送进展情况。" in source.text.split("\n"), path.name
    pages = read_source(tmp_path / "pages-True.pdf")
    assert "page 2" in {name.split(" table")[0] for _, _, name in pages.places}
    start = pages.text.rindex("区公安分局")
    assert pages.boxes is not None
    assert {box.page for box in pages.boxes.boxes(start, start + 5)} == {max(box for box in pages.boxes.sizes)}


def test_where_nothing_tells_rows_apart_no_owner_is_read(tmp_path: Path) -> None:
    write(tmp_path / "cut.docx", COUNTED, VERTICAL.CENTER, 9, repeated=False, ruled=False)
    write(tmp_path / "blank.docx", [COUNTED[0], *(["", *row[1:]] for row in COUNTED[1:])], VERTICAL.CENTER, 1, repeated=False, ruled=False)  # fmt: skip
    printed(tmp_path)
    for name in ("cut", "blank"):
        source = read_source(tmp_path / f"{name}.pdf", Limits(seconds=300))
        assert {doubt.code for doubt in source.doubts} == {"table-not-read"}, name
        with pytest.raises(
            PlanError, match="the cells of its table can't be told apart; load the table in its original"
        ):
            parse_structure(source)


def line(text: str, left: float, top: float) -> Line:
    return Line(text, left, left + 10 * len(text), top, top + 10)


def texts(columns: list[list[Line]], kinds: tuple[str, ...]) -> list[list[str]]:
    rows = rows_of(columns, kinds, 0, 400, None, goes_on=False)
    return [["".join(part.text for part in cell) for cell in row.cells] for row in rows]


def test_rows_begin_where_the_cells_of_one_column_do() -> None:
    work = [line("推进数据共享，完成目录编制", 0, 0), line("工作。", 0, 10), line("优化营商环境。", 0, 20)]
    owners = [line("区科委、区经委、区大", 142, 0), line("数据中心", 142, 10), line("区商务委", 142, 20)]
    assert texts([work, owners], ("content", "responsible")) == [
        ["推进数据共享，完成目录编制工作。", "区科委、区经委、区大数据中心"],
        ["优化营商环境。", "区商务委"],
    ]


def test_two_rows_under_one_number_are_not_read_as_one() -> None:
    numbers = [line("1", 0, 0)]
    work = [line("推进数据共享。", 30, 0), line("优化营商环境。", 30, 10)]
    owners = [line("区科委", 242, 0), line("区商务委", 242, 10)]
    with pytest.raises(Unaligned):
        texts([numbers, work, owners], ("seq", "content", "responsible"))


@pytest.mark.parametrize(
    ("room", "after", "forced"),
    [
        (0.5, "推进", True), (1.5, "推进", False), (1.5, "推，进", True), (2.5, "2024年", True), (3.0, "2024年", False),
        (2.5, "办“五五购物节”", True), (3.5, "办“五五购物节”", False), (0.5, "", False),
    ],
)  # fmt: skip
def test_a_line_had_to_break_where_what_follows_did_not_fit(room: float, after: str, forced: bool) -> None:
    assert had_to_break(room, after) == forced


@pytest.mark.parametrize(
    ("last", "first", "expected"),
    [
        ([Cell("推进数据", room=0.2), Cell("区科委", room=4)], [Cell("共享"), Cell()], True),
        ([Cell("推进数据", room=0.2), Cell("区科委", room=4)], [Cell("共享"), Cell("区经委")], False),
        ([Cell("推进数据", room=5), Cell("区科委", room=4)], [Cell("共享"), Cell()], False),
        ([Cell("推进数据。", room=0.2), Cell("区科委", room=4)], [Cell("共享"), Cell()], False),
        ([Cell("推进数据", room=0.2), Cell("区科委", room=4)], [Cell("2.共享"), Cell()], False),
        ([Cell("推进数据", room=0.2), Cell("区科", room=0.2)], [Cell("共享"), Cell("委")], None),
    ],
)
def test_a_row_over_the_page_goes_on_full_lines(last: list[Cell], first: list[Cell], expected: bool | None) -> None:
    assert carries_on(last, first) is expected
