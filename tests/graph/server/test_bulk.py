"""A bulk import gives what a load by transactions gives, for hostile values too."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.generate import generated_graph
from graph.errors import StoreError
from graph.export.neo4j import write_neo4j
from graph.plan_graph import PlanGraph
from graph.server import EDITIONS, Home
from graph.server.bulk import import_export
from tests.graph.store.plans import OWNERS, TITLES, small_plan
from tests.graph.store.test_neo4j import union
from tests.neo4j_servers import OPTIONS, Server, running

pytestmark = pytest.mark.xdist_group("neo4j-own")
CONTENT = (
    "MATCH (n) RETURN labels(n) AS labels, null AS type, null AS end, properties(n) AS p "
    "UNION ALL MATCH (a)-[r]->(b) RETURN [a.id] AS labels, type(r) AS type, b.id AS end, properties(r) AS p"
)
HOSTILE = "他说“好”, \"引号\" 'x' \\ 反斜线\n换行\r\n又\t制表；\x1f\x01`$rows` \u2028 𠮷 =1+1"


def content(server: Server) -> list[str]:
    """All nodes and relationships, without the server's own ids."""
    with server.session() as session:
        rows = session.run(CONTENT).data()
    return sorted(str([sorted(row["labels"]), row["type"], row["end"], sorted(row["p"].items())]) for row in rows)


def plans() -> PlanGraph:
    """Two plans by hand that share owners, whole numbers and others, hostile texts and aliases; and generated ones."""
    first = small_plan(TITLES[0], 3, OWNERS[:2], cites=TITLES[1:], text=HOSTILE, aliases=[HOSTILE, "x;y"], value=20)
    second = small_plan(TITLES[1], 2, OWNERS[1:], value=1.5, aliases=["", "é"])
    return union(first, second, generated_graph(200, 20, 400))


@pytest.mark.parametrize("edition", sorted(EDITIONS))
def test_an_import_equals_a_load(edition: str, tmp_path: Path) -> None:
    graph, folder = plans(), tmp_path / "export"
    write_neo4j(graph, folder)
    with running(EDITIONS[edition], tmp_path / "home") as server:
        with server.store(write=True) as store:
            store.replace([graph])
            loaded = content(server)
        with pytest.raises(StoreError, match=r"an import would drop the \d+ nodes there; say --overwrite to allow it"):
            import_export(server.home, folder, OPTIONS, print)
        state = import_export(server.home, folder, OPTIONS, print, overwrite=True)
        imported = Server(server.home, state)
        assert content(imported) == loaded
        with imported.store(write=True) as store:
            assert store.graph() == graph
            assert {change.action for change in store.replace([graph])} == {"unchanged"}


def test_a_folder_without_an_export_is_refused(tmp_path: Path) -> None:
    home = Home(EDITIONS["current"], tmp_path / "home")
    with pytest.raises(StoreError, match=r"holds no import\.args; write it with: plangraph export neo4j"):
        import_export(home, tmp_path, OPTIONS, print)
