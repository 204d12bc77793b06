"""Analyses: named like the catalogue's queries and asked the same way, but computed on the graph with networkx,
because Cypher is the wrong tool for them. Headers stand in ``analyses.yaml``, in the form of the catalogue's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from importlib.resources import files
from itertools import pairwise
from typing import Any

import networkx as nx

from graph.findings import findings_from_json
from graph.plan_graph import PlanGraph
from graph.schema import load_yaml
from queries import header
from queries.collaboration import collaboration, holders, shortest_chain
from queries.model import Compute, Query, Row

# Exact betweenness takes owners x pairs; beyond this many owners it is estimated from as many, drawn with a seed.
EXACT_OWNERS = 300
_DIGITS = 6


def analyses() -> list[Query]:
    """The analyses as queries; raises QueryError where the data file contradicts itself."""
    raw = load_yaml(files("queries").joinpath("analyses.yaml").read_text("utf-8"))
    return [_analysis(name, spec) for name, spec in raw.items()]


def _analysis(name: str, spec: Mapping[str, Any]) -> Query:
    where = f"analyses.yaml: {name}"
    return Query(
        name, spec["group"], spec["question"], header.parameters(spec.get("parameters") or {}, where),
        header.columns(spec["columns"], where), kind="analysis", compute=_COMPUTE[name], chart=spec.get("chart") or {},
    )  # fmt: skip


def _name(graph: PlanGraph, node: str) -> str:
    return str(graph.nx.nodes[node]["name"])


def _betweenness(graph: PlanGraph, arguments: Mapping[str, Any]) -> Iterable[Row]:
    joined = collaboration(graph, arguments["plan"])
    sample = EXACT_OWNERS if len(joined) > EXACT_OWNERS else None
    values = {
        owner: round(value, _DIGITS) for owner, value in nx.betweenness_centrality(joined, sample, seed=0).items()
    }
    ordered = sorted(values, key=lambda owner: (-values[owner], owner))
    for owner in ordered[arguments["skip"] :][: arguments["limit"]]:
        yield owner, _name(graph, owner), values[owner], joined.degree(owner)


def _bridge_owners(graph: PlanGraph, arguments: Mapping[str, Any]) -> Iterable[Row]:
    joined = collaboration(graph, arguments["plan"])
    rows = []
    for component in nx.connected_components(joined):
        part = joined.subgraph(component)
        for owner in nx.articulation_points(part):
            left = sorted(len(piece) for piece in nx.connected_components(part.subgraph(component - {owner})))
            rows.append((owner, _name(graph, owner), len(left), sum(left[:-1]), joined.degree(owner)))
    return sorted(rows, key=lambda row: (-row[3], row[0]))


def _communities(graph: PlanGraph, arguments: Mapping[str, Any]) -> Iterable[Row]:
    joined = collaboration(graph, arguments["plan"])
    owners = sorted(joined)
    # Sets of whole numbers come in the same order in every run, sets of words do not.
    numbered = nx.relabel_nodes(joined, {owner: number for number, owner in enumerate(owners)})
    found = nx.community.louvain_communities(numbered, weight="weight", seed=0) if owners else []
    items = Counter(owner for names in holders(graph, arguments["plan"]).values() for owner in names)
    ordered = sorted((sorted(members) for members in found), key=lambda members: (-len(members), members))
    for number, members in enumerate(ordered, 1):
        for owner in (owners[member] for member in members):
            yield number, owner, _name(graph, owner), joined.degree(owner), items[owner]


def _collaboration_chain(graph: PlanGraph, arguments: Mapping[str, Any]) -> Iterable[Row]:
    held = holders(graph, arguments["plan"])
    chain = shortest_chain(collaboration(graph, arguments["plan"]), arguments["owner"], arguments["other"])
    for step, (owner, partner) in enumerate(pairwise(chain), 1):
        nodes = [graph.nx.nodes[item] | {"id": item} for item, names in held.items() if {owner, partner} <= set(names)]
        nodes.sort(key=lambda node: (node["plan"], node["position"], node["id"]))
        shared = [
            {"item_id": node["id"], "ref": node["ref"], "item": node["name"], "plan": node["plan"]}
            for node in nodes[: arguments["sample"]]
        ]
        yield step, owner, _name(graph, owner), partner, _name(graph, partner), len(nodes), shared


def _findings(graph: PlanGraph, arguments: Mapping[str, Any]) -> Iterable[Row]:
    rows = []
    for plan, source, _ in graph.edges("FROM_SOURCE"):
        if arguments["plan"] in ("", plan):
            for finding in findings_from_json(graph.nx.nodes[source].get("findings", "[]")):
                words = (finding.message("zh"), finding.message("en"), finding.quote)
                rows.append(
                    (plan, finding.code, finding.severity, finding.item, *words, source, finding.start, finding.end)
                )
    kept = (row for row in rows if arguments["code"] in ("", row[1]) and arguments["severity"] in ("", row[2]))
    return sorted(kept, key=lambda row: (row[0], row[8], row[9], row[1]))


_COMPUTE: Mapping[str, Compute] = {
    "betweenness": _betweenness,
    "bridge-owners": _bridge_owners,
    "communities": _communities,
    "collaboration-chain": _collaboration_chain,
    "findings": _findings,
}
