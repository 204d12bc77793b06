"""What is inferred between the plans of a corpus, each plan's in the executor that has the items of its neighbours."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from api.corpus.documents import ITEMS, batch, packed, rows_of
from api.corpus.uniting import ROW, ROW_DDL
from graph.matching.decisions import Decisions
from graph.matching.items import Matchable
from graph.matching.links import key_of, plan_links
from graph.matching.plans import Implements, PlanHead, Relations
from graph.store.inferred import link_columns
from graph.store.plan_items import matchables_of

if TYPE_CHECKING:
    from pyspark.core.broadcast import Broadcast
    from pyspark.sql import DataFrame, SparkSession


def relations_of(plans: Iterable[Mapping[str, Any]]) -> Relations:
    """How the plans stand to each other, from the facts of each."""
    heads, implements = [], []
    for plan in plans:
        heads.append(PlanHead(plan["plan"], plan["name"], plan["jurisdiction"], plan["year"], plan["digest"]))
        implements += [Implements(*one) for one in plan["implements"]]
    return Relations(heads, implements)


def inferred_keys(relations: Relations) -> dict[str, str]:
    """From what each plan's links follow, as a store keeps it."""
    return {plan: key_of(relations, plan, Decisions().of(plan)) for plan in relations.heads}


def links(spark: SparkSession, parts: DataFrame, relations: Relations) -> DataFrame | None:
    """Rows of ``uniting.ROW`` for the links of all plans; None where no plan has another above or before it."""
    pairs = [(plan, other) for plan in relations.heads for other in _with_neighbours(relations, plan)]
    if not pairs:
        return None
    wanted = spark.createDataFrame(pairs, "plan string, other string")
    items = parts.where(parts["table"] == ITEMS).select(parts["plan"].alias("other"), "payload")
    together = wanted.join(items, "other").repartition("plan").sortWithinPartitions("plan", "other")
    known = spark.sparkContext.broadcast(relations)
    rows: DataFrame = together.select("plan", "other", "payload").mapInArrow(partial(_linked, known), ROW_DDL)
    return rows


def _with_neighbours(relations: Relations, plan: str) -> list[str]:
    others = dict.fromkeys((*relations.above(plan), *relations.before(plan)))
    return [plan, *others] if others else []


def _linked(known: Broadcast[Relations], batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """In an executor: the links of plans, whose items and those of their neighbours come together."""
    for plan, of_plan in groupby(rows_of(batches), key=itemgetter("plan")):
        items = {row["other"]: matchables_of(row["other"], json.loads(row["payload"])) for row in of_plan}
        found = plan_links(known.value, plan, Decisions().of(plan), partial(_chosen, items))
        made = [(name, len(columns["plan"]), packed(columns)) for name, columns in link_columns(found).items()]
        yield batch([(name, 1, plan, count, len(payload), payload, "") for name, count, payload in made], ROW)


def _chosen(items: Mapping[str, list[Matchable]], plans: Collection[str]) -> dict[str, list[Matchable]]:
    return {plan: items[plan] for plan in plans}
