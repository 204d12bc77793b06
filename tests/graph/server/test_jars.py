"""Fetching jars into a user's cache: at the same time, after a fetch that was cut off, and without a network."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from queue import Queue
from threading import Thread

import filelock
import pytest

from graph.errors import StoreError
from graph.server import EDITIONS
from graph.server.editions import shell_jars
from graph.server.jars import check, recorded
from graph.server.locks import alone

FETCH = """
from tests.jars import program
for jar in program("SLF4J"):
    print(jar)
"""
TELL = """
from graph.server.jars import jars
from tests.jars import PROGRAMS, checksums
jars("SLF4J", PROGRAMS["SLF4J"], print, 1, checksums())
"""
ROOT = Path(__file__).parents[3]


def fetching(home: Path, program: str = FETCH, **environment: str) -> subprocess.Popen[str]:
    """A process that fetches into the cache of a user who lives in ``home``."""
    environment = {**os.environ, "HOME": str(home), **environment}
    return subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
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


def test_a_first_fetch_tells_what_comes_how_fast_and_what_is_left(tmp_path: Path) -> None:
    told = fetching(tmp_path, TELL).communicate(timeout=240)[0].splitlines()
    assert told[0] == "fetching SLF4J: descriptions of its parts, 1 so far"
    assert re.fullmatch(r"fetching SLF4J: 0 of about 1 MB, [\d.]+ MB/s, about \d+ (s|min) left", told[-1])


def test_who_waits_for_another_process_is_told(tmp_path: Path) -> None:
    told: Queue[str] = Queue()
    path = tmp_path / "fetching.lock"

    def wait() -> None:
        with alone(path, "waiting", told.put):
            told.put("done")

    with filelock.FileLock(path):
        waiting = Thread(target=wait)
        waiting.start()
        assert told.get(timeout=60) == "waiting"
        assert told.empty()
    assert told.get(timeout=60) == "done"
    waiting.join()


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


def test_a_jar_that_is_not_the_recorded_one_is_removed_and_nothing_runs(tmp_path: Path) -> None:
    jar = tmp_path / "forged-1.0.jar"
    with zipfile.ZipFile(jar, "w") as forged:
        forged.writestr("Main.class", "other")
    with pytest.raises(StoreError, match=r"^forged-1\.0\.jar: its SHA-256 is \w{64}, recorded is 00; it was removed"):
        check([jar], {"forged-1.0.jar": "00"})
    assert not jar.exists()


def test_every_jar_of_the_local_servers_is_recorded() -> None:
    for edition in EDITIONS.values():
        check([*edition.jars(lambda line: None), *edition.plugins(lambda line: None)], recorded())
    check(shell_jars(lambda line: None), recorded())
