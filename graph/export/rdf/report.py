"""The report of a validation, for people and for programs."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: check, severity (error or warning), what, and where (an IRI or a file)."""

    check: str
    severity: str
    message: str
    where: str = ""


@dataclass(slots=True)
class ValidationReport:
    """The checks that ran, those that were left out and why, the problems, and how many triples were looked at."""

    folder: str
    triples: int = 0
    checks: list[str] = field(default_factory=list)
    left_out: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether no problem is an error."""
        return all(problem.severity != "error" for problem in self.problems)

    def as_json(self) -> dict[str, Any]:
        """The report as plain data."""
        return {**asdict(self), "ok": self.ok}
