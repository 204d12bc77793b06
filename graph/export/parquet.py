"""Parquet tables of a graph: one a label and one a relationship type, columns and their types from the schema.

The same rows in the same order give the same bytes, whoever writes them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from graph.export.files import atomic, make_folder
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


@contextmanager
def parquet_file(path: Path, columns: pa.Schema) -> Iterator[RowGroups]:
    """A Parquet file to fill with rows; it takes the name ``path`` only when the block ends well. Raises ExportError."""
    make_folder(path.parent)
    with atomic(path) as file, pq.ParquetWriter(file, columns, compression="zstd", store_schema=False) as writer:
        groups = RowGroups(writer, columns)
        yield groups
        groups.flush()


class RowGroups:
    """Rows of a Parquet file, written in groups."""

    def __init__(self, writer: pq.ParquetWriter, columns: pa.Schema) -> None:
        self._writer, self._columns = writer, columns
        self._held: defaultdict[str, list[Any]] = defaultdict(list)
        self._rows = self._bytes = 0

    def add(self, columns: Columns, rows: int, size: int) -> None:
        """Adds ``rows`` rows of about ``size`` bytes; columns that are not given stay empty."""
        for key in self._columns.names:
            self._held[key] += columns.get(key) or [None] * rows
        self._rows += rows
        self._bytes += size
        if self._rows >= _GROUP_ROWS or self._bytes >= _GROUP_BYTES:
            self.flush()

    def flush(self) -> None:
        """Writes what is held as a group."""
        if not self._rows:
            return
        arrays = [pa.array(self._held[field.name], field.type) for field in self._columns]
        self._writer.write_table(pa.Table.from_arrays(arrays, schema=self._columns), row_group_size=self._rows)
        self._held.clear()
        self._rows = self._bytes = 0
