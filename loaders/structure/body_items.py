"""Work items from the outline: which headings are items, which are sections, and what each item holds."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field

from loaders.document import Item, SectionPart
from loaders.structure.build import Context, Refs, finish, give_owners, name_end, tidy
from loaders.structure.deadlines import column_deadline, read_deadlines
from loaders.structure.headings import skip_bullets
from loaders.structure.lexicon import words
from loaders.structure.outline import Node, Zone
from loaders.structure.responsibility import Marker, find_markers, owners_of
from loaders.view import View

_FOLDED_RANK = 58
_LONGEST_TITLE = 60
_SHORT_INTRO = 60


@dataclass(slots=True)
class Draft:
    """An item before it is written: its node, the view ranges that it takes, and the markers in them."""

    node: Node
    ranges: list[tuple[int, int]]
    markers: list[Marker]
    section: int | None


@dataclass(slots=True)
class _Facts:
    """What was seen of each node before deciding: its own markers, and whether any stands below."""

    own: dict[int, list[Marker]] = field(default_factory=dict)
    below: dict[int, bool] = field(default_factory=dict)
    styles: dict[str, float] = field(default_factory=dict)


def body_items(context: Context, zone: Zone, line_starts: list[int], prefix: str, alone: bool) -> int:
    """Adds the sections and items of a zone's headings; ``alone`` when no table of the text has given items.

    Returns the number of items added."""
    facts = _look(context, zone, line_starts)
    marked = any(facts.below.values())
    drafts: list[Draft] = []
    walker = _Walker(context, zone, facts, drafts, marked)
    for child in zone.root.children:
        if marked or alone:
            walker.visit(child, None)
        else:
            walker.section_tree(child, None)
    for draft, ref in zip(drafts, _refs(drafts, prefix), strict=True):
        _write(context, zone, draft, ref)
    return len(drafts)


def _look(context: Context, zone: Zone, line_starts: list[int]) -> _Facts:
    facts = _Facts()
    counts: dict[str, list[int]] = {}
    for node in reversed(zone.root.walk()):
        own = [
            marker
            for start, end in node.ranges()
            for marker in find_markers(context.view, start, end, line_starts, context.names)
        ]
        facts.own[id(node)] = own
        owns = any(marker.owns for marker in own)
        facts.below[id(node)] = owns or any(facts.below[id(child)] for child in node.children)
        if node.heading and not node.children and not _no_tasks(context, node):
            tally = counts.setdefault(node.heading.style.name, [0, 0])
            tally[0] += owns
            tally[1] += 1
    facts.styles = {style: marked / total for style, (marked, total) in counts.items()}
    return facts


def _no_tasks(context: Context, node: Node | None) -> bool:
    """Whether the node or one above it is a chapter that states no tasks (总体要求, 保障措施 …)."""
    while node is not None and node.heading is not None:
        line = node.lines[0]
        title = context.view.text[node.heading.end : min(line.end, node.heading.end + 20)]
        if any(word in title for word in words("headings", "no_tasks")):
            return True
        node = node.parent
    return False


class _Walker:
    def __init__(self, context: Context, zone: Zone, facts: _Facts, drafts: list[Draft], marked: bool) -> None:
        self.context, self.zone, self.facts, self.drafts, self.marked = context, zone, facts, drafts, marked

    def visit(self, node: Node, section: int | None) -> None:
        """Decides what ``node`` is and goes on below it."""
        own = [marker for marker in self.facts.own[id(node)] if marker.owns]
        below = any(self.facts.below[id(child)] for child in node.children)
        if (own and not below) or self._closes(node):
            self._draft(node, section, whole=True)
        elif own:
            self._draft(node, section, whole=False)
            for child in node.children:
                self.visit(child, section)
        elif below:
            index = self._section(node, section)
            for child in node.children:
                self.visit(child, index)
        elif self._unowned(node):
            self._draft(node, section, whole=True)
        else:
            index = self._section(node, section)
            for child in node.children:
                self.visit(child, index)

    def section_tree(self, node: Node, section: int | None) -> None:
        """``node`` and what is below it as sections only (a body that its annexes detail)."""
        if node.rank < _FOLDED_RANK:
            index = self._section(node, section)
            for child in node.children:
                self.section_tree(child, index)

    def _closes(self, node: Node) -> bool:
        """Whether the one marker below stands at the end of the last of several leaves: it rules them all."""
        kids = node.children
        if len(kids) < 2 or any(kid.children for kid in kids) or any(m.owns for m in self.facts.own[id(node)]):
            return False
        if any(self.facts.below[id(kid)] for kid in kids[:-1]) or not self.facts.below[id(kids[-1])]:
            return False
        marker = next(m for m in self.facts.own[id(kids[-1])] if m.owns)
        on_own_line = any(line.start == marker.start for line in kids[-1].lines[1:])
        return on_own_line or kids[0].rank >= _FOLDED_RANK

    def _unowned(self, node: Node) -> bool:
        """Whether a heading without any marker is a task that states no owner."""
        if node.heading is None or _no_tasks(self.context, node) or self._closing(node):
            return False
        leaf = not [kid for kid in node.children if kid.rank < _FOLDED_RANK]
        if not self.marked:
            return leaf
        return leaf and self.facts.styles.get(node.heading.style.name, 0.0) >= 0.5

    def _closing(self, node: Node) -> bool:
        """Whether a heading only says when a document takes effect or who explains it."""
        start, end = node.lines[0].start, min(node.lines[0].end, node.lines[0].start + 80)
        return any(word in self.context.view.text[start:end] for word in words("headings", "no_task_words"))

    def _draft(self, node: Node, section: int | None, whole: bool) -> None:
        nodes = node.walk() if whole else [node]
        ranges = [piece for part in nodes for piece in part.ranges()]
        markers = [marker for part in nodes for marker in self.facts.own[id(part)]]
        self.drafts.append(Draft(node, ranges, markers, section))

    def _section(self, node: Node, parent: int | None) -> int:
        heading, view, sections = node.heading, self.context.view, self.context.document.sections
        assert heading is not None
        end = _title_end(self.context, node)
        ref = "/".join(part.heading.number for part in _chain(node) if part.heading)
        level = 1 if parent is None else sections[parent].level + 1
        span = view.span(heading.start, max(end, heading.end))
        name = tidy(view, heading.end, end) or heading.number
        sections.append(SectionPart(ref, heading.number, name, span, self.zone.part, level, parent))
        node.section = len(sections) - 1
        return node.section


def _chain(node: Node) -> list[Node]:
    """The headings from the outermost to ``node``."""
    found = [node]
    while found[-1].parent is not None:
        found.append(found[-1].parent)
    return [part for part in reversed(found) if part.heading]


def _refs(drafts: list[Draft], prefix: str) -> list[str]:
    """References: printed numbers where they run on over the whole body, else paths of numbers."""
    headings = [draft.node.heading for draft in drafts if draft.node.heading]
    values = [heading.value for heading in headings]
    runs_on = len({h.style.name for h in headings}) <= 1 and all(a < b for a, b in itertools.pairwise(values))
    refs = Refs()
    found = []
    for draft in drafts:
        numbers = [part.heading.number for part in _chain(draft.node) if part.heading]
        found.append(refs.free(prefix + (numbers[-1] if runs_on else "/".join(numbers))))
    return found


def _title_end(context: Context, node: Node) -> int:
    """Where a heading's title ends: at the first 。, or at the end of its line."""
    heading, line = node.heading, node.lines[0]
    assert heading is not None
    stop = context.view.text.find("。", heading.end, line.end)
    own = next((m.start for m in find_markers(context.view, heading.end, line.end, [], context.names)), line.end)
    return min(stop if stop >= 0 else line.end, own)


