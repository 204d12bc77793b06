"""Findings with their places, as rows and as SARIF."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from graph.findings import Finding
from loaders.check import Checked, FindingRow, LineIndex, check_data, check_rows, has_error
from loaders.document import SourceText
from loaders.folder import load_file
from loaders.sarif import sarif

TEXT = "一、甲\r\n1、推进😀乙\n2、丙"
FINDINGS = (
    Finding("word-split", 12, 15, "2、丙", "2", {"joined": "丙"}),
    Finding("item-without-owner", 5, 11, "1、推进😀乙", "1", {"item": "推进乙"}),
)
PLAIN = Checked(Path("plans/计划 1.txt"), SourceText(TEXT, "计划 1.txt"), FINDINGS)
WORD = Checked(
    Path("a.docx"), SourceText("甲\n乙", "a.docx", "application/docx", ((0, 1, "paragraph 1"), (2, 3, "paragraph 4"))),
    [Finding("text-unreadable", 2, 3, "乙")],
)  # fmt: skip
BROKEN = Checked(Path("b.pdf"), error="b.pdf: it is encrypted; save it without a password")
LEVELS = {"none", "note", "warning", "error"}


def test_rows_say_where_each_finding_stands() -> None:
    assert check_rows([PLAIN, WORD], "en") == [
        FindingRow(
            "plans/计划 1.txt", 2, 1, 2, 7, 5, 11, "warning", "item-without-owner",
            "“推进乙” states no responsible body",
            "check the page; if it does name one, look at how the marker is written", "1、推进😀乙", "", "1",
        ),
        FindingRow(
            "plans/计划 1.txt", 3, 1, 3, 4, 12, 15, "note", "word-split",
            "“丙” is split by a line or page break", "it was read as one", "2、丙", "", "2",
        ),
        FindingRow(
            "a.docx", 2, 1, 2, 2, 2, 3, "warning", "text-unreadable",
            "the text here is unreadable", "check the scan of the page", "乙", "paragraph 4", None,
        ),
    ]  # fmt: skip


def test_a_file_that_cannot_be_read_is_an_error() -> None:
    rows = check_rows([BROKEN], "en")
    assert [(row.file, row.line, row.column, row.severity, row.message) for row in rows] == [
        ("b.pdf", 1, 1, "error", "can't be read: it is encrypted; save it without a password")
    ]
    assert has_error(rows)
    assert not has_error(check_rows([PLAIN, WORD]))


def test_rows_are_plain_data() -> None:
    data = json.loads(json.dumps(check_data(check_rows([PLAIN], "zh"))))
    assert data[0]["message"] == "“推进乙”没有写明责任部门"
    assert (data[0]["line"], data[0]["quote"]) == (2, "1、推进😀乙")


@pytest.mark.parametrize(
    ("offset", "position"), [(0, (1, 1)), (3, (1, 4)), (5, (2, 1)), (11, (2, 7)), (12, (3, 1)), (15, (3, 4))]
)
def test_lines_and_columns(offset: int, position: tuple[int, int]) -> None:
    assert LineIndex(TEXT).position(offset) == position


def test_sarif_has_what_the_standard_requires() -> None:
    log = json.loads(json.dumps(sarif([PLAIN, WORD, BROKEN])))
    assert (log["version"], log["$schema"]) == ("2.1.0", "https://json.schemastore.org/sarif-2.1.0.json")
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"] == "plangraph"
    assert re.fullmatch(r"[a-z]{2}(-[A-Z]{2})?", driver["language"])
    ids = [rule["id"] for rule in driver["rules"]]
    assert len(ids) == len(set(ids))
    for rule in driver["rules"]:
        assert rule["shortDescription"]["text"]
        assert rule["help"]["text"]
        assert rule["defaultConfiguration"]["level"] in LEVELS
    for result in run["results"]:
        assert ids[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] in LEVELS
        assert result["message"]["text"]
        (location,) = result["locations"]
        artifact = location["physicalLocation"]["artifactLocation"]
        assert run["artifacts"][artifact["index"]]["location"]["uri"] == artifact["uri"]
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["invocations"] == [{"executionSuccessful": False}]


def test_sarif_places() -> None:
    run = sarif([PLAIN, WORD, BROKEN])["runs"][0]
    plain, _, word, broken = run["results"]
    assert plain["locations"][0] == {
        "physicalLocation": {
            "artifactLocation": {"uri": "plans/%E8%AE%A1%E5%88%92%201.txt", "index": 0},
            "region": {
                "startLine": 2, "startColumn": 1, "endLine": 2, "endColumn": 7,
                "charOffset": 5, "charLength": 6, "snippet": {"text": "1、推进😀乙"},
            },
        },
        "logicalLocations": [{"fullyQualifiedName": "1", "kind": "object"}],
    }  # fmt: skip
    assert word["locations"][0] == {
        "physicalLocation": {"artifactLocation": {"uri": "a.docx", "index": 1}},
        "logicalLocations": [{"fullyQualifiedName": "paragraph 4", "kind": "element"}],
    }
    assert broken["ruleId"] == "unreadable"


def test_absolute_paths_become_file_uris(tmp_path: Path) -> None:
    checked = Checked(tmp_path / "计划.txt", SourceText("x"))
    assert sarif([checked])["runs"][0]["artifacts"][0]["location"]["uri"] == (tmp_path / "计划.txt").as_uri()


def test_the_findings_of_the_songjiang_plan_point_at_their_quotes() -> None:
    path = Path(__file__).parents[2] / "data/songjiang-2023.txt"
    outcome = load_file(path)
    assert outcome.source is not None
    rows = check_rows([Checked(path, outcome.source, outcome.findings)])
    lines = outcome.source.text.split("\n")
    assert rows
    for row in rows:
        if row.line == row.end_line:
            assert lines[row.line - 1][row.column - 1 : row.end_column - 1] == row.quote
    scanned = {row.quote: row.message for row in rows if row.code == "owner-scan-form"}
    assert scanned == {
        "区域运中心": "“区域运中心” is read as “区城运中心” (scan fault)",
        "水丰街道": "“水丰街道” is read as “永丰街道” (scan fault)",
    }
