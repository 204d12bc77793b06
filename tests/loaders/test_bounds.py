"""Every file ends in time and in memory, whatever it is, in one line that names the setting; the others are read."""

from __future__ import annotations

import resource
from pathlib import Path

import pytest

from benchmarks.faults.files import tried
from graph.errors import SourceError
from loaders.bounds import bounded
from loaders.folder import load_files
from loaders.readers import Limits
from tests.loaders.hostile import HOSTILE, headings
from tests.loaders.readers.files import PLAN, write_txt

# Lower than the defaults, so that the test ends soon; what a file of the issue asks for is far above either.
LIMITS = {"PLANGRAPH_MAX_SECONDS": "4", "PLANGRAPH_MAX_MEMORY_BYTES": str(500 << 20)}
TOO_MUCH = "it needs more than 4 seconds"
EXPECTED = {
    "far-row.xlsx": "",  # either bound, as fast as the machine is
    "one-part.xlsx": "",
    "self-contained.pdf": "",
    "saved-states.pdf": TOO_MUCH,
    "cells.html": "",
    "long-line.txt": "its text has 45113138 bytes; 8388608 is the most (PLANGRAPH_MAX_TEXT_BYTES)",
    "headings.txt": "its text has 10000000 bytes; 8388608 is the most (PLANGRAPH_MAX_TEXT_BYTES)",
    "deep.docx": "",
}


def _used() -> float:
    """Seconds of processor time that the processes took which this one started."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_costs_little_and_the_others_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    for variable, value in LIMITS.items():
        monkeypatch.setenv(variable, value)
    HOSTILE[name](tmp_path / name)
    write_txt(tmp_path / "plan.txt", PLAN)
    before = _used()
    bad, good = load_files([tmp_path / name, tmp_path / "plan.txt"])
    assert _used() - before < 40
    assert good.graph is not None
    assert bad.error is not None
    assert bad.error.startswith(f"{tmp_path / name}: {EXPECTED[name]}")
    assert "\n" not in bad.error
    assert "unexpected" not in bad.error


def test_time_is_bounded_while_a_text_is_parsed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANGRAPH_MAX_SECONDS", "2")
    headings(tmp_path / "a.txt", 600_000)
    (outcome,) = load_files([tmp_path / "a.txt"])
    assert outcome.error == (
        f"{tmp_path / 'a.txt'}: it needs more than 2 seconds of processor time (PLANGRAPH_MAX_SECONDS); split it"
    )


def test_no_library_holds_the_end_of_its_time() -> None:
    def busy() -> None:
        while True:
            try:
                sum(range(10_000))
            except Exception:
                continue

    with pytest.raises(SourceError, match="more than 1 seconds of processor time"), bounded(Limits(seconds=1)):
        busy()


def test_broken_files_of_every_type_end_in_one_line_or_a_plan() -> None:
    found = tried(64, with_hostile=False)
    assert found.tried == found.survived >= 64
    assert found.seconds < 60
