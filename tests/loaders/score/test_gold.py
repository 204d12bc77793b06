"""Gold files: their form, what is said of faulty ones, and the text beside them."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest

from graph.errors import SourceError
from loaders.score import gold_files, gold_schema, read_gold

GOOD = {"tasks": [{"key": "1", "head": "建设平台", "owners": [], "seen_on": "page 3"}], "notes": ["by hand"]}
OWN = Path(__file__).parents[2] / "gold"
SHARED = Path(__file__).parents[4] / "shared" / "plans"


def written(folder: Path, data: object, name: str = "a.gold.json") -> Path:
    path = folder / name
    path.write_text(data if isinstance(data, str) else json.dumps(data, ensure_ascii=False), "utf-8")
    return path


def test_what_the_form_does_not_name_is_a_note(tmp_path: Path) -> None:
    gold = read_gold(written(tmp_path, GOOD))
    assert (gold.tasks[0].head, gold.targets, gold.entities_complete) == ("建设平台", None, False)


@pytest.mark.parametrize(
    ("data", "where"),
    [
        ("{", "the file: Invalid JSON"),
        ({"tasks": [{"key": "1", "head": "x"}]}, "tasks/0/owners: Field required"),
        ({"tasks": [{"key": "1", "head": "x", "owners": [{"as_printed": "a", "name": "a", "role": "boss"}]}]},
         "tasks/0/owners/0/role: Input should be 'lead', 'responsible' or 'support'"),
    ],
)  # fmt: skip
def test_a_fault_is_said_with_its_place(tmp_path: Path, data: object, where: str) -> None:
    path = written(tmp_path, data)
    with pytest.raises(SourceError) as raised:
        read_gold(path)
    assert str(raised.value).startswith(f"{path}: {where}")
    assert "\n" not in str(raised.value)


def test_the_text_lies_beside(tmp_path: Path) -> None:
    written(tmp_path, GOOD, "b.gold.json")
    written(tmp_path, GOOD, "a.json")
    for name in ("a.md", "b.txt", "c.txt"):
        (tmp_path / name).write_text("x", "utf-8")
    assert [(f.name, f.text.name) for f in gold_files([tmp_path])] == [("b", "b.txt")]
    assert [f.text.name for f in gold_files([tmp_path / "a.json", tmp_path, tmp_path / "b.gold.json"])] == [
        "a.md",
        "b.txt",
    ]


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no gold file in this folder"):
        gold_files([tmp_path])
    with pytest.raises(SourceError, match="no such file"):
        gold_files([tmp_path / "a.gold.json"])
    with pytest.raises(SourceError, match=r"no text beside it; put a\.txt"):
        gold_files([written(tmp_path, GOOD)])


def test_the_shipped_schema_is_the_form() -> None:
    shipped = files("loaders.score").joinpath("gold.schema.json").read_text("utf-8")
    assert json.loads(shipped) == gold_schema(), "run: make docs"


@pytest.mark.parametrize("folder", [OWN, pytest.param(SHARED, marks=pytest.mark.skipif(
    not SHARED.is_dir(), reason="the sample plans are not here"))])  # fmt: skip
def test_all_gold_keeps_to_the_schema(folder: Path) -> None:
    checker = jsonschema.Draft202012Validator(gold_schema())
    for file in gold_files([folder]):
        checker.validate(json.loads(file.gold.read_text("utf-8")))
        keys = [task.key for task in read_gold(file.gold).tasks]
        assert len(set(keys)) == len(keys), file.name


def test_the_page_explains_every_field() -> None:
    page = (Path(__file__).parents[3] / "docs" / "scoring.md").read_text("utf-8")
    models = [gold_schema(), *gold_schema()["$defs"].values()]
    for name in {name for model in models for name in model["properties"]}:
        assert f"`{name}`" in page, name