def _write(context: Context, zone: Zone, draft: Draft, ref: str) -> None:
    view, heading = context.view, draft.node.heading
    assert heading is not None
    pieces = _pieces(context, draft, ref)
    pieces = pieces or [(heading.start, heading.end)]
    name_range = _name_range(context, draft.node, pieces)
    last = max([end for _, end in pieces] + [m.end for m in draft.markers])
    item = Item(
        ref, heading.number, "Task", zone.part, tidy(view, *name_range), view.span(*name_range),
        view.span(heading.start, last), tuple(view.span(start, end) for start, end in pieces), draft.section,
    )  # fmt: skip
    for marker in draft.markers:
        _apply_clause(context, marker)
        entries = marker.entries
        said = owners_of(view, entries, context.names)
        if marker.ordered and not marker.same_below and context.order_from is None:
            context.order_from, kept = marker.start, None
            give_owners(context, item, said, marker.start)
            context.order_from = kept
        else:
            give_owners(context, item, said, marker.start)
        meta = context.document.meta
        for span in said.rest:
            item.deadlines += read_deadlines(View(view.source, [span]), meta.year, meta.date)[0]
        for entry in entries:
            if entry.kind == "deadline":
                item.deadlines += column_deadline(view.part(entry.start, entry.end), meta.year, meta.date)
    finish(context, item)
    context.document.items.append(item)


