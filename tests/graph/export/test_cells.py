"""Cells of a table that no spreadsheet runs, and that are read back as they were."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.export.cells import cell, guarded_table

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "＝1+1", "＋1", "－1", "＠SUM(A1)", "\t=1", "\r=1", "\n=1", "'=1"]


def restored(text: str) -> str:
    """As the documentation says: the first ' of a longer cell goes."""
    return text[1:] if len(text) > 1 and text.startswith("'") else text


@pytest.mark.parametrize("text", FORMULAS)
def test_what_a_spreadsheet_would_run_is_quoted(text: str) -> None:
    assert cell(text) == "'" + text
    assert cell([text, "b"]) == f"'{text}；b"


@given(st.one_of(st.text(), st.text("=+-@＝＋－＠'\t\r\n科1")))
def test_every_text_can_be_restored(text: str) -> None:
    assert restored(cell(text)) == text


def test_numbers_truth_values_lists_and_maps() -> None:
    values = [-5, -2.5, 20.0, True, False, None, ["a", "b"], [{"名": 1}]]
    assert [cell(value) for value in values] == ["-5", "-2.5", "20", "true", "false", "", "a；b", '[{"名": 1}]']
    assert cell(["=a", "b"], "|") == "'=a|b"


@given(st.lists(st.lists(st.text("=+-@＝＋－＠',\"\n\r 科1."), min_size=2, max_size=2), min_size=1))
def test_a_table_of_others_is_the_same_but_for_the_quotes(rows: list[list[str]]) -> None:
    held = io.StringIO(newline="")
    csv.writer(held).writerows(rows)
    found = list(csv.reader(io.StringIO(guarded_table(held.getvalue().encode()).decode(), newline="")))
    plain = [[c if c.lstrip("+-").replace(".", "").isdigit() else restored(c) for c in row] for row in found]
    assert plain == rows


def test_a_number_in_a_table_of_others_stays_one() -> None:
    table = "n,name\r\n-2.5,-x\r\n+1e3,=1\r\n"
    assert guarded_table(table.encode()).decode() == "n,name\r\n-2.5,'-x\r\n+1e3,'=1\r\n"
