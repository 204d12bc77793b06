"""The one grammar of responsibility (responsibility.yaml): where markers stand in a text and what they say.

A marker is ``label: names`` in brackets, at the start of a line or glued to the end of a sentence, or ``names verb``
in brackets. One scan over the text looks at every bracket and label once; what a bracket holds is read only when
its first or last characters say that it is a marker.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from loaders.document import OwnerMention
from loaders.responsibility import grammar
from loaders.responsibility.grammar import ROLES, label_pattern
from loaders.responsibility.lists import Named, OwnerList, read_owners
from loaders.responsibility.names import Names, is_collective
from loaders.text.deadlines import looks_like_deadline
from loaders.text.lexicon import lexicon
from loaders.text.view import Span, View

_LONGEST_MARKER = 1500
_NEAR = 400
_LONGEST_LIST_LINE = 80
_LONGEST_UNKNOWN = 12
_LONGEST_NOTE = 12
_LONGEST_VERB = 20
# What ends the words before the names of a clause.
_BOUNDARIES = "。;(:\n"
_SENTENCE_ENDS = "。;!?"
_MANY = 3
# A label as short as 领导 or 时限 needs its colon: 领导小组 is none.
_SHORTEST_BARE = 2
_BEFORE_LABEL = '。;!?)]"—-'


@dataclass(frozen=True, slots=True)
class Entry:
    """What one label (or verb) of a marker rules: view characters ``start`` to ``end``."""

    kind: str
    start: int
    end: int


@dataclass(slots=True)
class Marker:
    """View characters ``start`` to ``end``, brackets and labels included.

    ``ordered``: what it names first leads; ``by_comma``: all that it names before its first comma; ``unsaid``: it has no
    word of responsibility.
    """

    start: int
    end: int
    entries: list[Entry] = field(default_factory=list)
    ordered: bool = False
    by_comma: bool = False
    same_below: bool = False
    unsaid: bool = False

    @property
    def owns(self) -> bool:
        """Whether it names owners (not only a time or a person)."""
        return any(entry.kind in ROLES for entry in self.entries)


@dataclass(slots=True)
class Responsibility:
    """Owners that markers state, the open end, and ranges that were no names. The first ``leading`` of the owners
    stand before the first comma."""

    owners: list[OwnerMention] = field(default_factory=list)
    open_ended: bool = False
    rest: list[Span] = field(default_factory=list)
    leading: int = 0


def find_markers(view: View, start: int, end: int, line_starts: Sequence[int], names: Names) -> list[Marker]:
    """The markers between view characters ``start`` and ``end``; ``line_starts`` are those of all lines, ascending."""
    text, found, at = view.text, [], start
    closes = _bracket_ends(text, start, end)
    for match in grammar.anchor_pattern().finditer(text, start, end):
        if match.start() < at:
            continue
        marker = (
            _in_brackets(view, match.start(), end, closes, names)
            if match[0] in "(["
            else _unbracketed(view, match, end, line_starts, names)
        )
        if marker is not None:
            found.append(marker)
            at = marker.end
    return found


def _bracket_ends(text: str, start: int, end: int) -> dict[int, int]:
    """Where each bracket that opens between ``start`` and ``end`` closes."""
    stack: list[int] = []
    closes = {}
    for match in _BRACKETS.finditer(text, start, end):
        if match[0] in "([":
            stack.append(match.start())
        elif stack:
            closes[stack.pop()] = match.start()
    return closes


_BRACKETS = re.compile(r"[()\[\]]")


def _in_brackets(view: View, opening: int, last: int, closes: dict[int, int], names: Names) -> Marker | None:
    text = view.text
    start, stop = opening + 1, closes.get(opening, -1)
    label = label_pattern().match(text, start)
    if stop < 0:
        stop = _sentence_end(text, start, min(last, start + _LONGEST_MARKER))
        if label is not None and text[label.end() - 1] == ":":
            return _marker(text, opening, stop, start, stop)
        return _unclosed(view, opening, stop, last, names)
    if not 0 < stop - start <= _LONGEST_MARKER:
        return None
    end = stop + 1 if text[stop : stop + 1] in ")]" else stop
    if label and text[label.end() - 1] == ":":
        return _marker(text, opening, end, start, stop)
    inner = grammar.labelled_pattern().search(text, start, stop)
    if inner:
        return _from_label(view, opening, end, start, inner.start(), stop, names)
    return _verbal(view, opening, end, start, stop, names)


def _from_label(view: View, opening: int, end: int, start: int, label: int, stop: int, names: Names) -> Marker:
    """A bracket with a label inside: what stands before it counts only where it names bodies."""
    listed = read_owners(view.part(start, min(label, start + _NEAR)), names)
    whole = [names.complete(fold_name(view, named.span)) for named in listed.names]
    named = any(whole) if _rules(view.text, start, label) else whole and all(whole)
    return _marker(view.text, opening, end, start if named else label, stop)


def _unclosed(view: View, opening: int, stop: int, last: int, names: Names) -> Marker | None:
    """A bracket without a label that never closes, as when a scan lost its end: up to the end of what the heading holds,
    or after a sentence one that names several bodies."""
    text, start = view.text, opening + 1
    if start < stop == last:
        return _verbal(view, opening, stop, start, stop, names)
    if not opening or text[opening - 1] not in _SENTENCE_ENDS or not start < last <= start + _LONGEST_MARKER:
        return None
    marker = _verbal(view, opening, last, start, last, names)
    several = marker and len(read_owners(view.part(start, stop), names).names) > 1
    return marker if several else None


def _verbal(view: View, opening: int, end: int, start: int, stop: int, names: Names) -> Marker | None:
    """A bracket without a label: a marker when it ends in a verb and begins with a body."""
    text = view.text
    if text[start] in "([":
        return None
    body = stop - 1 if text[stop - 1] in "。;." else stop
    if _explains(text, start, body):
        return None
    ending = text[max(start, body - 8) : body]
    label = label_pattern().match(text, start)
    labelled = label is not None and label["label"] is not None and label.end() < body
    said = labelled or ending.endswith(lexicon().responsibility.marker_endings) or _rules(text, start, body)
    if not said and not _closes_line(view, opening, end):
        return None
    marker = _marker(text, opening, end, start, stop)
    marker.unsaid = not said
    if not marker.entries or grammar.bracket_clause(text, start, stop):
        return None
    first = marker.entries[0]
    listed = read_owners(view.part(first.start, min(first.end, first.start + _NEAR)), names)
    whole = [names.complete(fold_name(view, named.span)) for named in listed.names]
    times = all(looks_like_deadline(fold_name(view, span)) for span in listed.rest)
    return marker if (any(whole) if said else _all_bodies(listed, whole) and times) else None


def _explains(text: str, start: int, end: int) -> bool:
    """Whether a bracket says what a word before it takes in, here and below: 各县(含某开发区,下同)."""
    words = lexicon().responsibility
    return text.startswith(words.explains, start) and text.endswith(words.same_below, start, end)


def _all_bodies(listed: OwnerList, whole: Sequence[bool]) -> bool:
    """Whether a bracket without words of responsibility lists bodies: all its names are, or most of several."""
    if not whole or not whole[0]:
        return False
    short = all(len(named.printed) <= _LONGEST_UNKNOWN for named in listed.names)
    return all(whole) or (len(whole) >= _MANY and short and sum(whole) * 3 >= len(whole) * 2)


def _closes_line(view: View, opening: int, end: int) -> bool:
    """Whether a bracket stands between the end of a sentence and the end of its line, as markers without words do."""
    if opening == 0 or view.text[opening - 1] not in _SENTENCE_ENDS or end - opening > _NEAR:
        return False
    return end >= len(view) or "\n" in view.source[view.offsets[end - 1] : view.offsets[end]]


def fold_name(view: View, span: Span) -> str:
    """The folded form of a name at ``span``."""
    return view.text[view.index(span.start) : view.index(span.end - 1) + 1]


def _rules(text: str, start: int, stop: int) -> bool:
    """Whether a bracket holds a verb of responsibility before its end: (A牵头;2025年底前完成)."""
    verbs = lexicon().responsibility.ruling_verbs
    return stop - start < _NEAR and any(text.find(verb, start, stop) > start for verb in verbs)


def _unbracketed(view: View, match: re.Match[str], end: int, line_starts: Sequence[int], names: Names) -> Marker | None:
    """A label with a colon at the start of a line or after a sentence; the marker runs to the end of its line."""
    text, at = view.text, match.start()
    line = bisect_left(line_starts, at)
    bulleted = _after_bullet(text, at, line_starts, line)
    at_start = (line < len(line_starts) and line_starts[line] == at) or bulleted
    if not at_start and (text[at - 1] not in _BEFORE_LABEL or match["label"] is None or text[match.end() - 1] != ":"):
        return None
    colon = text[match.end() - 1] == ":"
    if colon and at_start and _addresses(text, match, line_starts[line - 1] if line else at):
        return None
    if not colon and not _stands_apart(view, match, end, names):
        return None
    stop = _line_end(view, at, end, line_starts, names)
    limit = text.find("。", at, stop)
    if limit >= 0 and not grammar.order_pattern().match(text, limit + 1):
        stop = limit + 1
    return _marker(text, line_starts[line - 1] if bulleted else at, stop, at, stop)


def _addresses(text: str, match: re.Match[str], line: int) -> bool:
    """Whether a label is the end of a salutation whose line (``line`` to the label) was full: 各省、市科技⏎【主管部门:】."""
    before = text[line : match.start()]
    last = before[before.rfind("、") + 1 :]
    return (
        len(last) < len(before) <= _LONGEST_LIST_LINE
        and before.startswith(lexicon().responsibility.group_words)
        and before[-1] not in _BEFORE_LABEL
        and is_collective(last + text[match.start() : match.end() - 1])
    )


def _stands_apart(view: View, match: re.Match[str], end: int, names: Names) -> bool:
    """Whether a label without a colon is parted from a name by white space: 责任单位　区科委."""
    at = match.end()
    if match["label"] is None or at >= end or view.offsets[at] == view.offsets[at - 1] + 1:
        return False
    listed = read_owners(view.part(at, min(end, at + _LONGEST_LIST_LINE)), names)
    return bool(listed.names) and names.complete(fold_name(view, listed.names[0].span))


def _after_bullet(text: str, at: int, line_starts: Sequence[int], line: int) -> bool:
    return (
        line > 0 and at - line_starts[line - 1] <= 4 and not any(c.isalnum() for c in text[line_starts[line - 1] : at])
    )


def _line_stop(line_starts: Sequence[int], index: int, end: int) -> int:
    """Where the line with that index ends."""
    return min(end, line_starts[index + 1] if index + 1 < len(line_starts) else end)


def _lists_on(view: View, start: int, stop: int, names: Names) -> bool:
    """Whether a line only carries on a list of names that the line before broke in mid-name: …区规划资⏎源局、区财政局."""
    text = view.text
    if stop - start > _LONGEST_LIST_LINE or "、" not in text[start:stop] or label_pattern().match(text, start):
        return False
    if view.source.count("\n", view.offsets[start - 1], view.offsets[start]) > 1:
        return False
    pieces = text[start:stop].rstrip("。)").split("、")
    return all(names.complete(piece) for piece in pieces)


def _line_end(view: View, at: int, end: int, line_starts: Sequence[int], names: Names) -> int:
    """The end of the line, and of the next ones while a line ends in a separator or the next only carries on."""
    text = view.text
    following = bisect_left(line_starts, at + 1)
    while following < len(line_starts) and line_starts[following] < end:
        stop = line_starts[following]
        if stop - at > _LONGEST_MARKER or not (
            text[stop - 1] in lexicon().responsibility.goes_on
            or _lists_on(view, stop, _line_stop(line_starts, following, end), names)
        ):
            return stop
        following += 1
    return end


def _sentence_end(text: str, at: int, end: int) -> int:
    stops = [stop for stop in (text.find("。", at, end), text.find(")", at, end)) if stop >= 0]
    return min(stops, default=end)


def _marker(text: str, start: int, end: int, first: int, stop: int) -> Marker:
    """A marker whose words stand between ``first`` and ``stop``, cut at its labels and clauses."""
    marker = Marker(start, end)
    clause = grammar.order_pattern().search(text, first, stop)
    if clause:
        marker.ordered, marker.by_comma = True, clause["comma"] is not None
        followed = grammar.same_pattern().search(text, clause.end(), stop) or grammar.below_pattern().search(
            text, clause.end(), stop
        )
        marker.same_below = marker.by_comma or followed is not None
        label = label_pattern().match(text, first, stop)
        stop = stop if label and clause.start() < label.end() else clause.start()
    below = grammar.below_pattern().search(text, first, stop)
    if below:
        stop = below.start()  # the names before 均为责任单位,以下不再列出 own this item, too
        names = names_before(text, stop) if below["middle"] else stop
        if grammar.below_opening_pattern().match(text, names, stop):
            stop = max(first, names)  # those in 以下任务各区均需落实 do not
    while below and stop > first and text[stop - 1] in "([":
        stop -= 1
    marks = grammar.mark_pattern().search(text, first, stop)
    stop = marks.start() if marks else stop
    marker.entries = cut_labels(text, first, stop, "responsible")
    return marker


def names_before(text: str, at: int) -> int:
    """Where the names before the middle of a clause begin: after the last sentence or bracket, and after the last
    piece that a verb of responsibility ends."""
    start, least = at, max(0, at - _NEAR)
    while start > least and text[start - 1] not in _BOUNDARIES:
        start -= 1
        if text[start] in ")]":
            opening = max(text.rfind("(", least, start), text.rfind("[", least, start))
            if opening < 0 or start - opening > _LONGEST_NOTE or ":" in text[opening:start]:
                return start + 1  # a marker, and no 县(市、区)
            start = opening
        elif text[start] == "," and grammar.verb_at_end(text, max(0, start - _LONGEST_VERB), start):
            return start + 1
    return start


def cut_labels(text: str, first: int, stop: int, kind: str) -> list[Entry]:
    """View characters ``first`` to ``stop`` cut at the labels among them; what stands before any label is of ``kind``."""
    labels = list(label_pattern().finditer(text, first, stop))
    labels = [
        m
        for m in labels
        if text[m.end() - 1] == ":"
        or (m["label"] and len(m["label"]) > _SHORTEST_BARE and m.start() == first and m.end() < stop)
    ]
    edges = [*(m.start() for m in labels), stop]
    entries = [Entry(kind, first, edges[0])] if edges[0] > first else []
    for match, edge in zip(labels, edges[1:], strict=True):
        if edge > match.end():
            entries.append(Entry(grammar.label_kind(match["label"] or match["short"]) or kind, match.end(), edge))
    return entries


def owners_of(view: View, entries: Sequence[Entry], names: Names, basis: str = "stated") -> Responsibility:
    """The owners of entries in order, each once, with roles as labels and verbs give them."""
    said = Responsibility()
    seen: set[tuple[str, str]] = set()
    ended = False
    for entry in entries:
        if entry.kind not in ROLES or entry.end <= entry.start:
            continue
        listed = read_owners(view.part(entry.start, entry.end), names)
        said.open_ended |= listed.open_ended
        said.rest += listed.rest
        comma = view.text.find(",", entry.start, entry.end)
        for named in listed.names:
            role = _role(entry, named)
            if (named.printed, role) in seen:
                continue
            seen.add((named.printed, role))
            ended = ended or (comma >= 0 and named.span.start > view.offsets[comma])
            said.leading += not ended
            said.owners.append(OwnerMention(named.printed, named.span, role, basis, len(said.owners) + 1, named.whole))
        ended = ended or bool(listed.names and comma >= 0)
    said.leading = said.leading if ended else 0
    return said


def _role(entry: Entry, named: Named) -> str:
    """A label's role; a verb's where the label only says 责任单位; a lead by any of them."""
    if named.role and (entry.kind == "responsible" or named.role == "lead" or named.called):
        return named.role
    return entry.kind


def starts_with_label(text: str, at: int) -> bool:
    """Whether a label of responsibility, person or time stands at ``at``."""
    return label_pattern().match(text, at) is not None
