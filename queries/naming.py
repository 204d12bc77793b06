"""What a person may call a thing: the ways of naming each kind, from the most to the least exact.

The first way that fits one thing wins; where it fits several, less exact ways may choose among these alone, else the
candidates are named. The command line asks the
store for the things that may be meant, the API looks in its memory: what a word means is decided here for both.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from typing import Any

from graph.characters import SIMPLIFIED
from graph.errors import AmbiguousNameError, UnknownNameError
from graph.ids import name_key

# A thing that may be meant: its id and properties, as far as its kind is named by them.
Row = Mapping[str, Any]
Way = Callable[[Row, str], bool]
_SHOWN = 5
_BRACKETS = str.maketrans("〔〕﹝﹞", "[][]")
# Near misses are looked for among so many names of so many characters at most.
_NEAR_NAMES, _NEAR_LENGTH = 1000, 100


def reading(name: str) -> str:
    """``name`` without what tells apart neither names nor document numbers: width, punctuation, kinds of brackets,
    traditional characters."""
    return name_key(name.translate(_BRACKETS).translate(SIMPLIFIED))


def _values(row: Row, keys: Iterable[str]) -> Iterable[str]:
    for key in keys:
        value = row.get(key)
        yield from value if isinstance(value, list) else () if value is None else (str(value),)


def _is(*keys: str) -> Way:
    return lambda row, word: word in _values(row, keys)


def _reads(*keys: str) -> Way:
    """The same but for width, white space and punctuation."""
    return lambda row, word: bool(key := reading(word)) and any(key == reading(v) for v in _values(row, keys))


def _holds(*keys: str) -> Way:
    return lambda row, word: bool(key := reading(word)) and any(key in reading(v) for v in _values(row, keys))


def _in_body(way: Way) -> Way:
    return lambda row, word: row["part"] == "body" and way(row, word)


_DOCUMENT = (
    _is("id"),
    _reads("name"),
    _is("reference"),
    _reads("doc_number"),
    _reads("aliases"),
    _holds("name"),
    _is("year"),
)
_WAYS: Mapping[str, tuple[Way, ...]] = {
    "item": (_is("id", "reference", "qualified_name"), _in_body(_is("ref")), _is("ref"), _in_body(_is("number", "name")), _is("number", "name")),
    "owner": (
        _is("id"), _reads("name", "qualified_name"), _reads("short_name", "full_name"), _reads("aliases"), _reads("scan_forms"),
    ),
    "plan": _DOCUMENT,
    "policy": _DOCUMENT,
    "entity": (_is("id"), _reads("name"), _holds("name")),
    "section": (_is("id"), _is("name"), _is("number"), _holds("name")),
}  # fmt: skip
# What tells things of one name apart.
_HINTS = {
    "item": "plan", "owner": "jurisdiction", "plan": "doc_number", "policy": "doc_number", "entity": "kind",
    "section": "plan",
}  # fmt: skip
_SPOKEN = {"item": "work item", "entity": "named thing", "thing": "work item, named thing or policy"}


def choose(kind: str, word: str, rows: Iterable[Row], names: Callable[[], Iterable[str]]) -> str:
    """The id of the one of ``rows`` that ``word`` means as an item, owner, plan, policy, entity or section.

    ``names`` gives the names to look for a near miss among. Raises AmbiguousNameError where the most exact way that
    fits any fits several, UnknownNameError where none fits.
    """
    rows, several = list(rows), list[Row]()
    for way in _WAYS[kind]:
        found = {row["id"]: row for row in several or rows if way(row, word)}
        if len(found) == 1:
            return str(next(iter(found)))
        several = several or list(found.values())
    if several:
        raise _ambiguous(kind, word, sorted(several, key=lambda row: str(row["id"])))
    raise unknown(kind, word, names)


def unknown(kind: str, word: str, names: Callable[[], Iterable[str]] = tuple) -> UnknownNameError:
    """The error that nothing of the kind is called so, with the nearest of ``names``."""
    if len(word) > _NEAR_LENGTH:
        return UnknownNameError(f"no {_SPOKEN.get(kind, kind)} is called {word[:_NEAR_LENGTH]!a}…")
    near = difflib.get_close_matches(word, list(dict.fromkeys(islice(names(), _NEAR_NAMES))), n=3, cutoff=0.5)
    hint = f"; did you mean {' or '.join(near)}?" if near else ""
    shown = repr(word) if word.isprintable() else ascii(word)
    return UnknownNameError(f"no {_SPOKEN.get(kind, kind)} is called {shown}{hint}")


def _ambiguous(kind: str, word: str, rows: list[Row]) -> AmbiguousNameError:
    told = [f"{row['id']} ({row['name']}{f', {hint}' if (hint := row.get(_HINTS[kind])) else ''})" for row in rows]
    more = f"; and {len(rows) - _SHOWN} more" if len(rows) > _SHOWN else ""
    line = f"{word!r} can be more than one {_SPOKEN.get(kind, kind)}: {'; '.join(told[:_SHOWN])}{more}; give the id"
    return AmbiguousNameError(line, [(row["id"], row["name"], str(row.get(_HINTS[kind]) or "")) for row in rows])


def plan_and_ref(word: str) -> tuple[str, str]:
    """``PLAN:NUMBER`` as what is said of the plan and of the item; the first is empty where no plan is named."""
    before, colon, ref = word.replace("：", ":").rpartition(":")
    return (before.strip(), ref.strip()) if colon and before.strip() and ref.strip() else ("", word)


def check_word(kind: str, word: str) -> str:
    """``word`` without white space around it; raises UnknownNameError for one that no engine could be asked."""
    word = word.strip()
    if not word or "\x00" in word or any("\ud800" <= c <= "\udfff" for c in word):
        raise UnknownNameError(f"no {_SPOKEN.get(kind, kind)} is called {word[:_NEAR_LENGTH]!a}")
    return word
