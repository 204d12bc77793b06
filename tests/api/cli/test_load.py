"""``load``: what it says, that twice is once, and that bad input never loses what was stored."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.api.cli.conftest import Run


def answer(run: Run, name: str, *words: str) -> list[dict[str, object]]:
    done = run("query", name, *words, "--format", "json")
    assert done.returncode == 0, done.stderr
    rows: list[dict[str, object]] = json.loads(done.stdout)
    return rows


def one_line(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    (line,) = done.stderr.splitlines()
    return line


def test_a_load_tells_what_it_holds_and_what_is_wrong_with_the_scan(run: Run, plan: Path) -> None:
    done = run("load", str(plan), PLANGRAPH_LANG="zh")
    assert done.returncode == 0
    row = next(line for line in done.stdout.splitlines() if "松江区城市数字化转型2023年重点工作安排" in line)
    assert [cell.strip() for cell in row.strip("│").split("│")][1:6] == ["新载入", "54", "34", "126", "26"]
    assert "“水丰街道”应为“永丰街道”（扫描误识）" in done.stdout
    assert done.stderr == ""


def test_an_unchanged_file_is_skipped_and_forced_it_changes_nothing(loaded: Run, plan: Path) -> None:
    before = (plan.parent / "plangraph.kgl").read_bytes()
    assert loaded("load", str(plan)).stdout == "1 unchanged files skipped (--force reloads them)\n"
    assert "unchanged" in loaded("load", "--force", str(plan)).stdout
    assert (plan.parent / "plangraph.kgl").read_bytes() == before


def test_loading_a_corrected_plan_replaces_what_it_said(loaded: Run, plan: Path) -> None:
    plan.write_text(plan.read_text("utf-8").replace("(责任部门:区教育局)", "(责任部门:区教育局、区科委)"), "utf-8")
    assert "replaced" in loaded("load", str(plan)).stdout
    assert [row["owner"] for row in answer(loaded, "owners-of-item", "item=10")] == ["区教育局", "区科委"]
    assert answer(loaded, "plans")[0]["ownerships"] == 127


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("empty.txt", b"", "empty"),
        ("binary.txt", bytes(range(256)) * 40, "binary"),
        ("story.txt", "从前有座山，山上有座庙。\n".encode() * 20, "no task found"),
        ("latin.txt", "Größe und Maß, ça va très bien\n".encode("latin-1") * 30, "save it as UTF-8"),
    ],
)
def test_bad_input_is_one_line_and_the_store_answers_as_before(
    loaded: Run, tmp_path: Path, name: str, content: bytes, complaint: str
) -> None:
    (tmp_path / name).write_bytes(content)
    line = one_line(loaded("load", name))
    assert line.startswith("plangraph: ")
    assert name in line
    assert complaint in line
    assert answer(loaded, "plans")[0]["items"] == 54


def test_gb18030_is_read(run: Run, plan: Path) -> None:
    plan.write_bytes(plan.read_text("utf-8").encode("gb18030"))
    assert run("load", str(plan)).returncode == 0
    assert answer(run, "plans")[0]["items"] == 54


def test_a_missing_file_and_a_missing_store_are_one_line(run: Run) -> None:
    assert "nowhere.txt" in one_line(run("load", "nowhere.txt"))
    assert "plangraph.kgl" in one_line(run("query", "plans"))


def test_a_store_that_can_not_be_written_is_one_line(run: Run, plan: Path) -> None:
    (plan.parent / "file").touch()
    assert "file" in one_line(run("load", str(plan), "--store", "file/store.kgl"))


def test_a_truncated_store_is_one_line_and_stays_as_it_was(loaded: Run, plan: Path) -> None:
    store = plan.parent / "plangraph.kgl"
    store.write_bytes(store.read_bytes()[:-100])
    before = store.read_bytes()
    assert "plangraph.kgl" in one_line(loaded("query", "plans"))
    assert "plangraph.kgl" in one_line(loaded("load", "--force", str(plan)))
    assert store.read_bytes() == before


def test_one_bad_file_of_a_folder_does_not_stop_the_others(run: Run, plan: Path) -> None:
    folder = plan.parent / "plans"
    folder.mkdir()
    shutil.move(plan, folder)
    (folder / "a.txt").write_bytes(b"")
    done = run("load", "plans")
    assert done.returncode == 1
    assert "54" in done.stdout
    assert done.stderr.count("\n") == 1
    assert "a.txt" in done.stderr
    assert answer(run, "plans")[0]["items"] == 54
