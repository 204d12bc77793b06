"""The command that does harm and counts what survives, with counts that a test can wait for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.faults.__main__ import PARTS, asked
from benchmarks.faults.found import Found
from benchmarks.faults.requests import level

ROOT = Path(__file__).parents[2]


def test_a_small_part_survives() -> None:
    """Patterns and stores; files, kills and clients have tests of their own beside what they try."""
    command = [sys.executable, "-m", "benchmarks.faults", "patterns=800", "damage=30", "requests=800"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=900)
    assert done.returncode == 0, done.stdout + done.stderr
    rows = [line.split(" | ") for line in done.stdout.splitlines()[2:]]
    assert [row[:3] for row in rows] == [
        ["| patterns", "800", "800"],
        ["| damage", "30", "30"],
        ["| requests", "800", "800"],
    ]


def test_counts_are_asked_for_by_part() -> None:
    assert asked([]) == PARTS
    assert asked(["kills=3", "damage", "files.doc=80"]) == {"kills": 3, "damage": 1000, "files.doc": 80}
    for word in ("files.xls", "kills.doc"):
        with pytest.raises(ValueError, match=rf"no part {word}; of files there are files.txt, "):
            asked([word])
    with pytest.raises(ValueError, match=r"no part stores; there are files, "):
        asked(["stores=3"])


@pytest.mark.parametrize(
    ("found", "good"),
    [
        (Found(3, 3, 59.0, megabytes=900.0), True),
        (Found(3, 2, 1.0), False),
        (Found(3, 3, 61.0), False),
        (Found(3, 3, 1.0, megabytes=1100.0), False),
        (Found(0, 0, 0.0), False),
    ],
)
def test_what_is_good(found: Found, good: bool) -> None:
    assert found.good is good


def test_memory_is_level_when_it_no_longer_grows() -> None:
    assert level([100, 150, 151, 152])
    assert not level([100, 150, 160, 175])
