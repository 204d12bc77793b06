"""The score over all sample plans, with the floors that the loader must hold."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
PARSE = f"{sys.executable} -m tests.loaders.print_graph {{file}}"

pytestmark = pytest.mark.skipif(not (SHARED / "tools" / "score.py").exists(), reason="the sample plans are not here")


def score(*only: str) -> dict[str, int]:
    """The totals of score.py, over all samples or those whose name holds ``only``."""
    argv = [sys.executable, str(SHARED / "tools" / "score.py"), str(SHARED / "plans"), str(SHARED / "plans"), "--json"]
    argv += ["--command", PARSE, *(("--only", only[0]) if only else ())]
    done = subprocess.run(argv, capture_output=True, text=True, cwd=ROOT, check=True)
    found: dict[str, int] = json.loads(done.stdout)
    return found


def f1(totals: dict[str, int], kind: str) -> float:
    hits = 2 * totals.get(f"{kind}_tp", 0)
    return hits / (hits + totals.get(f"{kind}_fp", 0) + totals.get(f"{kind}_fn", 0))


def test_all_samples() -> None:
    totals = score()
    assert totals["failed"] == []
    assert f1(totals, "item") >= 0.98
    assert f1(totals, "owner") >= 0.98
    assert totals["role_ok"] / totals["role_all"] >= 0.98
    assert totals["deadline_tp"] / (totals["deadline_tp"] + totals.get("deadline_fn", 0)) >= 0.95
    assert totals["meta_ok"] / totals["meta_all"] >= 0.95


def test_songjiang() -> None:
    totals = score("000_")
    assert (f1(totals, "item"), f1(totals, "owner"), f1(totals, "detail")) == (1.0, 1.0, 1.0)
    assert totals["role_ok"] == totals["role_all"] == 126
    assert totals["meta_ok"] == totals["meta_all"]
    assert totals.get("deadline_fn", 0) == 0
    assert f1(totals, "target") >= 0.98
    assert f1(totals, "policy") >= 0.95
