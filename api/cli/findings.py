"""Findings as a table: where, how grave, what, and what to do."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table

from api.cli.messages import Language, say
from api.cli.output import table
from loaders.check import FindingRow


def findings_table(rows: Sequence[FindingRow], language: Language) -> Table:
    """A table of findings in ``language``; the file goes without its folders."""
    keys = ("place", "severity", "finding", "advice")
    cells = [
        (
            f"{row.file.rpartition('/')[2]}:{row.line}{on_page(row.place, language)}",
            say(row.severity, language),
            row.message,
            row.advice,
        )
        for row in rows
    ]
    return table([say(key, language) for key in keys], cells, say("findings", language))


def on_page(place: str, language: Language) -> str:
    """The page of a paged source, after the line: (p. 3)."""
    words = place.split()
    if len(words) < 2 or words[0] != "page":
        return ""
    return say("on-page", language, page=words[1])
