"""An answer as a person wants to see it in a table: names rather than ids, words rather than codes.

Programs ask for JSON or CSV and get every column; ``--all`` shows every column in a table too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from api.cli.messages import ENGLISH, Language, known_word
from api.cli.output import cell
from graph.languages import label_words
from graph.schema import schema
from queries.model import Answer, Column

# Where a quote stands: for programs; the quote itself is shown.
_PLACE = frozenset({"source", "start", "end"})
# What stands alone takes the place of the plain name where one name stands for several things, else it is left out.
_STANDS_ALONE = {
    "owner_qualified": "owner", "partner_qualified": "partner", "on_owner_qualified": "on_owner", "reference": "ref",
    "qualified_name": "found",
}  # fmt: skip
# More columns than this of a single row are read more easily from top to bottom.
_WIDE = 6


@dataclass(frozen=True, slots=True)
class Shown:
    """Headings and rows of a table."""

    headings: list[str]
    rows: list[list[Any]]


def shown(answer: Answer, language: Language) -> Shown:
    """The columns that say something to a person; a single wide row is turned into a column of facts."""
    left_out = _doubles(answer)
    columns = [
        (index, column)
        for index, column in enumerate(answer.query.columns)
        if column.name not in left_out and _speaks(column, index, answer.rows)
    ]
    headings = [column.words[language] for _, column in columns]
    rows = [[_said(row[index], column, language) for index, column in columns] for row in answer.rows]
    if len(rows) == 1 and len(headings) > _WIDE:
        return Shown([], [[heading, cell(value)] for heading, value in zip(headings, rows[0], strict=True)])
    return Shown(headings, rows)


def _doubles(answer: Answer) -> set[str]:
    """Of each pair of a plain name and one that stands alone, the one that is not shown."""
    places = {name: index for index, name in enumerate(answer.columns)}
    found = set()
    for alone, plain in _STANDS_ALONE.items():
        if alone in places and plain in places:
            pairs = {(row[places[plain]], row[places[alone]]) for row in answer.rows}
            found.add(plain if len(pairs) > len({name for name, _ in pairs}) else alone)
    return found


def _speaks(column: Column, index: int, rows: Sequence[Sequence[Any]]) -> bool:
    if column.kind or column.name in _PLACE:
        return False
    return any(row[index] not in (None, "", []) for row in rows)


def _said(value: Any, column: Column, language: Language) -> Any:
    if column.type == "records" and isinstance(value, list):
        hidden = {field.name for field in column.fields if field.kind or field.name in _PLACE}
        lines = (" ".join(cell(v) for v in _record(record, hidden).values() if v is not None) for record in value)
        return "\n".join(lines)
    if isinstance(value, list):
        return [_said(part, column, language) for part in value]
    return word(value, language) if isinstance(value, str) else value


def _record(record: dict[str, Any], hidden: set[str]) -> dict[str, Any]:
    """A record's telling fields, the reference before the name."""
    kept = {key: value for key, value in record.items() if key not in hidden}
    return {key: kept[key] for key in sorted(kept, key=lambda key: key != "ref")}


def word(value: str, language: Language) -> str:
    """A label, relationship type, role or other code of ours in ``language``; any other text as it is."""
    s = schema()
    # A label is English as it stands; what the schema says of it there is a description.
    if value in s.relationships or (value in s.labels and language != ENGLISH):
        return (label_words(value) or {})[language]
    return known_word(value, language) or value