def _apply_clause(context: Context, marker: Marker) -> None:
    """列第一位者为牵头单位,下同 rules from its marker on."""
    if marker.ordered and marker.same_below and context.order_from is None:
        context.order_from = marker.start


def _pieces(context: Context, draft: Draft, ref: str) -> list[tuple[int, int]]:
    """The item's ranges without markers, and without what follows its last marker on later lines."""
    view = context.view
    stop = _stop(context, draft)
    markers = sorted(draft.markers, key=lambda marker: marker.start)
    pieces: list[tuple[int, int]] = []
    at = 0
    for start, end in draft.ranges:
        if start >= stop:
            context.finding("text-not-understood", view.span(start, end), ref)
            continue
        if end > stop:
            context.finding("text-not-understood", view.span(stop, end), ref)
            end = stop
        start = skip_bullets(view.text, start, end)
        while at < len(markers) and markers[at].start < end:
            if markers[at].start > start:
                pieces.append((start, markers[at].start))
            start = max(start, markers[at].end)
            at += 1
        if end > start and any(c.isalnum() for c in view.text[start : min(end, start + 200)]):
            pieces.append((start, end))
    return pieces


def _stop(context: Context, draft: Draft) -> int:
    """Where an item ends: after its last marker's line, unless the marker stands right under the title."""
    owning = [marker for marker in draft.markers if marker.owns]
    end = draft.ranges[-1][1] if draft.ranges else 0
    if not owning:
        return end
    before = sum(min(e, owning[0].start) - s for s, e in draft.ranges if s < owning[0].start)
    last = max(marker.end for marker in draft.markers)
    title_only = before <= _SHORT_INTRO and "。" not in context.view.text[draft.ranges[0][0] : owning[0].start]
    lines = [line for node in draft.node.walk() for line in node.lines]
    if title_only and any(line.start >= last for line in lines):
        on_title_line = owning[0].start < draft.node.lines[0].end
        if on_title_line or len(context.view.text[last:end]) > before:
            return end
    line = next((line for line in lines if line.start < last <= line.end), None)
    if line is None:
        return last
    return last if line.cut else line.end


def _name_range(context: Context, node: Node, pieces: list[tuple[int, int]]) -> tuple[int, int]:
    """The title: to the first 。, or the heading's line where more lines follow, or the first clauses."""
    view = context.view
    start, end = pieces[0]
    line = node.lines[0]
    stop = min(end, line.end) if start < line.end else end
    sentence = view.text.find("。", start, stop)
    if sentence < 0 and stop - start <= _LONGEST_TITLE and (len(pieces) > 1 or end > stop):
        return start, stop
    return start, max(start + 1, name_end(view.text, start, stop))
