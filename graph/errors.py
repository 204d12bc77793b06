"""The one hierarchy of errors.

A message says what is wrong, where (file, line or cell) and what to do, in one line that can be shown to a
person as it is. Commands print it and exit 1 (2 for an ArgumentError); HTTP turns it into problem details. Nothing
else is caught.
"""

from __future__ import annotations

from collections.abc import Sequence


class PlangraphError(Exception):
    """Base of every error that a user can act on. ``str(error)`` is one printable line."""


class SchemaError(PlangraphError):
    """The schema file contradicts itself: unknown label, dangling reference, reserved key, duplicate."""


class RecordError(PlangraphError):
    """A node or edge that breaks the schema was offered to a plan graph."""


class SourceError(PlangraphError):
    """A file can't be read as a text: missing, unreadable, binary, too large, wrong encoding, encrypted."""


class PlanError(PlangraphError):
    """A text was read, but it is no plan that can be loaded (for example, no task was found)."""


class RegistryError(PlangraphError):
    """The registry of owners or policies, or a lexicon, contradicts itself."""


class StoreError(PlangraphError):
    """A store can't be opened, read or written; what it held before is still there."""


class StoreBusyError(StoreError):
    """Another process is writing to the store."""


class QueryError(PlangraphError):
    """A query text, its parameters or its rows are wrong."""


class ArgumentError(QueryError):
    """A parameter of a named query is missing, unknown or of the wrong type: wrong usage, not a fault of the store."""


class QueryTimeoutError(QueryError):
    """A query ran into its time limit."""


class UnknownNameError(PlangraphError):
    """No plan, work item, owner or query goes by the name that was asked for."""


class AmbiguousNameError(UnknownNameError):
    """More than one thing goes by the name; ``candidates`` are their ids, names and what tells them apart."""

    def __init__(self, line: str, candidates: Sequence[tuple[str, str, str]]) -> None:
        super().__init__(line)
        self.candidates = tuple(candidates)


class ExportError(PlangraphError):
    """An export can't be written, or lacks a setting that it requires."""
