"""What is remembered of a store's loads over restarts, and over a server that keeps no earlier version: one file.

It holds, by plan, the source and the rows of the desk as they were last seen, and the last loads with what each changed.
Rows are packed, in the file as in memory: 5,000 of them take 30 MB as models.
"""

from __future__ import annotations

import io
import logging
import zlib
from collections.abc import Iterator, Mapping
from datetime import datetime
from gzip import GzipFile
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict

from graph.ids import digest
from graph.own_files import data_folder, put_private
from queries.answers.desk import DeskRow

LOG = logging.getLogger("plangraph.server")
_MOST_BYTES = 64 << 20
FORM: Literal[2] = 2
# How a file begins: one of another form would be told row by row what is wrong with it.
_BEGIN = b'{"form":%d,' % FORM
Kind = Literal["added", "changed", "dropped"]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_bytes="base64", val_json_bytes="base64")


T = TypeVar("T", bound=BaseModel)


class RowChange(_Model):
    """A row that came, changed or went with a load; ``before`` is what it was."""

    kind: Kind
    row: DeskRow
    before: DeskRow | None = None


class Packed(_Model):
    """So many models as compressed lines of JSON."""

    count: int
    lines: bytes

    def models(self, kind: type[T]) -> Iterator[T]:
        """The models, one after the other; raises ValueError, OSError, EOFError or zlib.error for what is none."""
        with GzipFile(fileobj=io.BytesIO(self.lines)) as file:
            yield from map(kind.model_validate_json, file)


class Packer:
    """Takes models one after the other and gives them packed; the same models are the same bytes."""

    def __init__(self) -> None:
        self._count, self._out = 0, io.BytesIO()
        self._file = GzipFile(fileobj=self._out, mode="wb", mtime=0)

    def add(self, model: BaseModel) -> None:
        """Takes one more."""
        self._file.write(model.model_dump_json(exclude_defaults=True).encode() + b"\n")
        self._count += 1

    def packed(self) -> Packed:
        """All that was added; nothing can be added any more."""
        self._file.close()
        return Packed(count=self._count, lines=self._out.getvalue())


class Load(_Model):
    """A load as the server saw it: when, the version it made, the plans that it brought, and what of their rows changed."""

    at: datetime
    version: str
    plans: tuple[str, ...]
    rows: Packed


class Ledger(_Model):
    """All that is remembered; ``rows`` by plan. A plan that has only a source was one too many."""

    form: Literal[2]
    since: datetime
    sources: Mapping[str, str]
    rows: Mapping[str, Packed]
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
        return _read(path.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, EOFError, ValueError, zlib.error) as error:
        LOG.warning("changes begun anew", extra={"fields": {"file": str(path), "error": str(error)[:200]}})
        return None


def _read(content: bytes) -> Ledger:
    """A ledger whose rows can all be read."""
    if not content.startswith(_BEGIN):
        raise ValueError("no ledger of this form")
    ledger = Ledger.model_validate_json(content)
    for kind, packs in ((DeskRow, ledger.rows.values()), (RowChange, [load.rows for load in ledger.loads])):
        for packed in packs:
            if sum(1 for _ in packed.models(kind)) != packed.count:
                raise ValueError("rows are missing")
    return ledger


def keep_ledger(path: Path, ledger: Ledger) -> bool:
    """Writes the ledger, whole or not at all; false where the folder can't be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        put_private(path, ledger.model_dump_json(exclude_defaults=True))
    except OSError as error:
        LOG.warning("changes not kept", extra={"fields": {"file": str(path), "error": str(error)}})
        return False
    return True
