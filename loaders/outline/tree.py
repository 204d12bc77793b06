"""The outline of a text: zones (body and annexes), headings nested by style, and the lines under each."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from functools import cache

from loaders.blocks.grid import Grid
from loaders.blocks.lines import Line
from loaders.outline.headings import Heading, heading_at, value_of
from loaders.text.lexicon import lexicon
from loaders.text.patterns import alternatives
from loaders.text.view import View

_LONGEST_ANNEX_LINE = 80
_LONGEST_LIST_LINE = 60


@dataclass(slots=True)
class Node:
    """A heading with its own lines (the first one holds the heading) and the headings under it; a root has none."""

    heading: Heading | None
    parent: Node | None
    lines: list[Line] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)
    section: int | None = None

    @property
    def rank(self) -> int:
        """The rank of its style; -1 for a root."""
        return self.heading.style.rank if self.heading else -1

    def ranges(self) -> list[tuple[int, int]]:
        """The view ranges of its own lines after the heading mark; neighbouring lines are one range."""
        found: list[tuple[int, int]] = []
        for line in self.lines:
            start = self.heading.end if self.heading and line is self.lines[0] else line.start
            if found and found[-1][1] == start:
                found[-1] = (found[-1][0], line.end)
            elif line.end > start:
                found.append((start, line.end))
        return found

    def walk(self) -> list[Node]:
        """This node and all below it, in the order of the text."""
        found = [self]
        for child in self.children:
            found += child.walk()
        return found


@dataclass(slots=True)
class Zone:
    """The body, or one annex with the line that opens it, its title and printed number (0 where it has none). ``plan``
    is 2 for the second plan that one notice hands on, and so on; ``section`` the section that stands for it."""

    part: str
    root: Node
    opening: Line | None = None
    title: str = ""
    number: int = 0
    plan: int = 1
    section: int | None = None


def read_outline(
    view: View, lines: list[Line], grids: list[Grid], furniture: Container[int], body: int, parts: Mapping[int, str]
) -> list[Zone]:
    """The zones of a text in order. Lines whose index is in ``furniture`` (head, signature) are left out;
    headings count from line ``body`` on; at the lines of ``parts`` further plans begin."""
    builder = _Builder(view, lines)
    by_first = {grid.first: grid for grid in grids}
    index = 0
    while index < len(lines):
        grid = by_first.get(index)
        if grid is not None:
            builder.current.grids.append(grid)
            index = grid.last
            continue
        if index in parts:
            builder.begin_plan(lines[index], parts[index])
        if index not in furniture:
            builder.take(index, index >= body)
        index += 1
    return builder.zones


class _Builder:
    def __init__(self, view: View, lines: list[Line]) -> None:
        self.view, self.lines = view, lines
        self.zones = [Zone("body", Node(None, None))]
        self.current = self.zones[0].root
        self.last: dict[int, int] = {}
        self.listing = False
        self.last_alone = max((i for i, line in enumerate(lines) if opens_annex(view, line) == ""), default=-1)

    def begin_plan(self, line: Line, title: str) -> None:
        """Begins a zone for the next plan of a notice."""
        plan = max(zone.plan for zone in self.zones) + 1
        self.zones.append(Zone("body", Node(None, None), line, title, plan=plan))
        self.current, self.last = self.zones[-1].root, {}

    def take(self, index: int, counts: bool) -> None:
        line = self.lines[index]
        title = opens_annex(self.view, line)
        if title is not None and counts:
            self._annex(index, line, title)
            return
        heading = heading_at(self.view.text, line.start, line.end) if counts else None
        if self.listing and heading is not None and self._names_annex(line):
            return
        self.listing = False
        if heading is not None and line.heading and heading.end < line.end:
            self._open(line, heading)
        else:
            self.current.lines.append(line)

    def _annex(self, index: int, line: Line, title: str) -> None:
        if (title and self.last_alone > index) or self._lists(index, line, title):
            self.listing = True
            return
        self.listing = False
        printed = _annex_pattern().match(self.view.text, line.start, line.end)
        number = value_of(printed["number"]) if printed and printed["number"] else 0
        self.zones.append(Zone("annex", Node(None, None), line, title, number))
        self.current = self.zones[-1].root
        self.last = {}

    def _lists(self, index: int, line: Line, title: str) -> bool:
        """Whether 附件: begins a list of annexes: the first name stands behind it with its number, or on the next line."""
        text, first = self.view.text, heading_at(title, 0, len(title))
        if not title and text[line.end - 1] == ":" and index + 1 < len(self.lines):
            following = self.lines[index + 1]
            first = heading_at(text, following.start, following.end) if self._names_annex(following) else None
        return first is not None and first.style.name == "number" and first.value == 1

    def _names_annex(self, line: Line) -> bool:
        """Whether a numbered line may be the name of an annex: short, and no sentence."""
        return line.end - line.start <= _LONGEST_LIST_LINE and "。" not in self.view.text[line.start : line.end]

    def _open(self, line: Line, heading: Heading) -> None:
        parent = self.current
        while parent.parent is not None and parent.rank >= heading.style.rank:
            parent = parent.parent
        node = Node(heading, parent, [line])
        parent.children.append(node)
        self.current = node
        self.last[heading.style.rank] = heading.value


def opens_annex(view: View, line: Line) -> str | None:
    """The title after 附件, "" when it stands alone, None when the line opens no annex."""
    if line.end - line.start > _LONGEST_ANNEX_LINE:
        return None
    match = _annex_pattern().match(view.text, line.start, line.end)
    if match is None:
        return None
    rest = view.text[match.end() : line.end]
    if rest and not match["mark"] and not match["number"]:
        return None
    return rest


@cache
def _annex_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"[#*]*(?:{alternatives(lexicon().headings.annex)})(?P<number>[0-9]{{1,2}}|[一二三四五六七八九十]{{1,3}})?(?P<mark>[:、.])?(?:\*\*)?"
    )
