"""``score``: figures, differences with their place, and the page that shows them in the text."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any

import pytest

from graph.languages import LANGUAGES
from tests.api.cli.conftest import Run

TEXT = """云岭区2024年重点任务
一、民生
1.建成社区食堂6家。(责任单位:区民政局、区商务委)
2.新增学位900个。(责任单位:区教育局)
"""
GOLD: dict[str, Any] = {
    "title": "云岭区2024年重点任务",
    "tasks": [
        {
            "key": "1",
            "head": "建成社区食堂6家",
            "owners": [{"as_printed": "区民政局", "name": "区民政局", "role": "lead"}],
        },
        {
            "key": "2",
            "head": "新增学位900个",
            "owners": [{"as_printed": "区教育局", "name": "区教育局", "role": "responsible"}],
        },
    ],
}


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    (tmp_path / "plan.txt").write_text(TEXT, "utf-8")
    path = tmp_path / "plan.gold.json"
    path.write_text(json.dumps(GOLD, ensure_ascii=False), "utf-8")
    return path


def test_json_has_figures_and_differences_with_line_and_quote(run: Run, gold: Path) -> None:
    done = run("score", ".", "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    data = json.loads(done.stdout)
    assert data["total"]["items"] == {"right": 2, "missed": 0, "extra": 0, "precision": 1, "recall": 1, "f1": 1}
    assert data["total"]["owners"]["precision"] == pytest.approx(2 / 3)
    (document,) = data["documents"]
    said = [(d["measure"], d["sort"], d["item"], d["line"], d["quote"]) for d in document["differences"]]
    assert said == [("roles", "wrong", "1", 3, "区民政局"), ("owners", "extra", "1", 3, "区商务委")]


def test_the_table_is_for_people(run: Run, gold: Path) -> None:
    lines = run("score", gold.name).stdout.splitlines()
    assert lines[3].replace("│", " ").split()[:4] == ["plan", "1.000", "0.800", "0.500"]
    assert any("plan.txt:3" in line and "owners extra" in line and "区商务委" in line for line in lines)
    assert "责任 多出" in run("score", gold.name, PLANGRAPH_LANG="zh").stdout


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_shows_the_text_with_the_places_marked(run: Run, gold: Path, language: str) -> None:
    page = run("score", gold.name, "--format", "html", "--lang", language).stdout
    marks = re.findall(r'<mark id="[^"]+" class="(\w+)" title="[^"]*">(.*?)</mark>', page)
    assert marks == [("wrong", "区民政局"), ("extra", "区商务委")]
    shown = re.search(r'<div class="text" tabindex="0">(.*?)</div>', page, re.DOTALL)
    assert shown is not None
    assert html.unescape(re.sub(r"<[^>]+>", "", shown[1])) == TEXT


def test_markup_in_a_text_is_text(run: Run, gold: Path, tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text(TEXT.replace("区商务委", "<b>区商务委"), "utf-8")
    assert "<b>" not in run("score", gold.name, "--format", "html").stdout


def test_a_text_that_cannot_be_read_counts_as_nothing_found(run: Run, gold: Path, tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text("从前有座山。", "utf-8")
    done = run("score", gold.name, "--format", "json")
    assert done.returncode == 1
    assert done.stderr.startswith("plangraph: plan.txt: no task found")
    assert json.loads(done.stdout)["total"]["items"]["recall"] == 0


def test_wrong_use_and_faulty_files(run: Run, gold: Path) -> None:
    assert run("score").returncode == 2
    assert json.loads(run("score", "--schema").stdout)["title"] == "Gold"
    gold.write_text('{"tasks": [1]}', "utf-8")
    done = run("score", gold.name)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("plangraph: plan.gold.json: tasks/0: ")


def test_what_words_are_worth(run: Run, gold: Path) -> None:
    told = {**GOLD, "tasks": [{**GOLD["tasks"][0], "deadline": "年底前"}, GOLD["tasks"][1]]}
    gold.write_text(json.dumps(told, ensure_ascii=False), "utf-8")
    (gold.parent / "plan.txt").write_text(TEXT.replace("6家。", "6家。年底前完成。"), "utf-8")
    words = ("score", ".", "--ablate", "--part", "deadlines.limits")
    done = run(*words, "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    found = {entry["text"]: entry for entry in json.loads(done.stdout)}
    assert found["底前"]["changes"] == {"deadlines": {"right": -1, "missed": 1}}
    assert found["底之前"] == {
        "where": "deadlines.limits.end", "text": "底之前", "rule": False, "texts": 0, "changed": 0, "earned": 0,
        "changes": {},
    }  # fmt: skip
    table = run(*words).stdout
    assert "stands in no gold text" in table
    assert "deadlines right -1, missed +1" in table
    assert run("score", ".", "--ablate", "--format", "html").returncode == 2


def test_matches_between_plans_are_measured(run: Run, tmp_path: Path) -> None:
    for year, places in ((2023, 40), (2024, 60)):
        text = f"云岭区{year}年重点任务\n一、民生\n1.建设社区食堂{places}家。(责任单位:区民政局)\n2.{year}年办实事。(责任单位:区教育局)\n"
        (tmp_path / f"{year}.txt").write_text(text, "utf-8")
    told = {
        "plans": ["2023.txt", "2024.txt"],
        "CARRIES_OUT": [],
        "CONTINUES": [["2024#1", "2023#1"], ["2024#2", "2023#1"]],
    }
    (tmp_path / "years.matches.json").write_text(json.dumps(told), "utf-8")
    done = run("score", "years.matches.json", "--format", "json")
    (found,) = json.loads(done.stdout)["matches"]
    assert found["figures"]["CONTINUES"] == {"right": 1, "missed": 1, "extra": 1, "precision": 0.5, "recall": 0.5}
    assert [(d["sort"], d["pair"]) for d in found["differences"]] == [
        ("missed", ["2024#2", "2023#1"]), ("extra", ["2024#2", "2023#2"]),
    ]  # fmt: skip
    assert "continues missed" in run("score", ".").stdout
    assert run("score", ".", "--format", "html").returncode == 2
