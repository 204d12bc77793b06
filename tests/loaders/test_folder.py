"""Many plans at once."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path, PosixPath
from typing import Any

import pytest
from PIL import Image

from graph.ids import source_id
from loaders.folder import Outcome, load_files, plan_files

PLAN = "{place}2024年重点工作安排\n一、重点任务\n1、推进数据中台建设。(责任部门:区科委、区经委)\n2、推进视频中台建设。(责任部门:区科委)\n"
PLACES = ("松江区", "嘉定区", "黄浦区", "青浦区", "奉贤区", "崇明区")


class Deadly(PosixPath):
    """A path that ends the process which receives it, as a crash in a library would."""

    def __reduce__(self) -> tuple[Any, ...]:
        return os._exit, (1,)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number, place in enumerate(PLACES, 1):
        (tmp_path / f"{number}.txt").write_text(PLAN.format(place=place), "utf-8")
    return tmp_path


def titles(outcomes: list[Outcome]) -> list[str]:
    return [name for outcome in outcomes if outcome.graph for _, name in _plan(outcome)]


def _plan(outcome: Outcome) -> list[tuple[str, str]]:
    assert outcome.graph is not None
    return [(node, attributes["name"]) for node, attributes in outcome.graph.nodes("Plan")]


def test_folders_give_their_plan_files_sorted_and_once(tmp_path: Path) -> None:
    for name in ("b/2.docx", "b/1.TXT", "a.md", "b/.hidden.txt", "b/~$2.docx", "b/notes.log", ".git/x.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x", "utf-8")
    found = plan_files([tmp_path / "b", tmp_path, tmp_path / "b/notes.log"])
    assert [path.relative_to(tmp_path).as_posix() for path in found] == ["b/1.TXT", "b/2.docx", "a.md", "b/notes.log"]


@pytest.mark.parametrize("workers", [1, 2])
def test_outcomes_come_in_the_order_of_the_files(folder: Path, workers: int) -> None:
    seen: list[tuple[str, int, int]] = []
    outcomes = list(
        load_files(
            plan_files([folder]),
            workers=workers,
            progress=lambda outcome, done, total: seen.append((outcome.path.name, done, total)),
        )
    )
    assert titles(outcomes) == [f"{place}2024年重点工作安排" for place in PLACES]
    assert seen == [(f"{number}.txt", number, 6) for number in range(1, 7)]


def test_processes_give_the_same_graphs_as_one(folder: Path) -> None:
    files = plan_files([folder])
    one, two = list(load_files(files, workers=1)), list(load_files(files, workers=2))
    assert [outcome.graph for outcome in one] == [outcome.graph for outcome in two]
    assert [outcome.source for outcome in one] == [outcome.source for outcome in two]


@pytest.mark.parametrize("workers", [1, 2])
def test_bad_files_do_not_stop_the_others(folder: Path, workers: int) -> None:
    (folder / "3.txt").write_text("今天天气很好。\n", "utf-8")
    (folder / "4.txt").write_bytes(b"\x00\x01")
    outcomes = list(load_files([*plan_files([folder]), folder / "none.txt"], workers=workers))
    assert [outcome.error is None for outcome in outcomes] == [True, True, False, False, True, True, False]
    errors = [outcome.error for outcome in outcomes if outcome.error]
    assert errors[0].startswith(f"{folder / '3.txt'}: ")
    assert errors[1].startswith(f"{folder / '4.txt'}: this is no text (binary data")
    assert errors[2] == f"{folder / 'none.txt'}: No such file or directory"


def test_unchanged_files_are_not_parsed(folder: Path) -> None:
    digest = hashlib.sha256((folder / "2.txt").read_bytes()).hexdigest()
    outcomes = list(load_files(plan_files([folder]), known=[source_id(digest)]))
    assert [outcome.path.name for outcome in outcomes if outcome.unchanged] == ["2.txt"]
    assert outcomes[1].graph is None
    assert titles(outcomes) == [f"{place}2024年重点工作安排" for place in PLACES if place != "嘉定区"]


def test_a_process_that_dies_costs_only_its_file(folder: Path) -> None:
    files: list[Path] = plan_files([folder])
    files[2] = Deadly(files[2])
    outcomes = list(load_files(files, workers=2))
    assert [outcome.path.name for outcome in outcomes] == [f"{number}.txt" for number in range(1, 7)]
    assert [outcome.error for outcome in outcomes if outcome.error] == [
        f"{files[2]}: it needs more than 60 seconds or 1073741824 bytes of memory "
        "(PLANGRAPH_MAX_SECONDS, PLANGRAPH_MAX_MEMORY_BYTES)"
    ]


def test_no_files_give_no_outcomes() -> None:
    assert list(load_files([])) == []


def test_the_pages_of_a_scan_are_told_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANGRAPH_CACHE", str(tmp_path / "cache"))
    pages = [Image.new("RGB", (500, 700), (255, 255, shade)) for shade in (255, 250)]
    pages[0].save(tmp_path / "scan.pdf", save_all=True, append_images=pages[1:], resolution=200)
    told: list[tuple[str, int, int]] = []
    (outcome,) = load_files(
        [tmp_path / "scan.pdf"], workers=2, pages=lambda path, *pages: told.append((path.name, *pages))
    )
    assert outcome.error == f"{tmp_path / 'scan.pdf'}: it holds no text"  # its pages are blank
    assert told == sorted(told)
    assert (told[0], told[-1]) == (("scan.pdf", 0, 2), ("scan.pdf", 2, 2))
