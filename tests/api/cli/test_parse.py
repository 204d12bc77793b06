"""``parse`` and ``export``: the same graph on standard output and as files."""

import io
import json
from pathlib import Path

import networkx as nx

from graph.node_link import from_node_link
from loaders.parse import load_plan
from tests.api.cli.conftest import Run


def test_parse_prints_the_graph_that_load_would_store(run: Run, plan: Path) -> None:
    done = run("parse", str(plan), "--format", "json")
    assert done.returncode == 0
    assert from_node_link(json.loads(done.stdout)) == load_plan(plan)[0]
    assert not (plan.parent / "plangraph.kgl").exists()


def test_lines_and_graphml_hold_as_many_nodes_and_edges(run: Run, plan: Path) -> None:
    graph = load_plan(plan)[0].nx
    lines = [json.loads(line) for line in run("parse", str(plan), "--format", "jsonl").stdout.splitlines()]
    assert sum(line["record"] == "node" for line in lines) == graph.number_of_nodes()
    assert sum(line["record"] == "edge" for line in lines) == graph.number_of_edges()
    read = nx.read_graphml(io.BytesIO(run("parse", str(plan), "--format", "graphml").stdout.encode()))
    assert (read.number_of_nodes(), read.number_of_edges()) == (graph.number_of_nodes(), graph.number_of_edges())


def test_exports_are_files(loaded: Run, tmp_path: Path) -> None:
    for kind in ("graphml", "csv", "neo4j"):
        done = loaded("export", kind, "--out", kind)
        assert done.returncode == 0, done.stderr
        assert any((tmp_path / kind).iterdir())


def test_rdf_needs_a_licence(loaded: Run) -> None:
    done = loaded("export", "rdf", "--out", "rdf")
    assert done.returncode == 1
    assert "--license" in done.stderr
