"""Findings with the file, line, column and place that a person or a program needs to get there."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from graph.findings import Finding
from loaders.document import SourceText

UNREADABLE = "unreadable"
_PAGE = re.compile(r"page \d+")
_LINE_END = re.compile(r"\r\n|\n|\r")
# Only these are stored as they are in the file, so that a line of the text is a line of the file.
AS_STORED = frozenset({"text/plain", "text/markdown"})


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that was checked: its text and findings, or the ``error`` that kept it from being read."""

    path: Path
    source: SourceText | None = None
    findings: Sequence[Finding] = field(default_factory=tuple)
    error: str | None = None


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding where it stands. Lines and columns (code points) count from 1, the end is exclusive, offsets count
    from 0; they are those of the file for .txt and .md, else of the text that was read from it. ``place`` names the
    page and its line, the paragraph or the cell."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int
    start: int
    end: int
    severity: str
    code: str
    message: str
    advice: str
    quote: str
    place: str
    item: str | None


def check_rows(files: Iterable[Checked], language: str = "en") -> list[FindingRow]:
    """The findings of ``files`` in the order of the files and of their texts, in ``language`` (zh or en)."""
    rows: list[FindingRow] = []
    for checked in files:
        lines = LineIndex(checked.source.text if checked.source else "")
        places = _Places(checked.source)
        for finding in sorted(all_findings(checked), key=lambda found: (found.start, found.end, found.code)):
            line, column = lines.position(finding.start)
            end_line, end_column = lines.position(finding.end)
            rows.append(
                FindingRow(
                    str(checked.path),
                    line,
                    column,
                    end_line,
                    end_column,
                    finding.start,
                    finding.end,
                    finding.severity,
                    finding.code,
                    finding.message(language),
                    finding.advice(language),
                    finding.quote,
                    places.at(finding.start),
                    finding.item,
                )
            )
    return rows


def check_data(rows: Iterable[FindingRow]) -> list[dict[str, Any]]:
    """The rows as plain data for JSON."""
    return [asdict(row) for row in rows]


def has_error(rows: Iterable[FindingRow]) -> bool:
    """Whether one of the rows is an error: then ``plangraph check`` exits with 1."""
    return any(row.severity == "error" for row in rows)


def all_findings(checked: Checked) -> list[Finding]:
    """The findings of a file; a file that can't be read has one that says why."""
    if checked.error is None:
        return list(checked.findings)
    reason = checked.error.removeprefix(f"{checked.path}: ")
    return [*checked.findings, Finding(UNREADABLE, 0, 0, words={"reason": reason})]


class LineIndex:
    """Lines and columns of offsets in one text."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in _LINE_END.finditer(text))]

    def position(self, offset: int) -> tuple[int, int]:
        """(line, column) of the code point at ``offset``, both from 1."""
        line = bisect.bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


class _Places:
    """The page, paragraph or cell of offsets in one source."""

    def __init__(self, source: SourceText | None) -> None:
        self._boxes = source.boxes if source else None
        self._places = sorted(source.places) if source else []
        self._starts = [start for start, _, _ in self._places]

    def at(self, offset: int) -> str:
        found = bisect.bisect_right(self._starts, offset) - 1
        if found < 0 or offset >= self._places[found][1]:
            return ""
        place = self._places[found][2]
        if self._boxes and _PAGE.fullmatch(place):  # where the words stand; the paragraph may begin on the page before
            return f"page {self._boxes.page_at(offset)} line {self._boxes.line_at(offset)}"
        return place
