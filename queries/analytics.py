"""Analyses: named like the catalogue's queries and asked the same way, but computed with networkx, because Cypher is
the wrong tool for them. Headers stand in ``analyses.yaml``, in the form of the catalogue's.

None takes the whole graph: they work on the network of owners alone, which the store projects, and refuse one of more
pairs than ``view.MOST``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib.resources import files
from itertools import pairwise
from typing import Any

import networkx as nx

from graph.languages import in_all_languages
from graph.schema import load_yaml
from queries import header
from queries.answers.network import collaboration, communities, shared_items, shortest_chain
from queries.answers.plans import findings_by_source
from queries.answers.view import View
from queries.model import Compute, Query, Row

# Exact betweenness takes owners x pairs; beyond this many owners it is estimated from as many, drawn with a seed.
EXACT_OWNERS = 300
_DIGITS = 6


def analyses() -> list[Query]:
    """The analyses as queries; raises QueryError where the data file contradicts itself."""
    raw = in_all_languages(load_yaml(files("queries").joinpath("analyses.yaml").read_text("utf-8")), "questions")
    return [_analysis(name, spec) for name, spec in raw.items()]


def _analysis(name: str, spec: Mapping[str, Any]) -> Query:
    where = f"analyses.yaml: {name}"
    return Query(
        name, spec["group"], spec["question"], header.parameters(spec.get("parameters") or {}, where),
        header.columns(spec["columns"], where), kind="analysis", compute=_COMPUTE[name], chart=spec.get("chart") or {},
    )  # fmt: skip


def _betweenness(view: View, arguments: Mapping[str, Any]) -> Iterable[Row]:
    joined = collaboration(view, arguments["plan"])
    sample = EXACT_OWNERS if len(joined) > EXACT_OWNERS else None
    values = {
        owner: round(value, _DIGITS) for owner, value in nx.betweenness_centrality(joined, sample, seed=0).items()
    }
    ordered = sorted(values, key=lambda owner: (-values[owner], owner))
    for owner in ordered[arguments["skip"] :][: arguments["limit"]]:
        yield owner, joined.nodes[owner]["name"], values[owner], joined.degree(owner)


def _bridge_owners(view: View, arguments: Mapping[str, Any]) -> Iterable[Row]:
    joined = collaboration(view, arguments["plan"])
    rows = []
    for component in nx.connected_components(joined):
        part = joined.subgraph(component)
        for owner in nx.articulation_points(part):
            left = sorted(len(piece) for piece in nx.connected_components(part.subgraph(component - {owner})))
            rows.append((owner, joined.nodes[owner]["name"], len(left), sum(left[:-1]), joined.degree(owner)))
    return sorted(rows, key=lambda row: (-row[3], row[0]))


def _communities(view: View, arguments: Mapping[str, Any]) -> Iterable[Row]:
    joined = collaboration(view, arguments["plan"])
    for number, members in enumerate(communities(joined), 1):
        for owner in members:
            held = joined.nodes[owner]
            yield number, owner, held["name"], joined.degree(owner), held["items"]


def _collaboration_chain(view: View, arguments: Mapping[str, Any]) -> Iterable[Row]:
    joined = collaboration(view, arguments["plan"])
    chain = shortest_chain(joined, arguments["owner"], arguments["other"])
    for step, (owner, partner) in enumerate(pairwise(chain), 1):
        total, shared = shared_items(view, owner, partner, arguments["plan"], arguments["sample"])
        names = joined.nodes[owner]["name"], joined.nodes[partner]["name"]
        yield step, owner, names[0], partner, names[1], total, shared


def _findings(view: View, arguments: Mapping[str, Any]) -> Iterable[Row]:
    rows = []
    for plan, held in findings_by_source(view).items():
        for source, found in held if arguments["plan"] in ("", plan) else ():
            for f in found:
                words = (f.message.zh, f.message.en, f.quote)
                rows.append((plan, f.code, f.severity, f.item, *words, source, f.start, f.end))
    kept = (row for row in rows if arguments["code"] in ("", row[1]) and arguments["severity"] in ("", row[2]))
    return sorted(kept, key=lambda row: (row[0], row[8], row[9], row[1]))


_COMPUTE: Mapping[str, Compute] = {
    "betweenness": _betweenness,
    "bridge-owners": _bridge_owners,
    "communities": _communities,
    "collaboration-chain": _collaboration_chain,
    "findings": _findings,
}
