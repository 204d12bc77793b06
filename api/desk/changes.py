"""What each load changed while this server ran: the rows of a desk that came, changed or went, kept for a feed."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from api.http.snapshots import Snapshot
from queries.answers.desk import DeskFilter, DeskRow, desk
from queries.answers.items import Filter
from queries.answers.view import View

# Loads that are remembered, and plans of one load whose rows are compared.
KEPT, MOST_PLANS = 20, 20
Kind = Literal["added", "changed", "dropped"]


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row that came, changed or went with a load; ``before`` is what it was."""

    kind: Kind
    row: DeskRow
    before: DeskRow | None = None


@dataclass(frozen=True, slots=True)
class Load:
    """A load as the server saw it: when, the version it made, the plans that it brought, and the rows of these."""

    at: datetime
    version: str
    plans: tuple[str, ...]
    rows: tuple[RowChange, ...]


class Loads:
    """The last loads, the latest first. Nothing is known of loads before the server began (``since``)."""

    def __init__(self) -> None:
        self.since = datetime.now(UTC)
        self._lock, self._loads = threading.Lock(), list[Load]()
        self._sources: Mapping[str, str] = {}

    def all(self) -> list[Load]:
        """The loads that are remembered, the latest first."""
        with self._lock:
            return list(self._loads)

    def note(self, before: Snapshot | None, after: Snapshot, *, live: bool) -> None:
        """Compares a new version with the one before it; over a server (``live``) only plans, whose rows are gone."""
        sources, known = _sources(after.view), self._sources
        self._sources = sources
        if before is None:
            return
        plans = sorted(plan for plan in {*sources, *known} if sources.get(plan) != known.get(plan))
        rows = (
            ()
            if live
            else tuple(change for plan in plans[:MOST_PLANS] for change in _changes(before.view, after.view, plan))
        )
        with self._lock:
            self._loads = [Load(datetime.now(UTC), after.version, tuple(plans), rows), *self._loads][:KEPT]


def _sources(view: View) -> dict[str, str]:
    """The source of each loaded plan: another text is another source."""
    rows = view.read("MATCH (p:Plan)-[:FROM_SOURCE]->(s:Source) RETURN p.id AS plan, max(s.id) AS source ORDER BY plan")
    return {row["plan"]: row["source"] for row in rows}


def _changes(before: View, after: View, plan: str) -> list[RowChange]:
    wanted = DeskFilter(Filter(plans=(plan,)), sort="plan")
    old, new = ({row.id: row for row in desk(view, wanted)} for view in (before, after))
    found = [RowChange("added", row) for node, row in new.items() if node not in old]
    found += [
        RowChange("changed", row, old[node])
        for node, row in new.items()
        if node in old and _said(row) != _said(old[node])
    ]
    return found + [RowChange("dropped", row) for node, row in old.items() if node not in new]


def _said(row: DeskRow) -> dict[str, Any]:
    """What of a row is told as changed; where it stands in the text is not."""
    return row.model_dump(exclude={"evidence": True, "role": True, "via": True})
