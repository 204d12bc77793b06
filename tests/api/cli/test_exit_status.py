"""What every command ends with: 0 done, 1 the input or the store is at fault, 2 wrong usage."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command

from api.cli import main
from api.cli.app import app
from graph.export.rdf import RdfSettings, write_rdf
from graph.store import open_store
from loaders.parse import load_plan
from tests.graph.store.plans import small_plan

GOLD = Path(__file__).parents[2] / "gold"
PLAN = "测试市2024年数字化工作计划\n\n一、基础\n1.建设数据中台。（责任单位：市科委、市经委）\n2.推进智慧交通。（责任单位：市交通委）\n"
# Each command: what does it, what its input or store makes it fail on, what is wrong usage.
TABLE: dict[str, tuple[str, str, str]] = {
    "load": ("load plan.txt", "load nothing.txt", "load"),
    "plans": ("plans --store full.kgl", "plans --store none.kgl", "plans --format pdf"),
    "remove": ("remove 测试市2024年计划 --yes --store full.kgl", "remove 别处2024 --yes --store full.kgl", "remove"),
    "parse": ("parse plan.txt --format json", "parse empty.txt --format json", "parse plan.txt --format pdf"),
    "owners": ("owners plan.txt", "owners nothing.txt", "owners"),
    "check": ("check plan.txt", "check empty.txt", "check"),
    "diff": ("diff plan.txt plan.txt", "diff plan.txt nothing.txt", "diff plan.txt"),
    "score": ("score GOLD/groups.gold.json", "score plan.txt", "score --format pdf"),
    "confirm": ("", "confirm a b --why x --store full.kgl", "confirm a b"),  # done: tests/api/cli/test_decide.py
    "reject": ("", "reject a b --why x --store full.kgl", "reject a b"),
    "queries": ("queries --format json", "", "queries --format pdf"),
    "query": (
        "query plans --store full.kgl",
        "query no-such --store full.kgl",
        "query owners-of-item --store full.kgl",
    ),
    "ask": ("ask 谁的任务最多 --store full.kgl", "ask 今天天气如何 --store full.kgl", "ask --format pdf"),
    "cypher": ("cypher 'RETURN 1' --store full.kgl", "cypher 'RETURN' --store full.kgl", "cypher"),
    "serve": ("", "", "serve --port 99999"),  # served until it is told to end: tests/api/test_serve.py
    "mcp": ("", "mcp --store none.kgl", "mcp --http 99999"),
    "validate": ("validate rdf", "validate nothing", "validate"),
    "export": ("export graphml --out g.graphml --store full.kgl", "export csv --out x --store none.kgl", "export rdf"),
    "store": ("store check --store full.kgl", "store check --store none.kgl", "store backup"),
    "corpus": ("", "corpus . --out .", "corpus ."),  # done: tests/api/corpus
    "neo4j": ("neo4j --help", "neo4j import plan.txt", "neo4j frobnicate"),
}
CASES = [pytest.param(line, status, id=line) for lines in TABLE.values() for status, line in enumerate(lines) if line]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan, a text that is none, a store, and an RDF export."""
    made = tmp_path_factory.mktemp("status")
    (made / "plan.txt").write_text(PLAN, encoding="utf-8")
    (made / "empty.txt").write_text("没有任务的文字。\n", encoding="utf-8")
    settings = RdfSettings(license="https://creativecommons.org/licenses/by/4.0/", publisher="测试市数据局")
    write_rdf(load_plan(made / "plan.txt")[0], made / "rdf", settings)
    return made


@pytest.fixture
def place(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder as the working directory, with a fresh store."""
    monkeypatch.chdir(folder)
    monkeypatch.delenv("PLANGRAPH_STORE", raising=False)
    (folder / "full.kgl").unlink(missing_ok=True)
    with open_store("full.kgl", write=True) as store:
        store.replace([small_plan("测试市2024年计划")])
    return folder


def test_every_command_is_in_the_table() -> None:
    assert set(TABLE) == set(get_command(app).commands)  # type: ignore[attr-defined] # a group


@pytest.mark.parametrize(("line", "status"), CASES)
def test_status(
    line: str, status: int, place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = [word.replace("GOLD", str(GOLD)) for word in shlex.split(line)]
    monkeypatch.setattr(sys, "argv", ["plangraph", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    said = capsys.readouterr()
    assert (ended.value.code or 0) == status, said
    assert "Traceback" not in said.err
    if status == 1 and not said.out:  # findings are a result
        assert said.err.startswith("plangraph: ")
        assert said.err.count("\n") == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a file that is always full")
@pytest.mark.parametrize(
    "line", ["--help", "queries", "plans --store full.kgl", "parse plan.txt", "store check --store full.kgl"]
)
def test_results_that_find_no_space_end_in_one_line(line: str, place: Path) -> None:
    with open("/dev/full", "w") as output:
        command = [sys.executable, "-m", "api.cli", *shlex.split(line)]
        done = subprocess.run(command, cwd=place, stdout=output, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1
    (said,) = done.stderr.splitlines()
    assert said.startswith("plangraph: what is printed or a temporary file (in ")
    assert said.endswith("can't be written: No space left on device; free some space, or set TMPDIR to another folder")
