"""Real Neo4j servers for the tests, one of each version a session. A server that can't be had is a failure.

A test module that uses them says ``pytestmark = pytest.mark.xdist_group("neo4j")``, so that parallel runs start
them once; one that starts servers of its own says "neo4j-own", so that the two sorts share the time.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import neo4j
import pytest

from graph.server import EDITIONS, Edition, Home, Options, State, start, stop
from graph.store.neo4j import Neo4jStore, open_neo4j

OPTIONS = Options(
    bolt_port=0,
    http_port=0,
    heap="768m",
    page_cache="64m",
    settings={"internal.server.bolt.thread_pool_shutdown_wait_time": "1s"},
)


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: its home, its state, and how to reach it."""

    home: Home
    state: State

    @property
    def password(self) -> str | None:
        return self.home.password()

    def store(self, *, write: bool = False) -> Neo4jStore:
        return open_neo4j(self.state.bolt, write=write, password=self.password)

    @contextlib.contextmanager
    def session(self) -> Iterator[neo4j.Session]:
        """A session of the bare driver, as another program would have it."""
        with (
            neo4j.GraphDatabase.driver(self.state.bolt, auth=("neo4j", self.password or "")) as driver,
            driver.session() as session,
        ):
            yield session

    def clear(self) -> None:
        """Empties the database, indexes and constraints stay."""
        with self.session() as session:
            session.run("MATCH (n) DETACH DELETE n").consume()


@contextlib.contextmanager
def running(edition: Edition, folder: Path, options: Options = OPTIONS) -> Iterator[Server]:
    """A server of its own in ``folder``, stopped at the end."""
    home = Home(edition, folder)
    try:
        yield Server(home, start(home, options, print))
    finally:
        stop(home)


@pytest.fixture(scope="session", params=sorted(EDITIONS))
def server_of_session(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    edition = EDITIONS[request.param]
    with running(edition, tmp_path_factory.mktemp("neo4j") / edition.name) as server:
        yield server


@pytest.fixture
def server(server_of_session: Server) -> Server:
    """A server of each version in turn, its database empty."""
    server_of_session.clear()
    return server_of_session


@pytest.fixture
def store(server: Server) -> Iterator[Neo4jStore]:
    """A store that may be written, on a server of each version in turn."""
    with server.store(write=True) as opened:
        yield opened
