"""Bars of long work, on a real terminal and where nobody looks on."""

from __future__ import annotations

import os
import pty
import sys
import time

import pytest

from api.cli.progress import progress_bars


def test_a_bar_shows_on_a_terminal_while_there_is_something_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    screen, terminal = pty.openpty()
    with os.fdopen(screen, "rb") as seen, os.fdopen(terminal, "w") as written:
        monkeypatch.setattr(sys, "stderr", written)
        monkeypatch.setenv("TERM", "xterm")
        with progress_bars() as bar:
            reading, writing = bar("reading plans"), bar("writing")
            reading(3, 3)
            writing(40, 100)
            time.sleep(0.5)
        shown = os.read(seen.fileno(), 100_000).decode()
    assert "writing" in shown
    assert "40/100" in shown
    assert "reading plans" not in shown


def test_nothing_is_shown_where_nobody_looks_on(capfd: pytest.CaptureFixture[str]) -> None:
    with progress_bars() as bar:
        bar("writing")(40, 100)
    assert capfd.readouterr().err == ""
