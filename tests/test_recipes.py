"""CONTRIBUTING's recipes for a label and for a query, followed in a copy of the project: what they name is all it takes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
COPIED = ("graph", "loaders", "queries", "api", "scripts", "benchmarks", "tests", "docs", "data", "pyproject.toml")
WRITE_PAGES = """\
from scripts.make_docs import DOCS, PAGES

for name, render in PAGES.items():
    (DOCS / name).write_text(render(), "utf-8")
"""
LABEL = """\
  Campaign:
    super: WorkItem
    prefix: campaign
    scope: plan
    evidence: required
    zh: 专项行动
    en: campaign
    rdf: {name: dct:title}
    groups: [work_item]
"""
USED = """\
from pathlib import Path

from api.http.routers.items import KINDS, ItemFilter, resolved
from graph.node_link import node_record
from graph.plan_graph import PlanGraph
from graph.schema import schema
from graph.store import open_store
from loaders.parse import load_plan
from queries.answers.items import Filter, item_counts, item_detail, summaries
from queries.answers.view import View
from queries.browser import style
from queries.catalogue import catalogue
from queries.run import run_query

assert KINDS["campaign"] == "Campaign"
assert "Campaign" in catalogue()["items"].parameter("item_kind").values
assert "Campaign" in style()
graph = load_plan(Path("data/songjiang-2023.txt"))[0]
node, stated = next((n, dict(a)) for n, a in graph.nodes("Task") if a["ref"] == "8")
plan = stated["plan"]
added = {**stated, "labels": ["Campaign", "WorkItem"], "ref": "c8", "name": "专项行动"}
graph.add_node(node_record("campaign-1-8", added))
with open_store("plans.kgl", write=True) as store:
    store.replace([graph])
    view = View(store)
    assert item_counts(view, resolved(view, ItemFilter(kind=("campaign",)))) == {plan: 1}
    assert item_detail(view, "campaign-1-8").label == "Campaign"
    assert run_query(store, "owners-of-item", {"item": "campaign-1-8"}).rows == ()
    assert [row["item_id"] for row in run_query(store, "items", {"item_kind": "Campaign"}).dicts()] == ["campaign-1-8"]
"""
QUERY = """\
// question:
//   zh: 各计划有多少项没有时限的工作？
//   en: How many items of each plan have no deadline?
// group: goals
// parameters: {plan: }
// columns: plan, items
// :param plan => '';
MATCH (pl:Plan)
WHERE pl.id STARTS WITH $plan OR pl.reference = $plan OR pl.name = $plan
MATCH (i:WorkItem {plan: pl.id})
WHERE i.deadline IS NULL
RETURN i.plan AS plan, count(i) AS items
ORDER BY plan
"""
ORACLE = """

def undated_items(g: Oracle, a: Arguments) -> list[Row]:
    counted = Counter(g.plan(i) for i in g.all("WorkItem", a["plan"]) if not g.node[i].get("deadline"))
    return sorted(counted.items())
"""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of what the recipes speak of."""
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, tmp_path / name)
    return tmp_path


def run(folder: Path, *arguments: str) -> str:
    """What Python prints in the copy; fails when it fails."""
    done = subprocess.run(
        [sys.executable, *arguments], cwd=folder, env={**os.environ, "PYTHONPATH": str(folder)}, capture_output=True,
        text=True, timeout=400, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    return done.stdout


def make_docs(folder: Path) -> None:
    """What ``make docs`` writes from the schema and the catalogue, in its order."""
    run(folder, "-m", "scripts.labels")
    run(folder, "-c", WRITE_PAGES)


def test_a_label_is_one_entry_in_the_schema(copy: Path) -> None:
    schema = copy / "graph" / "schema.yaml"
    text = schema.read_text("utf-8")
    before = text.index("  Department:\n    super: Owner")
    schema.write_text(text[:before] + LABEL + "\n" + text[before:], "utf-8")
    make_docs(copy)
    assert "Task|Scene|Project|Campaign {id: $item}" in (copy / "queries/catalogue/owners-of-item.cypher").read_text()
    assert "Campaign" in (copy / "docs" / "schema.md").read_text("utf-8")
    run(copy, "-c", USED)
    run(
        copy, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/queries/test_docs.py", "tests/graph/test_schema.py"
    )


def test_a_query_is_a_file_and_its_oracle(copy: Path) -> None:
    (copy / "queries" / "catalogue" / "undated-items.cypher").write_text(QUERY, "utf-8")
    module, table = (copy / "tests" / "queries" / "oracle" / name for name in ("workload.py", "__init__.py"))
    module.write_text(module.read_text("utf-8") + ORACLE, "utf-8")
    text = table.read_text("utf-8")
    text = text.replace("    workload_by_category,\n", "    undated_items,\n    workload_by_category,\n", 1)
    table.write_text(
        text.replace("    for function in (\n", "    for function in (\n        undated_items,\n", 1), "utf-8"
    )
    make_docs(copy)
    assert "undated-items" in run(copy, "-m", "api.cli", "queries")
    tests = ("test_docs.py", "test_catalogue.py", "test_answers.py")
    told = run(
        copy, "-m", "pytest", "-q", "-p", "no:cacheprovider", *(f"tests/queries/{name}" for name in tests), "-k",
        "undated or every_query or page",
    )  # fmt: skip
    assert "passed" in told
    assert "failed" not in told


def test_contributing_names_what_the_recipes_touch() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    for name in ("graph/schema.yaml", "queries/catalogue/", "tests/queries/oracle/", "queries/vocabulary.yaml"):
        assert f"`{name}`" in text
        assert (ROOT / name).exists()
