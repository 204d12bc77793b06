"""Files that are damaged, hostile or none of ours: one clear line each, and no harm."""

from __future__ import annotations

import io
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from reportlab.lib import pdfencrypt
from reportlab.pdfgen.canvas import Canvas

from graph.errors import SourceError
from loaders.readers import Limits, read_source
from tests.loaders.readers.files import PLAN, WRITERS, write_docx, write_pdf, write_xlsx

CHINESE = "一、推进城市数字化转型。（责任部门：区科委）\n"


def refusal(path: Path, limits: Limits | None = None) -> str:
    """What read_source says, without the name of the file that it begins with."""
    with pytest.raises(SourceError) as error:
        read_source(path, limits)
    message = str(error.value)
    assert message.startswith(f"{path}: ")
    assert "\n" not in message
    return message.removeprefix(f"{path}: ")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk"])
def test_encodings_that_are_read(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.txt").write_bytes(CHINESE.encode(encoding))
    assert read_source(tmp_path / "a.txt").text == CHINESE


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("一、推動數位轉型,強化資料治理與資訊安全機制。".encode("big5"), "neither UTF-8 (byte 1 is wrong) nor GB18030"),
        ("デジタル化を推進するための計画です".encode("shift_jis"), "neither UTF-8"),
        ("디지털 전환 추진 계획 업무".encode("euc-kr"), "neither UTF-8"),
        ("Überprüfung der Maßnahmen für Städte".encode("latin-1"), "neither UTF-8"),
        (CHINESE.encode()[:-20] + b"\xff\xfe" + CHINESE.encode(), "neither UTF-8"),
        (CHINESE.encode("utf-16-le"), "no text (binary data, or UTF-16 without its mark)"),
        (b"\xff\xfe" + CHINESE.encode("utf-16-le")[:-1], "its mark says UTF-16-LE, but byte"),
        (bytes(range(256)) * 10, "no text (binary data"),
        (b"%PDF-1.7 ...", "this is no text but a .pdf file; give it that suffix"),
        (b"PK\x03\x04 ...", "this is no text but a .docx or .xlsx file"),
        (b"", "the file is empty"),
        (b" \n\t \r\n", "the file holds no text"),
    ],
)
def test_texts_that_are_refused(tmp_path: Path, data: bytes, message: str) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    assert message in refusal(tmp_path / "a.txt")


def test_what_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "folder.txt").mkdir()
    assert refusal(tmp_path / "none.txt") == "No such file or directory"
    assert refusal(tmp_path / "folder.txt") == "this is a folder; name a file"


def test_a_file_that_the_system_refuses(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "a.txt")
    assert refusal(tmp_path / "a.txt") == "Too many levels of symbolic links"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("a.docm", "save it as .docx"),
        ("a.WPT", "save it as .docx"),
        ("a.xls", "save it as .xlsx"),
        ("a.ceb", "save it as .pdf"),
        ("a.exe", "unknown file type; known: .txt, .md"),
        ("a", "unknown file type; known: .txt, .md"),
    ],
)
def test_types_that_are_not_read(tmp_path: Path, name: str, message: str) -> None:
    (tmp_path / name).write_bytes(b"x")
    assert refusal(tmp_path / name).startswith(message)


