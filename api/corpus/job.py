"""The run of ``plangraph corpus``: documents in, tables and files for the import out, only what changed parsed again."""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from filelock import FileLock, Timeout

from api.corpus import linking, tables, uniting
from api.corpus.documents import FACTS, FAILED, ITEMS, KEPT, documents, failures, in_order, stated
from api.corpus.session import errors_of_spark
from graph.errors import ExportError, SourceError
from graph.export.files import atomic, make_folder
from graph.export.neo4j import DELIMITERS
from graph.export.parquet import parquet_file
from graph.schema import schema
from loaders.readers import MEDIA_TYPES

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

# What a folder of ours holds, and the documents whose plan is in the tables, is another document's by now, or is none.
MARK, DOCUMENTS = "corpus.json", "documents"
# Which plans earlier runs brought to which server.
SERVED = "served.json"
READ, SUPERSEDED, FAILED_STATE = "read", "superseded", "failed"
# Rows that Spark hands over at a time; one may hold a whole text.
_AT_A_TIME = "64"
_COLUMNS = pa.schema(
    [
        ("document", pa.string()), ("sha256", pa.string()), ("state", pa.string()), ("message", pa.string()),
        ("plan", pa.string()), ("name", pa.string()), ("position", pa.int64()), ("digest", pa.string()),
        ("nodes", pa.int64()), ("edges", pa.int64()), ("findings", pa.int64()),
    ]
)  # fmt: skip


@dataclass
class Summary:
    """What a run did: documents that were parsed, taken as they were, and gone; those that failed, with the message;
    plans, nodes and relationships that the tables now hold."""

    parsed: int = 0
    kept: int = 0
    gone: int = 0
    superseded: int = 0
    failed: dict[str, str] = field(default_factory=dict)
    plans: int = 0
    nodes: int = 0
    relationships: int = 0


def run(spark: SparkSession, source: str, out: Path, *, partitions: int | None = None, force: bool = False) -> Summary:
    """Reads the documents under ``source`` (any address that Spark reads) and makes ``out`` hold their graph.

    ``out`` is a folder that this process and all executors see. Only documents that are new or changed since it was
    written are parsed, all with ``force``. It appears whole or stays as it was. Raises SourceError when there is
    nothing to read, ExportError when ``out`` can't be written.
    """
    share = partitions or 4 * spark.sparkContext.defaultParallelism
    with errors_of_spark(source), replaced(out) as stage:
        known = None if force else _known(spark, out)
        return _Run(spark, out, stage, share, known).all(source)


