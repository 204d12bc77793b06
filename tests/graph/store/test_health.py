"""What a keeper of a store asks: is it whole, what wrote it, a copy of it; and files that lie about themselves."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from graph.errors import StoreError
from graph.schema import schema
from graph.store import kgl_file
from graph.store.embedded import EmbeddedStore
from graph.store.health import back_up, check_file
from graph.store.packing import pack
from tests.graph.store.forged import forge
from tests.graph.store.plans import ENTITIES, TITLES, linked, plan_id, small_plan, union

ROOT = Path(__file__).parents[3]
FIRST_RELEASE = Path(__file__).with_name("first-release.kgl")
SECOND_FORMAT = Path(__file__).with_name("second-format.kgl")
PLAN = "policy-6f87f3e90c20"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store with a plan in its first block and one added."""
    with EmbeddedStore(tmp_path / "plangraph.kgl", write=True, share=100) as store:
        for title in TITLES[:2]:
            store.replace([small_plan(title)])
    return tmp_path / "plangraph.kgl"


def test_a_whole_store_is_told_so(path: Path) -> None:
    health = check_file(path)
    assert (health.format, health.schema, health.plans, health.nodes, health.edges) == (3, schema().version, 2, 16, 28)
    assert (health.added, health.index, health.faults, health.outdated) == (1, None, (), False)
    with EmbeddedStore(path) as store:
        assert health.version == store.version()
        store.search(["平台"])
    assert (check_file(path).index or 0) > 0


def test_a_plan_that_is_not_what_was_loaded_is_named(path: Path) -> None:
    def other(index: dict[str, Any], details: Any) -> None:
        next(iter(details.values()))[plan_id(TITLES[0])]["name"] = "另一计划"

    forge(path, other)
    assert check_file(path).faults == (f"{plan_id(TITLES[0])}: is not what was loaded; load it again with --force",)


def test_a_store_of_the_first_release_is_read_and_made_new(tmp_path: Path) -> None:
    path = tmp_path / "first.kgl"
    shutil.copy(FIRST_RELEASE, path)
    health = check_file(path)
    assert (health.format, health.schema, health.plans, health.nodes, health.edges) == (1, 1, 1, 269, 481)
    assert health.outdated
    with EmbeddedStore(path, write=True) as store:
        before = store.graph()
        assert before.plan_ids() == [PLAN]
        assert store.run("MATCH (p:Plan)-[:FROM_SOURCE]->(s) RETURN p.doc_number AS n, s.length AS length").rows == (
            ("松科委[2023]6号", 10811),
        )
        store.replace([small_plan()])
        assert store.graph([PLAN]) == before
    after = check_file(path)
    assert (after.format, after.schema, after.plans, after.faults) == (3, schema().version, 2, ())


def test_a_store_of_the_second_format_is_read_and_made_new(tmp_path: Path) -> None:
    """It has a block that was added, and no items beside the engine's graph."""
    path = tmp_path / "second.kgl"
    shutil.copy(SECOND_FORMAT, path)
    health = check_file(path)
    assert (health.format, health.schema, health.plans, health.added, health.faults) == (2, 3, 2, 1, ())
    first = small_plan(cites=TITLES[1:2], entities=ENTITIES, aliases=["科委"])
    expected = linked(union(first, small_plan(TITLES[1], entities=ENTITIES)))
    with EmbeddedStore(path, write=True) as store:
        assert (store.version(), store.graph()) == (health.version, expected)
        store.replace([small_plan(TITLES[2])])
        assert store.graph() == linked(union(expected, small_plan(TITLES[2])))
    after = check_file(path)
    assert (after.format, after.plans, after.added, after.faults) == (3, 3, 0, ())


