"""What an answer is kept for, and which form of it is asked for."""

from __future__ import annotations

import pytest

from api.http.negotiation import accepted, suffix_of
from api.http.snapshots import Answer, AnswerCache, entity_tag


def test_the_least_recently_used_answer_goes_first() -> None:
    cache = AnswerCache(10_000)
    for name in "abc":
        cache.put(name, Answer("/", [], b"", b"x" * 200))
    kept = [name for name in "abc" if cache.get(name)]
    for number in range(7):
        cache.get("a")
        cache.put(number, Answer("/", [], b"", b"x" * 200))
    assert kept == ["a", "b", "c"]
    assert cache.get("a") is not None
    assert cache.get("b") is None
    assert cache.held <= 10_000
    cache.put("huge", Answer("/", [], b"", b"x" * 5_000))
    assert cache.get("huge") is None


def test_an_etag_is_of_one_version_and_one_form() -> None:
    assert entity_tag("1", "/a", "b") == entity_tag("1", "/a", "b")
    assert (
        len(
            {
                entity_tag("1", "/a", "b"),
                entity_tag("2", "/a", "b"),
                entity_tag("1", "/ab", ""),
                entity_tag("1", "/a", ""),
            }
        )
        == 4
    )


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/api/v1/items.csv", ("/api/v1/items", "csv")),
        ("/api/v1/items/8.jsonld", ("/api/v1/items/8", "jsonld")),
        ("/api/v1/items/8.html", ("/api/v1/items/8.html", "")),
        ("/api/v1/.csv", ("/api/v1/.csv", "")),
        ("/items.csv", ("/items.csv", "")),
        ("/api/v1/export/csv", ("/api/v1/export/csv", "")),
    ],
)
def test_a_suffix_asks_for_a_form(path: str, found: tuple[str, str]) -> None:
    assert suffix_of(path) == found


@pytest.mark.parametrize(
    ("header", "form"),
    [
        ("", "json"),
        ("*/*", "json"),
        ("text/csv", "csv"),
        ("text/*;q=0.5, application/json;q=0.4", "csv"),
        ("application/json;q=0, */*;q=0.1", "csv"),
        ("image/png", None),
        ("text/csv;q=nonsense", None),
    ],
)
def test_the_accept_header_is_weighed(header: str, form: str | None) -> None:
    assert accepted(header, ("json", "csv")) == form
