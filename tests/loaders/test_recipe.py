"""CONTRIBUTING's recipe for a new plan format, followed in a copy of the packages: what it names is all it takes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MOST_FILES = 3

CHECK = '''"""{what}: as a reader finds it."""

from loaders.assemble import assemble
from loaders.document import SourceText
from loaders.parse import parse_text

TEXT = {text!r}


def test_owners_with_roles_and_places() -> None:
    graph = assemble(parse_text(SourceText(TEXT))).graph
    found = [
        (graph.nx.nodes[item]["name"], graph.nx.nodes[owner]["name"], said["role"], TEXT[said["start"] : said["end"]])
        for owner, item, said in graph.edges("OWNS")
    ]
    assert sorted(found) == {expected!r}
'''

# A layout that nothing reads yet: each row a sign for the work, one for who does it, one for until when.
CARDS = '''"""Cards: a line with ◇ for the work, then lines with ▷ for who does it and ◷ for until when."""

from __future__ import annotations

from loaders.blocks.grid import Cell, Grid, GridRow
from loaders.blocks.lines import Line
from loaders.text.view import View

SIGNS = "◇▷◷"
KINDS = ["name", "responsible", "deadline"]


def find_cards(view: View, lines: list[Line], grids: list[Grid]) -> list[Grid]:
    """The cards of a text as one table, with the tables found before."""
    signs = [(index, SIGNS.find(view.text[line.start])) for index, line in enumerate(lines)]
    cards = [(index, sign) for index, sign in signs if sign >= 0]
    if not cards or any(grid.first <= cards[0][0] < grid.last for grid in grids):
        return grids
    grid = Grid(list(KINDS), list(KINDS), cards[0][0], cards[-1][0] + 1)
    for index, sign in cards:
        line = lines[index]
        if sign == 0:
            grid.rows.append(GridRow([[], [], []], line.gap, line))
        if grid.rows:
            cell: Cell = [(line.start + 1, line.end)]
            grid.rows[-1].cells[sign] = cell
    return [*grids, grid]
'''


@dataclass(frozen=True)
class Case:
    """A change: text that is not read without it, what a reader finds there, and the edits that the recipe names."""

    what: str
    text: str
    expected: list[tuple[str, str, str, str]]
    room: str
    edits: tuple[tuple[str, str, str], ...]
    """Files with the words that are replaced; new files have none."""


HEAD = "云岭区2024年工作方案\n"
CASES = {
    "wording": Case(
        "a marker that says who leads",
        f"{HEAD}1.建设平台。（挂帅单位：区数据局）\n2.整治河道。（挂帅单位：区水务局；责任单位：各街道）\n",
        [
            ("建设平台", "区数据局", "lead", "区数据局"),
            ("整治河道", "区水务局", "lead", "区水务局"),
            ("整治河道", "各街道", "responsible", "各街道"),
        ],
        "responsibility",
        (("loaders/lexicon/responsibility.yaml", "label_stems:\n  lead: [", "label_stems:\n  lead: [挂帅, "),),
    ),
    "column": Case(
        "a column of owners by another name",
        f"{HEAD}序号\t工作任务\t出力方\n1\t建设平台\t区数据局\n2\t整治河道\t区水务局、各街道\n",
        [
            ("建设平台", "区数据局", "support", "区数据局"),
            ("整治河道", "区水务局", "support", "区水务局"),
            ("整治河道", "各街道", "support", "各街道"),
        ],
        "blocks",
        (("loaders/lexicon/tables.yaml", "  support: [配合单位, ", "  support: [配合单位, 出力方, "),),
    ),
    "layout": Case(
        "rows printed as cards",
        f"{HEAD}◇建设平台\n▷区数据局\n◷2024年6月底前\n◇整治河道\n▷区水务局、各街道\n",
        [
            ("建设平台", "区数据局", "responsible", "区数据局"),
            ("整治河道", "区水务局", "responsible", "区水务局"),
            ("整治河道", "各街道", "responsible", "各街道"),
        ],
        "blocks",
        (
            ("loaders/blocks/cards.py", "", CARDS),
            ("loaders/blocks/tables.py", "    find_flat_grids,\n", "    find_flat_grids,\n    find_cards,\n"),
            (
                "loaders/blocks/tables.py",
                "from loaders.blocks.flat_grid",
                "from loaders.blocks.cards import find_cards\nfrom loaders.blocks.flat_grid",
            ),
        ),
    ),
}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The packages that read plans, to change at will."""
    for package in ("graph", "loaders", "tests"):
        skip = shutil.ignore_patterns("__pycache__", "gold", "golden")
        shutil.copytree(ROOT / package, tmp_path / package, ignore=skip)
    (tmp_path / "tests" / "conftest.py").unlink()
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def state(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def passes(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *words], cwd=folder, capture_output=True, text=True,
        env={**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_the_recipe_takes_no_more_files_than_it_names(copy: Path, name: str) -> None:
    case = CASES[name]
    before = state(copy)
    test = f"tests/loaders/{case.room}/test_new_{name}.py"
    (copy / test).write_text(CHECK.format(what=case.what, text=case.text, expected=sorted(case.expected)), "utf-8")
    run = ("pytest", "-q", "-p", "no:cacheprovider", test)
    assert passes(copy, *run).returncode == 1, "what the recipe adds is read without it"

    for path, old, new in case.edits:
        file = copy / path
        text = file.read_text("utf-8") if file.exists() else ""
        assert text.count(old) == 1 or not old, f"{path} has changed: look at the recipe"
        file.write_text(text.replace(old, new) if old else new, "utf-8")
    done = passes(copy, *run)
    assert done.returncode == 0, done.stdout

    after = state(copy)
    touched = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    assert touched == {test, *(path for path, _, _ in case.edits)}
    assert len(touched) <= MOST_FILES
    if name == "layout":
        strict = passes(copy, "mypy", "--strict", "loaders/blocks/cards.py", "loaders/blocks/tables.py")
        assert strict.returncode == 0, strict.stdout


def test_the_recipe_names_what_the_cases_touch() -> None:
    page = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    recipe = page.partition("## Add a plan format\n")[2].partition("\n## ")[0]
    for path in (
        "loaders/lexicon/",
        "loaders/lexicon/tables.yaml",
        "loaders/blocks/",
        "loaders/blocks/tables.py",
        "tests/loaders/",
    ):
        assert f"`{path}`" in recipe, path
    for room in ("readers", "text", "blocks", "outline", "responsibility", "items", "content", "registry"):
        assert f"`{room}`" in recipe, room
        assert (ROOT / "loaders" / room).is_dir(), room
