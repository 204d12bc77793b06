"""What is loaded, and taking one plan out."""

from __future__ import annotations

import json
import os
import pty
from pathlib import Path

from rich.cells import cell_len

from tests.api.cli.conftest import Run

CASCADE = Path(__file__).parents[2] / "gold" / "cascade"
CASCADE_PLANS = ("jiangsu-2021", "nantong-2025", "haimen-2025")


def test_plans_are_listed_within_100_columns_and_as_json(loaded: Run) -> None:
    assert loaded("load", *(str(CASCADE / f"{name}.txt") for name in CASCADE_PLANS)).returncode == 0
    table = loaded("plans", COLUMNS="100").stdout
    assert {cell_len(line) for line in table.splitlines()} == {100}  # as wide as a terminal shows it
    for name in ("松江2023", "江苏", "南通2025", "海门2025", "松科委[2023]6号", "通数办〔2025〕1号"):
        assert name in table
    plan = next(
        row for row in json.loads(loaded("plans", "--format", "json").stdout) if row["doc_number"] == "松科委[2023]6号"
    )
    assert (plan["reference"], plan["items"], plan["ownerships"]) == ("松江2023", 54, 126)


def test_a_plan_is_taken_out_when_that_is_meant(loaded: Run) -> None:
    asked = loaded("remove", "松江2023")
    assert (asked.returncode, asked.stdout) == (1, "")
    assert "say --yes" in asked.stderr
    gone = loaded("remove", "松江2023", "--yes")
    assert gone.returncode == 0
    assert "54 work items" in gone.stdout
    assert loaded("plans").stderr.strip() == "no plan is loaded; load one with plangraph load"
    assert "no plan is called" in loaded("remove", "松江2023", "--yes").stderr


def test_whoever_sits_at_a_terminal_is_asked(loaded: Run) -> None:
    for answer, said in (
        ("n", "nothing was removed"),
        ("y", "took 松江区城市数字化转型2023年重点工作安排 (54 work items)"),
    ):
        terminal, stdin = pty.openpty()
        with os.fdopen(terminal, "w") as typed:
            typed.write(f"{answer}\n")
            typed.flush()
            done = loaded("remove", "松江2023", stdin=stdin)
        os.close(stdin)
        assert (
            "松江区城市数字化转型2023年重点工作安排 (54 work items) out of plangraph.kgl? [y/N]"
            in done.stdout + done.stderr
        )
        assert said in done.stdout + done.stderr
