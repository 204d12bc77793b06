"""Arguments in, checked rows out."""

from __future__ import annotations

from typing import Any

import pytest

from graph.errors import QueryError, UnknownNameError
from graph.store.port import Rows
from queries.catalogue import catalogue
from queries.model import Query
from queries.run import checked, find_query, run_query
from tests.queries.conftest import World


def test_who_owns_most_and_who_co_owns_task_8(songjiang: World) -> None:
    first = run_query(songjiang.store, "workload-by-owner").dicts()[0]
    assert (first["owner"], first["items"]) == ("区科委", 15)
    owners = run_query(songjiang.store, "owners-of-item", {"item": "8"}).dicts()
    pairs = run_query(songjiang.store, "co-owners-of-item", {"item": "8"}).dicts()
    assert len(pairs) == len(owners) * (len(owners) - 1) / 2
    assert {pair["owner"] for pair in pairs} | {pair["partner"] for pair in pairs} == {o["owner"] for o in owners}


def test_an_answer_knows_its_query_and_what_was_asked(songjiang: World) -> None:
    answer = run_query(songjiang.store, "items-of-owner", {"owner": "区科委", "limit": "3"})
    assert answer.query is catalogue()["items-of-owner"]
    assert answer.arguments["limit"] == 3
    assert answer.arguments["owner"].startswith("org-310117-")
    assert answer.columns == tuple(column.name for column in answer.query.columns)
    assert len(answer.rows) == 3


def test_a_row_limit_is_told(songjiang: World) -> None:
    assert run_query(songjiang.store, "items", row_limit=5).truncated
    assert len(run_query(songjiang.store, "betweenness", row_limit=5).rows) == 5


@pytest.mark.parametrize(
    ("name", "arguments", "message"),
    [
        ("items-of-owner", {}, "items-of-owner: owner is missing: owner: its id, name or any alias"),
        ("items-of-owner", {"owner": ""}, "items-of-owner: owner is missing"),
        ("items", {"colour": "red"}, "items: unknown parameter 'colour'; it takes plan, item_kind, part"),
        ("plans", {"plan": "x"}, "plans: unknown parameter 'plan'; it takes none"),
        ("items", {"limit": "many"}, "items: limit must be a whole number, not 'many'"),
        ("items", {"limit": "0"}, "items: limit must be 1 or more, not 0"),
        ("items", {"skip": "-1"}, "items: skip must be 0 or more, not -1"),
        ("items", {"limit": True}, "items: limit must be a whole number"),
        ("items", {"limit": "9" * 5000}, "items: limit must be a whole number"),
        ("items", {"part": "tail"}, "items: part must be one of body, annex, not 'tail'"),
        ("items", {"q": "a\x00b"}, "items: q holds a character that no text has"),
        ("search", {"q": ""}, "search: q is empty"),
        ("targets-due", {"by": "soon"}, "targets-due: by must be a date like 2023-12-31, 2023-12 or 2023, not 'soon'"),
        ("targets-due", {"by": "2023-02-30"}, "targets-due: by must be a date"),
        ("targets-due", {"by": "2023-00"}, "targets-due: by must be a date"),
    ],
)
def test_a_wrong_argument_is_one_clear_line(
    songjiang: World, name: str, arguments: dict[str, Any], message: str
) -> None:
    with pytest.raises(QueryError) as caught:
        run_query(songjiang.store, name, arguments)
    assert str(caught.value).startswith(message)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("given", "used"),
    [("2023", "2023-12-31"), ("2024-02", "2024-02-29"), ("2023-06", "2023-06-30"), ("2023-06-01", "2023-06-01")],
)
def test_a_year_or_month_means_its_last_day(songjiang: World, given: str, used: str) -> None:
    assert run_query(songjiang.store, "targets-due", {"by": given}).arguments["by"] == used


