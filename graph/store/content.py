"""All that a store file holds, as columns: pure operations on what plans state, without any engine."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import compress
from typing import Protocol

from graph.errors import StoreError
from graph.node_link import edge_record, node_record
from graph.plan_graph import PlanGraph
from graph.schema import schema
from graph.store.parts import Attributes, Columns, PlanPart, merge_shared, node_keys


@dataclass(frozen=True, slots=True)
class PlanEntry:
    """What every opening of a store learns of a plan: digest, counts, Source ids; what it is called, whose it is, of
    which year, and (lower, upper, name of the upper) of the policies that it says to carry out others."""

    digest: str
    nodes: int
    edges: int
    sources: tuple[str, ...]
    name: str = ""
    jurisdiction: str = ""
    year: int | None = None
    implements: tuple[tuple[str, str, str], ...] = ()

    @classmethod
    def of(cls, part: PlanPart) -> PlanEntry:
        """The entry of a plan that is about to be stored."""
        own = part.shared.get(part.plan, {})
        columns = part.edges.get("IMPLEMENTS", {"source_id": [], "target_id": []})
        above = {
            (lower, upper, part.shared[upper]["name"])
            for lower, upper in zip(columns["source_id"], columns["target_id"], strict=True)
            if lower in part.shared and upper in part.shared
        }
        said = own.get("name", ""), own.get("jurisdiction", ""), own.get("year")
        return cls(part.digest, part.node_count, part.edge_count, part.sources, *said, tuple(sorted(above)))


@dataclass(frozen=True, slots=True)
class Content:
    """Plans in the order of loading, and what each states of shared nodes; plan-scoped nodes by label and
    relationships by type, as columns."""

    plans: Mapping[str, PlanEntry] = field(default_factory=dict)
    statements: Mapping[str, Mapping[str, Attributes]] = field(default_factory=dict)
    nodes: Mapping[str, Columns] = field(default_factory=dict)
    edges: Mapping[str, Columns] = field(default_factory=dict)

    def replaced(self, parts: Mapping[str, PlanPart], removed: Iterable[str] = ()) -> Content:
        """This content with each part in the place of what its plan said before, and without the removed plans."""
        gone = {*parts, *removed}
        plans = {plan: entry for plan, entry in self.plans.items() if plan not in gone}
        plans |= {plan: PlanEntry.of(part) for plan, part in parts.items()}
        statements = {plan: self.statements[plan] for plan in plans if plan not in parts}
        statements |= {plan: part.shared for plan, part in parts.items()}
        new_sources = {source for part in parts.values() for source in part.sources}
        kept_sources = {source for entry in plans.values() for source in entry.sources} - new_sources
        nodes: dict[str, list[Columns]] = defaultdict(list)
        edges: dict[str, list[Columns]] = defaultdict(list)
        for label, columns in self.nodes.items():
            keep = [i in kept_sources for i in columns["id"]] if label == "Source" else _outside(columns, gone)
            nodes[label].append(_rows(columns, keep))
        for name, columns in self.edges.items():
            edges[name].append(_rows(columns, _outside(columns, gone)))
        for part in parts.values():
            for label, columns in part.nodes.items():
                nodes[label].append(columns)
            for name, columns in part.edges.items():
                edges[name].append(columns)
        return Content(plans, statements, _unique_sources(_joined(nodes)), _joined(edges))

    def shared(self, plans: Iterable[str] | None = None) -> PlanGraph:
        """The shared nodes as the given plans (default: all) together state them."""
        wanted = self.plans if plans is None else set(plans)
        return merge_shared(self.statements[plan] for plan in self.plans if plan in wanted)

    def graph(self, plans: Iterable[str] | None = None) -> PlanGraph:
        """The checked plan graph of all plans or of the given ones; raises StoreError for an unknown plan."""
        wanted = list(self.plans) if plans is None else list(plans)
        for plan in wanted:
            if plan not in self.plans:
                raise StoreError(f"the store holds no plan {plan}")
        chosen, everything = set(wanted), len(set(wanted)) == len(self.plans)
        sources = {source for plan in chosen for source in self.plans[plan].sources}
        graph = self.shared(chosen)
        for label, columns in self.nodes.items():
            for row in _dicts(columns):
                if everything or (row["id"] in sources if label == "Source" else row["plan"] in chosen):
                    graph.add_node(node_record(row["id"], {"labels": [label], **row}))
        for name, columns in self.edges.items():
            for row in _dicts(columns):
                if row["plan"] in chosen:
                    graph.add_edge(edge_record(row["source_id"], row["target_id"], {"type": name, **row}))
        return graph

    def parts(self) -> Iterator[PlanPart]:
        """What each plan states, as it was put in."""
        of_source: dict[str, list[str]] = defaultdict(list)
        for plan, entry in self.plans.items():
            for source in entry.sources:
                of_source[source].append(plan)
        nodes = {
            label: _by_plan(columns, map(of_source.__getitem__, columns["id"]) if label == "Source" else None)
            for label, columns in self.nodes.items()
        }
        edges = {name: _by_plan(columns) for name, columns in self.edges.items()}
        for plan, entry in self.plans.items():
            own = [{name: by[plan] for name, by in tables.items() if plan in by} for tables in (nodes, edges)]
            yield PlanPart(plan, self.statements[plan], entry.sources, *own)


class Digested(Protocol):
    """What a store keeps of a plan, whichever the engine."""

    @property
    def digest(self) -> str:
        """Of all that the plan states."""
        ...


def version_of(plans: Mapping[str, Digested], decided: str = "") -> str:
    """The version token (64 hexadecimal digits) of these plans, whatever the order of loading, and of readers' decisions
    with the token ``decided``: what is inferred between plans follows from these."""
    lines = [f"{plan} {plans[plan].digest}" for plan in sorted(plans)]
    lines += [decided] if lines and decided else []
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def shared_columns(shared: PlanGraph) -> dict[str, Columns]:
    """Shared nodes by label as columns."""
    rows: dict[str, list[Attributes]] = {}
    for node_id, attributes in shared.nodes():
        rows.setdefault(attributes["labels"][0], []).append({"id": node_id, **attributes})
    labels = schema().labels
    return {
        label: {key: [row.get(key) for row in held] for key in node_keys(labels[label])}
        for label, held in rows.items()
    }  # fmt: skip


def by_ends(name: str, columns: Columns, labels: Mapping[str, str]) -> dict[tuple[str, str], list[int]]:
    """A relationship's rows (by index) by the primary labels of their ends; StoreError for a missing or unfit end."""
    try:
        pairs = [(labels[s], labels[t]) for s, t in zip(columns["source_id"], columns["target_id"], strict=True)]
    except KeyError as error:
        raise StoreError(f"{name}: node {error.args[0]} is not there; nothing was stored") from None
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, pair in enumerate(pairs):
        groups[pair].append(index)
    known, fits = schema().labels, schema().relationship(name).ends
    for start, end in groups:
        if not any(a in known[start].labels and b in known[end].labels for a, b in fits):
            raise StoreError(f"{name} can't join {start} to {end}; load the plans that differ on it together")
    return groups


