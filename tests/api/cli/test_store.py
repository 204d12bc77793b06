"""``plangraph store``: what check says, what backup copies, and how they fail."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.api.cli.conftest import Run

FIRST_RELEASE = Path(__file__).parents[2] / "graph" / "store" / "first-release.kgl"


def test_check_tells_what_there_is(run: Run, store_file: Path) -> None:
    told = json.loads(run("store", "check", "--format", "json", "--store", str(store_file)).stdout)
    assert (told["format"], told["plans"], told["added"], told["index"], told["faults"]) == (3, 1, 0, None, [])
    assert told["size"] == store_file.stat().st_size
    shown = run("store", "check", "--store", str(store_file), "--lang", "zh")
    assert shown.returncode == 0
    assert "内容版本" in shown.stdout


def test_check_of_a_store_of_the_first_release_says_what_to_do(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "first.kgl"
    shutil.copy(FIRST_RELEASE, path)
    checked = run("store", "check", "--store", str(path))
    assert checked.returncode == 0
    assert checked.stderr == (
        "written by an earlier version: it can be used as it is; plangraph load --force adds what is new\n"
    )


def test_backup_copies_and_does_not_overwrite(run: Run, store_file: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.kgl"
    assert run("store", "backup", str(copy), "--store", str(store_file)).stdout.startswith(
        f"copied to {copy}: 1 plans, version "
    )
    assert copy.read_bytes() == store_file.read_bytes()
    again = run("store", "backup", str(copy), "--store", str(store_file))
    assert (again.returncode, again.stderr) == (
        1,
        f"plangraph: {copy}: is there already; give another name, or --force\n",
    )
    assert run("store", "backup", str(copy), "--force", "--store", str(store_file)).returncode == 0


@pytest.mark.parametrize("command", [("check",), ("backup", "copy.kgl")])
def test_no_store_is_one_line(run: Run, tmp_path: Path, command: tuple[str, ...]) -> None:
    path = tmp_path / "none.kgl"
    told = run("store", *command, "--store", str(path))
    assert (told.returncode, told.stderr) == (1, f"plangraph: {path}: there is no store\n")


def test_a_server_is_not_copied(run: Run) -> None:
    told = run("store", "backup", "copy.kgl", "--store", "bolt://localhost:1")
    assert told.returncode == 1
    assert "has its own backup (neo4j-admin database dump); or plangraph export rdf" in told.stderr
