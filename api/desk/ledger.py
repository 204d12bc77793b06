"""What is remembered of a store's loads over restarts, and over a server that keeps no earlier version: one file.

It holds, by plan, the source and the rows of the desk as they were last seen, and the last loads with what each changed.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from graph.ids import digest
from graph.own_files import data_folder, put_private
from queries.answers.desk import DeskRow

LOG = logging.getLogger("plangraph.server")
_MOST_BYTES = 64 << 20
Kind = Literal["added", "changed", "dropped"]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class RowChange(_Model):
    """A row that came, changed or went with a load; ``before`` is what it was."""

    kind: Kind
    row: DeskRow
    before: DeskRow | None = None


class Load(_Model):
    """A load as the server saw it: when, the version it made, the plans that it brought, and the rows of these."""

    at: datetime
    version: str
    plans: tuple[str, ...]
    rows: tuple[RowChange, ...]


class Ledger(_Model):
    """All that is remembered; ``rows`` by plan and row id. A plan that has only a source was one too many."""

    since: datetime
    sources: Mapping[str, str]
    rows: Mapping[str, Mapping[str, DeskRow]]
    loads: tuple[Load, ...]


def ledger_path(address: str) -> Path:
    """Where the ledger of a store lies: beside its file, or for a server in the user's folder of data."""
    if "://" not in address:
        return Path(f"{address.removesuffix('.kgl')}.changes.json")
    return data_folder() / f"changes-{digest(address)}.json"


def read_ledger(path: Path) -> Ledger | None:
    """The ledger of a file; None where there is none, or none that can be read: it is then begun anew."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise ValueError("too large")
        return Ledger.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValueError, ValidationError) as error:
        LOG.warning("changes begun anew", extra={"fields": {"file": str(path), "error": str(error)[:200]}})
        return None


def keep_ledger(path: Path, ledger: Ledger) -> bool:
    """Writes the ledger, whole or not at all; false where the folder can't be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        put_private(path, ledger.model_dump_json(exclude_defaults=True))
    except OSError as error:
        LOG.warning("changes not kept", extra={"fields": {"file": str(path), "error": str(error)}})
        return False
    return True
