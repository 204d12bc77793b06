"""``neo4j-admin database import`` on the local server, which is stopped meanwhile and started again."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from graph.errors import StoreError
from graph.export.neo4j import ARGUMENTS
from graph.server.admin import run_admin
from graph.server.home import Home, State
from graph.server.local import Options, start, stop
from graph.server.locks import Report
from graph.store.neo4j import Neo4jStore, open_neo4j

DATABASE = "neo4j"


def import_export(home: Home, folder: Path, options: Options, report: Report, *, overwrite: bool = False) -> State:
    """Fills the local server's database from the files that ``plangraph export neo4j`` wrote to ``folder``.

    An import replaces the whole database, so one that holds anything is refused unless ``overwrite``. Gives the
    server, which runs afterwards as it ran before (or with ``options``). Raises StoreError.
    """
    if not (folder / ARGUMENTS).is_file():
        raise StoreError(f"{folder}: holds no {ARGUMENTS}; write it with: plangraph export neo4j --out {folder}")
    state = start(home, options, report)  # the first start also sets the password and makes the system database
    if not overwrite:
        _check_empty(home, state)
    options = Options(state.host, state.bolt_port, state.http_port, state.auth, options.heap, options.page_cache)
    stop(home)
    classpath = os.pathsep.join(str(jar) for jar in home.edition.jars(report))
    report("importing")
    log = home.logs / "import.log"
    arguments = ["database", "import", "full", DATABASE, "--overwrite-destination", f"--report-file={log}"]
    try:
        run_admin(home, classpath, [*arguments, f"@{ARGUMENTS}"], folder=folder)
    except StoreError as error:
        shutil.rmtree(home.database, ignore_errors=True)  # an import that was cut off leaves no database to start
        raise StoreError(f"{folder}: {error}; the database is empty now") from error
    state = start(home, options, report)
    with _store(home, state) as store:
        store.prepare()
    return state


def _check_empty(home: Home, state: State) -> None:
    with _store(home, state) as store:
        if count := store.run("MATCH (n) RETURN count(n) AS nodes").rows[0][0]:
            raise StoreError(f"{state.bolt}: an import would drop the {count} nodes there; say --overwrite to allow it")


def _store(home: Home, state: State) -> Neo4jStore:
    return open_neo4j(state.bolt, write=True, username="neo4j", password=home.password(), database=DATABASE)
