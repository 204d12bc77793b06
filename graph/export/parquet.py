"""Parquet tables of a graph: one a label and one a relationship type, columns and their types from the schema.

The same rows in the same order give the same bytes, whoever writes them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyarrow as pa
import pyarrow.parquet as pq

from graph.errors import ExportError
from graph.export.files import make_folder
from graph.schema import Property, schema
from graph.store.parts import Columns

_TYPES = {
    "string": pa.string(), "date": pa.string(), "integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_(),
    "strings": pa.list_(pa.string()),
}  # fmt: skip
# A group of rows is written when it holds so many rows, or came in as so many bytes.
_GROUP_ROWS, _GROUP_BYTES = 20_000, 16 << 20


def node_columns(label: str) -> pa.Schema:
    """The columns of a label's table: id, name, properties and evidence."""
    known = schema().label(label)
    return _fields(("id", "name"), known.properties, known.evidence)


def edge_columns(name: str) -> pa.Schema:
    """The columns of a relationship type's table: the ids of both ends, properties and evidence."""
    known = schema().relationship(name)
    return _fields(("source_id", "target_id"), known.properties, known.evidence)


def _fields(first: tuple[str, ...], properties: Mapping[str, Property], evidence: str) -> pa.Schema:
    typed = {**properties, **({} if evidence == "none" else schema().evidence)}
    return pa.schema([*((key, pa.string()) for key in first), *((key, _TYPES[p.type]) for key, p in typed.items())])


class ParquetFile:
    """A Parquet file that is written in groups of rows; use it as a context manager. Raises ExportError."""

    def __init__(self, path: Path, columns: pa.Schema) -> None:
        make_folder(path.parent)
        self._path, self._columns = path, columns
        self._held: defaultdict[str, list[Any]] = defaultdict(list)
        self._rows = self._bytes = 0
        try:
            self._writer = pq.ParquetWriter(path, columns, compression="zstd", store_schema=False)
        except OSError as error:
            raise self._fault(error) from None

    def add(self, columns: Columns, rows: int, size: int) -> None:
        """Adds ``rows`` rows of about ``size`` bytes; columns that are not given stay empty."""
        for key in self._columns.names:
            self._held[key] += columns.get(key) or [None] * rows
        self._rows += rows
        self._bytes += size
        if self._rows >= _GROUP_ROWS or self._bytes >= _GROUP_BYTES:
            self._flush()

    def _flush(self) -> None:
        if not self._rows:
            return
        arrays = [pa.array(self._held[field.name], field.type) for field in self._columns]
        try:
            self._writer.write_table(pa.Table.from_arrays(arrays, schema=self._columns), row_group_size=self._rows)
        except OSError as error:
            raise self._fault(error) from None
        self._held.clear()
        self._rows = self._bytes = 0

    def _fault(self, error: OSError) -> ExportError:
        return ExportError(f"{self._path}: can't be written: {error.strerror or error}")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._flush()
        self._writer.close()
