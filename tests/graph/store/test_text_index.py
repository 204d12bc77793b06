"""The full text of a store file: found as it stands, one index a version, never one of another content."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.store import open_store
from graph.store.port import Hit
from graph.store.text_index import fold, folded_pieces, open_index
from tests.graph.store.plans import PRINTED, TYPED, small_plan

ENTRIES = [
    (Hit("task-1", "Task", "建设数据中台", "policy-1", 1), ["依托“一网通办”〔2022〕1号，建设ＡＢＣ中台"]),
    (Hit("org-1", "Department", "区科委", None, None), ["上海市松江区科学技术委员会", "区科技委"]),
]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["数据"], ["task-1"]),
        (["数据中台"], ["task-1"]),
        (["科"], ["org-1"]),
        (["中台", "依托"], ["task-1"]),
        (["[2022]1号"], ["task-1"]),
        (["abc"], ["task-1"]),
        (["一网通办[2022"], ["task-1"]),
        (["区科技委"], ["org-1"]),
        (["没有"], []),
        (["数据", "科委"], []),
        (["AND", "NEAR(x)"], []),
    ],
)
def test_what_stands_anywhere_in_a_row_is_found(tmp_path: Path, words: list[str], found: list[str]) -> None:
    index = open_index(tmp_path / "plans.kgl", "v1", ENTRIES)
    assert [hit.id for hit in index.search([fold(word) for word in words], 10)] == found
    index.close()


@pytest.mark.parametrize("typed", TYPED)
def test_words_are_found_however_they_are_printed(tmp_path: Path, typed: str) -> None:
    with open_store(str(tmp_path / "plans.kgl"), write=True) as store:
        store.replace([small_plan(text=PRINTED)])
        assert sorted(hit.name for hit in store.search([fold(typed)])) == ["任务1", "任务2"]


def test_folding_keeps_what_tells_words_apart() -> None:
    assert fold("〔2022〕 1号") == fold("[2022]1号") == fold("［２０２２］１号") == "[2022]1号"
    assert fold("“一网 通办”") == "一网通办"
    assert fold("ＡＢＣ") == "abc"
    assert fold("臺灣機關") == "台湾机关"
    assert fold("\x00\ud800") == ""


@given(st.text(alphabet="数据機〔〕［］“”ＡaB1２（） \n", max_size=30))
def test_pieces_know_where_they_come_from(text: str) -> None:
    pieces = list(folded_pieces(text))
    assert "".join(piece for piece, _ in pieces) == fold(text)
    assert all(fold(text[place]) == piece for piece, place in pieces)


def test_each_version_has_an_index_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "plans.kgl"
    with open_store(str(path), write=True) as store:
        store.replace([small_plan("甲计划")])
        assert [hit.label for hit in store.search(["甲计划"])] == ["Plan"]
        first = indexes(tmp_path)
        store.replace([small_plan("乙计划")])
        assert [hit.name for hit in store.search(["乙计划"])] == ["乙计划"]
        second = indexes(tmp_path)
    assert len(first) == len(second) == 1
    assert first != second
    with open_store(str(path)) as again:  # made once, read again
        stamp = (tmp_path / second[0]).stat().st_mtime_ns
        assert again.search(["计划"])
    assert (tmp_path / second[0]).stat().st_mtime_ns == stamp


def test_a_broken_index_is_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "plans.kgl"
    with open_store(str(path), write=True) as store:
        store.replace([small_plan("甲计划")])
        store.search(["甲"])
    (name,) = indexes(tmp_path)
    (tmp_path / name).write_bytes(b"no index")
    with open_store(str(path)) as store:
        assert [hit.name for hit in store.search(["甲计划"])] == ["甲计划"]


def test_a_folder_that_may_not_be_written_is_no_hindrance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_store(str(tmp_path / "plans.kgl"), write=True) as store:
        store.replace([small_plan("甲计划")])
    monkeypatch.setattr(os, "access", lambda *_: False)  # whoever runs the tests may write everywhere
    with open_store(str(tmp_path / "plans.kgl")) as store:
        assert [hit.name for hit in store.search(["甲计划"])] == ["甲计划"]
    assert indexes(tmp_path) == []


def indexes(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir() if p.name.endswith(".search"))


def test_an_older_snapshot_keeps_its_own(tmp_path: Path) -> None:
    path = str(tmp_path / "plans.kgl")
    with open_store(path, write=True) as writer:
        writer.replace([small_plan("甲计划")])
        with open_store(path) as reader:
            assert reader.search(["甲计划"])
            writer.remove(next(iter(writer.graph().plan_ids())))
            writer.replace([small_plan("乙计划")])
            assert writer.search(["乙计划"])
            assert [hit.name for hit in reader.search(["甲计划"])] == ["甲计划"]
            assert reader.search(["乙计划"]) == []


def test_what_a_killed_builder_left_goes_and_what_another_fills_stays(tmp_path: Path) -> None:
    left, filling = tmp_path / ".plans.kgl.abc.search.part", tmp_path / ".plans.kgl.xyz.search.part"
    left.touch()
    filling.touch()
    os.utime(left, (0, 0))
    open_index(tmp_path / "plans.kgl", "v1", ENTRIES).close()
    assert not left.exists()
    assert filling.exists()


def test_readers_of_two_versions_that_remove_each_others_files_all_find_their_own(tmp_path: Path) -> None:
    def ask(version: str) -> list[str]:
        entries = [(Hit(version, "Task", "数据中台", None, None), ())]
        found = []
        for _ in range(40):
            index = open_index(tmp_path / "plans.kgl", version, entries)
            found += [hit.id for hit in index.search(["数据中台"], 10)]
            index.close()
        return found

    versions = ["v1", "v2", "v1", "v2"]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(ask, versions)) == [[version] * 40 for version in versions]


def test_a_search_may_meet_the_first_search_of_a_newer_version(tmp_path: Path) -> None:
    path, written = str(tmp_path / "plans.kgl"), [small_plan("甲计划"), small_plan("甲计划", 2)]
    with open_store(path, write=True) as store, ThreadPoolExecutor(4) as pool:
        store.replace(written[:1])
        for turn in range(20):
            searches = [pool.submit(store.search, ["甲计划"]) for _ in range(8)]
            store.replace([written[(turn + 1) % 2]])
            searches += [pool.submit(store.search, ["甲计划"]) for _ in range(8)]
            assert {search.result()[0].name for search in searches} == {"甲计划"}
