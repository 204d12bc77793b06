"""What can happen to a server during a load: it ends loaded, or with a clear error and the old content."""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
from neo4j.exceptions import ClientError, TransactionError, TransientError

from benchmarks.generate import generated_graph
from graph.errors import StoreError
from graph.plan_graph import PlanGraph
from graph.server import CURRENT, Options, start
from graph.store.neo4j import Neo4jStore, open_neo4j
from graph.store.neo4j_connection import hint
from graph.store.port import Change
from tests.graph.store.plans import OWNERS, TITLES, small_plan
from tests.neo4j_servers import OPTIONS, Server, running

pytestmark = pytest.mark.xdist_group("neo4j")


ADVICE = {
    ("bolt://h:7474", "Cannot to connect to Bolt service on h (looks like HTTP)"): "that port is Browser's",
    (
        "bolt+s://h:7687",
        "you have enabled encryption if required. Failed to establish encrypted connection",
    ): "without +s",
    ("neo4j+s://x.databases.neo4j.io", "Failed to DNS resolve address x"): "there is no such name",
    ("neo4j://x.databases.neo4j.io", "Unable to retrieve routing information"): "write neo4j+s://",
    ("bolt://h:1", "Connection refused"): "start one (plangraph neo4j start)",
}


@pytest.mark.parametrize(("address", "cause"), ADVICE)
def test_a_connection_that_fails_comes_with_the_advice_that_helps(address: str, cause: str) -> None:
    assert ADVICE[address, cause] in hint(address, cause)


def test_a_port_of_http_a_plain_port_and_a_name_that_is_none(server: Server, capfd: pytest.CaptureFixture[str]) -> None:
    bolt, http = server.state.bolt_port, server.state.http_port
    for scheme in ("bolt", "neo4j"):
        for address, advice in (
            (f"{scheme}://127.0.0.1:{http}", "that port is Browser's"),
            (f"{scheme}+s://127.0.0.1:{bolt}", "does not speak TLS there"),
            (f"{scheme}+s://no-such-name.invalid", "there is no such name"),
        ):
            with pytest.raises(StoreError) as caught:
                open_neo4j(address, password="x")
            assert advice in str(caught.value)
            assert "\n" not in str(caught.value)
    assert capfd.readouterr().err == ""


def test_load_csv_reads_neither_files_nor_addresses(server: Server) -> None:
    with server.session() as session:
        for address in ("file:///etc/hostname", f"{server.state.http}/", f"http://localhost:{server.state.http_port}/"):
            with pytest.raises(ClientError, match="Cannot load from URL"):
                session.run(f"LOAD CSV FROM '{address}' AS row RETURN row").consume()


class Loading(threading.Thread):
    """A load in a thread of its own; ``changes`` or ``error`` is how it ended."""

    def __init__(self, store: Neo4jStore, graph: PlanGraph) -> None:
        super().__init__(daemon=True)
        self.store, self.graph = store, graph
        self.changes: list[Change] = []
        self.error: Exception | None = None

    def run(self) -> None:
        try:
            self.changes = self.store.replace([self.graph])
        except Exception as error:
            self.error = error


def writing(server: Server) -> bool:
    """Whether a transaction of a load is under way on the server."""
    with server.session() as session:
        rows = session.run("SHOW TRANSACTIONS YIELD currentQuery RETURN currentQuery").values()
    return any("$rows" in str(text) or "$plan" in str(text) for (text,) in rows)


def wait_for(condition: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.01)


def test_a_server_killed_and_started_again_in_the_middle_of_a_load(tmp_path: Path) -> None:
    first, second = small_plan(), generated_graph(3000, 60, 7000)
    with running(CURRENT, tmp_path) as server:
        with server.store(write=True) as store:
            store.replace([first])
            loading = Loading(store, second)
            loading.start()
            wait_for(lambda: writing(server))
            os.kill(server.state.server.pid, signal.SIGKILL)
            psutil.Process(server.state.server.pid).wait(30)
            state = start(server.home, _same_ports(server), print)
            loading.join(300)
            assert not loading.is_alive()
        with open_neo4j(state.bolt, password=server.password) as store:
            if loading.error is None:
                assert set(store.graph().plan_ids()) == {*first.plan_ids(), *second.plan_ids()}
                assert store.graph(second.plan_ids()) == second
            else:  # the server was away for longer than a load is tried again
                assert isinstance(loading.error, StoreError)
                assert "no Neo4j server answers" in str(loading.error)
                assert store.graph() == first


def _same_ports(server: Server) -> Options:
    return replace(OPTIONS, bolt_port=server.state.bolt_port, http_port=server.state.http_port)


def test_a_deadlock_with_another_writer_ends_well_for_the_load(store: Neo4jStore, server: Server) -> None:
    names = [f"区第{number}局" for number in range(60)]
    store.replace([small_plan(TITLES[0], 1, tuple(names))])
    corrected = small_plan(TITLES[0], 2, tuple(names), aliases=["别名"])
    loading = Loading(store, corrected)
    with (
        contextlib.suppress(TransientError, TransactionError),  # it may be the other one that loses
        server.session() as session,
        session.begin_transaction() as other,
    ):
        other.run("MATCH (o:Owner) WITH o ORDER BY o.id DESC LIMIT 1 SET o.seen = 1 RETURN o.id").consume()
        loading.start()
        wait_for(lambda: writing(server))
        other.run("MATCH (o:Owner) WITH o ORDER BY o.id LIMIT 1 SET o.seen = 1 RETURN o.id").consume()
        other.run("MATCH (i:WorkItem) SET i.seen = 1").consume()
        other.rollback()
    loading.join(120)
    assert loading.error is None
    assert store.graph() == corrected


