"""Who works with whom: the graph of owners in which two are joined by the work items that both carry."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations

import networkx as nx

from graph.plan_graph import PlanGraph


def holders(graph: PlanGraph, plan: str = "") -> dict[str, list[str]]:
    """The owners (ids, sorted, each once) of every work item that has any, by item id; of all plans when none is given."""
    held: defaultdict[str, set[str]] = defaultdict(set)
    for owner, item, attributes in graph.edges("OWNS"):
        if not plan or attributes["plan"] == plan:
            held[item].add(owner)
    return {item: sorted(held[item]) for item in sorted(held)}


def collaboration(graph: PlanGraph, plan: str = "") -> nx.Graph[str]:
    """The undirected graph of owners (ids); an edge's ``weight`` is how many items its two owners share.

    Nodes and edges stand in sorted order, so whatever walks the graph gives the same answer every time.
    """
    shared: defaultdict[tuple[str, str], int] = defaultdict(int)
    owners: set[str] = set()
    for names in holders(graph, plan).values():
        owners.update(names)
        for pair in combinations(names, 2):
            shared[pair] += 1
    joined: nx.Graph[str] = nx.Graph()
    joined.add_nodes_from(sorted(owners))
    joined.add_weighted_edges_from((a, b, count) for (a, b), count in sorted(shared.items()))
    return joined


def shortest_chain(joined: nx.Graph[str], start: str, end: str) -> list[str]:
    """The owners along a shortest chain from ``start`` to ``end``, the least by id where there are several; [] if none."""
    if start not in joined or end not in joined:
        return []
    distance = nx.single_source_shortest_path_length(joined, end)
    if start not in distance:
        return []
    chain = [start]
    while chain[-1] != end:
        here = distance[chain[-1]]
        chain.append(min(owner for owner in joined[chain[-1]] if distance[owner] == here - 1))
    return chain
