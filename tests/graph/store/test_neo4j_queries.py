"""Reading from the Neo4j store: limits, refusals, values, and one clear line for everything that can go wrong."""

from __future__ import annotations

import pytest

from graph.errors import PlangraphError, QueryError, QueryTimeoutError, StoreError
from graph.store import open_store
from graph.store.neo4j import Neo4jStore, open_neo4j
from graph.store.neo4j_connection import check_version
from tests.graph.store.plans import TITLES, small_plan
from tests.neo4j_servers import Server

pytestmark = pytest.mark.xdist_group("neo4j")


def line(error: pytest.ExceptionInfo[PlangraphError]) -> str:
    """The message, which must be one printable line."""
    message = str(error.value)
    assert "\n" not in message
    assert "Traceback" not in message
    return message


def test_rows_are_plain_values_in_the_order_asked_for(store: Neo4jStore) -> None:
    store.replace([small_plan()])
    rows = store.run(
        "MATCH (o:Owner)-[r:OWNS {role: $role}]->(i:WorkItem) RETURN o.name AS `责任主体`, i.ref AS ref, "
        "{role: r.role, at: [r.start, r.end]} AS how, 1.5 AS x, null AS nothing, true AS yes ORDER BY `责任主体`, ref",
        {"role": "lead"},
    )
    how = {"role": "lead", "at": [3, 5]}
    assert rows.columns == ("责任主体", "ref", "how", "x", "nothing", "yes")
    assert rows.rows == tuple(
        (owner, ref, how, 1.5, None, True) for owner in ("区科委", "区经委") for ref in ("1", "2")
    )
    assert not rows.truncated


def test_nodes_relationships_paths_and_dates_of_a_users_own_query_become_plain_too(store: Neo4jStore) -> None:
    store.replace([small_plan(items=1)])
    text = (
        "MATCH p = (s:Section)-[r:PART_OF]->(:Plan) RETURN s, r, p, date('2023-05-01') AS day, "
        "point({x: 1, y: 2}) AS point"
    )
    (section, part_of, path, day, point) = store.run(text).rows[0]
    assert section["labels"] == ["Section"]
    assert section["name"] == "一、总体"
    assert (part_of["type"], part_of["from"]) == ("PART_OF", section["id"])
    assert [part.get("name", part.get("type")) for part in path] == ["一、总体", "PART_OF", TITLES[0]]
    assert (day, point) == ("2023-05-01", [1.0, 2.0])


def test_the_row_limit_cuts_and_says_so(store: Neo4jStore) -> None:
    assert store.run("UNWIND range(1, 10) AS n RETURN n", row_limit=10).truncated is False
    cut = store.run("UNWIND range(1, 1000000) AS n RETURN n", row_limit=10)
    assert (len(cut.rows), cut.truncated) == (10, True)


def test_the_time_limit_ends_a_query(store: Neo4jStore) -> None:
    with pytest.raises(QueryTimeoutError) as error:
        store.run("UNWIND range(1, 1000000000) AS n RETURN sum(n % 7)", timeout=0.5)
    assert line(error) == "the query ran longer than 0.5 s; narrow it or allow more"


@pytest.mark.parametrize(
    "text",
    [
        "CREATE (n:Task) RETURN n.id",
        "MATCH (n) DETACH DELETE n",
        "MERGE (n:Task {id: 'x'}) RETURN n.id",
        "CREATE INDEX mine FOR (n:Task) ON (n.name)",
        "CREATE USER eve SET PASSWORD 'password1'",
        "MATCH (n) CALL (n) { SET n.name = 'x' } IN TRANSACTIONS",
    ],
)
def test_a_text_that_writes_is_refused(store: Neo4jStore, text: str) -> None:
    store.replace([small_plan()])
    before = store.graph()
    with pytest.raises(QueryError) as error:
        store.run(text)
    line(error)
    assert store.graph() == before


def test_wrong_texts_and_parameters_are_query_errors(store: Neo4jStore) -> None:
    with pytest.raises(QueryError, match=r"^Invalid input 'RETRUN'"):
        store.run("MATCH (n) RETRUN n")
    with pytest.raises(QueryError, match=r"parameter\(s\): plan"):
        store.run("RETURN $plan AS plan")
    with pytest.raises(QueryError, match="parameter can't be sent"):
        store.run("RETURN $set AS x", {"set": {1, 2}})
    with pytest.raises(QueryError, match="parameter can't be sent"):
        store.run("RETURN $text AS x", {"text": "\ud800"})
    with pytest.raises(QueryError, match="LOAD CSV is refused"):
        store.run("LOAD CSV FROM 'file:///etc/passwd' AS row RETURN row")


def test_a_store_opened_for_reading_does_not_write(server: Server) -> None:
    with server.store() as store:
        with pytest.raises(StoreError, match="opened for reading only"):
            store.replace([small_plan()])
        with pytest.raises(StoreError, match="opened for reading only"):
            store.remove("policy-x")


def test_open_store_finds_the_server_by_its_address_and_the_environment(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEO4J_USERNAME", "neo4j")
    monkeypatch.setenv("NEO4J_PASSWORD", str(server.password))
    monkeypatch.setenv("NEO4J_DATABASE", "neo4j")
    for scheme in ("bolt", "neo4j"):
        with open_store(f"{scheme}://127.0.0.1:{server.state.bolt_port}") as store:
            assert store.graph().plan_ids() == []


def test_each_way_not_to_reach_a_server_is_said_in_one_line(server: Server) -> None:
    address, password = server.state.bolt, str(server.password)
    with pytest.raises(StoreError) as error:
        open_neo4j("bolt://127.0.0.1:9", password="x")
    assert line(error).startswith("bolt://127.0.0.1:9: no Neo4j server answers ([Errno ")
    assert line(error).endswith("Connection refused); start one (plangraph neo4j start) or correct the address")
    with pytest.raises(StoreError) as error:
        open_neo4j(address, password="wrong")
    assert line(error).endswith("the server refused user or password; set NEO4J_USERNAME and NEO4J_PASSWORD")
    with pytest.raises(StoreError) as error:
        open_neo4j(address.replace("bolt:", "neo4j:"), password=password, database="nope")
    assert "the server has no database 'nope'" in line(error)


def test_older_and_other_servers_are_named() -> None:
    for agent in ("Neo4j/5.23.0", "Neo4j/5.26.30", "Neo4j/2026.08.1"):
        check_version("bolt://a", agent)
    with pytest.raises(
        StoreError, match=r"^bolt://a: Neo4j/4\.4\.41 is too old; plangraph needs Neo4j 5\.23 or newer$"
    ):
        check_version("bolt://a", "Neo4j/4.4.41")
    with pytest.raises(StoreError, match="Other/1 is no Neo4j server"):
        check_version("bolt://a", "Other/1")


@pytest.mark.parametrize("address", ["bolt://", "http://127.0.0.1:7474", "neo4j", "bolt+s:///x"])
def test_what_is_no_address_is_said_so(address: str) -> None:
    with pytest.raises(StoreError, match="no address of a Neo4j server"):
        open_neo4j(address)
