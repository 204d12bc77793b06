"""Starting, finding and stopping the local server."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil  # type: ignore[import-untyped]

from graph.errors import StoreError
from graph.server.admin import JVM_OPTIONS, set_initial_password
from graph.server.home import LOOPBACK, Home, State
from graph.server.jars import java
from graph.server.locks import Report, alone
from graph.server.processes import ProcessMark, spawn
from graph.server.settings import configuration

BOLT_PORT, HTTP_PORT = 7687, 7474
START_SECONDS = 180.0
STOP_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Options:
    """How to start: address to listen at, ports wanted, password or none, memory ("1g"), further settings."""

    host: str = "127.0.0.1"
    bolt_port: int = BOLT_PORT
    http_port: int = HTTP_PORT
    auth: bool = True
    heap: str | None = None
    page_cache: str = "256m"
    settings: Mapping[str, str] = field(default_factory=dict)


def start(home: Home, options: Options, report: Report) -> State:
    """Starts the server of ``home`` and waits until it answers; one that runs already is left as it is.

    ``report`` is told what happens, a line at a time. Raises StoreError with the reason when it does not come up.
    """
    if not options.auth and options.host not in LOOPBACK:
        raise StoreError(f"a server without password must not listen at {options.host}; drop --no-auth or the address")
    home.make()
    with alone(home.lock, "waiting for another start of this server", report):
        if state := status(home):
            return state
        stale = home.read_state()
        if stale is not None:
            report(f"the server with pid {stale.server.pid} is gone (killed?); starting it again")
            _stop_processes(stale)
        home.drop_state()
        classpath = os.pathsep.join(str(jar) for jar in home.edition.jars(report))
        plugins = home.edition.plugins(report)
        try:
            _place_plugins(home, plugins)
            return _start(home, options, classpath, report)
        except OSError as error:
            stop(home)
            raise StoreError(f"{error.filename or home.path}: can't be written: {error.strerror or error}") from error


def status(home: Home) -> State | None:
    """The running server of ``home``, None when it does not run."""
    state = home.read_state()
    return state if state is not None and state.server.alive() else None


def stop(home: Home) -> bool:
    """Stops the server of ``home``, with its data safely on disk; False when it did not run."""
    state = home.read_state()
    if state is None:
        return False
    ran = state.server.alive()
    _stop_processes(state)
    home.drop_state()
    return ran


def _stop_processes(state: State) -> None:
    state.server.stop(STOP_SECONDS)
    if state.assets is not None:
        state.assets.stop(5)


def _start(home: Home, options: Options, classpath: str, report: Report) -> State:
    taken: set[int] = set()
    bolt_port = _port(options.host, options.bolt_port, "Bolt", taken, report)
    http_port = _port(options.host, options.http_port, "Browser", taken, report)
    assets_port = _port("127.0.0.1", 0, "assets", taken, report)
    _write_configuration(home, options, bolt_port, http_port, assets_port)
    if home.password() is None:  # even with --no-auth: after the first start it could not be set any more
        set_initial_password(home, classpath, home.new_password())
    report(f"starting Neo4j {home.edition.version}")
    server = spawn(_command(home, options, classpath), home.logs / "console.log", _environment(home))
    state = State(
        home.edition.version, options.host, bolt_port, http_port, assets_port, options.auth, server, None
    )  # fmt: skip
    home.write_state(state)
    _wait(home, state)
    state = State(
        home.edition.version, options.host, bolt_port, http_port, assets_port, options.auth, server,
        _serve_assets(home, assets_port, server),
    )  # fmt: skip
    home.write_state(state)
    return state


def _place_plugins(home: Home, jars: Sequence[Path]) -> None:
    """Copies APOC and what it needs into the folder of plugins; an APOC of another version goes."""
    wanted = {jar.name: jar for jar in jars}
    for there in home.plugins.glob("apoc-*.jar"):
        if there.name not in wanted:
            there.unlink()
    for name, jar in wanted.items():
        placed = home.plugins / name
        if not placed.exists() or placed.stat().st_size != jar.stat().st_size:
            shutil.copyfile(jar, placed)


def _write_configuration(home: Home, options: Options, bolt_port: int, http_port: int, assets_port: int) -> None:
    commands = home.connected.read_text("utf-8") if home.connected.exists() else ""
    text = configuration(
        host=options.host, bolt_port=bolt_port, http_port=http_port, auth=options.auth,
        page_cache=options.page_cache, post_connect=commands.replace("ASSETS", f"http://127.0.0.1:{assets_port}"), extra=options.settings, escaped=home.edition.latin1,
    )  # fmt: skip
    (home.conf / "neo4j.conf").write_text(text, "utf-8")


def _command(home: Home, options: Options, classpath: str) -> list[str | Path]:
    heap = options.heap or _heap()
    return [
        java(), f"-Xmx{heap}", "-cp", classpath, *JVM_OPTIONS, home.edition.main_class,
        f"--home-dir={home.path}", f"--config-dir={home.conf}",
    ]  # fmt: skip


def _heap() -> str:
    """A quarter of the machine's memory, from 1 to 4 GB."""
    quarter = psutil.virtual_memory().total // 4 // 2**20
    return f"{min(max(quarter, 1024), 4096)}m"


def _environment(home: Home) -> dict[str, str]:
    return {**os.environ, "NEO4J_HOME": str(home.path), "NEO4J_CONF": str(home.conf)}


def _serve_assets(home: Home, port: int, server: ProcessMark) -> ProcessMark:
    command: list[str | Path] = [sys.executable, "-m", "graph.server.assets", home.assets, str(port), str(server.pid)]
    return spawn(command, home.logs / "assets.log", dict(os.environ))


def _port(host: str, wanted: int, what: str, taken: set[int], report: Report) -> int:
    """``wanted`` if it is free, else any free port, which is told."""
    port = wanted if wanted and wanted not in taken and _free(host, wanted) else _any_port(host)
    if wanted and port != wanted:
        report(f"port {wanted} is taken; {what} is at {port}")
    taken.add(port)
    return port


def _free(host: str, port: int) -> bool:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        if sys.platform != "win32":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _any_port(host: str) -> int:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


def _wait(home: Home, state: State) -> None:
    """Waits until the HTTP port answers, which it does after Bolt."""
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        if not state.server.alive():
            home.drop_state()
            raise StoreError(f"Neo4j ended while starting: {last_error(home)}; its logs are in {home.logs}")
        if _answers(state):
            return
        time.sleep(0.2)
    stop(home)
    raise StoreError(f"Neo4j did not answer within {START_SECONDS:.0f} s; its logs are in {home.logs}")


def _answers(state: State) -> bool:
    connection = http.client.HTTPConnection(state.near, state.http_port, timeout=5)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def last_error(home: Home) -> str:
    """The last line of what the server printed that says what went wrong."""
    lines: list[str] = []
    for name in ("console.log", "neo4j.log"):
        if (home.logs / name).exists():
            lines += (home.logs / name).read_text("utf-8", "replace").splitlines()
    said = [line.strip() for line in lines if "ERROR" in line or "Exception" in line or "Caused by" in line]
    return (said or [line for line in lines if line.strip()] or ["it printed nothing"])[-1][:300]
