"""Scans and pictures: read by OCR, laid out as the page is, its doubts told; a second load costs nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont
from rapidocr.ch_ppocr_rec.utils import CTCLabelDecode

from graph.page_boxes import Box
from loaders.document import Doubt, SourceText
from loaders.parse import parse_structure
from loaders.readers import Limits, ocr, read_source
from loaders.readers.aligned_page import Pages
from loaders.readers.builder import SourceBuilder
from loaders.readers.ocr_layout import add_page
from loaders.readers.ocr_page import read_page, with_others
from loaders.readers.pdf_layout import PdfLayout
from loaders.text.view import fold, squeeze
from tests.loaders.readers.files import PLAN, write_pdf
from tests.loaders.readers.scans import scanned, write_scan
from tests.loaders.readers.test_bad_files import refusal
from tests.loaders.readers.test_types import TEXT

pytestmark = pytest.mark.xdist_group("ocr")
MARKS, STARTS = "甲乙丙丁戊己庚", ("推进数据共享应用建设", "加快新型基础设施布局")
PATIENT = Limits(ocr_seconds=600)


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANGRAPH_CACHE", str(tmp_path / "cache"))


def owners(text: str) -> list[tuple[str, list[str]]]:
    return [(item.ref, [owner.printed for owner in item.owners]) for item in parse_structure(SourceText(text)).items]


def test_a_scanned_plan_reads_as_its_text_and_is_read_once(tmp_path: Path) -> None:
    write_pdf(tmp_path / "text.pdf", PLAN)
    write_scan(tmp_path / "plan.pdf", scanned(tmp_path / "text.pdf"))
    source = read_source(tmp_path / "plan.pdf", PATIENT)
    assert owners(source.text) == owners(TEXT)
    wrong = [(a, b) for a, b in zip(fold(squeeze(source.text)), fold(squeeze(TEXT)), strict=True) if a != b]
    assert len(wrong) <= len(TEXT) // 100
    assert {name.split(" table")[0] for _, _, name in source.places} == {"page 1"}
    assert all(source.text[at] not in others for at, others in source.others)
    kept = next((tmp_path / "cache").rglob("1.json"))
    page = json.loads(kept.read_text("utf-8"))
    kept.write_text(json.dumps({**page, "lines": page["lines"][:1], "rules": []}), "utf-8")
    assert read_source(tmp_path / "plan.pdf", PATIENT).text == source.text.split("\n")[0]


def test_a_picture_of_two_columns_with_a_stamp(tmp_path: Path) -> None:
    path = tmp_path / "plan.png"
    image = Image.new("RGB", (1000, 420), "white")
    draw = ImageDraw.Draw(image)
    font = ImageFont.truetype("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", 26)
    for column, start in zip((40, 540), STARTS, strict=True):
        for line in range(7):
            draw.text((column, 20 + 50 * line), f"{MARKS[line]}{start}", "black", font)
    draw.ellipse((350, 150, 550, 350), outline=(220, 20, 20), width=6)
    image.save(path)
    expected = "".join(f"{mark}{start}" for start in STARTS for mark in MARKS)
    text = squeeze(read_source(path, PATIENT).text)
    assert sum(a != b for a, b in zip(text, expected, strict=True)) <= 2


def test_without_the_extra_one_line_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "can_read", lambda: False)
    Image.new("RGB", (100, 100), "white").save(tmp_path / "a.png")
    write_scan(tmp_path / "a.pdf", [Image.new("RGB", (100, 100), "white")])
    for name in ("a.png", "a.pdf"):
        assert refusal(tmp_path / name) == (
            "it is a scan; install OCR (pip install 'plangraph[ocr]'), or give its text as .txt"
        )


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 40),
        ("a.jpg", b"\xff\xd8\xff\xe0" + b"x" * 400),
        ("a.tif", b"II*\x00" + b"\xff" * 40),
        ("a.png", "一、推进".encode()),
    ],
)
def test_damaged_pictures(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    assert refusal(tmp_path / name, PATIENT).startswith("the picture is damaged or no page (")


def test_a_blank_page_holds_no_lines() -> None:
    assert read_page(np.full((700, 500, 3), 255, np.uint8))["lines"] == []


def test_a_picture_that_unpacks_without_end(tmp_path: Path) -> None:
    Image.new("1", (40_000, 40_000)).save(tmp_path / "a.png")
    assert (tmp_path / "a.png").stat().st_size < 1 << 20
    assert "the picture is damaged or no page (" in refusal(tmp_path / "a.png", PATIENT)


def line(text: str, left: int, top: int, score: float = 1.0, others: str = "") -> dict[str, object]:
    """A line as the engine gives it, a character 20 wide and high."""
    chars = [[char, score, left + 20 * at, top, left + 20 * at + 20, top + 20, others] for at, char in enumerate(text)]
    return {"text": text, "chars": chars}


def laid_out(lines: list[dict[str, object]], rules: list[list[int]]) -> list[dict[str, Any]]:
    layout = PdfLayout()
    add_page(Pages(layout), 1, {"width": 1000, "height": 1000, "lines": lines, "rules": rules})
    return layout.blocks


def test_cells_by_the_ruled_lines_even_where_a_reading_runs_over_one() -> None:
    across = [[0, y, 400, y] for y in (100, 150, 250)]
    down = [[x, 100, x, 250] for x in (0, 200, 400)]
    lines = [
        line("任务", 10, 110),
        line("责任单位", 210, 110),
        line("推进建设区科委", 120, 160),
        line("工作", 110, 200),
    ]
    (table,) = laid_out(lines, across + down)
    assert table["rows"] == [["任务", "责任单位"], ["推进建设工作", "区科委"]]
    assert table["glyphs"][0][2:4] == [[1, 210, 110, 230, 130], [1, 230, 110, 250, 130]]


def test_an_edge_that_one_line_alone_reaches_is_no_edge() -> None:
    lines = [line("甲局2024年工作任务分解表", 10, 10), line("工作任务", 10, 50), line("责任单位", 10, 90)]
    assert [block["text"] for block in laid_out(lines, [])] == ["甲局2024年工作任务分解表", "工作任务", "责任单位"]


def test_doubtful_and_mended_words_are_told() -> None:
    builder = SourceBuilder(100)
    lines = [line("各部内", 10, 10, others="门"), line("某局", 10, 100, 0.2), line("云哈区", 10, 200, 0.8, "岭峪")]
    blocks = [{**block, "ocr": True} for block in laid_out(lines, [])]
    ocr.add_blocks(PdfLayout(blocks, {1: (1000, 1000)}), builder)
    source = builder.source("a.png", "image/png")
    assert source.text == "各部门\n某局\n云哈区"
    assert source.doubts == (Doubt(1, 3, "ocr-mended"), Doubt(4, 6, "ocr-unsure"))
    assert source.others == ((0, "门"), (7, "岭峪"), (8, "岭峪"), (9, "岭峪"))
    assert source.boxes is not None
    assert source.boxes.boxes(7, 10) == [Box(1, 10, 200, 70, 220)]


def test_the_engine_tells_what_a_doubtful_character_may_be_besides() -> None:
    decode = CTCLabelDecode(["内", "门"])
    chances = np.zeros((1, 4, len(decode.character)))
    chances[0, [0, 1, 3], [1, 2, 1]] = (0.95, 0.6, 0.99)
    chances[0, 1, 1], chances[0, 2, 0] = 0.3, 1
    lines, (words,) = with_others(decode)(chances, return_word_box=True)
    assert lines[0][0] == "内门内"
    assert [(score, getattr(score, "others", "")) for score in words.confs] == [(0.95, ""), (0.6, "内"), (0.99, "")]
