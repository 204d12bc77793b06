"""Brackets that name bodies without a word of responsibility: 推进科技创新（市科技局、市财政局）.

What they mean is told by a clause (括号内为责任单位) or by how many items of a plan end so, which who asks must know.
"""

from __future__ import annotations

from collections.abc import Iterator

from loaders.responsibility import grammar
from loaders.responsibility.lists import read_owners
from loaders.responsibility.markers import Marker, cut_labels, fold_name
from loaders.responsibility.names import Names, is_collective
from loaders.text.view import View

_LONGEST = 300
_OPEN, _CLOSE = "([", ")]"
_BEHIND = "。;,."


def closing_bracket(view: View, start: int, end: int, names: Names, role: str = "responsible") -> Marker | None:
    """The bracket of bodies that ends ``start``..``end``."""
    text = view.text
    stop = end
    while stop > start and text[stop - 1] in _BEHIND:
        stop -= 1
    opening = _opening(text, start, stop)
    return _named(view, opening, stop, names, role) if opening is not None else None


def brackets_told(view: View, start: int, end: int, names: Names, role: str) -> Iterator[Marker]:
    """All brackets of bodies in ``start``..``end`` that end a sentence, a clause or the range."""
    text, at = view.text, start
    while (stop := _next_closing(text, at, end)) >= 0:
        at = stop + 1
        ends = at == end or text[at] in _BEHIND
        opening = _opening(text, start, at) if ends else None
        if opening is not None and (marker := _named(view, opening, at, names, role)):
            yield marker


def _next_closing(text: str, at: int, end: int) -> int:
    return min((found for sign in _CLOSE if (found := text.find(sign, at, end)) >= 0), default=-1)


def _opening(text: str, start: int, stop: int) -> int | None:
    """Where the bracket opens that closes before ``stop``, behind some words."""
    if stop - start < 2 or text[stop - 1] not in _CLOSE:
        return None
    depth = 0
    for at in range(stop - 1, max(start, stop - _LONGEST), -1):
        depth += (text[at] in _CLOSE) - (text[at] in _OPEN)
        if depth == 0:
            return at
    return None


def _named(view: View, opening: int, stop: int, names: Names, role: str) -> Marker | None:
    """The bracket as a marker where all that it lists is bodies, most of them plainly so."""
    start, end = opening + 1, stop - 1
    if end <= start or grammar.label_pattern().match(view.text, start, end):
        return None
    listed = read_owners(view.part(start, end), names)
    said = [fold_name(view, named.span) for named in listed.names]
    plain = sum(names.plain(name) or is_collective(name) for name in said)
    if not said or listed.rest or 2 * plain < len(said) or not all(map(names.complete, said)):
        return None
    entries = cut_labels(view.text, start, end, role)
    return Marker(opening, stop, entries, unsaid=True)
