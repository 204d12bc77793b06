"""Brackets that name bodies without a word of responsibility: 推进科技创新（市科技局、市财政局）; sentences that only name them.

What they mean is told by a clause (括号内为责任单位) or by how many items of a plan end so, which who asks must know.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from loaders.responsibility import grammar
from loaders.responsibility.lists import Named, read_owners
from loaders.responsibility.markers import Marker, cut_labels, fold_name
from loaders.responsibility.names import Names, is_collective
from loaders.text.deadlines import looks_like_deadline
from loaders.text.lexicon import lexicon
from loaders.text.view import View

_LONGEST = 300
_LONGEST_SENTENCE, _LONGEST_VERB = 200, 20
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


def closing_sentence(view: View, start: int, end: int, names: Names) -> Marker | None:
    """The last sentence of ``start``..``end`` where it says nothing but who leads, answers and helps: 由省商务厅牵头，省财政厅配合。

    It names several bodies; without 由 one of them must be plain, as 各地抓好落实 is said of any task.
    """
    text, words = view.text, lexicon().responsibility
    stop = end - (text[end - 1] in _BEHIND)
    begin = text.rfind("。", start, stop) + 1
    if not start < begin < stop <= begin + _LONGEST_SENTENCE or text.find(":", begin, stop) >= 0:
        return None
    comma = text.rfind(",", begin, stop)
    said = comma if comma > begin and looks_like_deadline(text[comma + 1 : stop]) else stop
    if not grammar.verb_at_end(text, max(begin, said - _LONGEST_VERB), said):
        return None
    if not any(text.find(verb, begin, stop) >= 0 for verb in words.ruling_verbs):
        return None
    found = _listing(view, begin, stop, names, "responsible")
    if found is None:
        return None
    marker, listed = found
    plain = any(names.plain(fold_name(view, named.span)) for named in listed)
    told = len(listed) > 1 and (plain or text.startswith(words.agent, begin))
    return replace(marker, start=begin, end=end) if told else None


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
    """The bracket as a marker where all that it lists is bodies."""
    found = _listing(view, opening + 1, stop - 1, names, role)
    return replace(found[0], start=opening, end=stop) if found else None


def _listing(view: View, start: int, end: int, names: Names, role: str) -> tuple[Marker, list[Named]] | None:
    """``start``..``end`` as a marker, and whom it lists, where all of that is bodies, most of them plainly so."""
    if end <= start or grammar.label_pattern().match(view.text, start, end):
        return None
    listed = read_owners(view.part(start, end), names)
    said = [named.whole or fold_name(view, named.span) for named in listed.names]
    plain = sum(
        bool(named.whole) or names.plain(name) or is_collective(name)
        for named, name in zip(listed.names, said, strict=True)
    )
    timed = all(looks_like_deadline(fold_name(view, span)) for span in listed.rest)
    if not said or not timed or 2 * plain < len(said) or not all(map(names.complete, said)):
        return None
    entries = cut_labels(view.text, start, end, role)
    return Marker(start, end, entries, unsaid=True), listed.names
