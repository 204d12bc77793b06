"""cypher-shell, Neo4j's own command line, in this terminal."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Sequence

from graph.server.editions import shell_jars
from graph.server.jars import java
from graph.server.locks import Report

MAIN_CLASS = "org.neo4j.shell.Main"
# What it does that a Java of today warns of.
JVM_OPTIONS = ("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow")


def run_shell(address: str, credentials: tuple[str, str] | None, arguments: Sequence[str], report: Report) -> int:
    """Runs cypher-shell on the server at ``address`` until it ends and gives its status; it may only read.

    Without ``credentials`` (user, password) those of the environment hold, else it asks. ``arguments`` are its own.
    Raises StoreError when its jars can't be had.
    """
    classpath = os.pathsep.join(str(jar) for jar in shell_jars(report))
    program = [str(java()), *JVM_OPTIONS, "-cp", classpath, MAIN_CLASS]
    command = [*program, "--address", address, "--access-mode", "read", *arguments]
    environment = dict(os.environ)
    if credentials is not None:  # not as arguments, which everyone on the machine can see
        environment["NEO4J_USERNAME"], environment["NEO4J_PASSWORD"] = credentials
    before = signal.signal(signal.SIGINT, lambda *_: None)  # Ctrl-C ends a query there, not us
    try:
        return subprocess.run(command, env=environment, check=False).returncode  # noqa: S603 - a fixed command of ours
    finally:
        signal.signal(signal.SIGINT, before)
