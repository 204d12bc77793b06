"""Checks that hold a query's text to its header, to the schema and to the Cypher that both engines run."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from graph.errors import QueryError
from graph.schema import load_yaml, schema
from graph.store.read_only import check_read_only
from queries.model import Query

# Strings and comments say nothing of a text's structure and are blanked; an escaped ASCII name is a name.
_QUIET = re.compile(r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`(\w*)[^`]*`|//[^\n]*""", re.ASCII)
_PARAMETER = re.compile(r"\$(\w+)")
_LABELS = re.compile(r"(?:\(\w*|\b\w+):([A-Z][a-z]\w*(?:\|[A-Z]\w*)*)")
_TYPES = re.compile(r"\[\w*:([A-Z_]+(?:\|[A-Z_]+)*)")
_PROPERTY = re.compile(r"\b[a-z]\w*\.([a-z_]\w*)")
_MAP_KEY = re.compile(r"[{,]\s*([a-z_]\w*)\s*:")
_PROCEDURE = re.compile(r"\bCALL\s+[\w.]+")
_ALIAS = re.compile(r"(?:\bAS\s+)?(\w+)\s*\Z")
_END_OF_RETURN = re.compile(r"\b(?:ORDER\s+BY|SKIP|LIMIT)\b")


def check_text(query: Query, where: str) -> None:
    """Raises QueryError, which names ``where``, for the first thing that is wrong with a query's text."""
    if not query.text:
        raise QueryError(f"{where}: there is no text below the header")
    plain = _QUIET.sub(lambda match: match.group(1) or " ", query.text)
    for pattern, reason in _forbidden():
        if match := pattern.search(plain):
            raise QueryError(f"{where}: {match.group().strip()!r} is not allowed: {reason}")
    _check_parameters(query, plain, where)
    _check_columns(query, plain, where)
    _check_names(plain, where)


def check_drawing(query: Query, where: str) -> None:
    """The same for a text that draws: it may return nodes and paths and is run by Neo4j alone, but only reads."""
    plain = _QUIET.sub(lambda match: match.group(1) or " ", query.text)
    check_read_only(query.text)
    _check_parameters(query, plain, where)
    _check_names(plain, where)


def check_indexed(query: Query, where: str) -> None:
    """The same for a text that asks a server's full-text index: one engine's procedures, but columns as declared."""
    plain = _QUIET.sub(lambda match: match.group(1) or " ", query.text)
    check_drawing(query, where)
    _check_columns(query, plain, where)


@cache
def _forbidden() -> tuple[tuple[re.Pattern[str], str], ...]:
    raw = load_yaml(files("queries").joinpath("subset.yaml").read_text("utf-8"))
    return tuple((re.compile(rule["pattern"], re.IGNORECASE), rule["reason"]) for rule in raw)


def _check_parameters(query: Query, plain: str, where: str) -> None:
    used, declared = set(_PARAMETER.findall(plain)), {p.name for p in query.parameters}
    if missing := sorted(used - declared):
        raise QueryError(f"{where}: ${missing[0]} is used but not declared")
    if idle := sorted(declared - used):
        raise QueryError(f"{where}: parameter {idle[0]} is declared but not used")


def _check_columns(query: Query, plain: str, where: str) -> None:
    returned = returned_columns(plain)
    declared = tuple(column.name for column in query.columns)
    if returned != declared:
        raise QueryError(
            f"{where}: the text returns {', '.join(returned) or 'nothing'}, declared are {', '.join(declared)}"
        )
    tail = _outer(plain)[1]
    if not query.one_row and not re.search(r"\bORDER\s+BY\b", tail):
        raise QueryError(f"{where}: the last RETURN has no ORDER BY; say rows: one if it gives a single row")


def returned_columns(plain: str) -> tuple[str, ...]:
    """The names of the columns of a text's last outer RETURN, in order."""
    items = _END_OF_RETURN.split(_outer(plain)[1])[0].removeprefix("DISTINCT ")
    names = []
    depth = begin = 0
    for index, char in enumerate(items + ","):
        depth += (char in "([{") - (char in ")]}")
        if char == "," and depth == 0:
            match = _ALIAS.search(items[begin:index])
            names.append(match.group(1) if match else "?")
            begin = index + 1
    return tuple(names) if items.strip() else ()


def _outer(plain: str) -> tuple[str, str]:
    """A text before and after its last RETURN that stands in no braces."""
    depth, found = 0, -1
    for match in re.finditer(r"[{}]|\bRETURN\b", plain):
        sign = match.group()
        if sign == "RETURN" and depth == 0:
            found = match.end()
        depth += (sign == "{") - (sign == "}")
    return (plain, "") if found < 0 else (plain[:found], plain[found:].strip())


def _check_names(plain: str, where: str) -> None:
    s = schema()
    plain = _PROCEDURE.sub("CALL", plain)
    labels = {name for label in s.labels.values() for name in label.labels}
    for names, known, what in ((_LABELS, labels, "label"), (_TYPES, set(s.relationships), "relationship")):
        for group in names.findall(plain):
            for name in group.split("|"):
                if name not in known:
                    raise QueryError(f"{where}: the schema has no {what} {name}")
    known_keys = {"id", "name", *s.evidence, *_MAP_KEY.findall(plain)}
    for label in s.labels.values():
        known_keys.update(label.properties)
    for relationship in s.relationships.values():
        known_keys.update(relationship.properties)
    for key in _PROPERTY.findall(plain):
        if key not in known_keys:
            raise QueryError(f"{where}: the schema has no property {key}")
