"""A corpus brought to a real Neo4j: what a load of the same folder gives there, whoever else keeps plans in it."""

from __future__ import annotations

import hashlib
import shutil
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
from pyspark.sql import SparkSession

from api.corpus.job import SERVED, run
from api.corpus.serving import Login, Served, serve
from graph.plan_graph import PlanGraph
from graph.server import CURRENT, start
from graph.store import load_texts
from tests.api.cli.conftest import command
from tests.api.corpus.conftest import GOLD
from tests.api.corpus.test_job import loaded, parsed
from tests.graph.store.plans import small_plan
from tests.neo4j_servers import OPTIONS, Server, running

pytestmark = [
    pytest.mark.xdist_group("spark"),
    pytest.mark.filterwarnings(
        "ignore:Exception ignored in. <socket:pytest.PytestUnraisableExceptionWarning"
    ),  # py4j's
]


@pytest.fixture(scope="module")
def own_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(CURRENT, tmp_path_factory.mktemp("neo4j"), OPTIONS) as server:
        yield server


@pytest.fixture
def server(own_server: Server) -> Server:
    own_server.clear()
    return own_server


def login(server: Server) -> Login:
    return Login(username="neo4j", password=server.password)


def held(server: Server) -> PlanGraph:
    with server.store() as store:
        return store.graph()


def test_the_server_holds_what_a_load_gives(
    spark: SparkSession, plans: Path, corpus: Path, server: Server, tmp_path: Path
) -> None:
    folder, out = shutil.copytree(plans, tmp_path / "plans"), shutil.copytree(corpus, tmp_path / "out")
    bolt = server.state.bolt
    assert serve(spark, out, bolt, login(server)) == Served(new=13)
    assert held(server) == loaded(plans, tmp_path / "before.kgl")
    # What is stored of each plan is what its documents gave: a load of one of them finds nothing to do.
    with server.store(write=True) as store:
        assert [change.action for change in store.replace(parsed(folder)[:2])] == ["unchanged", "unchanged"]
    assert serve(spark, out, bolt, login(server)) == Served(unchanged=13)

    page = folder / "groups.txt"
    page.write_text(page.read_text("utf-8").replace("责任单位", "牵头单位"), "utf-8")
    (folder / "repeals.txt").unlink()
    shutil.copy(GOLD / "steps.txt", folder)
    run(spark, str(folder), out)
    assert serve(spark, out, bolt, login(server)) == Served(new=1, replaced=1, unchanged=11, removed=1)
    assert held(server) == loaded(folder, tmp_path / "after.kgl")


def test_other_plans_stay(spark: SparkSession, plans: Path, server: Server, tmp_path: Path) -> None:
    folder, out = tmp_path / "plans", tmp_path / "out"
    shutil.copytree(plans / "通州", folder)
    mine = small_plan(items=3)
    with server.store(write=True) as store:
        store.replace([mine])
    run(spark, str(folder), out)
    serve(spark, out, server.state.bolt, login(server))
    shutil.rmtree(folder)
    folder.mkdir()
    shutil.copy(GOLD / "steps.txt", folder)
    run(spark, str(folder), out)
    served = serve(spark, out, server.state.bolt, login(server))
    assert (served.new, served.removed, served.failed) == (1, 9, {})
    with server.store() as store:
        assert store.graph(mine.plan_ids()) == mine
        assert len(store.graph().plan_ids()) == 2


def test_a_plan_that_cannot_be_written_is_told_and_tried_again(
    spark: SparkSession, corpus: Path, server: Server, tmp_path: Path
) -> None:
    out = shutil.copytree(corpus, tmp_path / "out")
    sha256 = hashlib.sha256((GOLD / "groups.txt").read_bytes()).hexdigest()
    with server.session() as session:
        session.run("CREATE CONSTRAINT their_own FOR (s:Source) REQUIRE s.sha256 IS UNIQUE").consume()
        session.run("CREATE (:Source {sha256: $sha256})", sha256=sha256).consume()
    try:
        served = serve(spark, out, server.state.bolt, login(server))
    finally:
        with server.session() as session:
            session.run("DROP CONSTRAINT their_own").consume()
    assert (served.new, list(served.failed)) == (12, ["groups.txt"])
    assert "already exists with label `Source` and property `sha256`" in served.failed["groups.txt"]
    assert serve(spark, out, server.state.bolt, login(server)) == Served(new=1, unchanged=12)


def test_a_server_killed_meanwhile_is_written_when_it_is_back(
    spark: SparkSession, plans: Path, corpus: Path, server: Server, tmp_path: Path
) -> None:
    out = shutil.copytree(corpus, tmp_path / "out")
    served: list[Served] = []
    work = threading.Thread(target=lambda: served.append(serve(spark, out, server.state.bolt, login(server))))
    work.start()
    with server.session() as session:
        until = time.monotonic() + 60
        while not session.run(load_texts.DIGESTS).data() and time.monotonic() < until:
            time.sleep(0.01)
    assert server.state.server is not None
    process = psutil.Process(server.state.server.pid)
    process.kill()
    process.wait(30)
    start(server.home, replace(OPTIONS, bolt_port=server.state.bolt_port, http_port=server.state.http_port), print)
    work.join(300)
    [found] = served
    assert found.failed == {}
    assert (out / SERVED).is_file()
    assert held(server) == loaded(plans, tmp_path / "store.kgl")


def test_a_server_that_is_none_is_told_before_anything_is_read(tmp_path: Path) -> None:
    done = command(tmp_path, "corpus", ".", "--out", "out", "--neo4j", "bolt://127.0.0.1:9")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("plangraph: bolt://127.0.0.1:9: no Neo4j server answers")
    assert not (tmp_path / "out").exists()
