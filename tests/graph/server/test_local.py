"""The local server's life: start, start again, taken ports, a killed one, passwords, stop."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from graph.errors import StoreError
from graph.server import CURRENT, LTS, Home, Options, credentials_of, start, status, stop
from graph.server.processes import ProcessMark
from graph.store.neo4j import open_neo4j
from tests.graph.store.plans import small_plan
from tests.neo4j_servers import OPTIONS

pytestmark = pytest.mark.xdist_group("neo4j-own")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Home]:
    """The home of the current version under a data folder of its own."""
    monkeypatch.setenv("PLANGRAPH_HOME", str(tmp_path))
    monkeypatch.delenv("NEO4J_PASSWORD", raising=False)
    home = Home.of(CURRENT)
    yield home
    stop(home)


def test_a_server_starts_once_keeps_its_data_and_stops(home: Home) -> None:
    said: list[str] = []
    state = start(home, OPTIONS, said.append)
    assert said[-1] == "starting Neo4j 2026.08.1"
    assert start(home, OPTIONS, said.append) == status(home) == state
    assert credentials_of(state.bolt) == ("neo4j", home.password())
    with open_neo4j(state.bolt, write=True) as store:  # no password given: it is the local server's
        store.replace([small_plan()])
    connections = psutil.Process(state.server.pid).net_connections()
    assert {c.laddr.ip.removeprefix("::ffff:") for c in connections if c.status == "LISTEN"} == {"127.0.0.1"}
    assert stop(home)
    assert not stop(home)
    assert status(home) is None
    assert not state.server.alive()
    with pytest.raises(StoreError, match="no Neo4j server answers"):
        open_neo4j(state.bolt)
    again = start(home, OPTIONS, said.append)
    with open_neo4j(again.bolt) as store:
        assert store.graph() == small_plan()
    os.kill(again.server.pid, signal.SIGKILL)  # nothing is lost and nothing stands in the way of the next start
    psutil.Process(again.server.pid).wait(30)
    assert status(home) is None
    third = start(
        home,
        replace(OPTIONS, auth=False, settings={**OPTIONS.settings, "server.databases.read_only": "neo4j"}),
        said.append,
    )
    assert f"the server with pid {again.server.pid} is gone (killed?); starting it again" in said
    assert credentials_of(third.bolt) is None
    with open_neo4j(third.bolt, write=True) as store:
        assert store.graph() == small_plan()
        with pytest.raises(StoreError, match="the database may only be read"):
            store.replace([small_plan(items=3)])


def test_the_password_is_its_users_alone(home: Home) -> None:
    home.make()
    password = home.new_password()
    assert stat.S_IMODE(home.password_file.stat().st_mode) == 0o600
    assert stat.S_IMODE(home.path.stat().st_mode) == 0o700
    assert len(password) == 24
    assert home.password() == password


@pytest.mark.skipif(sys.platform == "win32", reason="needs a bound on what a process may write")
def test_a_password_that_finds_no_space_is_none(home: Home) -> None:
    home.make()
    code = (
        "import resource, sys; from pathlib import Path; from graph.server import CURRENT, Home\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0)); Home(CURRENT, Path(sys.argv[1])).new_password()"
    )
    done = subprocess.run([sys.executable, "-c", code, home.path], capture_output=True, text=True, check=False)
    assert "OSError: [Errno 27] File too large" in done.stderr
    assert home.password() is None  # so that the next start makes one
    assert list(home.path.glob(".password*")) == []


def test_taken_ports_are_told_and_others_found(home: Home) -> None:
    said: list[str] = []
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        state = start(home, replace(OPTIONS, bolt_port=port, http_port=port), said.append)
    assert said[0] == f"port {port} is taken; Bolt is at {state.bolt_port}"
    assert said[1] == f"port {port} is taken; Browser is at {state.http_port}"
    assert len({port, state.bolt_port, state.http_port, state.assets_port}) == 4
    connection = http.client.HTTPConnection("127.0.0.1", state.http_port)
    connection.request("GET", "/browser/")
    assert connection.getresponse().status == 200
    connection.close()


def test_a_setting_that_the_server_refuses_is_named(home: Home) -> None:
    with pytest.raises(StoreError) as error:
        start(home, replace(OPTIONS, settings={"no.such.setting": "1"}), print)
    assert "no.such.setting" in str(error.value)
    assert "\n" not in str(error.value)
    assert status(home) is None


def test_a_server_without_password_listens_at_home_only(home: Home) -> None:
    with pytest.raises(StoreError, match=r"a server without password must not listen at 0\.0\.0\.0"):
        start(home, Options(host="0.0.0.0", auth=False), print)


def test_a_pid_that_now_is_another_program_is_not_taken_for_ours(home: Home) -> None:
    mine = psutil.Process()
    assert ProcessMark(mine.pid, mine.create_time()).alive()
    assert not ProcessMark(mine.pid, mine.create_time() - 100).alive()
    assert ProcessMark(mine.pid, mine.create_time() - 100).stop(1)


def test_a_state_that_was_cut_off_counts_as_none(home: Home) -> None:
    home.make()
    (home.path / "state.json").write_text('{"version": "2026')
    assert home.read_state() is None
    assert Home.of(LTS).read_state() is None
