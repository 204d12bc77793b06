"""What happens inside the one transaction that changes which plans a Neo4j database holds."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from graph.errors import StoreError
from graph.matching.decisions import Decisions
from graph.plan_graph import PlanGraph
from graph.schema import schema
from graph.store import load_texts
from graph.store.content import by_ends, shared_columns
from graph.store.inferred import infer_links, link_columns
from graph.store.neo4j_connection import Run
from graph.store.parts import Attributes, Columns, PlanPart, edge_keys, merge_shared, node_keys
from graph.store.port import Change, Progress

BATCH = 10_000
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """What the database says of a plan that it holds."""

    digest: str
    position: int
    decided: str = ""
    sources: list[str] = field(default_factory=list)


def held_plans(rows: Iterable[Mapping[str, Any]]) -> dict[str, Held]:
    """The plans in the order of loading, from the rows of ``load_texts.DIGESTS``."""
    held: dict[str, Held] = {}
    for row in rows:
        held.setdefault(row["plan"], Held(row["digest"], row["position"], row["decided"] or "")).sources.append(
            row["source"]
        )
    return held


def statements(rows: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, Attributes]]:
    """What each plan says of shared nodes, in the order of loading, from the rows of ``load_texts.STATEMENTS``."""
    return {row["plan"]: json.loads(row["shared"]) for row in rows}


def replace(
    run: Run, parts: Sequence[PlanPart], decisions: Decisions, places: Mapping[str, int], progress: Progress | None
) -> list[Change]:
    """Makes each part what the database holds of its plan; a part whose digest is there already is left alone.

    ``places`` are those of plans in the order of loading; a plan that it does not name comes behind all."""
    latest = {part.plan: part for part in parts}
    run(load_texts.LOCK, {})
    held = held_plans(run(load_texts.DIGESTS, {})[0])
    changed = {p: part for p, part in latest.items() if p not in held or held[p].digest != part.digest}
    if changed:
        total = sum(part.node_count + part.edge_count for part in changed.values())
        last = max((plan.position for plan in held.values()), default=0)
        ordered = {plan: places.get(plan, place) for place, plan in enumerate(changed, last + 1)}
        _rewrite(run if progress is None else _counted(run, total, progress), held, changed, ordered)
    _infer(run, decisions)
    run(load_texts.UNLOCK, {})
    changes = []
    for part in parts:
        action = "unchanged" if part.plan not in changed else "replaced" if part.plan in held else "new"
        changes.append(Change(part.plan, action, part.node_count, part.edge_count))
    return changes


def _counted(run: Run, total: int, progress: Progress) -> Run:
    """``run``, which tells ``progress`` how many of ``total`` rows it has sent. Other plans' shared nodes count, too."""
    done = 0

    def counted(text: str, parameters: Mapping[str, Any]) -> tuple[list[dict[str, Any]], int]:
        nonlocal done
        answer = run(text, parameters)
        done += len(parameters.get("rows", ()))
        progress(min(done, total), total)
        return answer

    return counted


def remove(run: Run, plan: str, decisions: Decisions) -> bool:
    """Removes what ``plan`` said; False when the database does not hold it."""
    run(load_texts.LOCK, {})
    held = held_plans(run(load_texts.DIGESTS, {})[0])
    if plan in held:
        _rewrite(run, held, {}, {plan: held[plan].position})
        _infer(run, decisions)
    run(load_texts.UNLOCK, {})
    return plan in held


def _infer(run: Run, decisions: Decisions) -> None:
    """Brings what is inferred between plans up to date, for those that a change touches."""
    kept = run(load_texts.INFERRED_KEYS, {})[0]
    digests = {row["plan"]: row["digest"] for row in kept}
    before = {row["plan"]: row["key"] for row in kept if row["key"]}
    found = infer_links(lambda text, asked: run(text, asked)[0], digests, decisions, before)
    if found.links:
        run(load_texts.unlink_inferred_text(schema()), {"plans": sorted(found.links)})
    for name, columns in link_columns(link for links in found.links.values() for link in links).items():
        rows = _rows(columns, edge_keys(schema().relationship(name)))
        created = _send(run, load_texts.inferred_text(name, schema()), rows)
        if created != len(columns["plan"]):
            raise StoreError(f"{name}: {created} of {len(columns['plan'])} could be made; nothing was changed")
    changed = [
        {"plan": row["plan"], "key": found.keys[row["plan"]], "decided": decisions.token}
        for row in kept
        if (row["key"], row["decided"]) != (found.keys[row["plan"]], decisions.token)
    ]
    run(load_texts.KEEP_KEYS, {"rows": changed})


def _rewrite(run: Run, held: Mapping[str, Held], parts: Mapping[str, PlanPart], places: Mapping[str, int]) -> None:
    """Takes out what the plans of ``places`` said and puts in ``parts`` there, then brings shared nodes up to date."""
    said = statements(run(load_texts.STATEMENTS, {})[0]) if held else {}
    old = {plan: said.pop(plan) for plan in places if plan in said}
    for plan in old:
        _take_out(run, plan, parts.get(plan))
    said.update((plan, dict(part.shared)) for plan, part in parts.items())
    touched = {node_id for statement in (*old.values(), *(said[plan] for plan in parts)) for node_id in statement}
    order = sorted(said, key=lambda plan: places.get(plan) or held[plan].position)
    shared = merge_shared({node_id: a for node_id, a in said[plan].items() if node_id in touched} for plan in order)
    _drop_unsaid(run, old, shared)
    _write_shared(run, shared)
    for plan, part in parts.items():
        _write_part(run, part, shared, places[plan])
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
    tables = shared_columns(shared)
    for name, label in schema().labels.items():
        if name in tables:
            relabel = load_texts.relabel_text(label, schema())
            if relabel is not None:
                run(relabel, {"ids": tables[name]["id"]})
            _send(run, load_texts.node_text(label, schema()), _rows(tables[name], node_keys(label)))


def _write_part(run: Run, part: PlanPart, shared: PlanGraph, position: int) -> None:
    labels = {node_id: attributes["labels"][0] for node_id, attributes in shared.nodes()}
    for name, columns in part.nodes.items():
        label = schema().label(name)
        labels.update(dict.fromkeys(columns["id"], name))
        _send(run, load_texts.node_text(label, schema()), _rows(columns, node_keys(label)))
    for name, columns in part.edges.items():
        rows = list(_rows(columns, edge_keys(schema().relationship(name))))
        if name == "FROM_SOURCE":
            rows = [(*row, *load_texts.plan_record(part, position)) for row in rows]
        for (start, end), chosen in by_ends(name, columns, labels).items():
            text = load_texts.relationship_text(name, schema().label(start), schema().label(end), schema())
            created = _send(run, text, map(rows.__getitem__, chosen))
            if created != len(chosen):
                raise StoreError(f"{name}: {created} of {len(chosen)} relationships could be made; nothing was changed")


def _rows(columns: Columns, keys: Sequence[str]) -> Iterator[Row]:
    """The rows of a table, their values in the order of ``keys``."""
    return zip(*(columns[key] for key in keys), strict=True)


def _send(run: Run, text: str, rows: Iterable[Row]) -> int:
    """Runs ``text`` over ``rows`` in batches; how many relationships it made."""
    iterator, created = iter(rows), 0
    while batch := list(islice(iterator, BATCH)):
        created += run(text, {"rows": batch})[1]
    return created
