"""From a folder's documents to what each states: listed and read by Spark, parsed by our loader.

Every document gives rows of ``STATED``: one with what is known of it (table ``""``), and one for each label and
relationship type with the columns of what it states. A document that can't be read gives one row, ``failed``; one that
is known already, ``kept``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple

import pyarrow as pa

from graph.export.neo4j import DELIMITERS, with_record
from graph.plan_graph import PlanGraph
from graph.store.content import PlanEntry
from graph.store.load_texts import plan_record
from graph.store.parts import Columns, PlanPart, split
from graph.store.plan_items import rows_of as item_rows
from loaders.folder import OwnProcess, load_file
from loaders.readers import MEDIA_TYPES, Limits

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

FACTS, FAILED, KEPT, ITEMS = "", "failed", "kept", "items"
STATED = pa.schema(
    [
        ("document", pa.string()), ("sha256", pa.string()), ("plan", pa.string()), ("table", pa.string()),
        ("rows", pa.int64()), ("size", pa.int64()), ("payload", pa.binary()),
    ]
)  # fmt: skip
STATED_DDL = "document string, sha256 string, plan string, table string, rows long, size long, payload binary"
# Documents that Spark hands over at a time; each may have as many bytes as a file may.
_AT_A_TIME = 8
# What each file counts for beside its bytes when files are shared out.
_FILE_COST = 256 << 10
Record = tuple[str, int, bytes]


class Read(NamedTuple):
    """What came of a document: what is known of it (or ``failed``, why it can't be read), and what it states."""

    facts: dict[str, Any]
    records: list[Record]
    failed: str | None = None


def documents(spark: SparkSession, folder: str, partitions: int) -> tuple[DataFrame, DataFrame]:
    """The documents under ``folder``: (document, length) of all, and (document, sha256, content) of those that are
    not too large. A document is called by its path below the folder, where that is one folder, not a pattern of many."""
    from pyspark.sql import functions as f

    settings = {
        "spark.sql.files.ignoreCorruptFiles": "true",  # a file that can't be read is told as such, see ``failures``
        "spark.sql.files.ignoreMissingFiles": "true",
        "spark.sql.files.minPartitionNum": str(partitions),
        "spark.sql.files.openCostInBytes": str(_FILE_COST),
        "spark.sql.execution.arrow.maxRecordsPerBatch": str(_AT_A_TIME),
        "spark.sql.shuffle.partitions": str(partitions),
    }
    for key, value in settings.items():
        spark.conf.set(key, value)
    files = spark.read.format("binaryFile").option("recursiveFileLookup", "true").load(folder)
    root = _root(spark, folder)
    name = f.when(f.startswith("path", f.lit(root + "/")), f.substr("path", f.lit(len(root) + 2)))
    named = f.coalesce(name, "path").alias("document")
    ending = f.lower(f.regexp_extract(named, r"(\.[^./]*)\z", 1))
    last = f.element_at(f.split(named, "/"), -1)
    plans = files.where(ending.isin(*MEDIA_TYPES) & ~f.startswith(last, f.lit("~$")))
    readable = plans.where(f.col("length") <= Limits.from_environment().file_bytes)
    return plans.select(named, "length"), readable.select(named, f.sha2("content", 256).alias("sha256"), "content")


def _root(spark: SparkSession, folder: str) -> str:
    """``folder`` as Spark's paths begin."""
    java: Any = spark.sparkContext  # its ways into Java have no types
    path = java._jvm.org.apache.hadoop.fs.Path(folder)
    system = path.getFileSystem(java._jsc.hadoopConfiguration())
    return str(system.makeQualified(path).toString()).rstrip("/")


def in_order(document: str) -> list[tuple[bool, str]]:
    """What sorts documents as ``plangraph load`` takes them: those of a folder before those of the folders in it."""
    *folders, name = document.split("/")
    return [*((True, folder) for folder in folders), (False, name)]


def stated(contents: DataFrame, known: DataFrame | None) -> DataFrame:
    """Rows of ``STATED`` for documents with their content; those of which ``known`` holds (document, sha256) are only
    named."""
    from pyspark.sql import functions as f

    if known is not None:
        marked = f.broadcast(known.select("document", "sha256", f.lit(True).alias("known")))
        contents = contents.join(marked, ["document", "sha256"], "left")
        contents = contents.withColumn("content", f.when(f.col("known").isNull(), f.col("content")))
    rows: DataFrame = contents.select("document", "sha256", "content").mapInArrow(read_batches, STATED_DDL)
    return rows


def failures(listed: DataFrame, read: DataFrame) -> dict[str, str]:
    """Why a document can't be read, by document: too large, refused by the file system, or by the loader."""
    most = Limits.from_environment().file_bytes
    refused = read.where(read["table"] == FAILED).select("document", "payload").collect()
    found = {row["document"]: bytes(row["payload"]).decode() for row in refused}
    for row in listed.join(read.select("document"), "document", "left_anti").collect():
        size = row["length"]
        found[row["document"]] = (
            f"the file has {size} bytes; {most} is the most" if size > most else "the file can't be read"
        )
    return found


def read_batches(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """In an executor: the rows of ``STATED`` for batches of (document, sha256, content)."""
    with TemporaryDirectory(prefix="plangraph-") as folder:
        for few in batches:
            yield batch([row for one in few.to_pylist() for row in _rows(one, Path(folder))], STATED)


def _rows(given: dict[str, Any], folder: Path) -> Iterator[tuple[Any, ...]]:
    document, sha256, content = given["document"], given["sha256"], given["content"]
    if content is None:
        yield document, sha256, None, KEPT, 0, 0, None
        return
    path = folder / document.rpartition("/")[2]
    path.write_bytes(content)
    # What ends the process may have been meant for another: a second try tells.
    read = _process().made_of(path) or _process().made_of(path) or Read({}, [], Limits.from_environment().too_much())
    path.unlink()
    if read.failed is not None:
        yield document, sha256, None, FAILED, 0, 0, read.failed.encode("utf-8", "replace")
        return
    for table, rows, payload in [(FACTS, 1, _packed(read.facts)), *read.records]:
        yield document, sha256, read.facts["plan"], table, rows, len(payload), payload


@cache
def _process() -> OwnProcess[Read]:
    """The process in which this executor's documents are read: it lives as long as the executor's own."""
    return OwnProcess(read_document)


def read_document(path: Path) -> Read:
    """What a document states; never raises."""
    outcome = load_file(path)
    if outcome.graph is None:
        return Read({}, [], (outcome.error or "").removeprefix(f"{path}: ").removeprefix(f"{path.name}: "))
    try:
        [part] = split(outcome.graph)
        return Read(_facts(part, outcome.graph, len(outcome.findings)), list(_records(part, outcome.graph)))
    except Exception as error:  # a fault of ours must not lose the other documents
        return Read({}, [], f"unexpected fault ({type(error).__name__}: {error}); please report it")


def _facts(part: PlanPart, graph: PlanGraph, findings: int) -> dict[str, Any]:
    in_lists = "".join(sorted(_listed_characters(graph).intersection(DELIMITERS)))
    return {"plan": part.plan, **asdict(PlanEntry.of(part)), "findings": findings, "in_lists": in_lists}


def _listed_characters(graph: PlanGraph) -> set[str]:
    every = (a for of in (graph.nodes(), (edge[1:] for edge in graph.edges())) for _, a in of)
    return {c for attributes in every for v in attributes.values() if isinstance(v, list) for text in v for c in text}


def _records(part: PlanPart, graph: PlanGraph) -> Iterator[Record]:
    for tables, first in ((part.nodes, "id"), (part.edges, "source_id")):
        for name, columns in tables.items():
            kept = with_record(columns, (*plan_record(part, 0), "", "")) if name == "FROM_SOURCE" else columns
            yield name, len(columns[first]), packed(kept)
    yield ITEMS, 1, _packed(item_rows(part))


def packed(columns: Columns) -> bytes:
    """Columns as bytes, without those that hold nothing."""
    return _packed({key: values for key, values in columns.items() if any(value is not None for value in values)})


def _packed(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def rows_of(batches: Iterable[pa.RecordBatch]) -> Iterator[dict[str, Any]]:
    """The rows of batches as maps, few at a time."""
    return (row for few in batches for row in few.to_pylist())


def batch(rows: Sequence[tuple[Any, ...]], columns: pa.Schema) -> pa.RecordBatch:
    """Rows as a batch of these columns."""
    values: Iterable[Sequence[Any]] = zip(*rows, strict=True) if rows else [[] for _ in columns]
    return pa.RecordBatch.from_arrays(
        [pa.array(held, field.type) for held, field in zip(values, columns, strict=True)], schema=columns
    )
