"""The plans of a corpus brought to a Neo4j server by the executors, each in a transaction of its own.

Only plans whose content the server does not hold yet are sent, and only plans that an earlier run brought there are
taken away. What breaks off in between is done by the next run.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict

import pyarrow as pa

from api.corpus import tables
from api.corpus.documents import FACTS, FAILED, ITEMS, batch, rows_of
from api.corpus.job import DOCUMENTS, READ, SERVED
from api.corpus.session import errors_of_spark
from graph.errors import StoreError
from graph.export.files import atomic
from graph.schema import schema
from graph.store import load_texts
from graph.store.neo4j import Neo4jStore, open_neo4j
from graph.store.parts import Columns, PlanPart, edge_keys, node_keys

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

# Seconds before each try of a plan's transaction; the driver itself tries a minute each time.
_WAITS = (0.0, 1.0, 4.0)
_DONE = pa.schema([("document", pa.string()), ("action", pa.string()), ("message", pa.string())])
_DONE_DDL = "document string, action string, message string"
_NO_LIMIT = 2**31


class Login(TypedDict, total=False):
    """Who asks a server; what is missing is as ``open_neo4j`` has it."""

    username: str | None
    password: str | None
    database: str | None


@dataclass
class Served:
    """What became of the plans on the server, and the documents whose plan could not be written, with the reason."""

    new: int = 0
    replaced: int = 0
    unchanged: int = 0
    removed: int = 0
    failed: dict[str, str] = field(default_factory=dict)


def login_for(address: str) -> Login:
    """What this process knows, for executors elsewhere too. Raises StoreError when the server can't be opened so."""
    login = Login(
        username=os.environ.get("NEO4J_USERNAME"),
        password=os.environ.get("NEO4J_PASSWORD"),
        database=os.environ.get("NEO4J_DATABASE"),
    )
    open_neo4j(address, **login).close()
    return login


def serve(spark: SparkSession, out: Path, address: str, login: Login) -> Served:
    """Makes the server at ``address`` hold the plans of the corpus ``out``; other plans there stay as they are.

    Raises StoreError when the server can't be asked; a plan that can't
    be written is one of ``failed``.
    """
    told = _told(out)
    with errors_of_spark(address), open_neo4j(address, write=True, **login) as store:
        store.prepare()
        rows = store.run(load_texts.DIGESTS, row_limit=_NO_LIMIT, timeout=600).dicts()
        held = {row["plan"]: row["digest"] for row in rows}
        documents = spark.read.parquet(str(out / DOCUMENTS)).where(f"state = '{READ}'")
        plans = {row["document"]: row for row in documents.select("document", "plan", "position", "digest").collect()}
        changed = [row for row in plans.values() if held.get(row["plan"]) != row["digest"]]
        served = Served(unchanged=len(plans) - len(changed))
        if changed:
            _count(served, _sent(spark, out, changed, partial(write_plans, address, login)).collect())
        now = {row["plan"] for name, row in plans.items() if name not in served.failed or row["plan"] in held}
        gone = set(told.get(address, ())) - {row["plan"] for row in plans.values()}
        _keep(out, {**told, address: sorted(now | gone)})  # what is not removed below is removed by the next run
        served.removed = sum(store.remove(plan) for plan in sorted(gone))
    _keep(out, {**told, address: sorted(now)})
    return served


def _told(out: Path) -> dict[str, list[str]]:
    try:
        told: dict[str, list[str]] = json.loads((out / SERVED).read_text("utf-8"))
    except FileNotFoundError:
        return {}
    return told


def _keep(out: Path, told: Mapping[str, list[str]]) -> None:
    with atomic(out / SERVED) as file:
        file.write(json.dumps(told, indent=1, sort_keys=True).encode() + b"\n")


def _sent(spark: SparkSession, out: Path, changed: list[Any], write: Any) -> DataFrame:
    """The outcome for each document of ``changed``, whose parts go to ``write`` in the order of loading."""
    wanted = spark.createDataFrame(
        [(row["document"], row["position"]) for row in changed], "document string, position long"
    )
    parts = spark.read.parquet(str(out / tables.PARTS))
    own = parts.where(~parts["table"].isin(FACTS, ITEMS)).join(wanted, "document")
    shared_out = min(len(changed), spark.sparkContext.defaultParallelism)
    in_order = own.repartition(shared_out, "document").sortWithinPartitions("position", "document", "table")
    return in_order.select("document", "plan", "position", "table", "payload").mapInArrow(write, _DONE_DDL)


def _count(served: Served, outcomes: Iterable[Any]) -> None:
    for document, action, message in outcomes:
        if action == FAILED:
            served.failed[document] = message
        else:
            setattr(served, action, getattr(served, action) + 1)
    served.failed = dict(sorted(served.failed.items()))


def write_plans(address: str, login: Login, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """In an executor: writes plans whose rows come together, each in its transaction; yields what became of each."""
    writer = _Writer(address, login)
    try:
        for document, of_document in groupby(rows_of(batches), key=itemgetter("document")):
            yield batch([(document, *writer.write(list(of_document)))], _DONE)
    finally:
        writer.close()


@dataclass
class _Writer:
    """A connection of an executor, opened when it is needed."""

    address: str
    login: Login
    store: Neo4jStore | None = None
    waits: tuple[float, ...] = _WAITS

    def write(self, rows: list[dict[str, Any]]) -> tuple[str, str]:
        """(what was done, why not) for the plan of these rows."""
        part, told = part_of(rows), ""
        for wait in self.waits:
            time.sleep(wait)
            try:
                if self.store is None:
                    self.store = open_neo4j(self.address, write=True, **self.login)
                [change] = self.store.replace_parts([part], {part.plan: rows[0]["position"]})
            except StoreError as error:
                told = str(error)
            else:
                self.waits = _WAITS
                return change.action, ""
        self.waits = _WAITS[:1]  # where one plan failed for good, the next is not waited for as long
        return FAILED, told

    def close(self) -> None:
        """Lets go of the connection."""
        if self.store is not None:
            self.store.close()


def part_of(rows: Iterable[Mapping[str, Any]]) -> PlanPart:
    """What a plan states, from its rows in ``parts`` (plan, table, payload)."""
    nodes: dict[str, Columns] = {}
    edges: dict[str, Columns] = {}
    shared, plan = {}, ""
    for row in rows:
        plan, name, held = row["plan"], row["table"], json.loads(row["payload"])
        if name in schema().labels:
            nodes[name] = _filled(held, node_keys(schema().label(name)))
        else:
            edges[name] = _filled(held, edge_keys(schema().relationship(name)))
        if name == "FROM_SOURCE":
            shared = json.loads(held[load_texts.SHARED][0])
    return PlanPart(plan, shared, tuple(nodes["Source"]["id"]), nodes, edges)


def _filled(held: Columns, keys: list[str]) -> Columns:
    empty = [None] * len(held[keys[0]])
    return {key: held.get(key) or empty for key in keys}
