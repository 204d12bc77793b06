"""What happens inside the one transaction that changes which plans a Neo4j database holds."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from graph.errors import StoreError
from graph.plan_graph import PlanGraph
from graph.schema import schema
from graph.store import load_texts
from graph.store.content import by_ends
from graph.store.neo4j_connection import Run
from graph.store.parts import Attributes, Columns, PlanPart, merge_shared
from graph.store.port import Change

BATCH = 10_000


@dataclass(frozen=True, slots=True)
class Held:
    """What the database says of a plan that it holds."""

    digest: str
    position: int
    sources: list[str] = field(default_factory=list)


def held_plans(rows: Iterable[Mapping[str, Any]]) -> dict[str, Held]:
    """The plans in the order of loading, from the rows of ``load_texts.DIGESTS``."""
    held: dict[str, Held] = {}
    for row in rows:
        held.setdefault(row["plan"], Held(row["digest"], row["position"])).sources.append(row["source"])
    return held


def statements(rows: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, Attributes]]:
    """What each plan says of shared nodes, in the order of loading, from the rows of ``load_texts.STATEMENTS``."""
    return {row["plan"]: json.loads(row["shared"]) for row in rows}


def replace(run: Run, parts: Sequence[PlanPart]) -> list[Change]:
    """Makes each part what the database holds of its plan; a part whose digest is there already is left alone."""
    latest = {part.plan: part for part in parts}
    run(load_texts.LOCK, {})
    held = held_plans(run(load_texts.DIGESTS, {})[0])
    changed = {p: part for p, part in latest.items() if p not in held or held[p].digest != part.digest}
    if changed:
        _rewrite(run, held, changed, set(changed))
    run(load_texts.UNLOCK, {})
    changes = []
    for part in parts:
        action = "unchanged" if part.plan not in changed else "replaced" if part.plan in held else "new"
        changes.append(Change(part.plan, action, part.node_count, part.edge_count))
    return changes


def remove(run: Run, plan: str) -> bool:
    """Removes what ``plan`` said; False when the database does not hold it."""
    run(load_texts.LOCK, {})
    held = held_plans(run(load_texts.DIGESTS, {})[0])
    if plan in held:
        _rewrite(run, held, {}, {plan})
    run(load_texts.UNLOCK, {})
    return plan in held


def _rewrite(run: Run, held: Mapping[str, Held], parts: Mapping[str, PlanPart], gone: set[str]) -> None:
    """Takes out what the plans ``gone`` said and puts in ``parts``, then brings shared nodes up to date."""
    said = statements(run(load_texts.STATEMENTS, {})[0]) if held else {}
    old = {plan: said.pop(plan) for plan in gone if plan in said}
    for plan in old:
        _take_out(run, plan, parts.get(plan))
    said.update((plan, dict(part.shared)) for plan, part in parts.items())
    touched = {node_id for statement in (*old.values(), *(said[plan] for plan in parts)) for node_id in statement}
    shared = merge_shared(
        {node_id: a for node_id, a in statement.items() if node_id in touched} for statement in said.values()
    )
    _drop_unsaid(run, old, shared)
    _write_shared(run, shared)
    first = max((plan.position for plan in held.values()), default=0) + 1
    for position, part in enumerate(parts.values(), first):
        _write_part(run, part, shared, position)
    sources = [source for plan in old for source in held[plan].sources]
    run(load_texts.orphan_text("Source"), {"ids": sources})


def _take_out(run: Run, plan: str, part: PlanPart | None) -> None:
    kept = [] if part is None else [node_id for columns in part.nodes.values() for node_id in columns["id"]]
    for text in load_texts.unlink_texts(schema()):
        run(text, {"plan": plan})
    for text in load_texts.drop_texts(schema()):
        run(text, {"plan": plan, "kept": kept})


def _drop_unsaid(run: Run, old: Mapping[str, Mapping[str, Attributes]], shared: PlanGraph) -> None:
    """Drops the shared nodes that no plan speaks of any more, unless others have tied something of their own to them."""
    unsaid = defaultdict(set)
    for statement in old.values():
        for node_id, attributes in statement.items():
            if node_id not in shared.nx:
                unsaid[attributes["labels"][-1]].add(node_id)
    for label, ids in unsaid.items():
        run(load_texts.orphan_text(label), {"ids": sorted(ids)})


def _write_shared(run: Run, shared: PlanGraph) -> None:
    rows: dict[str, list[Attributes]] = defaultdict(list)
    for node_id, attributes in sorted(shared.nodes()):
        rows[attributes["labels"][0]].append(node_row(node_id, attributes))
    for name, label in schema().labels.items():
        if name in rows:
            relabel = load_texts.relabel_text(label, schema())
            if relabel is not None:
                run(relabel, {"ids": [row["id"] for row in rows[name]]})
            _send(run, load_texts.node_text(label, schema()), rows[name])


def _write_part(run: Run, part: PlanPart, shared: PlanGraph, position: int) -> None:
    labels = {node_id: attributes["labels"][0] for node_id, attributes in shared.nodes()}
    for name, columns in part.nodes.items():
        labels.update(dict.fromkeys(columns["id"], name))
        _send(run, load_texts.node_text(schema().label(name), schema()), table_rows(columns))
    for name, columns in part.edges.items():
        extra = load_texts.plan_record(part, position) if name == "FROM_SOURCE" else {}
        for (start, end), rows in by_ends(name, columns, labels).items():
            text = load_texts.relationship_text(name, schema().label(start), schema().label(end), schema())
            group = {key: [values[row] for row in rows] for key, values in columns.items()}
            created = _send(run, text, edge_rows(group, extra))
            if created != len(rows):
                raise StoreError(f"{name}: {created} of {len(rows)} relationships could be made; nothing was changed")


def node_row(node_id: str, attributes: Attributes) -> Attributes:
    """A shared node's attributes as the properties that are stored."""
    return {"id": node_id, **{key: value for key, value in attributes.items() if key != "labels"}}


def table_rows(columns: Columns) -> Iterator[Attributes]:
    """The rows of a table as maps without the values that are absent."""
    for values in zip(*columns.values(), strict=True):
        yield {key: value for key, value in zip(columns, values, strict=True) if value is not None}


def edge_rows(columns: Columns, extra: Mapping[str, Any]) -> Iterator[Attributes]:
    """The rows of a relationship table as maps of start, end and properties, ``extra`` among them."""
    for row in table_rows(columns):
        yield {"start": row.pop("source_id"), "end": row.pop("target_id"), "properties": {**row, **extra}}


def _send(run: Run, text: str, rows: Iterable[Attributes]) -> int:
    """Runs ``text`` over ``rows`` in batches; how many relationships it made."""
    iterator, created = iter(rows), 0
    while batch := list(islice(iterator, BATCH)):
        created += run(text, {"rows": batch})[1]
    return created
