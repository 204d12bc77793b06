"""The pieces of a list of owners: one pass over the characters cuts it at separators outside brackets and quotes, or at
white space where none is printed; pieces that are parts of one name are put together again."""

from __future__ import annotations

import re
from functools import cache

from loaders.responsibility import grammar
from loaders.responsibility.names import Names, is_collective
from loaders.text.lexicon import lexicon
from loaders.text.view import View

LONGEST_NAME = 40
_LONGEST_REST = 10
_OPEN, _CLOSE = "([《", ")]》"
_BREAK = re.compile("<br/?>")


def cut(view: View, names: Names) -> list[tuple[int, int]]:
    """The pieces of the list that ``view`` holds: view characters, in order, separators left out."""
    text = view.text
    separators = lexicon().responsibility.separators
    cuts, depth, quoted = [0], 0, False
    for at, char in enumerate(text):
        if char in _OPEN:
            depth += 1
        elif char in _CLOSE:
            depth = max(0, depth - 1)
        elif char == '"':
            quoted = not quoted
        elif char in separators and depth == 0 and not quoted:
            cuts += [at, at + 1]
        elif char == "<" and depth == 0 and (tag := _BREAK.match(text, at)):
            cuts += [at, tag.end()]
    cuts.append(len(text))
    pieces = list(zip(cuts[::2], cuts[1::2], strict=True))
    if len(pieces) == 1:
        return _at_gaps(view, *pieces[0], names)
    return _joined(text, pieces, names)


def _joined(text: str, pieces: list[tuple[int, int]], names: Names) -> list[tuple[int, int]]:
    """Pieces that are parts of one name put together: 各镇、街道; 市、区有关部门; 各有关部门、单位及各区."""
    leads = lexicon().responsibility.leads_in
    found: list[tuple[int, int]] = []
    for start, end in pieces:
        before = text[found[-1][0] : min(found[-1][1], found[-1][0] + 2 * LONGEST_NAME)] if found else ""
        short = end - start <= LONGEST_NAME and len(before) <= LONGEST_NAME
        goes_on = before in leads or _carries_on(text, before, start, end, names)
        if short and before and (goes_on or _describes(text, found[-1][0], start, end, names)):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _carries_on(text: str, before: str, start: int, end: int, names: Names) -> bool:
    """Whether a piece behind 、 has no name of its own: it ends the collective before it."""
    if not before or text[start - 1] != "、":
        return False
    bare = without_verb(text[start:end])
    joiner = grammar.joiner_pattern().search(bare)
    if joiner and joiner[0] not in "()[]":
        bare = bare[: joiner.start()]
    if grammar.places_pattern().search(before):
        place = grammar.last_place_pattern().match(bare)
        rest = bare[place.end() :] if place else ""
        if place and (not rest or (place[0].endswith((")", "]")) and names.complete(rest))):
            return True
    words = lexicon().responsibility
    if before.startswith(words.all_of_place) and not names.complete(before) and not is_collective(before):
        return bare.endswith(words.collectives.nouns)
    return is_collective(before) and bare in words.carries_on


def _describes(text: str, begin: int, start: int, end: int, names: Names) -> bool:
    """Whether a piece behind 、 ends the description of bodies that 等 leads in to in the piece before it."""
    described = grammar.described_pattern().search(without_verb(text[begin:end])) if text[start - 1] == "、" else None
    return (
        described is not None
        and described.start() < start - begin
        and names.complete(text[begin : begin + described.start()])
    )


def _at_gaps(view: View, start: int, end: int, names: Names) -> list[tuple[int, int]]:
    """A piece cut at white space, where both sides look like complete bodies."""
    parts, begin = [], start
    for at, _ in view.runs(start, end)[1:]:
        if view.apart(at) and _parts_at(view.text, begin, at, end, names):
            parts.append((begin, at))
            begin = at
    return [*parts, (begin, end)]


def _parts_at(text: str, begin: int, at: int, end: int, names: Names) -> bool:
    left = text[begin:at]
    if left in lexicon().responsibility.prefixes or at - begin > LONGEST_NAME:
        return False
    if left.endswith(lexicon().responsibility.group_words):
        return False  # 各有关 部门 is one collective, parted by the end of a line
    if text[at] in _OPEN or (text.startswith(lexicon().responsibility.place_endings, at) and left[-1] in _place_ends()):
        return False  # 各县 (区)政府, 各县区 人民政府
    if left[-1] in _place_ends() and text.startswith(lexicon().responsibility.place_bodies, at):
        return False  # 相关市 直部门
    right = without_verb(text[at:end])
    words = lexicon().responsibility
    if right in words.body_endings or (left.endswith(words.head_offices) and right.endswith(words.branches)):
        return False  # 各县人民 政府, 人民银行 临江中心支行
    if left.startswith(words.group_words) and not left.endswith((*words.body_endings, *_place_ends())):
        return is_collective(left)  # 各级司 法行政部门
    if left.startswith(words.group_words) and left[-1] in _place_ends() and right.startswith(words.places):
        return False  # 各乡 镇街道
    if end - at <= _LONGEST_REST and names.complete(text[begin:at] + right) and not names.complete(right):
        return False  # 各地各有关部 门: the end of a line parts a name that looked whole
    return names.complete(without_verb(left)) and (end - at >= 2)


def without_verb(name: str) -> str:
    """``name`` without the verb of responsibility at its end."""
    match = grammar.verb_at_end(name, 0, len(name))
    return name[: match.start()] if match else name


@cache
def _place_ends() -> frozenset[str]:
    return frozenset(place[-1] for place in lexicon().responsibility.places) | set(")]")
