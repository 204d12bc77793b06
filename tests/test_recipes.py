"""CONTRIBUTING's recipes for a label, a query and a language, followed in a copy of the project: what they name is all it takes."""

from __future__ import annotations

import os
import re
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


def run(folder: Path, *arguments: str, **variables: str) -> str:
    """What Python prints in the copy, with variables in its environment; fails when it fails."""
    done = subprocess.run(
        [sys.executable, *arguments], cwd=folder, env={**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "200", **variables},
        capture_output=True,
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
    for name in (
        "graph/schema.yaml", "queries/catalogue/", "tests/queries/oracle/", "queries/vocabulary.yaml", "graph/languages/",
    ):  # fmt: skip
        assert f"`{name}`" in text
        assert (ROOT / name).exists()


SPOKEN = {
    "pages.site.language": "Esperanto",
    "pages.site.tagline": "Kiu respondecas pri kio",
    "pages.label.Department": "Fako",
    "command-line.question": "demando",
    "command-line.word:responsible": "respondeca",
    "findings.item-without-owner.message": "“{item}” nomas neniun respondeculon",
    "differences.columns.change": "ŝanĝo",
    "schema.relationships.OWNS": "respondecas pri",
    "schema.property_groups.work_item.deadline": "limdato",
    "questions.owners-of-item": "Kiu respondecas pri tiu laboro?",
    "vocabulary.columns.role": "rolo",
    "vocabulary.parameters.item": "laboro; laŭ numero",
    "offers.item.0": "Kiu respondecas pri {name}?",
    "drawings.schema": "Desegnu la skemon",
    "help.plangraph": "faras grafeon el laborplanoj",
    "help.load": "Legas planojn",
    "help.option.lang": "la lingvo de la respondoj",
    "openapi.tags.owners": "kiuj respondecas",
    "mcp.instructions": "Citu la tekston de la plano.",
    "mcp.ask.title": "demando kiel homoj demandas",
    "mcp.prompts.brief-item.title": "Raporto pri unu laboro",
    "guide.groups.responsibility": "respondeco",
    "guide.hint": "Duoble klaku laboron por vidi la respondeculojn",
    "guide.introduction.0": "La sago apud teksto rulas ghin.",
}
SAID = """\
from fastapi.testclient import TestClient
from api.http.app import create_app
from api.http.settings import Settings
from api.web.language import property_name, schema_name
from graph.diff_render import diff_columns
from graph.findings import Finding
from graph.store import open_store
from loaders.parse import load_plan
from pathlib import Path
from queries.drawings import drawings

with open_store("plans.kgl", write=True) as store:
    store.replace([load_plan(Path("data/songjiang-2023.txt"))[0]])
assert schema_name("eo", "OWNS") == "respondecas pri"
assert schema_name("eo", "Town") == schema_name("en", "Town") == "Town"
assert property_name("eo", "Task", "deadline") == "limdato"
assert diff_columns("eo")[0] == "ŝanĝo"
assert Finding("item-without-owner", 0, 1, words={"item": "任务"}).message("eo") == "“任务” nomas neniun respondeculon"
assert drawings()["schema"].question["eo"] == "Desegnu la skemon"
with TestClient(create_app(Settings(store="plans.kgl", allowed_hosts="*"))) as client:
    page = client.get("/?lang=eo").text
    assert '<html lang="eo">' in page
    assert "Kiu respondecas pri kio" in page
    assert 'hreflang="zh">中文</a>' in page and 'hreflang="en">English</a>' in page
    assert 'hreflang="eo">Esperanto</a>' in client.get("/").text
    asked = client.get("/questions/owners-of-item?lang=eo&item=松江2023:8").text
    assert "<h1>Kiu respondecas pri tiu laboro?</h1>" in asked
    assert '<th scope="col">rolo</th>' in asked and ">laboro</label>" in asked
    assert "Fako" in client.get("/owners?lang=eo").text
    assert '<html lang="eo">' in client.get("/", headers={"Accept-Language": "eo, en;q=0.5"}).text
    offered = client.get("/api/v1/suggestions?q=松江2023:8").json()["items"]
    assert any(one["text"]["eo"].startswith("Kiu respondecas pri 松江2023:8") for one in offered)
    listed = {one["name"]: one["question"] for one in client.get("/api/v1/queries?limit=100").json()["items"]}
    assert listed["owners-of-item"]["eo"] == "Kiu respondecas pri tiu laboro?"
"""
# What speaks to those whose language is not told: that which PLANGRAPH_LANG names, else zh and en side by side.
BESIDE = """\
import anyio
from mcp import Client
from api.http.app import create_app
from api.http.settings import Settings
from api.mcp import server
from graph.store import open_store
from queries.browser import connected, guide

document = create_app(Settings(store="plans.kgl")).openapi()
tags = {tag["name"]: tag["description"] for tag in document["tags"]}
asked = document["paths"]["/api/v1/queries/owners-of-item"]["get"]


async def talk():
    with open_store("plans.kgl") as store:
        async with Client(server(store)) as client:
            tools = {tool.name: tool for tool in (await client.list_tools()).tools}
            prompts = {prompt.name: prompt.title for prompt in (await client.list_prompts()).prompts}
            return server(store).instructions, tools, prompts


told, tools, prompts = anyio.run(talk)
print(tags["owners"], asked["summary"], asked["description"], sep="|")
print(told.split(".")[0], tools["ask"].title, tools["owners-of-item"].title, prompts.get("brief-item-eo"), sep="|")
print(tools["owners-of-item"].input_schema["properties"]["item"]["description"])
pages = guide({})
print("<h3>respondeco</h3>" in pages, "<h3>责任 responsibility</h3>" in pages, "<p>La sago apud" in pages)
print("<h4>Kiu respondecas pri tiu laboro?</h4>" in pages, "Duoble klaku" in connected())
"""
UNKNOWN = """\
from graph.errors import SchemaError

try:
    from api.web.language import texts

    texts()
except SchemaError as error:
    print(error)
"""


def test_a_language_is_one_file(copy: Path) -> None:
    assert run(copy, "-m", "scripts.words", "eo").startswith("eo.yaml: 0 of ")
    file = copy / "graph" / "languages" / "eo.yaml"
    lines = file.read_text("utf-8").splitlines()
    for key, said in SPOKEN.items():
        place = next(number for number, line in enumerate(lines) if line.startswith(f'# "{key}": '))
        lines[place] = f'"{key}": "{said}"'
    file.write_text("\n".join(lines) + "\n", "utf-8")
    run(copy, "-c", SAID)
    assert "demando" in run(copy, "-m", "api.cli", "queries", "--lang", "eo")
    answer = run(
        copy, "-m", "api.cli", "query", "owners-of-item", "item=松江2023:8", "--store", "plans.kgl", "--lang", "eo"
    )
    assert "rolo" in answer
    assert "respondeca" in answer
    spoken = {"PLANGRAPH_LANG": "eo"}
    assert run(copy, "-c", BESIDE, **spoken).splitlines() == [
        "kiuj respondecas|Kiu respondecas pri tiu laboro?|Kiu respondecas pri tiu laboro?",
        "Citu la tekston de la plano|demando kiel homoj demandas|Kiu respondecas pri tiu laboro?|Raporto pri unu laboro",
        "laboro; laŭ numero",
        "True False True",
        "True True",
    ]
    pair = run(copy, "-c", BESIDE, PLANGRAPH_LANG="zh").splitlines()
    assert pair[0].startswith("责任主体 · departments, towns, companies, groups|Who owns this work item")
    assert pair[-2:] == ["False True False", "False False"]
    for said in (
        run(copy, "-m", "api.cli", "--help", **spoken),
        run(copy, "-m", "api.cli", "--help", LC_ALL="eo_XX.UTF-8"),
    ):
        assert "  faras grafeon el laborplanoj\n" in said
        assert re.search(r"load +Legas planojn\n", said)
        assert re.search(r"plans +The plans that are loaded, and what each holds\.\n", said)  # what it does not say yet
    for words in (["load", "--lang", "eo", "--help"], ["load", "--lang=eo", "--help"]):
        assert re.search(r"--lang <zh\|en\|eo> +la lingvo de la respondoj ", run(copy, "-m", "api.cli", *words))
    assert re.search(
        r"load +读取计划并写入图谱 · Reads plans", run(copy, "-m", "api.cli", "--help", PLANGRAPH_LANG="en")
    )
    # Renewed, it says what it said; what nothing asks for is told.
    before = file.read_text("utf-8")
    assert run(copy, "-m", "scripts.words", "eo").startswith(f"eo.yaml: {len(SPOKEN)} of ")
    assert file.read_text("utf-8") == before
    file.write_text(before + '"pages.site.nothing": nenio\n', "utf-8")
    assert run(copy, "-c", UNKNOWN) == "eo.yaml: pages.site.nothing: nothing is called so; leave the line out\n"
