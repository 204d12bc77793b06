"""The corpus: equal to a load of the same folder, the same bytes however the work is cut, only what changed is read."""

from __future__ import annotations

import contextlib
import csv
import re
import shutil
import subprocess
import sys
import time
import zlib
from collections import Counter
from functools import reduce
from pathlib import Path
from typing import Any

import duckdb
import psutil
import pytest
from pyspark.sql import DataFrame, SparkSession, functions

from api.corpus.job import Summary, run
from graph.errors import ExportError, PlangraphError, SourceError
from graph.export.neo4j import write_neo4j
from graph.matching.decisions import Decisions
from graph.matching.links import infer_graph
from graph.plan_graph import PlanGraph
from graph.schema import schema
from graph.store import open_store
from graph.store.load_texts import plan_record
from graph.store.parts import split
from loaders.folder import load_files, plan_files
from queries.run import run_query
from tests.api.corpus.conftest import GOLD, QUICK, digests, rows, states

pytestmark = [
    pytest.mark.xdist_group("spark"),
    pytest.mark.filterwarnings(
        "ignore:Exception ignored in. <socket:pytest.PytestUnraisableExceptionWarning"
    ),  # py4j's
]
BAD = "没有任务的文字。\n"


def parsed(folder: Path) -> list[PlanGraph]:
    """The graph of each plan, in the order of loading."""
    return [outcome.graph for outcome in load_files(plan_files([folder]), workers=1) if outcome.graph]


def loaded(folder: Path, store: Path) -> PlanGraph:
    """What ``plangraph load`` makes of the folder."""
    with open_store(str(store), write=True) as opened:
        opened.replace(parsed(folder))
        return opened.graph()


def of_tables(out: Path) -> tuple[dict[str, Any], dict[Any, Any]]:
    """Nodes and relationships of the tables, as a plan graph has them."""
    nodes, edges = {}, {}
    for name, label in schema().labels.items():
        for row in rows(out, f"nodes/{name}"):
            node_id = row.pop("id")
            nodes[node_id] = {"labels": list(label.labels), **row}
    for name in schema().relationships:
        for row in rows(out, f"relationships/{name}"):
            ends = row.pop("source_id"), row.pop("target_id")
            key = ":".join(str(part) for part in (name, row.get("role"), row["plan"]) if part)
            edges[(*ends, key)] = {"type": name, **row}
    return nodes, edges


def import_rows(folder: Path) -> dict[str, Counter[tuple[str, ...]]]:
    """The rows of the files for the import by label or type, the header among them."""
    found: dict[str, Counter[tuple[str, ...]]] = {}
    options = [line.split("=", 1) for line in (folder / "import.args").read_text("utf-8").splitlines()]
    for option, value in options:
        if option in ("--nodes", "--relationships"):
            names, _, files = value.partition("=")
            lines = "".join((folder / name).read_text("utf-8") for name in files.split(","))
            found[names] = Counter(map(tuple, csv.reader(lines.splitlines(keepends=True))))
    return found


@pytest.fixture(scope="module")
def graph(plans: Path) -> PlanGraph:
    """What ``plangraph load`` makes of them."""
    return loaded(plans, plans.parent / "store.kgl")


def test_it_equals_a_load_of_the_same_folder(corpus: Path, graph: PlanGraph) -> None:
    nodes, edges = of_tables(corpus)
    assert nodes == dict(graph.nx.nodes(data=True))
    assert edges == {(s, t, key): a for s, t, key, a in graph.nx.edges(keys=True, data=True)}
    assert {name for _, _, key in edges for name in [key.split(":")[0]]} >= {"OWNS", "CARRIES_OUT", "CONTINUES"}


