"""What is loaded, and taking one plan out."""

from __future__ import annotations

import json

from tests.api.cli.conftest import Run


def test_plans_are_listed_within_100_columns_and_as_json(loaded: Run) -> None:
    table = loaded("plans", COLUMNS="100").stdout
    assert max(len(line) for line in table.splitlines()) <= 100
    assert "松江2023" in table
    (plan,) = json.loads(loaded("plans", "--format", "json").stdout)
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