def test_a_file_above_the_limit(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(CHINESE, "utf-8")
    assert refusal(tmp_path / "a.txt", Limits(file_bytes=10)) == "the file has 67 bytes; 10 is the most"


def test_the_environment_sets_the_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text(CHINESE, "utf-8")
    monkeypatch.setenv("PLANGRAPH_MAX_FILE_BYTES", "10")
    assert refusal(tmp_path / "a.txt") == "the file has 67 bytes; 10 is the most"
    monkeypatch.setenv("PLANGRAPH_MAX_FILE_BYTES", "ten")
    assert "PLANGRAPH_MAX_FILE_BYTES=ten: must be a whole number above 0" in refusal(tmp_path / "a.txt")


@pytest.mark.parametrize("suffix", [".docx", ".xlsx", ".pdf"])
@pytest.mark.parametrize("share", [0.02, 0.5, 0.98])
def test_truncated_files(tmp_path: Path, suffix: str, share: float) -> None:
    path = tmp_path / f"a{suffix}"
    WRITERS[suffix](path, PLAN)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    assert "damaged" in refusal(path)


def repacked(path: Path, change: Callable[[str, bytes], bytes], extra: dict[str, bytes] | None = None) -> None:
    """Packs the ZIP file ``path`` anew with changed parts."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {**parts, **(extra or {})}.items():
            archive.writestr(name, change(name, data))


@pytest.mark.parametrize("writer", [write_docx, write_xlsx])
def test_a_zip_bomb_is_not_unpacked(tmp_path: Path, writer: Callable[[Path, list[str]], None]) -> None:
    path = tmp_path / ("a.docx" if writer is write_docx else "a.xlsx")
    writer(path, ["一、甲"])
    repacked(path, lambda _, data: data, {"media/image1.xml": b" " * (100 << 20)})
    start = time.process_time()
    assert "times its size; 200 is the most" in refusal(path)
    assert "bytes; 1000 is the most" in refusal(path, Limits(unpacked_bytes=1000))
    assert time.process_time() - start < 1


LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "hahaha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c SYSTEM "file:///etc/passwd">]>"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("suffix", [".docx", ".xlsx"])
def test_xml_entities_are_refused(tmp_path: Path, suffix: str, encoding: str) -> None:
    path = tmp_path / f"a{suffix}"
    WRITERS[suffix](path, PLAN)
    part = "word/document.xml" if suffix == ".docx" else "xl/worksheets/sheet1.xml"
    bad = (LAUGHS + b"<x>&b;&c;</x>").decode().encode(encoding)
    repacked(path, lambda name, data: bad if name == part else data)
    assert refusal(path) == f"{part} declares XML entities, which may do harm; save the file anew"


def test_a_zip_that_is_no_document(tmp_path: Path) -> None:
    for name, message in (("a.docx", "the document is damaged"), ("a.xlsx", "the workbook is damaged")):
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            archive.writestr("x.xml", b"<x/>")
        assert message in refusal(tmp_path / name)


def test_an_encrypted_word_document(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600)
    assert refusal(tmp_path / "a.docx").startswith("it is encrypted or in the old format; remove the password")


def test_tables_with_too_many_cells(tmp_path: Path) -> None:
    write_xlsx(tmp_path / "a.xlsx", [[["甲", "乙"]] * 60])
    assert refusal(tmp_path / "a.xlsx", Limits(cells=100)) == "the tables have more than 100 cells; split the file"
    (tmp_path / "a.html").write_text("<table>" + "<tr>" + "<td colspan=1000>甲</td>" * 3000, "utf-8")
    assert "more than 200000 cells" in refusal(tmp_path / "a.html")


def test_a_sheet_padded_to_the_far_corner(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for number in range(1, 30):
        book.worksheets[0][f"XFD{number}"] = " "
    book.save(tmp_path / "a.xlsx")
    message = refusal(tmp_path / "a.xlsx", Limits(cells=20_000))
    assert message == "sheet Sheet is nearly all blank cells; delete those beyond the plan"


def test_deeply_nested_tables_are_read_in_time(tmp_path: Path) -> None:
    depth = 3000
    (tmp_path / "a.html").write_text("<table><tr><td>" * depth + "甲", "utf-8")
    assert read_source(tmp_path / "a.html").text == "甲"


def test_nothing_outside_a_page_is_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("秘密", "utf-8")
    page = f'<!DOCTYPE x [<!ENTITY s SYSTEM "{secret.as_uri()}">]><body>甲&s;<iframe src="{secret.as_uri()}"></iframe>'
    (tmp_path / "a.html").write_text(page, "utf-8")
    assert "秘密" not in read_source(tmp_path / "a.html").text


def test_a_pdf_of_drawings_alone(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"))
    canvas.rect(10, 10, 100, 100, fill=1)
    canvas.showPage()
    canvas.save()
    assert refusal(tmp_path / "a.pdf") == "it holds no text"


def test_an_encrypted_pdf(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), encrypt=pdfencrypt.StandardEncryption("secret", canPrint=0))
    canvas.drawString(10, 10, "x")
    canvas.save()
    assert refusal(tmp_path / "a.pdf") == "it is encrypted; save it without a password"


def test_a_pdf_of_too_many_pages(tmp_path: Path) -> None:
    write_pdf(tmp_path / "a.pdf", ["甲" * 5000])
    assert refusal(tmp_path / "a.pdf", Limits(pages=1)) == "it has 4 pages; 1 is the most"


def bomb_pdf(size: int) -> bytes:
    """A small PDF whose only page unpacks to ``size`` bytes."""
    packed = zlib.compress(b"q Q " * (size // 4), 9)
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed),
    ]
    out = io.BytesIO(b"%PDF-1.4\n")
    out.seek(0, io.SEEK_END)
    places = []
    for number, part in enumerate(parts, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, part))
    table = out.tell()
    out.write(b"xref\n0 5\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer<</Root 1 0 R/Size 5>>\nstartxref\n%d\n%%%%EOF" % table)
    return out.getvalue()


def test_a_pdf_that_unpacks_without_end(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(bomb_pdf(200 << 20))
    limits = Limits(seconds=4, memory_bytes=300 << 20)
    start = time.perf_counter()
    assert refusal(tmp_path / "a.pdf", limits).startswith(
        "it needs more than 4 seconds or 314572800 bytes of memory (PLANGRAPH_MAX_SECONDS, "
    )
    assert time.perf_counter() - start < 60
