"""Rows that come sorted by table, written as Parquet and as files for the import: the same rows, the same bytes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from functools import partial
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pyarrow as pa

from api.corpus.documents import STATED, batch, rows_of
from graph.export.files import atomic, make_folder
from graph.export.neo4j import ARGUMENTS, SCHEMA_FILE, ImportTable, import_arguments, schema_statements
from graph.export.parquet import edge_columns, node_columns, parquet_file
from graph.schema import schema
from graph.store.load_texts import INFERRED, ORDER
from graph.store.parts import Columns

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

NODES, RELATIONSHIPS, PARTS, IMPORT = "nodes", "relationships", "parts", "import"
# A table is cut into files of about so many bytes of rows, by the hash of what a row belongs to.
FILE_BYTES = 128 << 20
WRITTEN_DDL = "table string, bucket long, rows long, longest long"
_WRITTEN = pa.schema(
    [("table", pa.string()), ("bucket", pa.int64()), ("rows", pa.int64()), ("longest", pa.int64())]
)  # fmt: skip


class Written(NamedTuple):
    """A file of a table: its number, rows, and the length of the longest cell."""

    table: str
    bucket: int
    rows: int
    longest: int


def bucketed(rows: DataFrame, key: str, files: int | None = None) -> DataFrame:
    """``rows`` with the number of the ``bucket`` of their table that holds them, by the hash of ``key``: about FILE_BYTES
    each, or ``files`` of them. It follows from the rows alone."""
    from pyspark.sql import functions as f

    if files is None:
        sizes = {row["table"]: row["size"] for row in rows.groupBy("table").agg(f.sum("size").alias("size")).collect()}
        counts = [f.lit(part) for table, size in sizes.items() for part in (table, 1 + size // FILE_BYTES)]
        number = f.create_map(*counts)[f.col("table")] if counts else f.lit(1)
    else:
        number = f.lit(files)
    return rows.withColumn("bucket", f.pmod(f.xxhash64(key), number.cast("long")))


def write_parts(parts: DataFrame, folder: Path) -> None:
    """Writes what each document states, sorted, into ``folder/parts``."""
    from pyspark.sql import functions as f

    size = parts.agg(f.sum("size")).first()
    rows = bucketed(parts, "document", 1 + ((size and size[0]) or 0) // FILE_BYTES)
    sorted_rows = rows.repartition("bucket").sortWithinPartitions("bucket", "document", "table")
    sorted_rows.mapInArrow(partial(_part_files, folder / PARTS), "bucket long").collect()


def _part_files(folder: Path, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """In an executor: the files of ``parts``."""
    written = []
    for bucket, rows in groupby(rows_of(batches), key=itemgetter("bucket")):
        with parquet_file(folder / f"{PARTS}-{bucket:05}.parquet", STATED) as file:
            for row in rows:
                file.add({name: [row[name]] for name in STATED.names}, 1, row["size"])
        written.append(bucket)
    yield batch([(bucket,) for bucket in written], pa.schema([("bucket", pa.int64())]))


def write_tables(rows: DataFrame, folder: Path, delimiter: str) -> list[Written]:
    """Writes rows of ``uniting.ROW`` as ``nodes/LABEL/LABEL-00000.parquet``, ``relationships/TYPE/…`` and
    ``import/LABEL-00000.csv``; gives the files."""
    wanted = bucketed(rows, "key").repartition("table", "bucket")
    in_order = wanted.sortWithinPartitions("table", "bucket", "position", "key")
    found = in_order.mapInArrow(partial(_table_files, folder, delimiter), WRITTEN_DDL).collect()
    return sorted(Written(*row) for row in found)


def _table_files(folder: Path, delimiter: str, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """In an executor: the files of the tables."""
    written = []
    for (table, bucket), rows in groupby(rows_of(batches), key=itemgetter("table", "bucket")):
        count, longest = _write(folder, delimiter, table, bucket, rows)
        written.append((table, bucket, count, longest))
    yield batch(written, _WRITTEN)


def _write(
    folder: Path, delimiter: str, table: str, bucket: int, rows: Iterable[dict[str, Any]]
) -> tuple[int, int]:  # fmt: skip
    """Writes one file of a table, for Parquet and for the import; gives its rows and the length of the longest cell."""
    shape = _import_table(table)
    count = longest = 0
    make_folder(folder / IMPORT)
    with ExitStack() as stack:
        parquet = stack.enter_context(parquet_file(parquet_path(folder, table, bucket), _columns(table)))
        lines = stack.enter_context(atomic(folder / IMPORT / f"{table}-{bucket:05}.csv"))
        for row in rows:
            columns = _unpacked(row, shape)
            parquet.add(columns, row["rows"], row["size"])
            text, widest = shape.rows(columns, delimiter)
            lines.write(text.encode())
            count, longest = count + row["rows"], max(longest, widest)
    return count, longest


def _unpacked(row: dict[str, Any], shape: ImportTable) -> Columns:
    held = json.loads(row["payload"])
    columns = {key: held.get(key) or [None] * row["rows"] for key in shape.types}
    if row["table"] == "FROM_SOURCE":
        columns[ORDER] = [row["position"]] * row["rows"]
        columns[INFERRED] = [row["inferred"]] * row["rows"]
    return columns


def parquet_path(folder: Path, table: str, bucket: int) -> Path:
    """Where a file of a table lies."""
    kind = NODES if table in schema().labels else RELATIONSHIPS
    return folder / kind / table / f"{table}-{bucket:05}.parquet"


def _import_table(table: str) -> ImportTable:
    return ImportTable.of_label(table) if table in schema().labels else ImportTable.of_type(table)


def _columns(table: str) -> pa.Schema:
    return node_columns(table) if table in schema().labels else edge_columns(table)


def complete(written: list[Written], folder: Path, delimiter: str) -> None:
    """Writes what the files together need: headers and arguments of the import, and a table without rows for each
    label and type that no plan has, so that a question finds it. Takes away what killed executors left half written."""
    for kind in (NODES, RELATIONSHIPS, PARTS, IMPORT):
        for left in (folder / kind).rglob(".*"):
            left.unlink()
    files: dict[str, list[str]] = {}
    for one in written:
        files.setdefault(one.table, [f"{one.table}.header.csv"]).append(f"{one.table}-{one.bucket:05}.csv")
    for table in (*schema().labels, *schema().relationships):
        if table not in files:
            with parquet_file(parquet_path(folder, table, 0), _columns(table)):
                pass
    tables = [(_import_table(table), names) for table, names in files.items()]
    for shape, names in tables:
        _put(folder / IMPORT / names[0], ",".join(shape.headers) + "\n")
    longest = max((one.longest for one in written), default=0)
    _put(folder / IMPORT / ARGUMENTS, import_arguments(tables, delimiter, longest))
    _put(folder / IMPORT / SCHEMA_FILE, schema_statements())


def _put(path: Path, text: str) -> None:
    with atomic(path) as file:
        file.write(text.encode())