def test_the_files_for_the_import_are_those_of_an_export(
    corpus: Path, plans: Path, graph: PlanGraph, tmp_path: Path
) -> None:
    write_neo4j(graph, tmp_path)
    assert (corpus / "import" / "schema.cypher").read_bytes() == (tmp_path / "schema.cypher").read_bytes()
    made, exported = import_rows(corpus / "import"), import_rows(tmp_path)
    of_plans = made.pop("FROM_SOURCE")
    assert made == {name: found for name, found in exported.items() if name != "FROM_SOURCE"}
    # An export of a whole store no longer knows the words of each plan; they are what a store keeps with a plan.
    parts = [part for one in parsed(plans) for part in split(one)]
    keys = infer_graph(graph, Decisions(), {part.plan: part.digest for part in parts}).keys
    expected = [(*map(str, plan_record(part, at)), keys[part.plan], "") for at, part in enumerate(parts, 1)]
    assert sorted(row[3:] for row in of_plans if row[0] in keys) == sorted(expected)


def test_the_same_bytes_from_one_part_and_from_eight(
    spark: SparkSession, plans: Path, corpus: Path, graph: PlanGraph, tmp_path: Path
) -> None:
    summary = run(spark, str(plans), tmp_path / "out", partitions=8)
    counts = graph.nx.number_of_nodes(), graph.nx.number_of_edges()
    assert summary == Summary(parsed=13, plans=13, nodes=counts[0], relationships=counts[1])
    assert digests(tmp_path / "out") == digests(corpus)


