"""``plangraph neo4j``: a server of its own from start to stop, with the sample plan loaded and imported into it."""

from __future__ import annotations

import http.client
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.cli.conftest import Run

pytestmark = pytest.mark.xdist_group("neo4j-own")


@pytest.fixture
def home(run: Run, tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of a user with a data folder of their own, whose server is stopped at the end."""
    environment = {"PLANGRAPH_HOME": str(tmp_path / "home")}
    yield environment
    run("neo4j", "stop", **environment)


def fetched(address: str) -> bytes:
    """What is served at an http address of this machine."""
    host, _, path = address.removeprefix("http://").partition("/")
    connection = http.client.HTTPConnection(host, timeout=30)
    try:
        connection.request("GET", f"/{path}")
        answer = connection.getresponse()
        assert answer.status == 200
        return answer.read()
    finally:
        connection.close()


def test_from_start_to_stop(loaded: Run, plan: Path, home: dict[str, str]) -> None:
    assert loaded("neo4j", "status", **home).stdout.splitlines() == [
        "Neo4j 2026.08.1 is not running",
        "Neo4j 5.26.30 is not running",
    ]
    started = loaded("neo4j", "start", "--bolt-port", "0", "--http-port", "0", "--memory", "768m", **home)
    assert started.returncode == 0, started.stderr
    assert started.stderr.splitlines()[-1] == "starting Neo4j 2026.08.1"
    assert loaded("neo4j", "start", **home).stdout == started.stdout
    assert loaded("neo4j", "status", **home).stdout.startswith(started.stdout)
    (bolt,) = re.findall(r"--store (bolt://127\.0\.0\.1:\d+)", started.stdout)
    (saved,) = re.findall(r"saved queries: (http\S+\.zip)", started.stdout)

    done = loaded("load", plan.name, "--store", bolt, **home)  # the password is found
    assert done.returncode == 0, done.stderr
    words = ("query", "owners-of-item", "item=8", "--format", "json")
    assert json.loads(loaded(*words, "--store", bolt, **home).stdout) == json.loads(loaded(*words).stdout)

    opened = loaded("neo4j", "open", "--print", **home)
    password = (Path(home["PLANGRAPH_HOME"]) / "neo4j" / "current" / "password").read_text().strip()
    assert opened.stderr.splitlines()[-1] == f"password to connect with: {password}"
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/browser/\?connectURL=bolt://neo4j@127\.0\.0\.1:\d+\n", opened.stdout)
    assert fetched(saved).startswith(b"PK")
    assert "松江2023:" in fetched(saved.replace("plangraph-queries.zip", "guide.html")).decode()

    assert loaded("export", "neo4j", "--out", "files").returncode == 0
    refused = loaded("neo4j", "import", "files", **home)
    assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
    assert "nodes there; say --overwrite to allow it" in refused.stderr
    imported = loaded("neo4j", "import", "files", "--overwrite", **home)
    assert imported.returncode == 0, imported.stderr
    assert "unchanged" in loaded("load", plan.name, "--store", bolt, "--force", **home).stdout

    asked = loaded("remove", "松江2023", "--store", bolt, **home)
    assert (asked.returncode, asked.stdout) == (1, "")
    assert "say --yes" in asked.stderr
    assert "54 work items" in loaded("remove", "松江2023", "--store", bolt, "--yes", **home).stdout
    assert "no plan is loaded" in loaded("plans", "--store", bolt, **home).stderr

    assert loaded("neo4j", "stop", **home).stderr == "Neo4j 2026.08.1 stopped\n"
    failed = loaded("query", "plans", "--store", bolt, **home)
    assert (failed.returncode, failed.stderr.count("\n")) == (1, 1)
    assert "no Neo4j server answers" in failed.stderr


def test_nothing_starts_when_a_server_of_ones_own_is_named(run: Run, home: dict[str, str]) -> None:
    done = run("neo4j", "start", NEO4J_URI="neo4j://db.example.org", **home)
    assert done.stdout == "NEO4J_URI names a server, neo4j://db.example.org; nothing was started\n"
    assert not Path(home["PLANGRAPH_HOME"]).exists()


def test_a_folder_that_is_no_export_is_one_line(run: Run, home: dict[str, str]) -> None:
    done = run("neo4j", "import", ".", **home)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "plangraph: .: holds no import.args; write it with: plangraph export neo4j --out .\n"
