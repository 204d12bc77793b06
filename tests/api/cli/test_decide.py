"""``confirm`` and ``reject``: kept with who and why, holding over reloads, refused where there is nothing to decide."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from graph.matching.decisions import read_decisions
from tests.api.cli.conftest import Run

CASCADE = Path(__file__).parents[2] / "gold" / "cascade"
NAMES = ("haimen-2025", "nantong-2025", "haimen-2024")


def chain(run: Run, item: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(run("query", "chain-of-item", f"item={item}", "--format", "json").stdout)
    return rows


def test_a_judgement_is_kept_and_holds_over_reloads(run: Run, tmp_path: Path) -> None:
    for name in NAMES:
        shutil.copy(CASCADE / f"{name}.txt", tmp_path)
    assert run("load", *(f"{name}.txt" for name in NAMES)).returncode == 0
    assert [row["upper_reference"] for row in chain(run, "海门2025:1")] == ["南通2025:1"]
    done = run("reject", "南通2025:1", "海门2025:1", "--who", "王某", "--why", "事项不同")
    assert (done.returncode, done.stderr) == (0, "")
    assert "plangraph.decisions.yaml" in done.stdout
    assert chain(run, "海门2025:1") == []
    assert run("confirm", "海门2025:12", "南通2025:4", "--who", "王某", "--why", "同一专班").returncode == 0
    assert run("load", "--force", *(f"{name}.txt" for name in NAMES)).returncode == 0
    assert chain(run, "海门2025:1") == []
    (told,) = chain(run, "海门2025:12")
    assert (told["upper_reference"], told["score"], told["basis"]) == ("南通2025:4", 1.0, "confirmed")
    kept = read_decisions(tmp_path / "plangraph.decisions.yaml")
    assert [(one.verdict, one.relation, one.who, one.why) for one in kept] == [
        ("reject", "CARRIES_OUT", "王某", "事项不同"), ("confirm", "CARRIES_OUT", "王某", "同一专班"),
    ]  # fmt: skip
    assert run("confirm", "海门2025:1", "海门2024:3", "--why", "x").returncode == 0
    assert read_decisions(tmp_path / "plangraph.decisions.yaml")[-1].relation == "CONTINUES"
    refused = run("confirm", "海门2025:1", "海门2025:2", "--why", "x")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "neither plan carries out the other" in refused.stderr
    assert run("reject", "海门2025:1", "南通2025:1").returncode == 2
