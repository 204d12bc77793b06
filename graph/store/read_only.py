"""Refuses Cypher that writes, or that reaches outside the store, before an engine sees it.

Engines refuse writes of their own accord when asked to; what they do not refuse (LOAD CSV reads any file or address
that the process can reach) must not be open to whoever may ask a question.
"""

from __future__ import annotations

import re
from itertools import pairwise

from graph.errors import QueryError

# Strings, escaped names and comments are skipped; what is left of a text is words and single characters. Each of them
# may be cut off by the end of the text, so that none is ever scanned twice.
_TOKEN = re.compile(
    r"""'(?:[^'\\]|\\.)*(?:'|\\?\Z)|"(?:[^"\\]|\\.)*(?:"|\\?\Z)|`[^`]*(?:`|\Z)|//[^\n]*"""
    r"""|/\*(?:.*?\*/|.*)|(?P<word>[^\W\d]\w*)|(?P<sign>\S)""",
    re.DOTALL,
)
# An engine may decode these before it looks for quotes and words.
_ESCAPED = re.compile(r"\\u+([0-9A-Fa-f]{4})")
_WRITES = frozenset({
    "ALTER", "CREATE", "DELETE", "DENY", "DETACH", "DROP", "FOREACH", "GRANT", "INSERT", "MERGE", "NODETACH", "REMOVE",
    "REVOKE", "SET",
})  # fmt: skip
# What may follow a column or variable that is called as a clause is; no clause that writes begins with any of these.
_AFTER_ALIAS = frozenset(
    {"", ",", ")", "}", ";", "LIMIT", "MATCH", "ORDER", "RETURN", "SKIP", "UNION", "UNWIND", "WHERE"}
)
_PROCEDURES = frozenset({
    "db.labels", "db.relationshiptypes", "db.propertykeys", "db.index.fulltext.querynodes",
    "db.index.fulltext.awaiteventuallyconsistentindexrefresh",
})  # fmt: skip


def check_read_only(text: str) -> None:
    """Raises QueryError when ``text`` would write, load a file, or call a procedure that is not known to only read."""
    check_no_file_access(text)
    for tokens in _token_lists(text):
        for index, token in enumerate(tokens):
            before = tokens[index - 1] if index else ""
            after = tokens[index + 1] if index + 1 < len(tokens) else ""
            if before in {".", ":", "$", "|", "&", "!"} or after in {":", "."}:
                continue  # a property, label, parameter, map key or variable of that name
            word = token.upper()
            if before.upper() == "AS" and after.upper() in _AFTER_ALIAS:
                continue
            if word in _WRITES:
                raise QueryError(f"{word} is refused: queries may only read; load or remove plans to change the store")
            if word == "CALL" and after not in {"{", "("}:
                _check_procedure(tokens[index + 1 :])


def check_no_file_access(text: str) -> None:
    """Raises QueryError when ``text`` would make the engine read a file or an address."""
    for tokens in _token_lists(text):
        words = [token.upper() for token in tokens]
        if ("LOAD", "CSV") in pairwise(words):
            raise QueryError("LOAD CSV is refused: queries may only read what the store holds")


def _token_lists(text: str) -> list[list[str]]:
    """The words and signs of a text, as it stands and as an engine may decode it."""
    forms = {text, _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)}
    return [[match.group() for match in _TOKEN.finditer(form) if match.lastgroup] for form in sorted(forms)]


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