def test_a_store_of_the_first_release_that_was_cut_or_changed_is_told(tmp_path: Path) -> None:
    whole = FIRST_RELEASE.read_bytes()
    path = tmp_path / "first.kgl"
    for spoilt in (whole[:-1], whole[: len(whole) // 2], whole[:100] + b"x" + whole[101:], whole[:-90] + whole[-89:]):
        path.write_bytes(spoilt)
        with pytest.raises(StoreError, match=r"cut short|is damaged"):
            EmbeddedStore(path)


def test_a_copy_is_whole_while_others_write(path: Path, tmp_path: Path) -> None:
    done = threading.Event()

    def write() -> None:
        with EmbeddedStore(path, write=True, share=100) as store:
            for number in range(20):
                store.replace([small_plan(f"{number}号园区2023年计划")])
        done.set()

    writer = threading.Thread(target=write)
    writer.start()
    seen = []
    while not done.is_set():
        health = back_up(path, tmp_path / "copy.kgl", force=bool(seen))
        assert health.faults == ()
        seen.append(health.plans)
    writer.join()
    assert seen == sorted(seen)
    assert back_up(path, tmp_path / "copy.kgl", force=True).plans == 22


def test_a_copy_takes_nothings_place(path: Path, tmp_path: Path) -> None:
    there = tmp_path / "there.kgl"
    there.write_text("mine", "utf-8")
    with pytest.raises(StoreError, match=r"there\.kgl: is there already; give another name, or --force"):
        back_up(path, there)
    assert there.read_text("utf-8") == "mine"
    with pytest.raises(StoreError, match=r"plangraph\.kgl: is there already$"):
        back_up(path, path, force=True)
    with pytest.raises(StoreError, match=r"none\.kgl: there is no store"):
        back_up(tmp_path / "none.kgl", tmp_path / "copy.kgl")
    (tmp_path / "folder").mkdir()
    assert back_up(path, tmp_path / "folder").plans == 2
    assert (tmp_path / "folder" / "plangraph.kgl").exists()


def without_a_key(index: dict[str, Any], details: Any) -> None:
    del next(iter(index["plans"].values()))["digest"]


def plans_of_another_kind(index: dict[str, Any], details: Any) -> None:
    index["plans"] = ["policy-1"]


def no_labels(index: dict[str, Any], details: Any) -> None:
    del index["labels"]


def another_plan(index: dict[str, Any], details: Any) -> None:
    index["plans"]["policy-1"] = {"digest": "0" * 64, "nodes": 1, "edges": 1, "sources": []}


def fewer_plans(index: dict[str, Any], details: Any) -> None:
    index["plans"].clear()


def items_of_fewer(index: dict[str, Any], details: Any) -> None:
    index["items"].append(1)


def longer_items(index: dict[str, Any], details: Any) -> None:
    index["items"][0] += 1


@pytest.mark.parametrize("change", [items_of_fewer, longer_items])
def test_items_that_are_not_those_of_the_plans_are_told(
    path: Path, change: Callable[[dict[str, Any], Any], None]
) -> None:
    forge(path, change)
    with pytest.raises(StoreError, match=r"plangraph\.kgl: is damaged \(its items are not those of its plans\)"):
        EmbeddedStore(path, write=True)


def test_items_of_another_kind_are_told(path: Path) -> None:
    said = b"\x00[[1]]"

    def of_that_length(index: dict[str, Any], details: Any) -> None:
        index["items"] = [len(said)]

    forge(path, of_that_length, items=said)
    before = path.read_bytes()
    expected = r"plangraph\.kgl: is damaged \(items of policy-\w+: ValidationError\); restore a copy"
    with EmbeddedStore(path, write=True, share=100) as store, pytest.raises(StoreError, match=expected):
        store.replace([small_plan(TITLES[2], cites=TITLES[:1])])
    with pytest.raises(StoreError, match=expected):
        check_file(path)
    assert path.read_bytes() == before


def test_items_that_no_plan_states_are_told(path: Path) -> None:
    said = pack([[], [], []])

    def of_that_length(index: dict[str, Any], details: Any) -> None:
        index["items"] = [len(said)]

    forge(path, of_that_length, items=said)
    assert check_file(path).faults == (f"{plan_id(TITLES[0])}: is not what was loaded; load it again with --force",)


@pytest.mark.parametrize("block", [0, 1])
@pytest.mark.parametrize("change", [without_a_key, plans_of_another_kind, no_labels, another_plan, fewer_plans])
def test_a_wrong_index_under_right_checksums_is_told(
    path: Path, change: Callable[[dict[str, Any], Any], None], block: int
) -> None:
    forge(path, change, block)
    for write in (False, True):
        with pytest.raises(
            StoreError, match=r"plangraph\.kgl: is damaged \(.*\); restore a copy or load the plans again$"
        ):
            EmbeddedStore(path, write=write)


def no_columns(index: dict[str, Any], details: Any) -> None:
    details[0]["nodes"]["Section"] = {"id": ["section-1"]}


def unknown_label(index: dict[str, Any], details: Any) -> None:
    details[0]["nodes"]["Wonder"] = {"id": ["wonder-1"], "plan": ["x"]}


def unknown_type(index: dict[str, Any], details: Any) -> None:
    details[0]["edges"]["LOVES"] = {"source_id": ["a"], "target_id": ["b"], "plan": ["c"]}


def columns_of_unequal_length(index: dict[str, Any], details: Any) -> None:
    details[0]["nodes"]["Section"]["name"].append("too many")


def no_attributes(index: dict[str, Any], details: Any) -> None:
    details[0]["shared"] = {node_id: {} for node_id in details[0]["shared"]}


def lost_ends(index: dict[str, Any], details: Any) -> None:
    details[0]["nodes"] = {}


@pytest.mark.parametrize(
    "change", [no_columns, unknown_label, unknown_type, columns_of_unequal_length, no_attributes, lost_ends]
)
def test_wrong_rows_under_right_checksums_are_told(path: Path, change: Callable[[dict[str, Any], Any], None]) -> None:
    forge(path, change, 1)
    with pytest.raises(StoreError, match=r"plangraph\.kgl: ") as caught:
        EmbeddedStore(path).graph()
    assert "\n" not in str(caught.value)


def half_a_place(index: dict[str, Any], details: Any) -> None:
    for stated in details.values():
        for attributes in stated.values():
            attributes["quote"] = "区科委"


def no_jurisdiction(index: dict[str, Any], details: Any) -> None:
    for stated in details.values():
        for attributes in stated.values():
            attributes.pop("jurisdiction", None)


@pytest.mark.parametrize("change", [half_a_place, no_jurisdiction])
def test_wrong_statements_under_right_checksums_are_told(
    path: Path, change: Callable[[dict[str, Any], Any], None]
) -> None:
    forge(path, change)
    with EmbeddedStore(path) as store, pytest.raises(StoreError, match=r"plangraph\.kgl: is damaged \(") as caught:
        store.graph()
    assert "\n" not in str(caught.value)


def test_statements_of_other_plans_are_told(path: Path) -> None:
    forge(path, lambda index, details: details.clear())
    with EmbeddedStore(path) as store, pytest.raises(StoreError, match="what plans state is not of its plans"):
        store.graph()


def bomb(raw_megabytes: int) -> bytes:
    squeezed = zlib.compressobj(9)
    return b"".join([*(squeezed.compress(b"[" * (1 << 20)) for _ in range(raw_megabytes)), squeezed.flush()])


@pytest.mark.parametrize("place", ["index", "details of the first release"])
def test_a_bomb_is_refused_before_it_swells(tmp_path: Path, place: str) -> None:
    path = tmp_path / "bomb.kgl"
    squeezed = bomb(2000)
    assert len(squeezed) < 2_100_000
    if place == "index":
        kgl_file.write(path, kgl_file.Block(b"\1" + squeezed, b"", b""), "0" * 64)
    else:
        path.write_bytes(
            squeezed
            + (len(squeezed)).to_bytes(8, "big")
            + zlib.crc32(squeezed).to_bytes(4, "big")
            + bytes(32)
            + b"plangraph-1"
        )
    code = (
        "import resource, sys\n"
        "from graph.errors import StoreError\n"
        "from graph.store.embedded import EmbeddedStore\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "try:\n"
        "    EmbeddedStore(sys.argv[1])\n"
        "except StoreError as error:\n"
        "    print('swells' in str(error), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)\n"
    )
    said = subprocess.run(
        [sys.executable, "-c", code, path], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    swells, kilobytes = said.split()
    assert swells == "True"
    assert int(kilobytes) < 300_000


def test_the_mode_of_a_file_is_as_the_umask_says_and_stays(tmp_path: Path) -> None:
    path = tmp_path / "plangraph.kgl"
    with EmbeddedStore(path, write=True) as store:
        store.replace([small_plan()])
        fresh = tmp_path / "fresh"
        fresh.touch()
        assert path.stat().st_mode == fresh.stat().st_mode
        path.chmod(0o600)
        store.replace([small_plan(items=1)])
        assert path.stat().st_mode & 0o777 == 0o600
