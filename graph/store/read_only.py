"""Refuses Cypher that writes, or that reaches outside the store, before an engine sees it.

Engines refuse writes of their own accord when asked to; what they do not refuse (LOAD CSV reads any file or address
that the process can reach) must not be open to whoever may ask a question.
"""

from __future__ import annotations

import re

from graph.errors import QueryError

# Strings, escaped names and comments are skipped; what is left of a text is words and single characters.
_TOKEN = re.compile(
    r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`[^`]*`|//[^\n]*|/\*.*?\*/|(?P<word>[^\W\d]\w*)|(?P<sign>\S)""", re.DOTALL
)
# Sought even inside strings, so that no difference in how an engine reads quotes can hide it.
_LOAD_CSV = re.compile(r"\bLOAD(?:\s|/\*.*?\*/|//[^\n]*\n)+CSV\b", re.IGNORECASE | re.DOTALL)
_WRITES = frozenset(
    [
        "CREATE",
        "INSERT",
        "MERGE",
        "SET",
        "DELETE",
        "DETACH",
        "NODETACH",
        "REMOVE",
        "DROP",
        "FOREACH",
        "ALTER",
        "GRANT",
        "REVOKE",
        "DENY",
    ]
)
_PROCEDURES = frozenset({"db.labels", "db.relationshiptypes", "db.propertykeys"})


def check_read_only(text: str) -> None:
    """Raises QueryError when ``text`` would write, load a file, or call a procedure that is not known to only read."""
    check_no_file_access(text)
    tokens = [m.group() for m in _TOKEN.finditer(text) if m.lastgroup]
    for index, token in enumerate(tokens):
        before = tokens[index - 1] if index else ""
        after = tokens[index + 1] if index + 1 < len(tokens) else ""
        if not token[0].isalpha() or before in {".", ":", "$", "|", "&", "!"} or after in {":", "."}:
            continue  # a property, label, parameter, map key or variable of that name
        word = token.upper()
        if word in _WRITES:
            raise QueryError(f"{word} is refused: queries may only read; load or remove plans to change the store")
        if word == "CALL" and after not in {"{", "("}:
            _check_procedure(tokens[index + 1 :])


def check_no_file_access(text: str) -> None:
    """Raises QueryError when ``text`` would make the engine read a file or an address."""
    if _LOAD_CSV.search(text):
        raise QueryError("LOAD CSV is refused: queries may only read what the store holds")


def _check_procedure(tokens: list[str]) -> None:
    parts = []
    for token in tokens:
        if not (token[0].isalpha() or token in {".", "_"}):
            break
        parts.append(token)
        if len(parts) > 1 and parts[-1] != "." and parts[-2] != ".":
            parts.pop()
            break
    name = "".join(parts)
    if name.lower() not in _PROCEDURES:
        raise QueryError(
            f"CALL {name} is refused: only {', '.join(sorted(_PROCEDURES))} and CALL (…) {{ … }} may be used"
        )
