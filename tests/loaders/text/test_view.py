"""A view folds width and drops white space, and every offset leads back to the page."""

from hypothesis import given
from hypothesis import strategies as st

from loaders.text.view import Span, View, fold, squeeze


def test_both_widths_read_alike() -> None:
    assert View("（责任部门：区科委，区经委）").text == View("(责任部门:区科委,区经委)").text
    assert fold("〔2023〕６号") == "[2023]6号"


def test_a_word_broken_over_lines_reads_as_one_and_leads_back() -> None:
    text = "固定宽带平\n\n均下载  速率"
    view = View(text)
    start = view.text.index("平均下载")
    assert view.span(start, start + 4) == Span(4, 10)
    assert text[4:10] == "平\n\n均下载"
    assert view.printed(start, start + 6) == "平均下载速率"


def test_a_view_of_pieces_skips_what_lies_between() -> None:
    view = View("甲乙（丙）丁", [Span(0, 2), Span(5, 6)])
    assert view.text == "甲乙丁"
    assert view.span(2, 3) == Span(5, 6)
    assert view.part(1, 3).text == "乙丁"
    assert view.index(5) == 2


@given(st.text())
def test_every_character_comes_from_where_the_view_says(text: str) -> None:
    view = View(text)
    assert len(view.text) == len(view.offsets)
    for char, offset in zip(view.text, view.offsets, strict=True):
        assert char in (fold(text[offset]), View(f"臺{text[offset]}").text[1:])  # as printed, or simplified
    assert view.printed(0, len(view)) == squeeze(text)
