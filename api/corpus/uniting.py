"""What several plans say of one node, united by its id exactly as a store unites it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from api.corpus.documents import batch, packed, rows_of
from graph.store.content import shared_columns
from graph.store.load_texts import SHARED
from graph.store.parts import merge_shared

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

STATEMENT = pa.schema(
    [("id", pa.string()), ("position", pa.int64()), ("table", pa.string()), ("payload", pa.binary())]
)  # fmt: skip
STATEMENT_DDL = "id string, position long, table string, payload binary"
ROW = pa.schema(
    [
        ("table", pa.string()), ("position", pa.int64()), ("key", pa.string()), ("rows", pa.int64()),
        ("size", pa.int64()), ("payload", pa.binary()), ("inferred", pa.string()),
    ]
)  # fmt: skip
ROW_DDL = "table string, position long, key string, rows long, size long, payload binary, inferred string"


def by_id(parts: DataFrame) -> DataFrame:
    """Rows of ``ROW`` for the nodes of which several plans may speak, each once; ``parts`` with their ``position``
    among the plans."""
    asked = parts.where(parts["table"].isin("FROM_SOURCE", "Source")).select("position", "table", "payload")
    said = asked.mapInArrow(statements, STATEMENT_DDL)
    together = said.repartition("id").sortWithinPartitions("id", "position")
    united: DataFrame = together.mapInArrow(unite, ROW_DDL)
    return united


def statements(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """In an executor: each plan's statement of each shared node, and each Source node, apart."""
    for few in batches:
        yield batch([said for row in few.to_pylist() for said in _apart(row)], STATEMENT)


def _apart(row: dict[str, Any]) -> Iterator[tuple[str, int, str, bytes]]:
    columns, position = json.loads(row["payload"]), row["position"]
    if row["table"] == "Source":
        for at, node_id in enumerate(columns["id"]):
            one = {key: [values[at]] for key, values in columns.items()}
            yield node_id, position, "Source", packed(one)
        return
    for node_id, attributes in json.loads(columns[SHARED][0]).items():
        yield node_id, position, SHARED, json.dumps(attributes, ensure_ascii=False).encode()


def unite(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """In an executor: one row of ``ROW`` for each id of statements that come sorted by id and position."""
    held: list[tuple[Any, ...]] = []
    for node_id, of_node in groupby(rows_of(batches), key=itemgetter("id")):
        table, payload = _united(node_id, list(of_node))
        held.append((table, 0, node_id, 1, len(payload), payload, ""))
        if len(held) == 1000:
            yield batch(held, ROW)
            held = []
    yield batch(held, ROW)


def _united(node_id: str, said: list[dict[str, Any]]) -> tuple[str, bytes]:
    if said[0]["table"] == "Source":  # two plans may come from one text; the one loaded last counts
        return "Source", said[-1]["payload"]
    [(label, columns)] = shared_columns(merge_shared({node_id: json.loads(one["payload"])} for one in said)).items()
    return label, packed(columns)
