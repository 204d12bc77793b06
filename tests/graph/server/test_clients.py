"""Programs that others wrote read the graph: each installed as its users install it, on a real server, a real file."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client, StdioServerParameters

from graph.export.graphml import write_graphml
from graph.plan_graph import PlanGraph
from graph.server.jars import java
from graph.server.shell import run_shell
from graph.store.neo4j import open_neo4j
from loaders.parse import load_plan
from tests.jars import gephi
from tests.neo4j_servers import Server
from tests.venvs import python_with

pytestmark = pytest.mark.xdist_group("neo4j")
PACKAGES = (
    "langchain-neo4j==0.11.0", "neo4j-graphrag==1.22.0", "pandas==3.1.1", "igraph==1.0.0",
)  # fmt: skip
MCP_SERVER = "mcp-neo4j-cypher==0.6.0"
COUNTS = "MATCH (o:Owner)-[r:OWNS]->() RETURN o.qualified_name AS owner, count(r) AS items ORDER BY items DESC, owner"
HEAD = """
import json, os, sys
address, user, password = (os.environ[f"NEO4J_{key}"] for key in ("URI", "USERNAME", "PASSWORD"))
def tell(value): print("\\n" + json.dumps(value))
"""
LANGCHAIN = """
from langchain_neo4j import Neo4jGraph
graph = Neo4jGraph(url=address, username=user, password=password)
tell([graph.get_structured_schema, graph.get_schema, graph.query(sys.argv[1])])
"""
GRAPHRAG = """
import neo4j
from neo4j_graphrag.schema import get_schema, get_structured_schema
with neo4j.GraphDatabase.driver(address, auth=(user, password)) as driver:
    tell([get_structured_schema(driver)["relationships"], get_schema(driver)])
"""
PANDAS = """
import neo4j
with neo4j.GraphDatabase.driver(address, auth=(user, password)) as driver:
    frame = driver.execute_query(sys.argv[1], result_transformer_=neo4j.Result.to_df)
tell([list(frame.columns), frame.dtypes.astype(str).to_dict()["items"], frame.values.tolist()])
"""
IGRAPH = """
import igraph
graph = igraph.Graph.Read_GraphML(sys.argv[1])
tell([graph.vcount(), graph.ecount(), sorted(graph.es["type"]), sorted(graph.vs["label"])])
"""
GEPHI_IMPORT = """
import sys
import jpype
jpype.startJVM(sys.argv[1], "-Djava.awt.headless=true", f"-Duser.home={sys.argv[2]}", classpath=sys.argv[4:], convertStrings=True)
def service(name): return jpype.JClass("org.openide.util.Lookup").getDefault().lookup(jpype.JClass(name))
projects = service("org.gephi.project.api.ProjectController")
projects.newProject()
imports = service("org.gephi.io.importer.api.ImportController")
container = imports.importFile(jpype.JClass("java.io.File")(sys.argv[3]))
imports.process(container, jpype.JClass("org.gephi.io.processor.plugin.DefaultProcessor")(), projects.getCurrentWorkspace())
graph = service("org.gephi.graph.api.GraphController").getGraphModel().getDirectedGraph()
print(f"\\n{graph.getNodeCount()} {graph.getEdgeCount()}")
for node in graph.getNodes().toArray():
    print(node.getLabel())
"""


@cache
def songjiang() -> PlanGraph:
    return load_plan(Path(__file__).parents[3] / "data" / "songjiang-2023.txt")[0]


def asked(program: str, server: Server | None, *arguments: str) -> Any:
    """What a client's program tells, run in the clients' environment with the server's address in its own."""
    command = [str(python_with("clients", PACKAGES)), "-W", "ignore", "-c", HEAD + program, *arguments]
    where = {} if server is None else address_of(server)
    bare = {"URI": "", "USERNAME": "", "PASSWORD": ""}
    environment = {**os.environ, **{f"NEO4J_{key}": value for key, value in {**bare, **where}.items()}}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.strip().splitlines()[-1])


def address_of(server: Server) -> dict[str, str]:
    return {"URI": server.state.bolt, "USERNAME": "neo4j", "PASSWORD": server.password or ""}


@pytest.fixture
def held(server: Server) -> Server:
    """A server that holds the Songjiang plan."""
    with server.store(write=True) as store:
        store.replace([songjiang()])
    return server


def owners(graph: PlanGraph) -> list[list[Any]]:
    """What COUNTS answers."""
    found = Counter(graph.nx.nodes[start]["qualified_name"] for start, _, _ in graph.edges("OWNS"))
    return [list(row) for row in sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))]


