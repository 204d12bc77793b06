"""Runs the real command in a folder of its own."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

SAMPLE = Path(__file__).parents[3] / "data" / "songjiang-2023.txt"
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A copy of the Songjiang plan."""
    return Path(shutil.copy(SAMPLE, tmp_path))


def command(
    folder: Path, *words: str, stdin: int = subprocess.DEVNULL, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Runs ``plangraph words…`` in ``folder``, in English unless told otherwise."""
    return subprocess.run(
        [sys.executable, "-m", "api.cli", *words],
        cwd=folder,
        env={**os.environ, "PLANGRAPH_LANG": "en", "COLUMNS": "160", **environment},
        capture_output=True,
        text=True,
        stdin=stdin,
    )


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """``run("query", "plans")`` runs the command in ``tmp_path``."""
    return functools.partial(command, tmp_path)


@pytest.fixture(scope="session")
def store_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store into which ``load`` put the Songjiang plan."""
    folder = tmp_path_factory.mktemp("store")
    done = command(folder, "load", str(SAMPLE))
    assert done.returncode == 0, done.stderr
    return folder / "plangraph.kgl"


@pytest.fixture
def loaded(run: Run, plan: Path, store_file: Path) -> Run:
    """The same with the Songjiang plan in the default store."""
    shutil.copy(store_file, plan.parent)
    return run
