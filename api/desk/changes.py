"""What each load changed: the rows of a desk that came, changed or went, kept for a feed."""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeoutError
from datetime import UTC, datetime
from pathlib import Path

from api.desk.ledger import FORM, Ledger, Load, Packed, Packer, RowChange, keep_ledger, read_ledger
from api.http.snapshots import Snapshot
from graph.errors import PlangraphError, QueryError, QueryTimeoutError
from queries.answers.desk import DeskFilter, DeskRow, desk
from queries.answers.items import Filter
from queries.answers.view import View

# Loads that are remembered, plans of one load whose rows are compared, and rows (of 6 kB each while they are compared)
# from which on the rows of no further plan are remembered.
KEPT, MOST_PLANS, MOST_ROWS = 20, 20, 5_000
_PATIENCE = 10.0  # seconds that a feed waits for the comparison of a load that was just seen
_ATTEMPTS, _PAUSE = 5, 2.0  # how often a comparison that failed is tried again, and the seconds between
Rows = Mapping[str, DeskRow]
LOG = logging.getLogger("plangraph.server")


class Loads:
    """The last loads, the latest first, compared behind the requests. What a load changed is known from the rows as they
    were last seen, which ``path`` keeps over restarts; without one they are known as long as this lives."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._ledger = read_ledger(path) if path else None
        self._worker = ThreadPoolExecutor(1, "plangraph-changes")
        self._latest: Future[None] | None = None
        self._stopped = threading.Event()

    def all(self) -> tuple[datetime, list[Load]]:
        """Since when loads are remembered, and those that are, the latest first."""
        if self._latest is not None:
            with contextlib.suppress(FutureTimeoutError):
                self._latest.result(_PATIENCE)
        ledger = self._ledger
        return (ledger.since, list(ledger.loads)) if ledger else (datetime.now(UTC), [])

    def note(self, before: Snapshot | None, after: Snapshot, *, live: bool) -> None:
        """Compares a new version with what is remembered; with ``before`` where a handle of it still tells what was."""
        if not self._stopped.is_set():
            self._latest = self._worker.submit(self._compare, None if live else before, after)

    def close(self) -> None:
        """Ends what is being compared."""
        self._stopped.set()
        self._worker.shutdown(cancel_futures=True)

    def _compare(self, before: Snapshot | None, after: Snapshot) -> None:
        for _ in range(_ATTEMPTS):
            try:
                made = _told(self._ledger, before, after, self._stopped)
            except PlangraphError as error:  # a server that is busy or went; unless it comes back, the next load tells
                LOG.warning("changes not told", extra={"fields": {"error": str(error)}})
                if self._stopped.wait(_PAUSE):
                    return
                continue
            if made is not None and made != self._ledger:
                self._ledger = made
                if self._path and not keep_ledger(self._path, made):
                    self._path = None
            return


def _told(known: Ledger | None, before: Snapshot | None, after: Snapshot, stopped: threading.Event) -> Ledger | None:
    """The ledger after a version was seen; None when the server ends meanwhile."""
    now, sources = datetime.now(UTC), _sources(after.view)
    held = known or Ledger(form=FORM, since=now, sources={}, rows={}, loads=())
    plans = sorted(plan for plan in {*sources, *held.sources} if sources.get(plan) != held.sources.get(plan))
    rows, changes = dict(held.rows), Packer()
    for number, plan in enumerate(plans):
        if stopped.is_set():
            return None
        packed = rows.pop(plan, None)
        old = _unpacked(packed) if packed else None
        compared = known is not None and number < MOST_PLANS
        if plan not in held.sources:
            old = {}
        elif old is None and before is not None and compared:
            old = _rows(before.view, plan)
        remembered = plan in sources and sum(one.count for one in rows.values()) < MOST_ROWS
        new = _rows(after.view, plan) if remembered or compared else None
        if remembered and new is not None:
            rows[plan] = _packed(new.values())
        if compared and old is not None and new is not None:
            for change in _changes(old, new):
                changes.add(change)
    loads = held.loads
    if known is not None and plans:
        loads = (Load(at=now, version=after.version, plans=tuple(plans), rows=changes.packed()), *loads)[:KEPT]
    return Ledger(form=FORM, since=held.since, sources=sources, rows=rows, loads=loads)


def _packed(rows: Iterable[DeskRow]) -> Packed:
    packer = Packer()
    for row in rows:
        packer.add(row)
    return packer.packed()


def _unpacked(packed: Packed) -> Rows:
    return {row.id: row for row in packed.models(DeskRow)}


def _sources(view: View) -> dict[str, str]:
    """The source of each loaded plan: another text is another source."""
    rows = view.read("MATCH (p:Plan)-[:FROM_SOURCE]->(s:Source) RETURN p.id AS plan, max(s.id) AS source ORDER BY plan")
    return {row["plan"]: row["source"] for row in rows}


def _rows(view: View, plan: str) -> dict[str, DeskRow] | None:
    """The rows of a plan without where they stand in its text, which is not told as changed; None of one too long."""
    try:
        found = desk(view.apart(), DeskFilter(Filter(plans=(plan,)), sort="plan"))
    except QueryTimeoutError:
        raise
    except QueryError:
        return None
    return {row.id: row.model_copy(update={"evidence": None}) for row in found}


def _changes(old: Rows, new: Rows) -> Iterator[RowChange]:
    for node, row in new.items():
        if node not in old:
            yield RowChange(kind="added", row=row)
    for node, row in new.items():
        if node in old and row != old[node]:
            yield RowChange(kind="changed", row=row, before=old[node])
    for node, row in old.items():
        if node not in new:
            yield RowChange(kind="dropped", row=row)
