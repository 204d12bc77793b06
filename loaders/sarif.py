"""Findings as SARIF 2.1.0, which code hosts and editors show beside the text."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from graph.findings import FindingKind, finding_kinds
from graph.ids import digest
from loaders.check import AS_STORED, Checked, FindingRow, check_rows

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
VERSION = "2.1.0"


def sarif(files: Iterable[Checked], language: str = "en") -> dict[str, Any]:
    """One SARIF log with one run: every kind of finding as a rule, every finding as a result."""
    checked = list(files)
    rules = list(finding_kinds().values())
    places = {rule.code: at for at, rule in enumerate(rules)}
    results = []
    for at, file in enumerate(checked):
        stored = file.source is not None and file.source.media_type in AS_STORED
        location = {"uri": _uri(file.path), "index": at}
        results += [_result(row, places[row.code], location, stored=stored) for row in check_rows([file], language)]
    run = {
        "tool": {"driver": _driver(rules, language)},
        "columnKind": "unicodeCodePoints",
        "artifacts": [_artifact(file) for file in checked],
        "results": results,
        "invocations": [{"executionSuccessful": all(file.error is None for file in checked)}],
    }
    return {"$schema": SCHEMA, "version": VERSION, "runs": [run]}


def _driver(rules: Iterable[FindingKind], language: str) -> dict[str, Any]:
    return {
        "name": "plangraph",
        "version": importlib.metadata.version("plangraph"),
        "language": language,
        "rules": [
            {
                "id": rule.code,
                "shortDescription": {"text": rule.message[language]},
                "help": {"text": rule.advice[language]},
                "defaultConfiguration": {"level": rule.severity},
            }
            for rule in rules
        ],
    }


def _artifact(file: Checked) -> dict[str, Any]:
    artifact: dict[str, Any] = {"location": {"uri": _uri(file.path)}}
    if file.source is not None:
        artifact["mimeType"] = file.source.media_type
    return artifact


def _result(row: FindingRow, rule: int, location: dict[str, Any], *, stored: bool) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": location}
    if stored:
        physical["region"] = _region(row)
    place: dict[str, Any] = {"physicalLocation": physical}
    names = [(name, kind) for name, kind in ((row.place, "element"), (row.item, "object")) if name]
    if names:
        place["logicalLocations"] = [{"fullyQualifiedName": name, "kind": kind} for name, kind in names]
    return {
        "ruleId": row.code,
        "ruleIndex": rule,
        "level": row.severity,
        "message": {"text": f"{row.message} ({row.advice})" if row.advice else row.message},
        "locations": [place],
        "partialFingerprints": {"plangraph/v1": digest(row.code, row.item or "", row.quote)},
    }


def _region(row: FindingRow) -> dict[str, Any]:
    region: dict[str, Any] = {
        "startLine": row.line,
        "startColumn": row.column,
        "endLine": row.end_line,
        "endColumn": row.end_column,
        "charOffset": row.start,
        "charLength": row.end - row.start,
    }
    if row.quote:
        region["snippet"] = {"text": row.quote}
    return region


def _uri(path: Path) -> str:
    """A relative path as a relative reference, an absolute one as a file URI."""
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())
