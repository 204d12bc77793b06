"""Fetching jars into a user's cache: at the same time, after a fetch that was cut off, and without a network."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

COORDINATES = "org.slf4j:slf4j-simple:2.0.17"
FETCH = f"""
from graph.server.jars import jars
for jar in jars("SLF4J", "{COORDINATES}", lambda line: None):
    print(jar)
"""


def fetching(home: Path, **environment: str) -> subprocess.Popen[str]:
    """A process that fetches into the cache of a user who lives in ``home``."""
    environment = {**os.environ, "HOME": str(home), **environment}
    return subprocess.Popen(
        [sys.executable, "-c", FETCH], env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def fetched(home: Path) -> list[Path]:
    process = fetching(home)
    out, err = process.communicate(timeout=240)
    assert process.returncode == 0, err
    return [Path(line) for line in out.splitlines()]


def test_processes_that_fetch_at_the_same_time_all_get_every_jar(tmp_path: Path) -> None:
    processes = [fetching(tmp_path) for _ in range(4)]
    answers = {process.communicate(timeout=240)[0] for process in processes}
    assert [process.returncode for process in processes] == [0, 0, 0, 0]
    assert len(answers) == 1
    names = [Path(line).name for line in answers.pop().splitlines()]
    assert names == ["slf4j-api-2.0.17.jar", "slf4j-simple-2.0.17.jar"]


@pytest.mark.parametrize("fault", ["jar missing, never completed", "half a jar"])
def test_a_fetch_that_was_cut_off_is_done_again(tmp_path: Path, fault: str) -> None:
    jars = fetched(tmp_path)
    if fault == "half a jar":
        jars[0].write_bytes(jars[0].read_bytes()[:100])
    else:
        jars[0].unlink()
        next(tmp_path.rglob("plangraph-*.txt")).unlink()
    assert fetched(tmp_path) == jars
    assert all(zipfile.is_zipfile(jar) for jar in jars)