def _outside(columns: Columns, gone: set[str]) -> list[bool]:
    return [plan not in gone for plan in columns["plan"]]


def _by_plan(columns: Columns, plans: Iterable[list[str]] | None = None) -> dict[str, Columns]:
    """A table's rows apart by plan; ``plans`` names those of each row, where no column does."""
    rows: dict[str, list[int]] = defaultdict(list)
    for index, named in enumerate(plans or ([plan] for plan in columns["plan"])):
        for plan in named:
            rows[plan].append(index)
    return {plan: {key: [values[i] for i in of] for key, values in columns.items()} for plan, of in rows.items()}


def _rows(columns: Columns, keep: list[bool]) -> Columns:
    return columns if all(keep) else {key: list(compress(values, keep)) for key, values in columns.items()}


def joined(contents: Iterable[Mapping[str, Columns]]) -> dict[str, Columns]:
    """Tables of the same names as one; columns that some lack are empty there."""
    pieces: dict[str, list[Columns]] = defaultdict(list)
    for tables in contents:
        for name, columns in tables.items():
            pieces[name].append(columns)
    return _joined(pieces)


def _joined(tables: Mapping[str, list[Columns]]) -> dict[str, Columns]:
    """The pieces of each table as one, every column made in one go; one that a piece lacks is empty there."""
    return {name: pieces[0] if len(pieces) == 1 else _stacked(pieces) for name, pieces in tables.items()}


def _stacked(pieces: list[Columns]) -> Columns:
    lengths = [len(next(iter(piece.values()))) for piece in pieces]
    keys = dict.fromkeys(key for piece in pieces for key in piece)
    return {
        key: [v for piece, length in zip(pieces, lengths, strict=True) for v in piece.get(key) or [None] * length]
        for key in keys
    }


def _unique_sources(nodes: dict[str, Columns]) -> dict[str, Columns]:
    """Two plans may come from one text; its node then stands in both, and the one loaded last counts."""
    columns = nodes.get("Source")
    if columns and len(set(columns["id"])) < len(columns["id"]):
        last = {source: index for index, source in enumerate(columns["id"])}
        nodes["Source"] = _rows(columns, [last[source] == index for index, source in enumerate(columns["id"])])
    return nodes


def _dicts(columns: Columns) -> Iterable[Attributes]:
    keys = list(columns)
    for values in zip(*columns.values(), strict=True):
        yield {key: value for key, value in zip(keys, values, strict=True) if value is not None}