def test_an_unknown_query_is_told_what_was_meant() -> None:
    with pytest.raises(UnknownNameError, match="no query is called 'owner-of-item'; did you mean owners-of-item"):
        find_query("owner-of-item")
    with pytest.raises(UnknownNameError, match="no query is called '#'; see: plangraph queries"):
        find_query("#")


ATTACKS = [
    "x'}) DETACH DELETE n //", "' OR 1=1 //", "\") MATCH (n) DELETE n //", "$plan", "`", "}", "\\", "\\u0027", "*", "%",
    "LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line", ".*", "(a+)+$", "🙂", "\u202e", "'" * 1000,
]  # fmt: skip


def outcome(world: World, name: str, arguments: dict[str, Any]) -> str | int:
    """How many rows came, or what the refusal said."""
    try:
        return len(run_query(world.store, name, arguments).rows)
    except (QueryError, UnknownNameError) as error:
        return str(error)


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_word_is_never_more_than_a_word(drawn: World, attack: str) -> None:
    before = (drawn.store.version(), drawn.store.graph().digest())
    for query in catalogue().values():
        for parameter in query.parameters:
            others = {p.name: "区科委" for p in query.parameters if p.required and p.name != parameter.name}
            found = outcome(drawn, query.name, {**others, parameter.name: attack})
            assert found == 0 or (isinstance(found, str) and "\n" not in found), query.name
    assert (drawn.store.version(), drawn.store.graph().digest()) == before


def rows_of(query: Query, **changed: Any) -> Rows:
    good = {
        "string": "a", "integer": 1, "number": 0.5, "boolean": True, "date": "2023", "strings": ["a"], "records": [],
    }  # fmt: skip
    cells = {column.name: changed.get(column.name, good[column.type]) for column in query.columns}
    return Rows(tuple(cells), (tuple(cells.values()),))


@pytest.mark.parametrize(
    ("name", "changed", "message"),
    [
        ("items", {"item": None}, "items: column item came back empty"),
        ("items", {"item": 5}, "items: column item must be string, but int came back"),
        ("items", {"deadline": "soon"}, "items: column deadline must be a date, but 'soon' came back"),
        ("items", {"owners": "区科委"}, "items: column owners must be strings, but str came back"),
        ("items", {"owners": ["a", None]}, "items: column owners must hold strings only"),
        ("co-owner-pairs", {"shared": 1.0}, "co-owner-pairs: column shared must be integer, but float came back"),
        ("co-owner-pairs", {"shared": True}, "co-owner-pairs: column shared must be integer, but bool came back"),
        ("co-owners-of-owner", {"shared_items": [{"ref": "8"}]}, "co-owners-of-owner: column shared_items must hold"),
        (
            "co-owners-of-owner",
            {"shared_items": [{"item_id": 1, "ref": "8", "item": "a", "plan": "p"}]},
            "co-owners-of-owner: column shared_items: column item_id must be string",
        ),
    ],
)
def test_a_cell_of_the_wrong_type_is_refused(name: str, changed: dict[str, Any], message: str) -> None:
    query = catalogue()[name]
    assert len(checked(query, rows_of(query))) == 1
    with pytest.raises(QueryError) as caught:
        checked(query, rows_of(query, **changed))
    assert str(caught.value).startswith(message)


def test_fields_of_records_come_as_declared_whatever_the_engine_gives() -> None:
    query = catalogue()["co-owners-of-owner"]
    record = {"plan": "p", "ref": "8", "item": "a", "item_id": "task-1"}
    row = dict(
        zip((c.name for c in query.columns), checked(query, rows_of(query, shared_items=[record]))[0], strict=True)
    )
    assert list(row["shared_items"][0].items()) == [("item_id", "task-1"), ("ref", "8"), ("item", "a"), ("plan", "p")]


def test_columns_must_be_those_declared() -> None:
    query = catalogue()["plans"]
    with pytest.raises(QueryError, match="plans: columns a, b came back, not plan, plan_name"):
        checked(query, Rows(("a", "b"), ()))
