"""How much memory a process of ours may take, where the system can hold it to that, and when it is looked through."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator
from pathlib import Path


def bound_memory(most: int, *, beside_held: bool = False) -> None:
    """Ends this process's growth at ``most`` bytes of addresses, for good; ``beside_held`` besides those that it has."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # not on every system

        held = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize() if beside_held else 0
        resource.setrlimit(resource.RLIMIT_AS, (held + most, held + most))


@contextlib.contextmanager
def collector_paused() -> Iterator[None]:
    """Makes many small objects, none of which hold each other in circles, without the garbage collector looking through
    them again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
