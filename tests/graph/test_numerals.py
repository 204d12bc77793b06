"""Numerals read and written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.numerals import value, written


@pytest.mark.parametrize(
    ("numeral", "number"),
    [
        ("12", 12), ("三", 3), ("十", 10), ("十二", 12), ("二十", 20), ("两百", 200), ("一百零三", 103), ("百", 100),
        ("三千五百", 3500), ("两千", 2000), ("一千零五", 1005), ("两万", 20000), ("三千五百万", 35_000_000),
        ("二亿零五十万", 200_500_000), ("二〇二三", 2023), ("二○二三", 2023), ("二OO八", 2008),
    ],
)  # fmt: skip
def test_the_value_of_a_numeral(numeral: str, number: int) -> None:
    assert value(numeral) == number


@given(st.integers(1, 999))
def test_what_is_written_reads_back(number: int) -> None:
    assert value(written(number)) == number


def test_other_numbers_are_written_in_digits() -> None:
    assert (written(0), written(1000), written(110), written(15)) == ("0", "1000", "一百一十", "十五")