def test_a_bad_document_is_a_row_and_changes_nothing_else(
    spark: SparkSession, plans: Path, corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = shutil.copytree(plans, tmp_path / "plans")
    monkeypatch.setenv("PLANGRAPH_MAX_FILE_BYTES", "50000")
    (folder / "bad.txt").write_text(BAD, "utf-8")
    (folder / "broken.docx").write_bytes(b"PK\3\4 no archive")
    (folder / "large.txt").write_text("任务" * 10_000, "utf-8")
    (folder / "lost.txt").write_text("一、任务\n", "utf-8")
    wrong = zlib.crc32(b"other words").to_bytes(4, "big")
    (folder / ".lost.txt.crc").write_bytes(b"crc\0" + (512).to_bytes(4, "big") + wrong)  # as Hadoop keeps beside files
    (folder / "notes.xyz").write_text("no plan", "utf-8")
    summary = run(spark, str(folder), tmp_path / "out")
    assert summary.failed == {
        "bad.txt": "no task found: it has no numbered task, no responsibility marker and no task table",
        "broken.docx": "the file is damaged (File is not a zip file); save it anew",
        "large.txt": "the file has 60000 bytes; 50000 is the most",
        "lost.txt": "the file can't be read",
    }
    told = {row["document"]: row["message"] for row in rows(tmp_path / "out", "documents") if "message" in row}
    assert told == summary.failed
    good, bad = digests(corpus), digests(tmp_path / "out")
    assert {name for name in good if good[name] != bad[name]} == {"documents/documents-00000.parquet"}


def test_only_what_changed_is_parsed_again(spark: SparkSession, plans: Path, corpus: Path, tmp_path: Path) -> None:
    folder, out = shutil.copytree(plans, tmp_path / "plans"), shutil.copytree(corpus, tmp_path / "out")
    page = folder / "groups.txt"
    page.write_text(page.read_text("utf-8").replace("2024年", "2025年"), "utf-8")
    (folder / "repeals.txt").unlink()
    shutil.copy(GOLD / "steps.txt", folder)
    summary = run(spark, str(folder), out)
    assert (summary.parsed, summary.kept, summary.gone) == (2, 11, 1)
    assert "repeals.txt" not in states(out)
    changed = digests(out)
    assert run(spark, str(folder), out, force=True).parsed == 13
    assert digests(out) == changed


def test_of_two_documents_of_one_plan_the_later_counts(spark: SparkSession, tmp_path: Path) -> None:
    folder, out = tmp_path / "plans", tmp_path / "out"
    (folder / "a").mkdir(parents=True)
    text = (GOLD / "groups.txt").read_text("utf-8")
    (folder / "z.txt").write_text(text, "utf-8")
    (folder / "a" / "corrected.txt").write_text(text.replace("责任单位", "牵头单位"), "utf-8")
    summary = run(spark, str(folder), out)
    assert (summary.plans, summary.superseded) == (1, 1)
    assert states(out) == {"z.txt": "superseded", "a/corrected.txt": "read"}
    assert of_tables(out)[0] == dict(loaded(folder, tmp_path / "store.kgl").nx.nodes(data=True))
    (folder / "a" / "corrected.txt").unlink()
    assert run(spark, str(folder), out).parsed == 0
    assert states(out) == {"z.txt": "read"}
    assert of_tables(out)[0] == dict(loaded(folder, tmp_path / "other.kgl").nx.nodes(data=True))


def test_workload_in_sql_equals_the_catalogue(corpus: Path, graph: PlanGraph, plans: Path) -> None:
    with open_store(str(plans.parent / "store.kgl")) as store:
        told = run_query(store, "workload-by-owner", {}).rows
    page = (Path(__file__).parents[3] / "docs" / "corpus.md").read_text("utf-8")
    [text] = re.findall(r"```sql\n(.*?)```", page, re.DOTALL)
    asked = duckdb.sql(text.replace("corpus/", f"{corpus}/")).fetchall()
    assert [(owner, items, leads, float(share)) for owner, items, leads, share in asked] == [
        (qualified, items, leads, share) for _, _, _, items, leads, share, _, _, qualified in told
    ]


def test_workload_in_spark_equals_the_catalogue(
    spark: SparkSession, corpus: Path, graph: PlanGraph, plans: Path
) -> None:
    with open_store(str(plans.parent / "store.kgl")) as store:
        told = run_query(store, "workload-by-owner", {}).rows
    page = (Path(__file__).parents[3] / "docs" / "corpus.md").read_text("utf-8")
    [text] = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    names = {"spark": spark, "f": functions, "reduce": reduce, "DataFrame": DataFrame}
    exec(text.replace('"corpus/', f'"{corpus}/'), names)
    asked: Any = names["workload"]
    assert [tuple(row) for row in asked.collect()] == [(row[-1], row[3]) for row in told]


def test_what_it_will_not_do(spark: SparkSession, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "letter.txt").write_text("dear", "utf-8")
    with pytest.raises(ExportError, match=r"mine: is none that plangraph corpus wrote; name a new or empty folder"):
        run(spark, str(GOLD), mine)
    assert [path.name for path in mine.iterdir()] == ["letter.txt"]
    with pytest.raises(SourceError, match=r"^letter\.txt: no task found"):
        run(spark, str(mine), tmp_path / "out")
    with pytest.raises(PlangraphError, match="nothing"):
        run(spark, str(tmp_path / "nothing"), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_killed_executor_changes_nothing(plans: Path, corpus: Path, tmp_path: Path) -> None:
    words = [sys.executable, "-m", "api.cli", "corpus", str(plans), "--out", "out", "--master", "local[2]"]
    settings = [word for key, value in QUICK.items() for word in ("--conf", f"{key}={value}")]
    with subprocess.Popen([*words, *settings], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        executor, reader = reading(psutil.Process(running.pid))
        reader.kill()
        executor.kill()
        said, errors = running.communicate(timeout=900)
    assert (running.returncode, errors) == (0, b""), said
    assert not reader.is_running()
    assert digests(tmp_path / "out") == digests(corpus)


def reading(command: psutil.Process) -> tuple[psutil.Process, psutil.Process]:
    """A Python worker of Spark's that waits for its first document, and the process that is to read it."""
    until = time.monotonic() + 600
    while time.monotonic() < until:
        for process in command.children(recursive=True):
            with contextlib.suppress(psutil.NoSuchProcess):
                if "spawn_main" in " ".join(process.cmdline()):
                    parent = process.parent()
                    assert parent is not None
                    return parent, process
        time.sleep(0.02)
    raise AssertionError("no worker was seen reading")
