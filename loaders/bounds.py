"""The processor time and memory that one file may take, held in the process that reads it."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from graph.errors import SourceError
from loaders.readers.limits import Limits
from loaders.readers.process import bound, bound_seconds

# How many more seconds a library may go on that does not let go, before the system ends the process.
_GRACE = 20
_alone = False


class _TooLongError(BaseException):
    """Raised wherever the process is when its time is up; no ``except Exception`` of a library holds it."""


def stand_alone() -> None:
    """Says that this process does nothing but read files: its memory is bounded, and it may be ended."""
    global _alone
    _alone = True
    bound(None, Limits.from_environment().memory_bytes, "RLIMIT_DATA")


@contextmanager
def bounded(limits: Limits) -> Iterator[None]:
    """Raises SourceError inside when what is done takes more processor time or memory than ``limits`` allow."""
    timed = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    before = signal.signal(signal.SIGPROF, _over) if timed else None
    try:
        if timed:
            signal.setitimer(signal.ITIMER_PROF, limits.seconds, 1)
        if _alone:
            bound_seconds(limits.seconds + _GRACE)
        yield
    except _TooLongError:
        raise SourceError(
            f"it needs more than {limits.seconds} seconds of processor time (PLANGRAPH_MAX_SECONDS); split it"
        ) from None
    except MemoryError:
        raise SourceError(
            f"it needs more than {limits.memory_bytes} bytes of memory (PLANGRAPH_MAX_MEMORY_BYTES); split it"
        ) from None
    finally:
        if timed:
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.signal(signal.SIGPROF, before)


def _over(signum: int, frame: FrameType | None) -> None:
    raise _TooLongError
