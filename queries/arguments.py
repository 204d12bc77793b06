"""From the words of a command line or an address to the typed arguments of a query."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from typing import Any

from graph.errors import ArgumentError
from graph.store.port import Store
from queries.model import REFERENCE_KINDS, Parameter, Query
from queries.references import resolve

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?\Z", re.ASCII)
_INTEGER = re.compile(r"[+-]?\d{1,15}\Z", re.ASCII)
_NUMBER = re.compile(r"[+-]?\d{1,15}(\.\d{1,15})?\Z", re.ASCII)


def typed_arguments(
    store: Store, query: Query, arguments: Mapping[str, Any], *, resolved: bool = False
) -> dict[str, Any]:
    """A value for every parameter of ``query``: given words converted by type, references resolved, defaults filled in.

    With ``resolved`` what is given for a reference is its id already. Raises ArgumentError for an argument that is
    unknown, missing or of the wrong type, UnknownNameError for a name.
    """
    known = [parameter.name for parameter in query.parameters]
    if unknown := sorted(set(arguments) - set(known)):
        takes = f"it takes {', '.join(known)}" if known else "it takes none"
        raise ArgumentError(f"{query.name}: unknown parameter {unknown[0]!r}; {takes}")
    values: dict[str, Any] = {}
    # The plan first: it tells which item a bare number means.
    for parameter in sorted(query.parameters, key=lambda p: p.kind != "plan"):
        given = arguments.get(parameter.name)
        if given is None or (given == "" and (not parameter.required or parameter.kind in REFERENCE_KINDS)):
            if parameter.required:
                raise ArgumentError(f"{query.name}: {parameter.name} is missing: {parameter.en}")
            values[parameter.name] = parameter.default
        elif parameter.kind in REFERENCE_KINDS:
            plan = str(values.get("plan") or "")
            values[parameter.name] = given if resolved else resolve(store, parameter.kind, str(given), plan=plan)
        else:
            values[parameter.name] = _value(parameter, given, f"{query.name}: {parameter.name}")
    return {name: values[name] for name in known}


def _value(parameter: Parameter, given: Any, where: str) -> Any:
    text = str(given).strip() if parameter.type != "string" else str(given)
    if parameter.type == "integer":
        if isinstance(given, bool) or not _INTEGER.match(text):
            raise ArgumentError(f"{where} must be a whole number, not {text!r}")
        if parameter.minimum is not None and int(text) < parameter.minimum:
            raise ArgumentError(f"{where} must be {parameter.minimum} or more, not {text}")
        return int(text)
    if parameter.type == "number":
        if isinstance(given, bool) or not _NUMBER.match(text):
            raise ArgumentError(f"{where} must be a number, not {text!r}")
        return float(text)
    if parameter.type == "date":
        return date_word(text, parameter.end, where)
    if "\x00" in text:
        raise ArgumentError(f"{where} holds a character that no text has (NUL)")
    if parameter.required and not text:
        raise ArgumentError(f"{where} is empty: {parameter.en}")
    if parameter.values and text not in parameter.values:
        raise ArgumentError(f"{where} must be one of {', '.join(parameter.values)}, not {text!r}")
    return text


def date_word(text: str, end: bool, where: str) -> str:
    """An ISO date; with ``end`` a year or a month becomes its last day; ArgumentError names ``where``."""
    match = _DATE.match(text)
    year, month, day = (int(part) if part else 0 for part in match.groups()) if match else (0, 0, 0)
    last = calendar.monthrange(year, month or 12)[1] if year and month <= 12 else 0
    if not last or day > last or (match and "00" in match.groups()[1:]):
        raise ArgumentError(f"{where} must be a date like 2023-12-31, 2023-12 or 2023, not {text!r}")
    return f"{year:04}-{month or 12:02}-{day or last:02}" if end else text
