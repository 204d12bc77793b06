"""Each character read from a page knows where it stands: another library finds the same words in its box, and ink."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pypdfium2
import pytest

from graph.page_boxes import PageBoxes, page_boxes
from loaders.document import SourceText
from loaders.readers import read_source
from tests.loaders.readers.files import PLAN, blocks_of, write_pdf
from tests.loaders.readers.ofd_files import write_ofd
from tests.loaders.readers.scans import scanned, write_scan
from tests.loaders.readers.test_ocr import PATIENT

WORDS = ("夯实数字底座", "室外基站", "区建管委", "扩大区级视频汇聚资源容量", "新浜镇")
DARK = 128


def boxes_of(source: SourceText) -> PageBoxes:
    assert source.boxes is not None
    assert source.file_sha256 is not None
    return source.boxes


def changed(path: Path, target: Path, *, crop: bool = False, turn: int = 0) -> Path:
    """The PDF with each page seen through a smaller window, or turned."""
    document = pypdfium2.PdfDocument(path)
    for page in document:
        if crop:
            page.set_mediabox(-20, -30, 620, 860)
            page.set_cropbox(30, 40, 560, 800)
        page.set_rotation(turn)
    document.save(target)
    return target


def ink(picture: np.ndarray, boxes: PageBoxes, text: str) -> float:
    """How many of the characters of ``text`` have dark points inside their box on ``picture`` of page 1."""
    height, width = picture.shape
    across, down = (size / length for size, length in zip((width, height), boxes.sizes[1], strict=True))
    letters = [at for at, char in enumerate(text) if "\u4e00" <= char <= "\u9fff"]
    found = 0
    for at in letters:
        (box,) = boxes.boxes(at, at + 1)
        assert box.page == 1
        part = picture[
            round(box.top * down) : round(box.bottom * down) + 1,
            round(box.left * across) : round(box.right * across) + 1,
        ]
        found += bool(part.size and 0.03 < (part < DARK).mean() < 0.8)
    return found / len(letters)


def rendered(path: Path) -> np.ndarray:
    page: np.ndarray = pypdfium2.PdfDocument(path)[0].render(scale=2, grayscale=True).to_numpy()
    return page[:, :, 0] if page.ndim == 3 else page


@pytest.mark.parametrize("crop", [False, True])
def test_another_library_reads_the_same_words_in_the_boxes(tmp_path: Path, crop: bool) -> None:
    write_pdf(tmp_path / "a.pdf", PLAN)
    path = changed(tmp_path / "a.pdf", tmp_path / "b.pdf", crop=crop)
    source = read_source(path)
    boxes = boxes_of(source)
    assert boxes.sizes == {1: (5300, 7600) if crop else (5953, 8419)}
    page = pypdfium2.PdfDocument(path)[0]
    left, _, _, top = page.get_cropbox()
    words = page.get_textpage()
    for word in WORDS:
        start = source.text.index(word)
        read = ""
        for box in boxes.boxes(start, start + len(word)):
            x0, x1 = left + box.left / 10, left + box.right / 10
            y0, y1 = top - box.bottom / 10, top - box.top / 10
            read += words.get_text_bounded(x0 + 1, y0 + 2, x1 - 1, y1 - 2).strip()
        assert read == word
    assert ink(rendered(path), boxes, source.text) == 1


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_pages_that_are_turned_when_shown(tmp_path: Path, turn: int) -> None:
    write_pdf(tmp_path / "a.pdf", PLAN[:3])
    path = changed(tmp_path / "a.pdf", tmp_path / "b.pdf", turn=turn)
    source = read_source(path)
    assert ink(rendered(path), boxes_of(source), source.text) == 1


def test_pages_of_an_ofd(tmp_path: Path) -> None:
    write_ofd(tmp_path / "a.ofd", PLAN)
    source = read_source(tmp_path / "a.ofd")
    boxes = boxes_of(source)
    assert boxes.sizes[1] == (1654, 2339)
    (box,) = boxes.boxes(0, len(PLAN[0]))
    assert (box.page, round(box.left / 200 * 25.4), round(box.bottom / 200 * 25.4)) == (1, 33, 29)


@pytest.mark.xdist_group("ocr")
def test_a_turned_scan_has_its_boxes_on_the_page_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANGRAPH_CACHE", str(tmp_path / "cache"))
    write_pdf(tmp_path / "text.pdf", PLAN)
    (page,) = scanned(tmp_path / "text.pdf", seed=3)
    write_scan(tmp_path / "a.pdf", [page])
    source = read_source(tmp_path / "a.pdf", PATIENT)
    boxes = boxes_of(source)
    assert ink(np.asarray(page.convert("L")), boxes, source.text) > 0.98
    text_layer = read_source(tmp_path / "text.pdf")
    told = boxes_of(text_layer)
    word = "扩大区级视频汇聚资源容量"
    places = []
    for read, of in ((source, boxes), (text_layer, told)):
        (box, *_) = of.boxes(read.text.index(word), read.text.index(word) + len(word))
        width, height = of.sizes[1]
        places.append((box.left / width, box.top / height))
    assert np.allclose(*places, atol=0.012)  # a turn of one degree about the middle


def test_a_text_that_is_broken_over_lines_and_pages(tmp_path: Path) -> None:
    long = "推进数据共享应用建设，" * 60
    write_pdf(tmp_path / "a.pdf", blocks_of(f"一、{long}\n" * 6))
    source = read_source(tmp_path / "a.pdf")
    boxes = boxes_of(source)
    assert sorted(boxes.sizes) == [1, 2, 3]
    placed = sum(len(run.edges) - 1 for run in boxes.runs)
    assert placed == len("".join(source.text.split()))
    assert {boxes.page_at(at) for at in range(0, len(source.text), 500)} == {1, 2, 3}
    assert boxes.line_at(0) == 1
    second = next(run for run in boxes.runs if run.page == 2)
    assert boxes.line_at(second.start) == 1
    assert boxes.line_at(second.start + 100) == 3


@pytest.mark.xdist_group("ocr")
def test_text_where_there_is_text_and_ocr_for_the_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANGRAPH_CACHE", str(tmp_path / "cache"))
    write_pdf(tmp_path / "text.pdf", PLAN)
    write_pdf(tmp_path / "more.pdf", ["二、推进数据共享", "3、推进视频汇聚资源扩容。(责任部门:区城运中心)"])
    write_scan(tmp_path / "scan.pdf", scanned(tmp_path / "more.pdf"))
    mixed = pypdfium2.PdfDocument.new()
    for name in ("text.pdf", "scan.pdf"):
        mixed.import_pages(pypdfium2.PdfDocument(tmp_path / name))
    mixed.save(tmp_path / "mixed.pdf")
    text, source = read_source(tmp_path / "text.pdf"), read_source(tmp_path / "mixed.pdf", PATIENT)
    assert source.text.startswith(text.text)
    rest = source.text[len(text.text) :]
    assert "区城运中心" in rest
    assert all(doubt.start >= len(text.text) for doubt in source.doubts)
    assert source.boxes is not None
    assert text.boxes is not None
    assert source.boxes.boxes(0, len(text.text)) == text.boxes.boxes(0, len(text.text))
    assert source.boxes.page_at(len(text.text) + 1) == 2
    kept = sorted(path.name for path in (tmp_path / "cache").rglob("*.json"))
    assert kept == ["2.json"]


def test_boxes_are_kept_as_text_and_read_back(tmp_path: Path) -> None:
    write_pdf(tmp_path / "a.pdf", PLAN)
    boxes = boxes_of(read_source(tmp_path / "a.pdf"))
    assert page_boxes(boxes.to_json()) == boxes
    for text in ("{}x", "[1]", '[[1,2,3,[["a",1,2,3,4]]]]', "[[1,0,0,[]]]", "null"):
        with pytest.raises(ValueError, match="no boxes of pages"):
            page_boxes(text)
