"""The analyses on small graphs whose answers can be seen, and on all graphs against brute force."""

from __future__ import annotations

import json
from itertools import combinations

import networkx as nx
import pytest

from graph.findings import Finding
from queries.answers.network import shortest_chain
from queries.run import run_query
from tests.queries.conftest import World
from tests.queries.oracle import Oracle


def joined(oracle: Oracle, plan: str = "") -> nx.Graph[str]:
    """Owners joined by each item that two of them carry, straight from the holders."""
    graph: nx.Graph[str] = nx.Graph()
    for item in oracle.all("WorkItem", plan):
        graph.add_nodes_from(oracle.holders[item])
        graph.add_edges_from(combinations(oracle.holders[item], 2))
    return graph


def test_betweenness_counts_shortest_paths(any_world: World) -> None:
    graph = joined(any_world.oracle)
    pairs = list(combinations(graph, 2))
    through = dict.fromkeys(graph, 0.0)
    for start, end in pairs:
        if nx.has_path(graph, start, end):
            ways = list(nx.all_shortest_paths(graph, start, end))
            for way in ways:
                for owner in way[1:-1]:
                    through[owner] += 1 / len(ways)
    scale = max((len(graph) - 1) * (len(graph) - 2) / 2, 1)
    rows = run_query(any_world.store, "betweenness", {"limit": "1000"}).dicts()
    assert {row["owner_id"]: row["betweenness"] for row in rows} == pytest.approx(
        {owner: value / scale for owner, value in through.items()}, abs=1e-6
    )
    assert rows == sorted(rows, key=lambda row: (-row["betweenness"], row["owner_id"]))
    assert [row["degree"] for row in rows] == [graph.degree(row["owner_id"]) for row in rows]


def test_a_bridge_owner_is_one_without_whom_more_parts_are_left(any_world: World) -> None:
    for plan in ("", *any_world.graph.plan_ids()):
        graph = joined(any_world.oracle, plan)
        whole = nx.number_connected_components(graph)
        bridges = {}
        for owner in graph:
            rest = graph.subgraph(set(graph) - {owner})
            more = nx.number_connected_components(rest) - whole
            if more > 0:
                parts = sorted(len(p) for p in nx.connected_components(rest) if p & set(graph[owner]))
                bridges[owner] = (more + 1, sum(parts[:-1]))
        rows = run_query(any_world.store, "bridge-owners", {"plan": plan}).dicts()
        assert {row["owner_id"]: (row["pieces"], row["cut_off"]) for row in rows} == bridges


def test_a_chain_is_the_least_of_the_shortest(any_world: World) -> None:
    oracle = any_world.oracle
    graph = joined(oracle)
    owners = sorted(graph)[:12]
    for start, end in ((a, b) for a in owners for b in owners):
        rows = run_query(any_world.store, "collaboration-chain", {"owner": start, "other": end, "sample": 99}).dicts()
        chain = [start, *(row["partner_id"] for row in rows)]
        if start == end or not nx.has_path(graph, start, end):
            assert rows == []
            continue
        assert chain == min(nx.all_shortest_paths(graph, start, end))
        for step, row in enumerate(rows, 1):
            both = [i for i in oracle.all("WorkItem") if {row["owner_id"], row["partner_id"]} <= oracle.holders[i]]
            assert (row["step"], row["shared"]) == (step, len(both))
            assert [item["item_id"] for item in row["shared_items"]] == both[:99]


def test_no_chain_leads_to_who_works_with_nobody() -> None:
    graph: nx.Graph[str] = nx.Graph([("a", "b"), ("c", "d")])
    assert shortest_chain(graph, "a", "c") == []
    assert shortest_chain(graph, "a", "x") == []
    assert shortest_chain(graph, "a", "b") == ["a", "b"]


def test_communities_hold_every_owner_once_and_stay_the_same(any_world: World) -> None:
    rows = run_query(any_world.store, "communities").dicts()
    graph = joined(any_world.oracle)
    assert sorted(row["owner_id"] for row in rows) == sorted(graph)
    sizes = [sum(row["community"] == number for row in rows) for number in sorted({row["community"] for row in rows})]
    assert sizes == sorted(sizes, reverse=True)
    assert rows == run_query(any_world.store, "communities").dicts()
    parts = [{r["owner_id"] for r in rows if r["community"] == n} for n in {r["community"] for r in rows}]
    for one, other in combinations(nx.connected_components(graph), 2):
        assert not any(part & one and part & other for part in parts)


def test_findings_are_those_of_the_source(songjiang: World) -> None:
    (source,) = (attributes for _, attributes in songjiang.graph.nodes("Source"))
    stored = [Finding(**raw) for raw in json.loads(source["findings"])]
    rows = run_query(songjiang.store, "findings").dicts()
    assert len(rows) == len(stored) > 0
    assert sorted((r["code"], r["start"], r["end"], r["quote"], r["ref"]) for r in rows) == sorted(
        (f.code, f.start, f.end, f.quote, f.item) for f in stored
    )
    assert [row["start"] for row in rows] == sorted(row["start"] for row in rows)
    unreadable = run_query(songjiang.store, "findings", {"code": "text-unreadable"}).dicts()
    assert {row["ref"] for row in unreadable} == {"annex3/6"}
    warnings = run_query(songjiang.store, "findings", {"severity": "warning"}).dicts()
    assert len(warnings) == sum(finding.severity == "warning" for finding in stored)
