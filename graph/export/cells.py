"""A value as the cell of a CSV table: one way for every table that leaves plangraph.

Lists are joined by ；. A text that a spreadsheet would run as a formula (it begins with = + - @, also in full width, a
tab or a line break) gets a ' in front, and so does one that begins with ', so that taking the first ' of a longer text
away restores it. Numbers stay numbers.
"""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any

LIST_SEPARATOR = "；"
_FORMULA = tuple("=+-@＝＋－＠\t\r\n'")
_NUMBER = re.compile(r"[+-]?(\d+(?:\.\d*)?|\.\d+)([eE][+-]?\d+)?\Z", re.ASCII)


def cell(value: Any, separator: str = LIST_SEPARATOR) -> str:
    """``value`` (None, bool, number, text, list, map) as a cell; a list or map that holds others is JSON."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, list) and not any(isinstance(part, list | dict) for part in value):
        return guarded(separator.join(str(part) for part in value))
    return guarded(json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else str(value))


def guarded(text: str) -> str:
    """``text`` so that no spreadsheet runs it."""
    return f"'{text}" if len(text) > 1 and text.startswith(_FORMULA) else text


def guarded_table(content: bytes) -> bytes:
    """The same for a CSV table that others wrote, in UTF-8, where a number can't be told from a text."""
    held = io.StringIO(newline="")
    rows = csv.reader(io.StringIO(content.decode(), newline=""))
    csv.writer(held).writerows([c if _NUMBER.match(c) else guarded(c) for c in row] for row in rows)
    return held.getvalue().encode()
