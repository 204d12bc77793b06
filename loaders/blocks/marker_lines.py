"""Where a marker on lines of its own ends: many copies print no mark behind 责任单位:市财政局、市统计局, and the line may be
as wide as the text. It has ended where the last name is whole and the next line lists no bodies."""

from __future__ import annotations

import re

from loaders.blocks.lines import ENDS, Line
from loaders.outline.headings import heading_at
from loaders.responsibility.grammar import ROLES, label_kind, label_pattern
from loaders.responsibility.names import is_body
from loaders.responsibility.pieces import without_verb
from loaders.text.lexicon import lexicon
from loaders.text.view import View

_SEPARATORS = re.compile("[、,;:。]")
_STOPS = ENDS.replace(")", "").replace("]", "")
# So much of the end of a line is looked at for its last name; so many names of the next line.
_LONGEST_TAIL = 60
_LONGEST_MARKER = 1500
_LONGEST_LINE = 120
_LONGEST_LABEL = 6
_COLON_NEAR = 12
_LONGEST_REST = 10


def label_at(text: str, at: int) -> bool:
    """Whether a label with its colon stands at ``at`` and is no end of a longer one: 完成 / 时限:."""
    match = label_pattern().match(text, at)
    if match is None or ":" not in text[at : at + _COLON_NEAR]:
        return False
    earlier = (label_pattern().match(text, start) for start in range(max(0, at - _LONGEST_LABEL), at))
    return not any(longer is not None and longer.end() >= match.end() for longer in earlier)


def marker_ends(view: View, lines: list[Line]) -> set[int]:
    """The indexes of the lines before which a marker on lines of its own has ended without a mark."""
    text, ended = view.text, set[int]()
    begin = -1  # of the list of owners that the lines hold
    for index, line in enumerate(lines):
        if label_at(text, line.start):
            label = label_pattern().match(text, line.start)
            owns = label is not None and label_kind(label["label"] or label["short"]) in ROLES
            begin = line.start if owns else -1
            continue
        if begin < 0:
            continue
        before = text[line.start - 1]
        closed = text.count(")", begin, line.start) > text.count("(", begin, line.start)
        if closed or before in _STOPS or line.start - begin > _LONGEST_MARKER:
            begin = -1
        elif before not in lexicon().lines.list_ends:
            tail = _SEPARATORS.split(text[max(begin, line.start - _LONGEST_TAIL) : line.start])[-1]
            heading = heading_at(text, line.start, line.end) is not None
            if is_body(without_verb(tail)) and (heading or not _lists(tail, text[line.start : line.end])):
                ended.add(index)
                begin = -1
            elif heading:
                begin = -1
    return ended


def _lists(tail: str, line: str) -> bool:
    """Whether a line goes on with the list that ends in ``tail``: it begins with the few characters that are the rest
    of a name, and at least half of its pieces are names."""
    listed = line[:_LONGEST_LINE].partition("。")[0]
    first, *others = [piece for piece in _SEPARATORS.split(listed) if piece] or [""]
    if len(first) > _LONGEST_REST:
        return False
    names = [is_body(without_verb(name)) for name in (tail + first, *others)]
    return sum(names) * 2 >= len(names)
