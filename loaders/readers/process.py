"""Programs that read files somebody else made, run in processes of their own whose time and memory are bounded.

``python -m loaders.readers.process SECONDS BYTES PROGRAM ARGUMENT…`` bounds itself and becomes the program.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence

try:
    import resource
except ImportError:  # Windows: the caller's time limit is the only bound
    resource = None  # type: ignore[assignment]


# How often the work of a program is looked at, in seconds.
_LOOK = 0.5


def bound(seconds: int | None, memory: int, kind: str = "RLIMIT_AS") -> None:
    """Makes the system end this process beyond these bounds, where the system can.

    ``kind`` is what memory is counted: RLIMIT_AS all addresses, RLIMIT_DATA only what is written to.
    """
    if resource is not None:
        _limit(getattr(resource, kind), memory)
        if seconds is not None:
            _limit(resource.RLIMIT_CPU, seconds)


def bound_seconds(seconds: int) -> None:
    """Makes the system end this process after so many more seconds of processor time, where the system can."""
    if resource is not None:
        used = resource.getrusage(resource.RUSAGE_SELF)
        _limit(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + seconds)


def _limit(kind: int, amount: int) -> None:
    hard = resource.getrlimit(kind)[1]
    most = amount if hard == resource.RLIM_INFINITY else min(amount, hard)
    resource.setrlimit(kind, (most, hard))


def run(
    command: Sequence[str],
    seconds: int,
    environment: Mapping[str, str] | None = None,
    watch: Callable[[], None] | None = None,
) -> bytes | None:
    """What ``command`` prints; None when it takes too long. What it started itself ends with it.

    ``watch`` is called while it is waited for, twice a second.
    """
    until = time.monotonic() + seconds
    with subprocess.Popen(  # noqa: S603
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        start_new_session=True,
    ) as process:
        try:
            while (left := until - time.monotonic()) > 0:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    return process.communicate(timeout=min(left, _LOOK) if watch else left)[0]
                if watch:
                    watch()
            return None
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends the process and its session."""
    with contextlib.suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()


def main() -> None:
    """Becomes the program that the arguments name, within the bounds that they set."""
    seconds, memory, *command = sys.argv[1:]
    bound(int(seconds), int(memory), "RLIMIT_DATA")
    os.execv(command[0], command)  # noqa: S606


if __name__ == "__main__":
    main()
