"""Faults of the page: words split by page breaks, sentences printed twice, unreadable and wrongly read text."""

from __future__ import annotations

from loaders.structure.build import Context
from loaders.structure.lines import Line


def report_faults(context: Context, lines: list[Line]) -> None:
    """Adds a finding for each fault of the page that shows in the text itself."""
