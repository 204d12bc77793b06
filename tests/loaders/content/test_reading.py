from loaders.content.reading import Reading
from loaders.text.view import Span
from tests.loaders.content.texts import reading


def clauses(text: str) -> list[str]:
    found = reading(text)
    return [found.text[clause.start : clause.end] for clause in found.clauses]


def test_clauses_end_at_commas_outside_of_brackets_quotes_and_titles() -> None:
    assert clauses("建设平台(含甲,乙),落实《甲,乙规划》;推进“丙,丁”。完成") == [
        "建设平台(含甲,乙)", "落实《甲,乙规划》", '推进"丙,丁"', "完成",
    ]  # fmt: skip


def test_thousands_keep_their_comma() -> None:
    assert clauses("新增12,000个,完成") == ["新增12,000个", "完成"]


def test_an_unmatched_bracket_swallows_nothing() -> None:
    assert clauses("建设(平台,完成。推进") == ["建设(平台", "完成", "推进"]


def test_sentences_count_up_at_full_stops_and_semicolons() -> None:
    assert [clause.sentence for clause in reading("一,二。三;四").clauses] == [0, 0, 1, 2]


def test_the_name_cell_ends_a_clause() -> None:
    source = "数据中台\t推进升级"
    found = Reading.of(source, (Span(0, 4), Span(5, 9)), Span(0, 4))
    assert [found.text[c.start : c.end] for c in found.clauses] == ["数据中台", "推进升级"]


def test_a_title_on_its_own_line_ends_a_clause() -> None:
    source = "建设光伏工程\n落实比例要求"
    found = Reading.of(source, (Span(0, 13),), Span(0, 6))
    assert [found.text[c.start : c.end] for c in found.clauses] == ["建设光伏工程", "落实比例要求"]


def test_a_word_broken_by_a_page_is_one_word() -> None:
    source = "平\n\n均速率"
    found = Reading.of(source, (Span(0, 6),))
    assert found.text == "平均速率"
    assert found.span(0, 2) == Span(0, 4)
    assert found.printed(0, 2) == "平均"


def test_inside_tells_what_a_pair_holds() -> None:
    found = reading("《甲》乙")
    assert [found.inside(at, "《") for at in range(4)] == [False, True, False, False]
