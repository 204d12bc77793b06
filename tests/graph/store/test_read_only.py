"""No text that writes, or that reaches outside the store, gets to an engine."""

from __future__ import annotations

import pytest

from graph.errors import QueryError
from graph.store.read_only import check_read_only


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("CREATE (n:Task {id: 'x'})", "CREATE"),
        ("match (n) set n.name = 'x'", "SET"),
        ("MATCH (n) DETACH DELETE n", "DETACH"),
        ("MERGE (n:Task {id: 'x'}) RETURN n.id", "MERGE"),
        ("MATCH (n) CALL (n) { REMOVE n.name } RETURN 1", "REMOVE"),
        ("DROP INDEX x", "DROP"),
        ("FOREACH (x IN [1] | SET x.a = 1)", "FOREACH"),
        ("LOAD CSV FROM 'file:///etc/hosts' AS line RETURN line", "LOAD CSV"),
        ("load /* c */ // d\n csv WITH HEADERS FROM $x AS l RETURN l", "LOAD CSV"),
        (r"RETURN '\u0027 AS x LOAD CSV FROM $x AS l RETURN l //'", "LOAD CSV"),
        (r"\u004cOAD CSV FROM $x AS l RETURN l", "LOAD CSV"),
        ("CALL dbms.shutdown()", "CALL dbms.shutdown"),
        ("CALL apoc.export.csv.all('x', {})", "CALL apoc.export.csv.all"),
        ("MATCH (n) RETURN n.a /* CREATE */ SET n.b = 1", "SET"),
        ("MATCH (as) WITH as SET as.x = 1", "SET"),
        ("MATCH (as) WITH as DETACH DELETE as", "DETACH"),
        ("MATCH (n) WITH n AS as CREATE (as)-[:X]->(as)", "CREATE"),
    ],
)
def test_refused(text: str, word: str) -> None:
    with pytest.raises(QueryError, match=f"^{word} is refused: "):
        check_read_only(text)


@pytest.mark.parametrize(
    "text",
    [
        "MATCH (n:Task) WHERE n.name CONTAINS 'CREATE' RETURN n.id AS id",
        "MATCH (n) RETURN n.set AS x, n.`delete` AS y, {create: 1, set: $set} AS z",
        "MATCH (n) // DELETE n\nRETURN n.id AS id /* SET */",
        "UNWIND [1] AS x CALL (x) { RETURN x + 1 AS y } RETURN y",
        "CALL { RETURN 1 AS x } RETURN x",
        "CALL db.labels() YIELD label RETURN label",
        'RETURN "it\'s \\" SET" AS x',
        "RETURN [1, 2] AS set",
        "MATCH (n) WITH n.id AS create, 1 AS delete RETURN 1 AS remove LIMIT 1",
        "MATCH (n:Set)-[:DROP|REMOVE]->() RETURN n.id AS created, n.start AS start",
    ],
)
def test_allowed(text: str) -> None:
    check_read_only(text)


def test_a_long_text_takes_no_time() -> None:
    for repeated in ("\\'", "/*", "'", '"', "`", "//", "\\", "LOAD ", "CALL x.", "\\u0027"):
        check_read_only("RETURN '" + repeated * 100_000)
        check_read_only("RETURN " + repeated.replace("CALL", "") * 100_000 + "\\")
