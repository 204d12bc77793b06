"""Apache Jena's riot as a reader from another ecosystem, from its Maven artefacts; warnings come out on stderr."""

from __future__ import annotations

import os
import subprocess
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from graph.server.jars import java
from tests.jars import program


@cache
def _classpath() -> str:
    # The first call fetches about 20 MB into the user's cache.
    return os.pathsep.join(str(jar) for jar in program("Apache Jena"))


def riot(path: Path) -> tuple[set[ox.Triple], str]:
    """The triples that riot reads in ``path`` with every check on, and what it complains of."""
    command = [str(java()), "-cp", _classpath(), "riotcmd.riot", "--strict", "--check", "--output=nq", str(path)]
    done = subprocess.run(command, capture_output=True, timeout=300, check=False)
    read = {quad.triple for quad in ox.parse(done.stdout, ox.RdfFormat.N_QUADS)}
    return read, done.stderr.decode()


def shacl(data: Path, shapes: Path) -> tuple[str, str]:
    """The report (Turtle) of Jena's SHACL engine on ``data``, and what it complains of."""
    command = [str(java()), "-cp", _classpath(), "shacl.shacl", "validate", f"--shapes={shapes}", f"--data={data}"]
    done = subprocess.run(command, capture_output=True, timeout=300, check=False)
    return done.stdout.decode(), done.stderr.decode()
