"""Matches between plans against annotations: ``NAME.matches.json`` names plans beside it and the pairs a reader sees.

A pair is the lower item and the upper one, each as file and reference there: ["haimen-2025#1", "nantong-2025#1"].
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from graph.errors import SourceError
from graph.matching.links import links_of
from graph.plan_graph import PlanGraph
from loaders.folder import load_files
from loaders.score.annotation import read_annotation

ENDING = ".matches.json"
Pairs = list[tuple[str, str]]


class GoldMatches(BaseModel):
    """What a careful reader finds between several plans."""

    model_config = ConfigDict(extra="allow", frozen=True)

    plans: list[str] = Field(description="The plans' files, beside this one")
    CARRIES_OUT: Pairs = Field(description="An item, and that of a plan above which it carries out")
    CONTINUES: Pairs = Field(description="An item, and that of an earlier plan which it continues")
    not_wrong: Pairs = Field([], description="Pairs that may be read either way: neither asked for nor wrong")


class MatchDifference(NamedTuple):
    """A pair that was missed, or that is extra; ``names`` are the items'."""

    relation: str
    sort: str
    pair: tuple[str, str]
    names: tuple[str, str]


class MatchMeasure(NamedTuple):
    """Counts (right, missed, extra) by relation, and the differences, sorted."""

    counts: dict[str, tuple[int, int, int]]
    differences: list[MatchDifference]

    def figures(self) -> dict[str, dict[str, float | int | None]]:
        """By relation and for ``all``: right, missed, extra, precision and recall (None where there is nothing)."""
        whole = {"all": tuple(map(sum, zip(*self.counts.values(), strict=True)))}
        return {
            name: {
                "right": right, "missed": missed, "extra": extra,
                "precision": right / (right + extra) if right + extra else None,
                "recall": right / (right + missed) if right + missed else None,
            }
            for name, (right, missed, extra) in {**self.counts, **whole}.items()
        }  # fmt: skip


def match_files(paths: Iterable[Path]) -> list[Path]:
    """The annotations of matches that ``paths`` name, or that lie in folders that they name."""
    found = [path for given in paths for path in (sorted(given.glob(f"*{ENDING}")) if given.is_dir() else [given])]
    return list(dict.fromkeys(path for path in found if path.name.endswith(ENDING)))


def measure_matches(path: Path) -> MatchMeasure:
    """What is inferred between the plans of an annotation, against it; raises SourceError that names a fault."""
    gold = read_matches(path)
    graph, called = _plans(path, gold)
    names = {called[node]: str(a["name"]) for node, a in graph.nodes("WorkItem")}
    found: dict[str, set[tuple[str, str]]] = {"CARRIES_OUT": set(), "CONTINUES": set()}
    for link in links_of(graph):
        found[link.type].add((called[link.lower], called[link.upper]))
    counts, differences = {}, []
    for relation, pairs in found.items():
        wanted = set(getattr(gold, relation))
        if unknown := sorted({item for pair in wanted for item in pair} - names.keys()):
            raise SourceError(f"{path}: {relation}: no item {unknown[0]}; an item is FILE#REFERENCE, as haimen-2025#1")
        sorts = {"missed": wanted - pairs, "extra": pairs - wanted - set(gold.not_wrong)}
        counts[relation] = len(wanted & pairs), len(sorts["missed"]), len(sorts["extra"])
        differences += [
            MatchDifference(relation, sort, pair, (names[pair[0]], names[pair[1]]))
            for sort, listed in sorts.items()
            for pair in sorted(listed)
        ]
    return MatchMeasure(counts, differences)


def read_matches(path: Path) -> GoldMatches:
    """The annotations of ``path``; raises SourceError that names the place of the first fault."""
    return read_annotation(path, GoldMatches, "annotation")


def _plans(path: Path, gold: GoldMatches) -> tuple[PlanGraph, dict[str, str]]:
    """The plans as one graph, and what the annotation calls each item."""
    graph, called = PlanGraph(), {}
    for outcome in load_files([path.parent / name for name in gold.plans]):
        if outcome.graph is None:
            raise SourceError(outcome.error or f"{outcome.path}: is no plan")
        graph.update(outcome.graph)
        for node, attributes in outcome.graph.nodes("WorkItem"):
            called[node] = f"{outcome.path.stem}#{attributes['ref']}"
    return graph, called