@dataclass
class _Run:
    spark: SparkSession
    out: Path
    stage: Path
    partitions: int
    known: DataFrame | None

    def all(self, source: str) -> Summary:
        work = self.stage / "work"
        listed, contents = documents(self.spark, source, self.partitions)
        read = self._through(work / "read", stated(contents, self.known))
        self.spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", _AT_A_TIME)
        summary = self._count(listed, read)
        tables.write_parts(self._parts(read), self.stage)
        rows = self._documents(summary)
        self._tables(work, [row for row in rows if row["state"] == READ], summary)
        shutil.rmtree(work)
        return summary

    def _count(self, listed: DataFrame, read: DataFrame) -> Summary:
        counts = {row["table"]: row["count"] for row in read.groupBy("table").count().collect()}
        failed = failures(listed, read)
        parsed = counts.get(FACTS, 0) + counts.get(FAILED, 0)
        if not counts.get(FACTS, 0) + counts.get(KEPT, 0):
            why = next((f"{name}: {message}" for name, message in sorted(failed.items())), None)
            raise SourceError(why or f"no plan in this folder; give {', '.join(MEDIA_TYPES)}")
        gone = 0
        if self.known is not None:
            gone = self.known.join(listed, "document", "left_anti").count()
        return Summary(parsed, counts.get(KEPT, 0), gone, failed=dict(sorted(failed.items())))

    def _parts(self, read: DataFrame) -> DataFrame:
        """What each document states: of those just read, and of those that were known."""
        new = read.where(~read["table"].isin(FAILED, KEPT))
        if self.known is None:
            return new
        before = self.spark.read.parquet(str(self.out / tables.PARTS))
        kept = read.where(read["table"] == KEPT).select("document", "sha256")
        return new.unionByName(before.join(kept, ["document", "sha256"], "left_semi"))

    def _documents(self, summary: Summary) -> list[dict[str, Any]]:
        """A row for each document, in the order of loading; of several that hold one plan the last counts."""
        facts = self._stated().where(f"table = '{FACTS}'").select("document", "sha256", "payload").collect()
        rows = [{**json.loads(row["payload"]), "document": row["document"], "sha256": row["sha256"]} for row in facts]
        rows.sort(key=lambda row: in_order(row["document"]))
        last = {row["plan"]: row["document"] for row in rows}
        position = 0
        for row in rows:
            later = last[row["plan"]]
            if later == row["document"]:
                position += 1
                row |= {"state": READ, "position": position}
            else:
                row |= {"state": SUPERSEDED, "message": f"{later} holds the same plan and comes later"}
                summary.superseded += 1
        failed = [{"document": d, "state": FAILED_STATE, "message": m} for d, m in summary.failed.items()]
        with parquet_file(self.stage / DOCUMENTS / f"{DOCUMENTS}-00000.parquet", _COLUMNS) as file:
            for row in sorted([*rows, *failed], key=lambda row: in_order(row["document"])):
                file.add({name: [row.get(name)] for name in _COLUMNS.names}, 1, 200)
        return rows

    def _stated(self) -> DataFrame:
        return self.spark.read.parquet(str(self.stage / tables.PARTS))

    def _tables(self, work: Path, plans: list[dict[str, Any]], summary: Summary) -> None:
        relations = linking.relations_of(plans)
        keys = linking.inferred_keys(relations)
        chosen = self.spark.createDataFrame(
            [(plan["document"], plan["position"], keys[plan["plan"]]) for plan in plans],
            "document string, position long, inferred string",
        )
        parts = self._stated().join(chosen, "document")
        loose = ["Source", FACTS, ITEMS]
        own = parts.where(~parts["table"].isin(loose)).withColumnRenamed("plan", "key")
        rows = own.select(*uniting.ROW.names).unionByName(self._through(work / "united", uniting.by_id(parts)))
        if (linked := linking.links(self.spark, parts, relations)) is not None:
            rows = rows.unionByName(self._through(work / "links", linked))
        in_lists = {character for plan in plans for character in plan["in_lists"]}
        free = [character for character in DELIMITERS if character not in in_lists]
        if not free:
            raise ExportError("lists hold every character that could part their values in files for the import")
        written = tables.write_tables(rows, self.stage, free[0])
        tables.complete(written, self.stage, free[0])
        summary.plans = len(plans)
        summary.nodes = sum(one.rows for one in written if one.table in schema().labels)
        summary.relationships = sum(one.rows for one in written if one.table in schema().relationships)
        self._mark(summary)

    def _mark(self, summary: Summary) -> None:
        told = {"plangraph": "corpus", "reader": reader_mark(), "plans": summary.plans}
        with atomic(self.stage / MARK) as file:
            file.write(json.dumps(told, indent=1).encode() + b"\n")

    def _through(self, folder: Path, rows: DataFrame) -> DataFrame:
        """The rows, written down once, so that nothing that needs them makes them again."""
        rows.write.parquet(str(folder))
        return self.spark.read.parquet(str(folder))


def _known(spark: SparkSession, out: Path) -> DataFrame | None:
    """The documents (document, sha256) whose parts ``out`` holds; None when it holds none that this reader made."""
    try:
        told = json.loads((out / MARK).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    if told.get("reader") != reader_mark():
        return None
    known = spark.read.parquet(str(out / DOCUMENTS))
    return known.where(known["state"] != FAILED_STATE).select("document", "sha256")


@cache
def reader_mark() -> str:
    """A token of the loader's and the graph's own files: what another version parsed is parsed again."""
    hashed = hashlib.sha256()
    for package in ("graph", "loaders"):
        for name, content in sorted(_contents(files(package), package)):
            hashed.update(f"{name}\n{len(content)}\n".encode() + content)
    return hashed.hexdigest()[:16]


def _contents(folder: Traversable, name: str) -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        if entry.is_dir() and entry.name != "__pycache__":
            yield from _contents(entry, f"{name}/{entry.name}")
        elif entry.is_file():
            yield f"{name}/{entry.name}", entry.read_bytes()


def check_folder(out: Path) -> None:
    """Raises ExportError when ``out`` holds anything but what a run wrote: a run takes its place."""
    if out.exists() and not (out / MARK).is_file() and (not out.is_dir() or any(out.iterdir())):
        raise ExportError(f"{out}: is none that plangraph corpus wrote; name a new or empty folder")


@contextlib.contextmanager
def replaced(out: Path) -> Iterator[Path]:
    """A folder to fill, which takes the place of ``out`` when the block ends well. Raises ExportError."""
    out = out.absolute()
    stage, old = (out.with_name(f".{out.name}.{word}") for word in ("making", "old"))
    make_folder(out.parent)
    try:
        with FileLock(out.with_name(f".{out.name}.lock"), timeout=0):
            if old.exists() and not out.exists():  # a run was killed between the two renames below
                old.rename(out)
            check_folder(out)
            for left in (stage, old):
                shutil.rmtree(left, ignore_errors=True)
            stage.mkdir()
            if (out / SERVED).is_file():
                shutil.copy(out / SERVED, stage)
            yield stage
            if out.exists():
                out.rename(old)
            stage.rename(out)
            shutil.rmtree(old, ignore_errors=True)
    except Timeout:
        raise ExportError(f"{out}: another run is writing it; wait for it to end") from None
    except OSError as error:
        raise ExportError(f"{out}: can't be written: {error.strerror or error}") from error
