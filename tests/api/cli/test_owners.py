"""``owners``: who a plan names, how the registry knows them, and what it lacks."""

import csv
import io
import json
from pathlib import Path

import pytest

from tests.api.cli.conftest import Run

TEXT = """云岭区2024年重点任务
一、民生
1.建成社区食堂6家。(责任单位:区民政局、云岭文旅集团)
2.新增学位900个。(责任单位:区教育局)
3.新增床位90张。(责任单位:区民政局)
"""
ROWS = [
    ["区民政局", "Department", "云岭区", ["区民政局"], "pattern", 2],
    ["云岭文旅集团", "Enterprise", "云岭区", ["云岭文旅集团"], "text", 1],
    ["区教育局", "Department", "云岭区", ["区教育局"], "pattern", 1],
]


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "plan.txt"
    path.write_text(TEXT, "utf-8")
    return path


def test_owners_come_with_what_the_registry_knows_of_them(run: Run, small: Path) -> None:
    done = run("owners", small.name, "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    assert [list(row.values()) for row in json.loads(done.stdout)] == ROWS


def test_owners_are_a_table_or_csv_too(run: Run, small: Path) -> None:
    table = run("owners", small.name, "--lang", "zh").stdout
    assert "责任主体" in table
    assert "仅见于原文" in table
    rows = list(csv.reader(io.StringIO(run("owners", small.name, "--format", "csv").stdout)))
    assert rows[1] == ["区民政局", "Department", "云岭区", "区民政局", "pattern", "2"]


def test_a_form_of_the_scan_is_shown_beside_the_name(run: Run, plan: Path) -> None:
    rows = json.loads(run("owners", str(plan), "--format", "json").stdout)
    assert len(rows) == 34
    assert (rows[0]["owner"], rows[0]["items"]) == ("区科委", 15)
    assert [row["as_printed"] for row in rows if row["owner"] == "区城运中心"] == [["区城运中心", "区域运中心"]]


def test_owners_that_the_registry_lacks_come_as_entries_to_paste(run: Run, small: Path) -> None:
    done = run("owners", "--unknown", small.name)
    assert done.returncode == 0
    assert '{name: "云岭文旅集团", label: Enterprise, known_by: text' in done.stdout
    assert "区教育局" not in done.stdout
