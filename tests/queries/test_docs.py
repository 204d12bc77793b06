"""The reference page says what the catalogue is."""

from __future__ import annotations

from pathlib import Path

from queries.catalogue import catalogue
from queries.docs import render

PAGE = Path(__file__).parents[2] / "docs" / "queries.md"


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text("utf-8") == render(), "run: python -m queries.docs > docs/queries.md"


def test_every_query_is_there_in_both_languages() -> None:
    page = PAGE.read_text("utf-8")
    for query in catalogue().values():
        for words in (f"## {query.name}\n", query.question["zh"], query.question["en"], query.text):
            assert words in page, query.name