def test_langchain_reads_the_schema_and_asks(held: Server) -> None:
    structured, said, rows = asked(LANGCHAIN, held, COUNTS)
    assert {"start": "Department", "type": "OWNS", "end": "Task"} in structured["relationships"]
    assert {"property": "deadline", "type": "STRING"} in structured["node_props"]["Task"]
    assert {"property": "quote", "type": "STRING"} in structured["rel_props"]["OWNS"]
    assert "(:Department)-[:OWNS]->(:Task)" in said
    assert [[row["owner"], row["items"]] for row in rows] == owners(songjiang())


def test_graphrag_reads_the_schema(held: Server) -> None:
    relationships, said = asked(GRAPHRAG, held)
    assert {"start": "Department", "type": "OWNS", "end": "Task"} in relationships
    assert "(:Department)-[:OWNS]->(:Task)" in said


def test_mcp_neo4j_cypher_tells_the_schema_and_reads(held: Server) -> None:
    program = python_with("mcp-neo4j-cypher", (MCP_SERVER,)).with_name("mcp-neo4j-cypher")
    settings = {**address_of(held), "READ_ONLY": "true", "SCHEMA_SAMPLE_SIZE": "1000"}
    environment = {**os.environ, **{f"NEO4J_{key}": value for key, value in settings.items()}}

    async def ask() -> list[Any]:
        async with Client(StdioServerParameters(command=str(program), env=environment)) as client:
            asked = [("get_neo4j_schema", {}), ("read_neo4j_cypher", {"query": COUNTS})]
            answers = [await client.call_tool(name, arguments) for name, arguments in asked]
        assert not any(answer.is_error for answer in answers), answers
        return [json.loads(answer.content[0].text) for answer in answers]  # type: ignore[union-attr]

    schema, rows = anyio.run(ask)
    assert {name for name, held in schema.items() if held["type"] == "node"} >= {
        "Task",
        "WorkItem",
        "Department",
        "Plan",
    }
    assert schema["Task"]["properties"]["reference"]["type"] == "STRING"
    assert schema["Department"]["relationships"]["OWNS"]["direction"] == "out"
    assert [[row["owner"], row["items"]] for row in rows] == owners(songjiang())


def test_of_apoc_there_is_what_tells_the_schema_and_no_more(held: Server) -> None:
    with held.session() as session:
        names = session.run("SHOW PROCEDURES YIELD name WHERE name STARTS WITH 'apoc' RETURN name").value()
        functions = session.run("SHOW FUNCTIONS YIELD name WHERE name STARTS WITH 'apoc' RETURN name").value()
    assert "apoc.meta.data" in names
    assert all(name.startswith("apoc.meta.") for name in names + functions)


def test_pandas_takes_rows_as_a_frame(held: Server) -> None:
    columns, kind, rows = asked(PANDAS, held, COUNTS)
    assert (columns, kind) == (["owner", "items"], "int64")
    assert rows == owners(songjiang())


def test_cypher_shell_asks_and_can_not_write(held: Server, capfd: pytest.CaptureFixture[str]) -> None:
    credentials, quiet = ("neo4j", held.password or ""), list[str]().append  # what it fetches is told elsewhere
    assert run_shell(held.state.bolt, credentials, ["--format", "plain", COUNTS], quiet) == 0
    head, *rows = csv.reader(io.StringIO(capfd.readouterr().out), skipinitialspace=True)
    assert head == ["owner", "items"]
    assert [[owner, int(items)] for owner, items in rows] == owners(songjiang())
    assert run_shell(held.state.bolt, credentials, ["CREATE (:Note)"], quiet) == 1
    assert "read access mode" in capfd.readouterr().err
    with open_neo4j(held.state.bolt, password=held.password) as store:
        assert store.graph() == songjiang()


def test_igraph_reads_the_graphml(tmp_path: Path) -> None:
    (path,) = write_graphml(songjiang(), tmp_path / "g.graphml")
    nodes, edges, types, labels = asked(IGRAPH, None, str(path))
    assert (nodes, edges) == (songjiang().nx.number_of_nodes(), songjiang().nx.number_of_edges())
    assert types == sorted(edge["type"] for *_, edge in songjiang().edges())
    assert labels == sorted(node["name"] for _, node in songjiang().nodes())


def test_gephi_imports_the_graphml(tmp_path: Path) -> None:
    (path,) = write_graphml(songjiang(), tmp_path / "g.graphml")
    machine = next(java().parent.parent.rglob("libjvm.*"))
    command = [sys.executable, "-c", GEPHI_IMPORT, str(machine), str(tmp_path), str(path), str(gephi())]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    counts, *labels = done.stdout.partition(f"\n{songjiang().nx.number_of_nodes()} ")[2].splitlines() or [""]
    assert counts == str(songjiang().nx.number_of_edges()), done.stdout[-500:] + done.stderr[-2000:]
    assert sorted(labels) == sorted(node["name"] for _, node in songjiang().nodes())
