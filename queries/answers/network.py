"""The network of owners, joined by the items that both carry: projected by the store, walked with networkx.

What is projected is owners and pairs of owners, never items: a plan's network has some hundred pairs, and one of more
than ``view.MOST`` pairs is refused rather than taken in part.
"""

from __future__ import annotations

from typing import Any

import networkx as nx

from graph.schema import schema
from queries.answers.view import View

_OWNERS = "|".join(schema().primary_labels("Owner"))


def collaboration(view: View, plan: str = "") -> nx.Graph[str]:
    """The undirected graph of owners (ids) of one plan (all when empty); a node has ``name`` and ``items``, an edge's
    ``weight`` is how many items its two owners share. QueryError for one that is too large.

    Nodes and edges stand in sorted order, so whatever walks the graph gives the same answer every time.
    """

    def make() -> nx.Graph[str]:
        joined: nx.Graph[str] = nx.Graph()
        for row in sorted(view.ask("workload-by-owner", plan=plan), key=lambda row: str(row["owner_id"])):
            joined.add_node(row["owner_id"], name=row["owner"], items=row["items"])
        pairs = view.ask("co-owner-pairs", plan=plan)
        joined.add_weighted_edges_from(sorted((row["owner_id"], row["partner_id"], row["shared"]) for row in pairs))
        return joined

    return view.once(f"collaboration {plan}", make)


def communities(joined: nx.Graph[str]) -> list[list[str]]:
    """Groups of owners that work together most (Louvain, a fixed seed), the largest first; the same on every machine."""
    owners = sorted(joined)
    # Sets of whole numbers come in the same order in every run, sets of words do not.
    numbered = nx.relabel_nodes(joined, {owner: number for number, owner in enumerate(owners)})
    found = nx.community.louvain_communities(numbered, weight="weight", seed=0) if owners else []
    groups = (sorted(owners[member] for member in members) for members in found)
    return sorted(groups, key=lambda members: (-len(members), members))


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


def shared_items(view: View, owner: str, partner: str, plan: str, sample: int) -> tuple[int, list[dict[str, Any]]]:
    """(number of items that two owners share, the first ``sample`` of them as records of the catalogue)."""
    match = (
        f"MATCH (a:{_OWNERS} {{id: $owner}}) MATCH (b:{_OWNERS} {{id: $partner}}) "
        "MATCH (a)-[:OWNS]->(i:WorkItem)<-[:OWNS]-(b) WHERE $plan = '' OR i.plan = $plan"
    )
    given = {"owner": owner, "partner": partner, "plan": plan}
    total = sum(row["n"] for row in view.read(f"{match} RETURN count(DISTINCT i.id) AS n", **given))
    rows = view.read(
        f"{match} WITH DISTINCT i RETURN i.id AS item_id, i.ref AS ref, i.name AS item, i.plan AS plan "
        "ORDER BY i.plan, i.position, item_id LIMIT $sample",
        **given,
        sample=sample,
    )
    return total, rows
