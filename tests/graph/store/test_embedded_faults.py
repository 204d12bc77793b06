"""What can go wrong around the file of the embedded store: one clear line, and what was there is still there."""

from __future__ import annotations

import os
import subprocess
import sys
import zlib
from pathlib import Path

import kglite
import pytest

from graph.errors import StoreBusyError, StoreError
from graph.store import kgl_file
from graph.store.embedded import EmbeddedStore
from tests.graph.store.plans import TITLES, plan_id, small_plan

ROOT = Path(__file__).parents[3]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store that holds the first plan."""
    with EmbeddedStore(tmp_path / "plangraph.kgl", write=True) as store:
        store.replace([small_plan()])
    return tmp_path / "plangraph.kgl"


def script(code: str, *arguments: object) -> subprocess.Popen[str]:
    """A Python process that runs ``code`` with the store and the small plans at hand."""
    start = (
        "import sys\n"
        "from graph.store.embedded import EmbeddedStore\n"
        "from tests.graph.store.plans import TITLES, small_plan\n"
    )
    command = [sys.executable, "-c", start + code, *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def line(caught: pytest.ExceptionInfo[StoreError]) -> str:
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_missing_file_says_to_load_first(tmp_path: Path) -> None:
    path = tmp_path / "none.kgl"
    with pytest.raises(StoreError) as caught:
        EmbeddedStore(path)
    assert line(caught) == f"{path}: there is no store yet; load a plan first (plangraph load PATH)"
    assert list(tmp_path.iterdir()) == []


def test_a_store_that_was_cut_short_is_told_and_left_alone(path: Path) -> None:
    whole = path.read_bytes()
    for cut in (0, 1, 20, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:cut])
        for write in (False, True):
            with pytest.raises(StoreError, match="is no plangraph store, or was cut short; move it away") as caught:
                EmbeddedStore(path, write=write)
            assert line(caught).startswith(str(path))
        assert path.read_bytes() == whole[:cut]


def test_a_changed_byte_anywhere_is_noticed(path: Path) -> None:
    whole = path.read_bytes()
    for place in range(0, len(whole), max(1, len(whole) // 97)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        with pytest.raises(StoreError) as caught:
            EmbeddedStore(path)
        assert line(caught).startswith(str(path))


def test_a_foreign_file_is_refused(tmp_path: Path) -> None:
    text, engine = tmp_path / "plan.txt", tmp_path / "engine.kgl"
    text.write_text("各镇、街道：" * 100, "utf-8")
    kglite.KnowledgeGraph().save(str(engine))
    for path in (text, engine):
        before = path.read_bytes()
        with pytest.raises(StoreError, match="is no plangraph store"):
            EmbeddedStore(path, write=True)
        assert path.read_bytes() == before


def test_a_path_that_can_not_hold_a_file_is_told(path: Path, tmp_path: Path) -> None:
    below_a_file = path / "store.kgl"
    for write in (False, True):
        with pytest.raises(StoreError, match="can't be read: Not a directory"):
            EmbeddedStore(below_a_file, write=write)
        with pytest.raises(StoreError, match="can't be read: Is a directory"):
            EmbeddedStore(tmp_path, write=write)


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder where nobody can create files")
def test_a_folder_where_nothing_can_be_created_is_told() -> None:
    with EmbeddedStore("/proc/self/plangraph.kgl", write=True) as store:
        with pytest.raises(StoreError, match=r"^/proc/.*plangraph\.kgl: can't be written: ") as caught:
            store.replace([small_plan()])
        line(caught)


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path / "none" / "a.kgl", write=True)
    with pytest.raises(StoreError, match="can't be written: No such file or directory"):
        store.replace([small_plan()])
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_leaves_what_was_there(path: Path) -> None:
    before = path.read_bytes()
    code = (
        "import resource\n"
        "store = EmbeddedStore(sys.argv[1], write=True)\n"
        "limit = int(sys.argv[2])\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))\n"
        "try:\n"
        "    store.replace([small_plan(TITLES[1], items=9)])\n"
        "except Exception as error:\n"
        "    print(type(error).__name__, error)\n"
        "print(store.graph() == small_plan())\n"
    )
    said, _ = script(code, path, 1000).communicate(timeout=60)
    expected = f"StoreError {path}: can't be saved: File too large; what it held before is still there\nTrue\n"
    assert said == expected
    assert path.read_bytes() == before
    assert sorted(p.name for p in path.parent.iterdir()) == [".plangraph.kgl.lock", "plangraph.kgl"]


def test_a_full_disk_leaves_no_half_of_a_copy(path: Path, tmp_path: Path) -> None:
    code = (
        "import resource\n"
        "from pathlib import Path\n"
        "from graph.store.kgl_file import backup\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "try:\n"
        "    backup(Path(sys.argv[1]), Path(sys.argv[2]))\n"
        "except Exception as error:\n"
        "    print(type(error).__name__, error)\n"
    )
    copies = tmp_path / "copies"
    copies.mkdir()
    said, _ = script(code, path, str(copies / "copy.kgl")).communicate(timeout=60)
    assert said.startswith(f"StoreError {copies / 'copy.kgl'}: can't be saved: File too large")
    assert list(copies.iterdir()) == []


def test_a_second_writer_waits_and_then_says_who_writes(path: Path) -> None:
    code = (
        "from graph.store.writing import writing\n"
        "from pathlib import Path\n"
        "with writing(Path(sys.argv[1]), 5):\n"
        "    print('writing', flush=True)\n"
        "    sys.stdin.readline()\n"
    )
    other = script(code, path)
    assert other.stdout is not None
    assert other.stdout.readline() == "writing\n"
    with EmbeddedStore(path, write=True, wait=0.2) as store:
        with pytest.raises(StoreBusyError) as caught:
            store.replace([small_plan(items=1)])
        assert line(caught) == (
            f"{path}: process {other.pid} is writing to it; waited 0.2 s, try again when it is done"
        )
        assert store.graph() == small_plan()
        other.communicate("done\n", timeout=60)
        assert [change.action for change in store.replace([small_plan(items=1)])] == ["replaced"]


def test_writers_at_the_same_time_all_get_their_plan_in(tmp_path: Path) -> None:
    path = tmp_path / "plangraph.kgl"
    code = (
        "with EmbeddedStore(sys.argv[1], write=True, wait=60) as store:\n"
        "    for items in range(1, 6):\n"
        "        store.replace([small_plan(sys.argv[2], items=items)])\n"
    )
    writers = [script(code, path, title) for title in TITLES]
    for writer in writers:
        writer.communicate(timeout=120)
        assert writer.returncode == 0
    with EmbeddedStore(path) as store:
        for title in TITLES:
            assert store.graph([plan_id(title)]) == small_plan(title, items=5)


def test_what_a_killed_writer_left_is_cleaned_by_the_next(path: Path) -> None:
    stale = path.with_name(f".plangraph.kgl.{os.getpid() + 1}.tmp")
    stale.write_bytes(b"half")
    with EmbeddedStore(path, write=True) as store:
        store.replace([small_plan(items=1)])
    assert not stale.exists()


def test_a_reader_keeps_answering_when_the_file_is_spoilt(path: Path) -> None:
    with EmbeddedStore(path) as reader:
        path.write_bytes(b"spoilt")
        with pytest.raises(StoreError, match="is no plangraph store"):
            reader.refresh()
        assert reader.graph() == small_plan()
        path.unlink()
        with pytest.raises(StoreError, match="there is no store yet"):
            reader.refresh()
        assert reader.graph() == small_plan()


def test_a_link_to_a_store_stays_a_link(path: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.kgl"
    link.symlink_to(path)
    with EmbeddedStore(link, write=True) as store:
        store.replace([small_plan(items=1)])
    assert link.is_symlink()
    with EmbeddedStore(path) as store:
        assert store.graph() == small_plan(items=1)


@pytest.mark.parametrize(("key", "value"), [("text", "\ud800"), ("position", 2**70)])
def test_a_value_that_the_engine_can_not_hold_is_told(path: Path, key: str, value: object) -> None:
    graph = small_plan(items=1)
    next(attributes for _, attributes in graph.nodes("Scene"))[key] = value
    with EmbeddedStore(path, write=True) as store:
        with pytest.raises(StoreError, match=r"the engine can't hold it: .*; nothing was stored$") as caught:
            store.replace([graph])
        line(caught)
        assert store.graph() == small_plan()


def stamp(path: Path, version: int) -> None:
    """Makes a store say that it was written with schema ``version``."""
    data = path.read_bytes()
    at = len(kgl_file.MAGIC)
    head = data[:at] + version.to_bytes(2, "big") + data[at + 2 : at + 42]
    path.write_bytes(head + zlib.crc32(head).to_bytes(4, "big") + data[len(head) + 4 :])


def test_a_store_of_an_earlier_schema_is_read_and_written(path: Path) -> None:
    """Schema 3 only added what may be absent."""
    stamp(path, 2)
    with EmbeddedStore(path, write=True) as store:
        text = "MATCH (s:Source) RETURN s.boxes AS boxes, s.file_sha256 AS digest"
        assert store.run(text).rows == ((None, None),)
        assert store.graph() == small_plan()
        store.replace([small_plan(items=1)])
    after = kgl_file.read(path)
    assert after is not None
    assert after.schema == 3


def test_a_store_of_another_schema_is_told(path: Path) -> None:
    stamp(path, 0)
    with pytest.raises(StoreError, match="was written with schema 0, this program has 3; move it away"):
        EmbeddedStore(path)
