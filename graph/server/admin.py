"""Neo4j's own administration tool, run from the same jars while the server is stopped."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from graph.errors import StoreError
from graph.server.home import Home
from graph.server.jars import java

JVM_OPTIONS = (
    "--enable-native-access=ALL-UNNAMED",
    "--add-opens=java.base/java.nio=ALL-UNNAMED",
    "--add-opens=java.base/java.io=ALL-UNNAMED",
    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
)


# What it prints around the reason of a failure.
_NOISE = ("at ", "Run with", "Check that", "---", "WARNING", "Please provide", "Full exception", "NOTE")


def run_admin(
    home: Home, classpath: str, arguments: Sequence[str], *, folder: Path | None = None, heap: str = "1g"
) -> str:
    """Runs neo4j-admin with ``arguments`` in ``folder`` for the server of ``home``; gives what it printed, or raises
    StoreError with the reason."""
    environment = {**os.environ, "NEO4J_HOME": str(home.path), "NEO4J_CONF": str(home.conf)}
    command = [str(java()), f"-Xmx{heap}", "-cp", classpath, *JVM_OPTIONS, "org.neo4j.cli.AdminTool", *arguments]
    done = subprocess.run(  # noqa: S603 - a fixed command of ours
        command,
        env=environment,
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode:
        lines = [line.strip() for line in (done.stdout + done.stderr).splitlines() if line.strip()]
        reason = next(
            (line for line in reversed(lines) if not line.startswith(_NOISE)), f"it ended with status {done.returncode}"
        )
        raise StoreError(f"neo4j-admin {' '.join(arguments[:3])} failed: {reason[:300]}")
    return done.stdout


def set_initial_password(home: Home, classpath: str, password: str) -> None:
    """Sets the password of the user neo4j; has an effect before the first start only."""
    arguments = home.path / "password.args"  # a file, since everyone can read the arguments of a process
    try:
        with os.fdopen(os.open(arguments, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(f"dbms set-initial-password {password}\n")
        run_admin(home, classpath, [f"@{arguments}"])
    except StoreError:
        home.password_file.unlink(missing_ok=True)
        raise
    finally:
        arguments.unlink(missing_ok=True)
