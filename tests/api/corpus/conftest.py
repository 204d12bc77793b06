"""Spark, once for all tests here, and what the tables of a corpus hold."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from pyspark.sql import SparkSession

from api.corpus.job import run
from api.corpus.session import spark_session

GOLD = Path(__file__).parents[2] / "gold"
# A Java that compiles less does better in the half minute that the tests take.
QUICK = {
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
}


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    """Spark on two cores of this machine."""
    with spark_session("local[2]", QUICK, tmp_path_factory.mktemp("spark") / "spark.log") as session:
        yield session


@pytest.fixture(scope="session")
def plans(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A few plans of several places and years that carry out and continue each other, in two folders."""
    made = tmp_path_factory.mktemp("corpus") / "plans 计划"
    shutil.copytree(GOLD / "cascade", made / "通州", ignore=shutil.ignore_patterns("*.json"))
    for name in ("groups.txt", "table-page.html", "table-columns.csv", "repeals.txt"):
        shutil.copy(GOLD / name, made)
    return made


@pytest.fixture(scope="session")
def corpus(spark: SparkSession, plans: Path) -> Path:
    """What the command makes of ``plans``, all in one part."""
    run(spark, str(plans), plans.parent / "out", partitions=1)
    return plans.parent / "out"


def digests(out: Path) -> dict[str, str]:
    """SHA-256 of every file of a folder."""
    files = sorted(path for path in out.rglob("*") if path.is_file())
    return {str(path.relative_to(out)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def rows(out: Path, table: str) -> list[dict[str, Any]]:
    """The rows of one table (``documents``, ``nodes/Task`` …), without what is empty."""
    found = [row for path in sorted((out / table).glob("*.parquet")) for row in pq.read_table(path).to_pylist()]
    return [{key: value for key, value in row.items() if value is not None} for row in found]


def states(out: Path) -> dict[str, str]:
    """What came of each document."""
    return {row["document"]: row["state"] for row in rows(out, "documents")}
