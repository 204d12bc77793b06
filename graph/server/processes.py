"""Processes that outlive the command which started them: known again by pid and start time, so that a pid which
the system gave to another program in the meantime is never taken for ours.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil  # type: ignore[import-untyped]


@dataclass(frozen=True, slots=True)
class ProcessMark:
    """A process by pid and by the time at which it started (seconds since 1970)."""

    pid: int
    started: float

    def alive(self) -> bool:
        """Whether this very process still runs."""
        return self._process() is not None

    def stop(self, seconds: float) -> bool:
        """Asks the process to end and waits; ends it by force after ``seconds``. True when it ended by itself."""
        process = self._process()
        if process is None:
            return True
        try:
            process.terminate()
            process.wait(seconds)
        except psutil.NoSuchProcess:
            return True
        except psutil.TimeoutExpired:
            process.kill()
            process.wait(seconds)
            return False
        return True

    def _process(self) -> psutil.Process | None:
        try:
            process = psutil.Process(self.pid)
            same = abs(process.create_time() - self.started) < 1 and process.status() != psutil.STATUS_ZOMBIE
        except psutil.NoSuchProcess:
            return None
        return process if same else None


def spawn(command: Sequence[str | Path], log: Path, environment: Mapping[str, str]) -> ProcessMark:
    """Starts ``command`` on its own, away from this terminal, what it prints going to ``log``."""
    flags = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0) | getattr(subprocess, "DETACHED_PROCESS", 0)
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 - a fixed command of ours
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=dict(environment),
            start_new_session=sys.platform != "win32",
            creationflags=flags,
        )
    started = psutil.Process(process.pid).create_time()
    process.returncode = 0  # it is meant to outlive us; without this, Popen warns when it is collected
    return ProcessMark(process.pid, started)
