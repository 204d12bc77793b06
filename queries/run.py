"""Runs a named query: arguments in, checked rows out. What comes back is held to what the catalogue declares."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from typing import Any

from graph.errors import QueryError, UnknownNameError
from graph.store.port import DEFAULT_ROW_LIMIT, DEFAULT_TIMEOUT, Rows, Store
from queries.arguments import typed_arguments
from queries.catalogue import catalogue
from queries.model import Answer, Column, Query, Row

_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?\Z", re.ASCII)
_PYTHON: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "date": (str,),
    "strings": (list,),
    "records": (list,),
}


def find_query(name: str) -> Query:
    """The query of that name; raises UnknownNameError that names the nearest ones."""
    queries = catalogue()
    if name not in queries:
        near = difflib.get_close_matches(name, queries, n=3, cutoff=0.5)
        hint = f"did you mean {' or '.join(near)}?" if near else "see: plangraph queries"
        raise UnknownNameError(f"no query is called {name!r}; {hint}")
    return queries[name]


def run_query(
    store: Store,
    name: str,
    arguments: Mapping[str, Any] | None = None,
    *,
    timeout: float = DEFAULT_TIMEOUT,
    row_limit: int = DEFAULT_ROW_LIMIT,
    resolved: bool = False,
) -> Answer:
    """The answer of the query ``name`` to ``arguments`` (words, or values of the right type) on ``store``.

    With ``resolved`` what is given for a reference (an owner, a plan …) is its id already.
    Raises UnknownNameError for a name that nothing goes by, QueryError for wrong arguments or wrong rows,
    QueryTimeoutError.
    """
    query = find_query(name)
    values = typed_arguments(store, query, arguments or {}, resolved=resolved)
    if query.compute is None:
        text = query.indexed if query.indexed and store.full_text else query.text
        rows = store.run(text, values, timeout=timeout, row_limit=row_limit)
    else:
        from queries.answers.view import View

        found = tuple(query.compute(View(store, timeout=timeout), values))
        rows = Rows(tuple(c.name for c in query.columns), found[:row_limit], len(found) > row_limit)
    return Answer(query, values, checked(query, rows), rows.truncated)


def checked(query: Query, rows: Rows) -> tuple[Row, ...]:
    """The rows, when columns and cells are as ``query`` declares; raises QueryError for the first that is not."""
    declared = tuple(column.name for column in query.columns)
    if rows.columns != declared:
        raise QueryError(f"{query.name}: columns {', '.join(rows.columns)} came back, not {', '.join(declared)}")
    for row in rows.rows:
        for column, cell in zip(query.columns, row, strict=True):
            _check_cell(column, cell, query.name)
    if all(column.type != "records" for column in query.columns):
        return rows.rows
    return tuple(tuple(map(_in_order, query.columns, row)) for row in rows.rows)


def _in_order(column: Column, cell: Any) -> Any:
    """A cell whose records have their fields as declared: each engine gives a map in an order of its own."""
    if column.type != "records" or cell is None:
        return cell
    return [{field.name: _in_order(field, record[field.name]) for field in column.fields} for record in cell]


def _check_cell(column: Column, cell: Any, where: str) -> None:
    where = f"{where}: column {column.name}"
    if cell is None:
        if not column.optional:
            raise QueryError(f"{where} came back empty")
        return
    if type(cell) not in _PYTHON[column.type]:
        raise QueryError(f"{where} must be {column.type}, but {type(cell).__name__} came back")
    if column.type == "date" and not _DATE.match(cell):
        raise QueryError(f"{where} must be a date, but {cell[:40]!r} came back")
    if column.type == "strings" and not all(isinstance(word, str) for word in cell):
        raise QueryError(f"{where} must hold strings only")
    if column.type == "records":
        for record in cell:
            if not isinstance(record, dict) or set(record) != {field.name for field in column.fields}:
                raise QueryError(f"{where} must hold records of {', '.join(f.name for f in column.fields)}")
            for field in column.fields:
                _check_cell(field, record[field.name], where)
