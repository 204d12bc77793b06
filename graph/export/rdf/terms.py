"""Names and literals: prefixes, IRIs, and texts as N-Triples terms that every reader takes and nothing is lost in.

RDF texts can hold neither lone surrogates nor, in RDF/XML, most control characters. Each such character is replaced
by one private-use character of plane 15, so that the offsets of the evidence still hold; a text that has one of
these private characters itself (none is known) gets U+10FFFD in front of it. ``plain`` undoes ``safe`` exactly.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from graph.schema import load_yaml

LANGUAGE = "zh-hans"  # tags are case-insensitive; RDF 1.1 lets lower case be the common form
_GUARD = "\U0010fffd"
_PLANE = 0xF0000
_BAD = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\U000f0000-\U000f00ff\U000fd800-\U000fdfff\U0010fffd"
)
_UNSAFE = re.compile(f"[{_BAD}]")
_SPECIAL = re.compile(f'[{_BAD}"\\\\\n\r]')
_SAFE = re.compile("\U0010fffd(.)|[\U000f0000-\U000f00ff\U000fd800-\U000fdfff]", re.DOTALL)
_QUOTES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"})
_XSD = "http://www.w3.org/2001/XMLSchema#"
_DATES = (("date", 10), ("gYearMonth", 7), ("gYear", 4))


@cache
def terms() -> Mapping[str, Any]:
    """The data file of prefixes, units, own terms and concepts."""
    found: Mapping[str, Any] = load_yaml(files("graph.export.rdf").joinpath("terms.yaml").read_text("utf-8"))
    return found


def expand(term: str, namespace: str) -> str:
    """The IRI of ``prefix:name``; ``pg:`` is ``namespace``."""
    prefix, _, name = term.partition(":")
    return (namespace if prefix == "pg" else terms()["prefixes"][prefix]) + name


def safe(text: str) -> str:
    """``text`` with characters that RDF/XML or UTF-8 can't hold replaced one for one (see the module)."""
    return _UNSAFE.sub(_hide, text) if _UNSAFE.search(text) else text


def plain(text: str) -> str:
    """The text that ``safe`` was given."""
    return _SAFE.sub(_show, text) if _SAFE.search(text) else text


def _hide(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code >= _PLANE:
        return _GUARD + match[0]
    return chr(_PLANE + (code - 0xFF00 if code >= 0xFFFE else code))


def _show(match: re.Match[str]) -> str:
    if match[1] is not None:
        return match[1]
    code = ord(match[0]) - _PLANE
    return chr(0xFF00 + code if code in (0xFE, 0xFF) else code)


def quoted(text: str) -> str:
    """``text`` as a quoted N-Triples string, made safe."""
    if _SPECIAL.search(text):
        text = safe(text).translate(_QUOTES)
    return f'"{text}"'


def zh(text: str) -> str:
    """A Chinese text as a term."""
    if _SPECIAL.search(text):
        text = safe(text).translate(_QUOTES)
    return f'"{text}"@{LANGUAGE}'


def typed(lexical: str, datatype: str) -> str:
    """A term of an XSD datatype; ``lexical`` must be free of quotes."""
    return f'"{lexical}"^^<{_XSD}{datatype}>'


def integer(value: int) -> str:
    """An xsd:integer, not padded."""
    return f'"{value}"^^<{_XSD}integer>'


def decimal(value: float) -> str:
    """An xsd:decimal with a decimal point and no exponent; reading it gives the same float."""
    lexical = format(Decimal(repr(value)), "f")
    return typed(lexical if "." in lexical else lexical + ".0", "decimal")


def boolean(value: bool) -> str:
    """An xsd:boolean."""
    return typed("true" if value else "false", "boolean")


def day(value: str) -> str:
    """An ISO date, month or year by its XSD datatype; one that no calendar has (2023-13) stays a plain string."""
    for datatype, length in _DATES:
        if len(value) == length and value.isascii():
            try:
                date.fromisoformat(value + "0000-01-01"[length:])
            except ValueError:
                break
            return typed(value, datatype)
    return quoted(value)


def last_day(value: str) -> str | None:
    """The last day of an ISO date, month or year as an xsd:date, which can be compared; None where no calendar has it."""
    year, *rest = value.split("-")
    try:
        month = int(rest[0]) if rest else 12
        last = int(rest[1]) if rest[1:] else monthrange(int(year), month)[1]
        return typed(date(int(year), month, last).isoformat(), "date")
    except (ValueError, IndexError):
        return None
