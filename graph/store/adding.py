"""Whether plans can be added behind what a store file holds, rather than by making the file anew."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from graph.store.held import Held, stated_labels, united_labels
from graph.store.kgl_file import FORMAT
from graph.store.parts import PlanPart


def can_add(held: Held, parts: Collection[PlanPart]) -> bool:
    """True when the plans touch nothing that the file holds but shared nodes, on whose labels all agree.

    A plan that replaces another, or a Source that two plans have in common, changes rows that are there. Where plans
    differ on a label, relationships of others may no longer fit, and where a relationship ends at another plan's own
    node, it may not be there: only the whole content can tell.
    """
    known_sources = {source for entry in held.plans.values() for source in entry.sources}
    if held.file is None or held.file.format != FORMAT:
        return False
    if any(part.plan in held.plans or known_sources & {*part.sources} for part in parts):
        return False
    labels = dict(held.labels)
    stated_here = {node_id for part in parts for node_id in _own(part)}
    for part in parts:
        if not _ends(part) <= stated_here:
            return False
        stated = stated_labels([part.shared])
        for label, ids in stated.items():
            if any({labels.get(node_id, label), label} not in ({label}, {"Plan", "Policy"}) for node_id in ids):
                return False
        labels = united_labels(labels, stated)
        known_sources |= {*part.sources}
    return True


def is_small(held: Held, parts: Collection[PlanPart], share: float) -> bool:
    """True when all that was added to the file's first block, and ``parts``, is at most ``share`` of that block."""
    base, *added = held.sizes
    return sum(part.node_count + part.edge_count for part in parts) + sum(added) <= share * base


def _own(part: PlanPart) -> Iterator[str]:
    yield from part.shared
    for columns in part.nodes.values():
        yield from columns["id"]


def _ends(part: PlanPart) -> set[str]:
    return {end for columns in part.edges.values() for key in ("source_id", "target_id") for end in columns[key]}
