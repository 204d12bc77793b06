"""What a named query is: its question, typed parameters, typed columns, and a Cypher text or a function.

Command line, HTTP, Browser guides and documentation all read these objects; none of them knows a query by name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from queries.answers.view import View

Row = tuple[Any, ...]
Compute = Callable[["View", Mapping[str, Any]], Iterable[Row]]

# The kinds of parameters whose words are resolved to an id; all others are values as they stand.
REFERENCE_KINDS = ("item", "owner", "plan", "policy", "entity", "thing", "section")
VALUE_TYPES = {"text": "string", "date": "date", "integer": "integer", "number": "number"}
COLUMN_TYPES = ("string", "integer", "number", "boolean", "date", "strings", "records")


class _Meant:
    """A meaning by language (``words``)."""

    __slots__ = ()
    words: Mapping[str, str]

    @property
    def zh(self) -> str:
        """In Chinese."""
        return self.words["zh"]

    @property
    def en(self) -> str:
        """In English."""
        return self.words["en"]


@dataclass(frozen=True, slots=True)
class Parameter(_Meant):
    """A parameter: kind (what its word means), value type, meaning by language, default (None when required), and the values allowed.

    ``end`` marks a date whose year or month alone means its last day; ``example`` is a value to try a required one with.
    """

    name: str
    kind: str
    type: str
    words: Mapping[str, str]
    default: str | int | float | None = None
    values: tuple[str, ...] = ()
    minimum: int | None = None
    end: bool = False
    example: str = ""

    @property
    def required(self) -> bool:
        """Whether it must be given."""
        return self.default is None


@dataclass(frozen=True, slots=True)
class Column(_Meant):
    """A column: value type, meaning by language, and whether a cell may be empty (None).

    ``kind`` says of which thing the cell is the id (item, owner, plan …), "" for other cells; ``fields`` are the
    columns of each record in a cell of type records.
    """

    name: str
    type: str
    words: Mapping[str, str]
    kind: str = ""
    optional: bool = False
    fields: tuple[Column, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """A named query. ``kind`` is "cypher" (``text`` is run by a store) or "analysis" (``compute`` asks a view of the
    store and works on the answer). ``indexed`` is a text with the same rows that asks a server's full-text index."""

    name: str
    group: str
    question: Mapping[str, str]
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    text: str = ""
    indexed: str = ""
    kind: str = "cypher"
    compute: Compute | None = None
    chart: Mapping[str, str] = field(default_factory=dict)
    one_row: bool = False

    def parameter(self, name: str) -> Parameter | None:
        """The parameter ``name``, if there is one."""
        return next((p for p in self.parameters if p.name == name), None)


@dataclass(frozen=True, slots=True)
class Answer:
    """The checked rows of a query, in its columns' order; ``truncated`` when a row limit cut them.

    ``arguments`` are the typed values that were used, references resolved to ids.
    """

    query: Query
    arguments: Mapping[str, Any]
    rows: tuple[Row, ...]
    truncated: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns' names."""
        return tuple(column.name for column in self.query.columns)

    def dicts(self) -> list[dict[str, Any]]:
        """The rows as dictionaries by column."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]
