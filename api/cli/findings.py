"""Findings as a table: where, how grave, what, and what to do."""

from __future__ import annotations

from collections.abc import Iterable

from rich.table import Table

from api.cli.messages import Language, say
from api.cli.output import table
from graph.findings import Finding
from loaders.folder import Outcome

_QUOTE = 24


def findings_table(findings: Iterable[tuple[Outcome, Finding]], language: Language) -> Table:
    """A table of (outcome of a file, finding) pairs in ``language``."""
    keys = ("place", "severity", "finding", "advice")
    rows = [
        (_place(outcome, finding), say(finding.severity, language), finding.message(language), finding.advice(language))
        for outcome, finding in findings
    ]
    return table([say(key, language) for key in keys], rows, say("findings", language))


def _place(outcome: Outcome, finding: Finding) -> str:
    if outcome.source is None:
        return outcome.path.name
    line = outcome.source.text.count("\n", 0, finding.start) + 1
    return f"{outcome.path.name}:{line}"
