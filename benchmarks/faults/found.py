"""What a part found, and the memory that it took."""

from __future__ import annotations

import importlib
import resource
from dataclasses import dataclass, replace

# No single one of what is tried may take more.
MOST_SECONDS = 60.0
MOST_MEGABYTES = 1024.0


@dataclass(frozen=True, slots=True)
class Found:
    """How many were ``tried`` and ``survived`` as promised; the ``seconds`` that the longest took; ``note`` says more.

    ``megabytes`` of the largest process, where that is none of the part's own.
    """

    tried: int
    survived: int
    seconds: float
    note: str = ""
    megabytes: float = 0.0

    @property
    def good(self) -> bool:
        """Whether all survived within the bounds."""
        return 0 < self.tried == self.survived and self.seconds <= MOST_SECONDS and self.megabytes <= MOST_MEGABYTES


def measured(name: str, count: int) -> Found:
    """What the part of that name (``part.type`` for one of its types) finds, with the memory of the largest process."""
    part, _, of_type = name.partition(".")
    tried = importlib.import_module(f"benchmarks.faults.{part}").tried
    found: Found = tried(count, f".{of_type}") if of_type else tried(count)
    if found.megabytes:
        return found
    most = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return replace(found, megabytes=most / 1024)
