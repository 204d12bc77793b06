"""Lists of owners: names, the roles that verbs among them give, and whether the list is left open (等).

A list is cut into pieces (pieces.py); each is then read by itself, so the time is linear in the length of the list.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from loaders.outline.headings import heading_at
from loaders.registry import registry
from loaders.responsibility import grammar
from loaders.responsibility.names import Names, is_body, is_collective, is_person, tells_persons
from loaders.responsibility.pieces import LONGEST_NAME, cut, without_verb
from loaders.responsibility.shared_endings import ends_list, is_bare, shared_endings
from loaders.text.lexicon import lexicon
from loaders.text.view import Span, View

_LONGEST_GROUP = 60
_LONGEST_VERB = 20
_NUMBERS = frozenset("(123456789①②③④⑤⑥⑦⑧⑨")
_PERSON_SIZES = (3, 2, 4)


class Named(NamedTuple):
    """A name as printed (white space left out), where it stands, and the role that a verb gives it, if one does.

    ``whole`` is the name with what the list prints once for several (省科技厅、财政厅: 省财政厅), else empty; ``called``
    when it is called in by the body before it (会同).
    """

    printed: str
    span: Span
    role: str | None = None
    whole: str = ""
    called: bool = False


@dataclass(slots=True)
class OwnerList:
    """The names of a list in order; ``open_ended`` when it ends in 等; ``rest`` holds pieces that are no names."""

    names: list[Named] = field(default_factory=list)
    open_ended: bool = False
    rest: list[Span] = field(default_factory=list)


def read_owners(view: View, names: Names) -> OwnerList:
    """The owners that ``view`` lists (a marker without its label, or a cell)."""
    return _Reader(view, names).read()


class _Reader:
    def __init__(self, view: View, names: Names) -> None:
        self.view, self.text, self.names = view, view.text, names
        self.found = OwnerList()
        self.pending = 0
        self.helping = False
        self.prefix = ""
        self.duties = False

    def read(self) -> OwnerList:
        if self.text not in lexicon().responsibility.none:
            for start, end in cut(self.view, self.names):
                if start and self.text[start - 1] in ",;。":
                    self.helping = False
                self._piece(start, end)
            self._share_endings()
        return self.found

    def _share_endings(self) -> None:
        """Gives names what the list prints once behind the last of several places."""
        named = self.found.names
        runs = [0, *(at for at in range(1, len(named)) if not self._listed_together(at)), len(named)]
        for first, last in itertools.pairwise(runs):
            if last - first < 2:
                continue
            for at, whole in shared_endings([each.printed for each in named[first:last]], self.names).items():
                each = named[first + at]
                named[first + at] = each._replace(whole=whole)
                self.found.open_ended |= lexicon().responsibility.open_end.sign in each.printed

    def _listed_together(self, at: int) -> bool:
        """Whether 、 or a joiner is all that stands between a name and the one before it."""
        between = self.view.source[self.found.names[at - 1].span.end : self.found.names[at].span.start].strip()
        return between == "、" or between in lexicon().responsibility.joiners

    def _piece(self, start: int, end: int) -> None:
        """One piece between separators: verb off the end, names split where they join, open endings dropped."""
        if not self.helping and self.names.known(self.text[start:end]):
            self._body(start, end)
            return
        if grammar.time_pattern().match(self.text, start, end):
            self.found.rest.append(self.view.span(start, end))
            return
        start = self._after_colon(self._after_number(start, end), end)
        if self._is_duty(start, end):
            self.found.rest.append(self.view.span(start, end))
            return
        call = grammar.calls_in_pattern().match(self.text, start, end)
        start = call.end() if call else start
        if start == end:
            return
        end, role = self._verb(start, end)
        call = self._calls_in(start, end)
        if call:
            self._listed(start, call.start())
            self._assign("lead")
            self.helping = True
            start = call.end()
        self._listed(start, end)
        if self.helping:
            self._assign("support")
        elif role:
            self._assign(role)

    def _after_number(self, start: int, end: int) -> int:
        """Where a piece begins behind its number: 1.市林业局完成造林."""
        heading = heading_at(self.text, start, end) if self.text[start : start + 1] in _NUMBERS else None
        return heading.end if heading and heading.end < end else start

    def _is_duty(self, start: int, end: int) -> bool:
        """Whether a piece only says what the body before it has to do."""
        verb = grammar.predicate_pattern().match(self.text, start, end)
        if (not verb and not self.duties) or start == end or not self.found.names:
            return False
        name = _closed(without_verb(self.text[start:end]))
        listed = self.duties and self.text[start - 1] == "、"  # 负责新建、改建学校
        whole = self.names.plain(name) or is_collective(name) if listed else self.names.whole(name)
        self.duties = self.duties and not (whole and not listed)
        return not whole and not self._predicate(start, end)[1]

    def _after_colon(self, start: int, end: int) -> int:
        """Where names begin behind a word that is no label of ours: 分工方案:市发展改革委. A piece without a body
        behind it (目标位置:全省前5) is no name."""
        colon = self.text.find(":", start, end)
        if colon < 0 or colon == end - 1 or not self.text[start:colon].isalnum():
            return start
        left, right = self.text[start:colon], without_verb(self.text[colon + 1 : end])
        if self.names.complete(left) or self.names.complete(right) or self._predicate(colon + 1, end)[1]:
            return start if self.names.complete(left) else colon + 1
        self.found.rest.append(self.view.span(start, end))
        return end

    def _verb(self, start: int, end: int) -> tuple[int, str | None]:
        """Where the names of a piece end, and the role that the verb behind them gives."""
        match = grammar.verb_at_end(self.text, max(start, end - _LONGEST_VERB), end)
        if match:
            return match.start(), grammar.verbs()[match["verb"]]
        if self.names.whole(self.text[start:end]):
            return end, None
        return self._predicate(start, end)

    def _predicate(self, start: int, end: int) -> tuple[int, str | None]:
        """A name cut off a predicate of any words: 各单位按职责完成有关工作, 区财政局牵头做好资金保障."""
        for match in grammar.predicate_pattern().finditer(self.text, start + 2, min(end, start + _LONGEST_GROUP)):
            if self.names.whole(_closed(self.text[start : match.start()])):
                self.duties = True
                return match.start(), grammar.predicates()[match["verb"]] if match["verb"] else "responsible"
        return end, None

    def _calls_in(self, start: int, end: int) -> re.Match[str] | None:
        """The word by which one body calls in others: 会同."""
        for match in grammar.calls_in_pattern().finditer(self.text, start + 2, min(end, start + _LONGEST_GROUP)):
            if self.names.complete(_bare(_closed(without_verb(self.text[start : match.start()])))):
                return match
        return None

    def _assign(self, role: str) -> None:
        named = self.found.names
        for index in range(self.pending, len(named)):
            if named[index].role is None:
                named[index] = named[index]._replace(role=role, called=self.helping)
        self.pending = len(named)

    def _listed(self, start: int, end: int) -> None:
        """The names between ``start`` and ``end``, parted by joiners."""
        end = self._verb(start, end)[0]
        if self.helping and grammar.open_tail_pattern().fullmatch(self.text, start, end):
            self.found.open_ended = True  # 会同有关部门
            return
        for begin, stop in self._split(start, end):
            self._name(begin, stop)

    def _split(self, start: int, end: int) -> list[tuple[int, int]]:
        """A piece at its joiners (及, 和 …), where both sides look like complete bodies."""
        text, parts, begin = self.text, [], start
        if (end - start > 2 and not self.names.known(text[start:end])) or end - start > LONGEST_NAME:
            depth, last_end = 0, start
            for match in grammar.joiner_pattern().finditer(text, start, end):
                word = match[0]
                if word in "([":
                    depth += 1
                elif word in ")]":
                    depth = max(0, depth - 1)
                elif depth == 0 and match.start() >= last_end and self._joins(begin, match, end):
                    parts.append((begin, match.start()))
                    begin = last_end = match.end()
        return [*parts, (begin, end)]

    def _joins(self, begin: int, match: re.Match[str], end: int) -> bool:
        text, words = self.text, lexicon().responsibility
        if text.startswith(grammar.never_split(), match.start()):
            return False
        left = text[max(begin, match.start() - LONGEST_NAME) : match.start()]
        right = text[match.end() : min(end, match.end() + LONGEST_NAME)]
        if grammar.open_pattern().search(left):
            if left.endswith(words.group_heads) and right.startswith(words.group_tails):
                return False  # 等相关部门和单位
            return bool(right) and not grammar.open_pattern().search(
                text, max(begin, match.start() - LONGEST_NAME), end
            )
        left = _bare(left)
        following = grammar.joiner_pattern().search(right)
        first = _closed(right[: following.start()] if following else right)
        if not left or not right or (left in grammar.group_heads() and first in grammar.group_tails()):
            return False
        if is_bare(left, self.names) and ends_list(without_verb(_closed(right))):
            return True  # 海淀和丰台区政府
        if is_bare(right, self.names) and self.names.plain(left):
            return True  # 省交通厅和广州、深圳市政府
        return self.names.complete(left) and self._begins_with_body(right)

    def _begins_with_body(self, right: str) -> bool:
        """Whether what follows a joiner is a body, up to the next joiner or an open ending."""
        right = _closed(right)
        return self.names.complete(right) or any(
            self.names.complete(right[: match.start()])
            for match in list(grammar.joiner_pattern().finditer(right))[:4]
            if match[0] not in "()[]"
        )

    def _name(self, start: int, end: int) -> None:
        """One name, or (where 等 stands in it) a name and the group behind it."""
        text = self.text
        prefix = grammar.before_pattern().match(text, start, end)
        if prefix and not self.names.known(text[start:end]):
            start = prefix.end()
        end, group = self._ending(start, end)
        self._body(start, end)
        if group:
            self._body(*group)

    def _ending(self, start: int, end: int) -> tuple[int, tuple[int, int] | None]:
        """Where a name ends before 等, and the group that 等 leads to where it says whose it is."""
        text, sign = self.text, lexicon().responsibility.open_end.sign
        at = text.find(sign, start + 1, end)
        if at < 0 or end - start > LONGEST_NAME + _LONGEST_GROUP or self.names.known(text[start:end]):
            return end, None
        while at >= 0:
            if grammar.open_pattern().fullmatch(text, at, end) or grammar.described_pattern().fullmatch(text, at, end):
                self.found.open_ended = True
                return at, None
            if is_collective(text[at + 1 : end]) and self.names.complete(text[start:at]):
                return at, (at + 1, end)
            at = text.find(sign, at + 1, end)
        return end, None

    def _body(self, start: int, end: int) -> None:
        """The name of one body, without what stands beside it."""
        text = self.text
        role, start, end = _bracket_role(text, start, end)
        end = self._without_persons(start, end)
        if self._marked(start, end):
            role = "lead"
        by = text.rfind(lexicon().responsibility.agent, start, end)
        if by > start and self.names.complete(text[by + 1 : end]):
            start = by + 1
        ornaments = _ornaments()
        while end > start and (text[end - 1] in ornaments or text[end - 1] in "(["):
            end -= 1
        while start < end and text[start] in ornaments:
            start += 1
        name = text[start:end]
        if not name or name in _no_names() or not any(c.isalnum() for c in name):
            return
        if self.found.names and (self.view.apart(start) or self.names.with_persons) and tells_persons(name):
            return
        if end - start > _LONGEST_GROUP or name.startswith(lexicon().responsibility.no_name_starts):
            self.found.rest.append(self.view.span(start, end))
            return
        whole = self._with_prefix(name)
        self.found.names.append(Named(self.view.printed(start, end), self.view.span(start, end), role, whole))

    def _with_prefix(self, name: str) -> str:
        """``name`` with what the list prints once for several (省科技厅、财政厅: 省财政厅), else "": what it has of its own
        holds for the names after it."""
        said, all_levels = registry(), lexicon().responsibility.all_levels
        if name.startswith(all_levels):
            self.prefix = all_levels
        elif name.startswith(lexicon().responsibility.group_words):
            self.prefix = ""
        elif own := said.prefix(name):
            self.prefix = own
        elif (self.prefix == all_levels and is_collective(all_levels + name) and not is_collective(name)) or (
            self.prefix not in ("", all_levels) and said.is_common(name)
        ):
            return self.prefix + name
        return ""

    def _without_persons(self, start: int, end: int) -> int:
        """Where a name ends before the persons beside it: 区科委(张三), 区科委 张三."""
        text = self.text
        while end > start:
            opening = text.rfind("(", start, end) if text[end - 1] == ")" else -1
            if opening > start and tells_persons(text[opening + 1 : end - 1]):
                end = opening
                continue
            colon = text.rfind(":", start, end)
            if colon > start and tells_persons(text[colon + 1 : end]) and self.names.complete(text[start:colon]):
                end = colon
                continue
            gap = next((at for at, _ in reversed(self.view.runs(start, end)[1:]) if self.view.apart(at)), start)
            if gap == start or not tells_persons(text[gap:end]) or not self.names.complete(text[start:gap]):
                break
            end = gap
        return self._without_glued(start, end) if self.names.with_persons else end

    def _without_glued(self, start: int, end: int) -> int:
        """Where a name ends that a person follows without a gap: 市农业农村局王五 13900000000."""
        stop = start + len(self.text[start:end].rstrip("0123456789-"))
        sizes = (size for size in _PERSON_SIZES if is_person(self.text[stop - size : stop]))
        return next((stop - size for size in sizes if self.names.plain(self.text[start : stop - size])), end)

    def _marked(self, start: int, end: int) -> bool:
        """Whether a sign beside a name says that it leads (** only prints it bold)."""
        text, marks = self.text, self.names.lead_marks
        if not marks or end - start < 2:
            return False
        before, after = text[start : start + 2], text[end - 2 : end]
        return (before[0] in marks and before != "**") or (after[1] in marks and after != "**")


@cache
def _ornaments() -> str:
    return ".。:_#" + lexicon().responsibility.lead_marks


@cache
def _no_names() -> frozenset[str]:
    return frozenset((*lexicon().responsibility.none, *lexicon().responsibility.no_names))


def _bare(name: str) -> str:
    prefix = grammar.before_pattern().match(name)
    return name[prefix.end() :] if prefix and not is_body(name) else name


def _closed(name: str) -> str:
    """``name`` without an open ending: 各街镇等."""
    opened = grammar.open_pattern().search(name)
    return name[: opened.start()] if opened and opened.start() else name


def _bracket_role(text: str, start: int, end: int) -> tuple[str | None, int, int]:
    """The role that a bracket beside a name gives it: 区科委(牵头) is lead."""
    roles = grammar.bracket_roles()
    if text[end - 1 : end] == ")":
        opening = text.rfind("(", start, end)
        role = roles.get(text[opening + 1 : end - 1]) if opening >= 0 else None
        if role:
            return role, start, opening
    if text[start : start + 1] == "(":
        closing = text.find(")", start, end)
        role = roles.get(text[start + 1 : closing]) if closing >= 0 else None
        if role:
            return role, closing + 1, end
    return None, start, end