HIDE = "MATCH (i:WorkItem) WITH i LIMIT 1 SET i.hidden = i.id REMOVE i.id"
SHOW = "MATCH (i:WorkItem) WHERE i.hidden IS NOT NULL SET i.id = i.hidden REMOVE i.hidden"


def test_a_node_that_a_commit_shows_before_what_it_holds_is_looked_at_again(store: Neo4jStore, server: Server) -> None:
    store.replace([small_plan()])
    with server.session() as session:
        session.run(HIDE).consume()  # as a reader meets it while a large commit is being applied

    def show() -> None:
        with server.session() as session:
            session.run(SHOW).consume()

    later = threading.Timer(0.5, show)
    later.start()
    assert store.graph() == small_plan()
    later.join()


def test_a_content_that_contradicts_itself_is_told(store: Neo4jStore, server: Server) -> None:
    store.replace([small_plan()])
    with server.session() as session:
        session.run(HIDE).consume()
    with pytest.raises(StoreError, match=r"what it holds of the plans contradicts itself \(KeyError: 'id'\)") as caught:
        store.graph()
    assert "\n" not in str(caught.value)


def test_two_loads_at_once_both_end_loaded(store: Neo4jStore, server: Server) -> None:
    graphs = [small_plan(title, 3, OWNERS, aliases=[title]) for title in TITLES]
    stores = [server.store(write=True) for _ in graphs]
    loads = [Loading(each, graph) for each, graph in zip(stores, graphs, strict=True)]
    for load in loads:
        load.start()
    for load, each in zip(loads, stores, strict=True):
        load.join(120)
        each.close()
    assert [load.error for load in loads] == [None, None, None]
    assert store.graph().plan_ids() == sorted(plan for graph in graphs for plan in graph.plan_ids())
    with server.session() as session:
        assert session.run("MATCH (n:PlangraphLock) RETURN count(n)").value() == [0]


def test_a_password_that_was_changed_meanwhile(store: Neo4jStore, server: Server) -> None:
    store.replace([small_plan()])
    old = str(server.password)
    with server.session() as session:
        session.run("ALTER CURRENT USER SET PASSWORD FROM $old TO $new", old=old, new="another-one").consume()
    try:
        with pytest.raises(StoreError, match="the server refused user or password; set NEO4J_USERNAME"):
            open_neo4j(server.state.bolt, write=True, password=old)
    finally:
        with open_neo4j(server.state.bolt, password="another-one") as changed:
            changed._connection.administer("ALTER CURRENT USER SET PASSWORD FROM 'another-one' TO '" + old + "'")
    assert store.graph() == small_plan()


@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="needs Linux to bound what another process may write")
def test_a_full_disk_is_a_clear_error_and_the_old_content_is_there_afterwards(tmp_path: Path) -> None:
    first, second = small_plan(), generated_graph(6000, 60, 14000)
    with running(CURRENT, tmp_path) as server:
        with server.store(write=True) as store:
            store.replace([first])
            # No file may grow, nor be written, beyond 4 MB: for the server that is a full disk.
            resource.prlimit(server.state.server.pid, resource.RLIMIT_FSIZE, (4 * 2**20, 4 * 2**20))
            with pytest.raises(StoreError) as error:
                store.replace([second])
            assert str(error.value).endswith("nothing was changed; see that its disk has room and start it anew")
            assert "\n" not in str(error.value)
        psutil.Process(server.state.server.pid).kill()
        psutil.Process(server.state.server.pid).wait(30)
        state = start(server.home, OPTIONS, print)
        with open_neo4j(state.bolt, password=server.password) as store:
            assert store.graph() == first


class Stalling:
    """A proxy on loopback that forwards to a server until ``stop`` is set, and then keeps everything to itself."""

    def __init__(self, port: int) -> None:
        self.stop = threading.Event()
        self._target = port
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.address = f"bolt://127.0.0.1:{self._listening.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listening.accept()
                server = socket.create_connection(("127.0.0.1", self._target))
                for pair in ((client, server), (server, client)):
                    threading.Thread(target=self._forward, args=pair, daemon=True).start()

    def _forward(self, source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                if self.stop.is_set():
                    time.sleep(3600)
                sink.sendall(data)

    def close(self) -> None:
        self._listening.close()


def test_a_network_that_stalls_in_the_middle_of_a_load_ends_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.store.neo4j_connection.WRITE_RETRY_SECONDS", 1.0)
    first, second = small_plan(), generated_graph(3000, 60, 7000)
    quickly = {**OPTIONS.settings, "server.bolt.connection_keep_alive": "2s"}
    with running(CURRENT, tmp_path, replace(OPTIONS, settings=quickly)) as server:
        proxy = Stalling(server.state.bolt_port)
        with open_neo4j(proxy.address, write=True, password=server.password) as store:
            store.replace([first])
            loading = Loading(store, second)
            loading.start()
            wait_for(lambda: writing(server))
            proxy.stop.set()
            began = time.monotonic()
            loading.join(120)
            assert not loading.is_alive()
        proxy.close()
        assert isinstance(loading.error, StoreError)
        assert "\n" not in str(loading.error)
        assert time.monotonic() - began < 60
        with server.store() as store:
            wait_for(lambda: not writing(server), 120)
            assert store.graph() == first
