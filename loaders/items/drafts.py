"""Which headings are items and which are sections: decided from where the markers of responsibility stand."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field

from loaders.document import SectionPart
from loaders.items.closing_brackets import closing_brackets
from loaders.items.context import Context, Refs
from loaders.outline.tree import Node, Zone
from loaders.responsibility.markers import Marker, find_markers, starts_with_label
from loaders.text.lexicon import lexicon
from loaders.text.view import tidy

FOLDED_RANK = 58
_LONGEST_NO_TASK = 20
_CHAPTER_RANK = 20
# What is longer and ends in 。 is no title but the text of a task.
_LONGEST_TITLE = 30
_MOSTLY = 0.5
# So many headings with owners make those beside them tasks that state none.
_OWNED_BESIDE = 2


@dataclass(slots=True)
class Draft:
    """An item before it is written: its node, the view ranges that it takes, the markers in them, and those of the
    headings above it."""

    node: Node
    ranges: list[tuple[int, int]]
    markers: list[Marker]
    section: int | None
    above: tuple[Marker, ...] = ()


@dataclass(slots=True)
class Facts:
    """What was seen of each node before deciding: its own markers, and whether any stands below.

    ``running`` are the styles whose numbers run on from one heading to the next: such points are tasks, not parts of
    one.
    """

    own: dict[int, list[Marker]] = field(default_factory=dict)
    below: dict[int, bool] = field(default_factory=dict)
    styles: dict[str, float] = field(default_factory=dict)
    running: set[str] = field(default_factory=set)

    @property
    def marked(self) -> bool:
        """Whether anything in the zone names an owner."""
        return any(self.below.values())


def read_drafts(context: Context, zone: Zone, facts: Facts, alone: bool) -> list[Draft]:
    """The items of a zone's headings in order; the other headings become sections of the document.

    ``alone`` when neither a table nor another zone gives items: then headings that name no owner may be items too.
    """
    marked = facts.marked
    drafts = _paragraphs(context.view.text, zone.root, facts.own[id(zone.root)])
    walker = _Walker(context, zone, facts, drafts, marked)
    for child in zone.root.children:
        if marked or alone:
            walker.visit(child, zone.section)
        else:
            walker.section_tree(child, zone.section)
    return drafts


def _paragraphs(text: str, root: Node, markers: list[Marker]) -> list[Draft]:
    """Paragraphs before any heading that carry a marker: tasks without a number. Markers on lines of their own belong
    to the paragraph above them."""
    drafts: list[Draft] = []
    begin, since, at, lines = 0, 0, 0, root.lines
    for index, line in enumerate(lines):
        first = at
        while at < len(markers) and markers[at].start < line.end:
            at += 1
        mine = markers[first:at]
        if not any(marker.owns for marker in mine):
            continue
        alone = mine[0].start == line.start
        if alone and drafts and index == begin:
            last = drafts[-1]
            last.node.lines.append(line)
            drafts[-1] = Draft(last.node, last.node.ranges(), last.markers + mine, None)
        else:
            top = index
            while alone and top > begin and (top == index or starts_with_label(text, lines[top].start)):
                top -= 1
            node = Node(None, root, lines[top : index + 1])
            said = [marker for marker in markers[since:at] if marker.start >= lines[top].start]
            drafts.append(Draft(node, node.ranges(), said, None))
        begin, since = index + 1, at
    return drafts


def look(context: Context, zone: Zone, line_starts: list[int]) -> Facts:
    """The markers of a zone by heading, and how many of each style of headings carry one."""
    facts = Facts()
    counts: dict[str, list[int]] = {}
    nodes = zone.root.walk()
    for node in nodes:
        facts.own[id(node)] = [
            marker
            for start, end in node.ranges()
            for marker in find_markers(context.view, start, end, line_starts, context.names)
        ]
    no_tasks = {id(node) for node in nodes if _no_tasks(context, node)}
    for key, markers in closing_brackets(context, nodes, facts.own, no_tasks).items():
        facts.own[key] = sorted([*facts.own[key], *markers], key=lambda marker: marker.start)
    for node in reversed(nodes):
        owns = any(marker.owns for marker in facts.own[id(node)])
        facts.below[id(node)] = owns or any(facts.below[id(child)] for child in node.children)
        if node.heading and not node.children and id(node) not in no_tasks:
            tally = counts.setdefault(node.heading.style.name, [0, 0])
            tally[0] += owns
            tally[1] += 1
    facts.styles = {style: marked / total for style, (marked, total) in counts.items()}
    facts.running = _running(zone)
    return facts


def _running(zone: Zone) -> set[str]:
    """The styles that are numbered through, under two headings at least."""
    points: dict[str, list[Node]] = {}
    for node in zone.root.walk():
        if node.heading:
            points.setdefault(node.heading.style.name, []).append(node)
    return {style for style, nodes in points.items() if _runs_on(nodes)}


def _runs_on(nodes: list[Node]) -> bool:
    """Whether headings of one style run on from 1: small points, (1) and the like, without a gap."""
    values = [node.heading.value for node in nodes if node.heading]
    if len({id(node.parent) for node in nodes}) < 2:
        return False
    if nodes[0].rank >= FOLDED_RANK:
        return values == list(range(1, len(nodes) + 1))
    return values[0] == 1 and all(before < after for before, after in itertools.pairwise(values))


def _no_tasks(context: Context, node: Node | None) -> bool:
    """Whether the node or one above it is a chapter that states no tasks (总体要求, 保障措施 …); below a chapter the
    title must be such a word alone, as 健全工作机制 is a task."""
    while node is not None and node.heading is not None:
        title = context.view.text[node.heading.end : min(node.lines[0].end, node.heading.end + _LONGEST_NO_TASK)]
        title = title.partition("。")[0]
        for word in lexicon().headings.no_tasks:
            if word in title and (node.rank <= _CHAPTER_RANK or len(title) <= len(word) + 1):
                return True
        node = node.parent
    return False


class _Walker:
    def __init__(self, context: Context, zone: Zone, facts: Facts, drafts: list[Draft], marked: bool) -> None:
        self.context, self.zone, self.facts, self.drafts, self.marked = context, zone, facts, drafts, marked
        # What is asked of all the children of a node is found once: a text may have ten thousand chapters.
        self.split: dict[int, bool] = {}
        self.ruled: dict[int, bool] = {}
        self.beside: dict[tuple[int, str], bool] = {}

    def visit(self, node: Node, section: int | None, above: tuple[Marker, ...] = ()) -> None:
        """Decides what ``node`` is and goes on below it; ``above`` are the markers of the headings over it."""
        own = [marker for marker in self.facts.own[id(node)] if marker.owns]
        below = any(self.facts.below[id(child)] for child in node.children)
        if own and self._leads(node, own, below):
            self._below(node, self._section(node, section), tuple(own))
        elif (own and not below) or self._closes(node) or self._counts_on(node):
            self._draft(node, section, above, whole=True)
        elif own:
            self._draft(node, section, above, whole=False)
            self._below(node, section, above)
        elif not below and not self._names_no_task(node) and (above or self._unowned(node)):
            self._draft(node, section, above, whole=True)
        else:
            self._below(node, self._section(node, section), above)

    def _below(self, node: Node, section: int | None, above: tuple[Marker, ...]) -> None:
        for child in node.children:
            self.visit(child, section, above)

    def _leads(self, node: Node, own: list[Marker], below: bool) -> bool:
        """Whether a heading of a title and a marker gives its owners to the items below it: they have markers of their
        own, or their numbers run on to the next heading."""
        if node.heading is None or not node.children:
            return False
        text, line = self.context.view.text, node.lines[0]
        beside = node.lines[1] if len(node.lines) > 1 and own[0].start >= line.end else line
        if own[-1].end < beside.end or own[0].start >= beside.end:
            return False
        # On the line below a title only who leads may stand: 牵头市领导:…;牵头单位:….
        if beside is not line and not starts_with_label(text, beside.start):
            return False
        title = text[node.heading.end : own[0].start]
        titled = "。" not in title.rstrip("。") and (len(title) <= _LONGEST_TITLE or not title.endswith("。"))
        unsaid = not title.endswith("。") and all(marker.unsaid for marker in own)
        unsaid = unsaid and not all(map(self._folded, node.children))
        return titled and (below or unsaid or all(self._runs_through(child) for child in node.children))

    def _runs_through(self, node: Node) -> bool:
        return node.heading is not None and node.heading.style.name in self.facts.running

    def _names_no_task(self, node: Node) -> bool:
        """Whether a heading without a marker names a body, a working group or a phase, as most beside it do; the first
        of a plan is reported for all."""
        if not self._is_no_title(node) or node.parent is None:
            return False
        beside = [kid for kid in node.parent.children if kid.rank == node.rank]
        if sum(map(self._is_no_title, beside)) * 2 < len(beside):
            return False
        assert node.heading is not None
        title = self._title(node)
        span = self.context.view.span(node.heading.start, node.heading.end + len(title))
        self.context.report_once("heading-no-task", span, name=title)
        return True

    def _is_no_title(self, node: Node) -> bool:
        title = self._title(node)
        if not title or len(title) > _LONGEST_NO_TASK:
            return False
        return title.endswith(lexicon().headings.no_task_endings) or self.context.names.plain(title)

    def _title(self, node: Node) -> str:
        """The title of a heading without what stands in brackets or behind the first mark."""
        if node.heading is None:
            return ""
        return re.split("[(。:;]", self.context.view.text[node.heading.end : node.lines[0].end], maxsplit=1)[0]

    def section_tree(self, node: Node, section: int | None) -> None:
        """``node`` and what is below it as sections only (a body that its annexes detail)."""
        if not self._folded(node):
            index = self._section(node, section)
            for child in node.children:
                self.section_tree(child, index)

    def _folded(self, node: Node) -> bool:
        """Whether a heading is only a point of the task above it."""
        return (
            node.rank >= FOLDED_RANK and node.heading is not None and node.heading.style.name not in self.facts.running
        )

    def _counts_on(self, node: Node) -> bool:
        """Whether the points below stand among points that its text counts in mid-line: (3) in a sentence, (4) at the
        beginning of a line that only the page's edge made."""
        if not node.children or not all(self._folded(kid) and not kid.children for kid in node.children):
            return False
        text = self.context.view.text[node.lines[0].start : node.children[-1].lines[-1].end]
        own = {kid.heading.value for kid in node.children if kid.heading}
        beside = {value + step for value in own for step in (-1, 1)} - own - {0}
        return any(f"({value})" in text for value in beside)

    def _closes(self, node: Node) -> bool:
        """Whether the one marker below stands at the end of the last of several leaves: it rules them all. It rules
        an only leaf where the heading leads in to it (主要举措:), or where it does so beside this heading."""
        marker = self._last_marker(node)
        if marker is None:
            return False
        kids, on_own_line = node.children, _on_own_line(node.children[-1], marker)
        beside = node.parent is not None and self._rules(node.parent)
        if beside and marker.end >= kids[-1].lines[-1].end:
            return True
        if len(kids) == 1:
            return on_own_line and (self._leads_in(node) or beside)
        return on_own_line or kids[0].rank >= FOLDED_RANK

    def _last_marker(self, node: Node) -> Marker | None:
        """The marker in the last of the leaves below a node, if it is the only one there."""
        kids = node.children
        if not kids or any(kid.children for kid in kids) or any(m.owns for m in self.facts.own[id(node)]):
            return None
        if any(self.facts.below[id(kid)] for kid in kids[:-1]) or not self.facts.below[id(kids[-1])]:
            return None
        return next(m for m in self.facts.own[id(kids[-1])] if m.owns)

    def _rules(self, parent: Node) -> bool:
        """Whether a marker on a line of its own rules several leaves below any child of ``parent``."""
        if id(parent) not in self.ruled:
            self.ruled[id(parent)] = any(self._rules_several(node) for node in parent.children)
        return self.ruled[id(parent)]

    def _rules_several(self, node: Node) -> bool:
        marker = self._last_marker(node) if len(node.children) > 1 else None
        return marker is not None and (_on_own_line(node.children[-1], marker) or node.children[0].rank >= FOLDED_RANK)

    def _leads_in(self, node: Node) -> bool:
        """Whether a heading ends in a line that only leads in to the points below it."""
        return len(node.lines) > 1 and self.context.view.text[node.lines[-1].end - 1] == ":"

    def _unowned(self, node: Node) -> bool:
        """Whether a heading without any marker is a task that states no owner."""
        if node.heading is None or _no_tasks(self.context, node) or self._closing(node):
            return False
        leaf = all(self._folded(kid) for kid in node.children)
        if not self.marked:
            return leaf and not self._aside(node)
        if not leaf or self.facts.styles.get(node.heading.style.name, 0.0) >= _MOSTLY:
            return leaf
        if self._owned_beside(node):
            return True
        chapter = _chain(node)[0]
        return chapter is not node and not self.facts.below[id(chapter)] and self._states_tasks(chapter)

    def _owned_beside(self, node: Node) -> bool:
        """Whether several headings of its style beside it name owners."""
        parent, heading = node.parent, node.heading
        if parent is None or heading is None:
            return False
        key = id(parent), heading.style.name
        if key not in self.beside:
            alike = [kid for kid in parent.children if kid.heading and kid.heading.style.name == heading.style.name]
            self.beside[key] = sum(any(m.owns for m in self.facts.own[id(kid)]) for kid in alike) >= _OWNED_BESIDE
        return self.beside[key]

    def _aside(self, node: Node) -> bool:
        """Whether a chapter without sub-headings stands beside chapters whose sub-headings are the tasks."""
        root = node.parent
        if root is None or root.heading is not None:
            return False
        if id(root) not in self.split:
            self.split[id(root)] = any(
                not self._folded(kid)
                for other in root.children
                if not _no_tasks(self.context, other)
                for kid in other.children
            )
        return self.split[id(root)]

    def _states_tasks(self, chapter: Node) -> bool:
        """Whether a chapter's title says that it states tasks."""
        title = self.context.view.text[chapter.heading.end : chapter.lines[0].end] if chapter.heading else ""
        return len(title) <= _LONGEST_NO_TASK and any(word in title for word in lexicon().headings.task_chapters)

    def _closing(self, node: Node) -> bool:
        """Whether a heading only says when a document takes effect or who explains it."""
        start, end = node.lines[0].start, min(node.lines[0].end, node.lines[0].start + 80)
        return any(word in self.context.view.text[start:end] for word in lexicon().headings.no_task_words)

    def _draft(self, node: Node, section: int | None, above: tuple[Marker, ...], whole: bool) -> None:
        nodes = node.walk() if whole else [node]
        ranges = [piece for part in nodes for piece in part.ranges()]
        markers = [marker for part in nodes for marker in self.facts.own[id(part)]]
        self.drafts.append(Draft(node, ranges, markers, section, above))

    def _section(self, node: Node, parent: int | None) -> int:
        heading, view, sections = node.heading, self.context.view, self.context.document.sections
        assert heading is not None
        end = _title_end(self.context, node, self.facts.own[id(node)])
        ref = "/".join(part.heading.number for part in _chain(node) if part.heading)
        level = 1 if parent is None else sections[parent].level + 1
        span = view.span(heading.start, max(end, heading.end))
        name = tidy(view, heading.end, end) or heading.number
        sections.append(SectionPart(ref, heading.number, name, span, self.zone.part, level, parent))
        node.section = len(sections) - 1
        return node.section


def _on_own_line(node: Node, marker: Marker) -> bool:
    """Whether a marker begins a line below the first."""
    return any(line.start == marker.start for line in node.lines[1:])


def _chain(node: Node) -> list[Node]:
    """The headings from the outermost to ``node``."""
    found = [node]
    while found[-1].parent is not None:
        found.append(found[-1].parent)
    return [part for part in reversed(found) if part.heading]


def refs_of(refs: Refs, drafts: list[Draft], prefix: str) -> list[str]:
    """References from ``refs``: printed numbers where they run on over the whole body, else paths of numbers; a paragraph without
    a number goes by its place."""
    headings = [draft.node.heading for draft in drafts if draft.node.heading]
    values = [heading.value for heading in headings]
    runs_on = len({h.style.name for h in headings}) <= 1 and all(a < b for a, b in itertools.pairwise(values))
    found = []
    for position, draft in enumerate(drafts, 1):
        numbers = [part.heading.number for part in _chain(draft.node) if part.heading] or [str(position)]
        found.append(refs.free(prefix + (numbers[-1] if runs_on else "/".join(numbers))))
    return found


def _title_end(context: Context, node: Node, own: list[Marker]) -> int:
    """Where a heading's title ends: at the first 。, at its first marker, or at the end of its line."""
    heading, line = node.heading, node.lines[0]
    assert heading is not None
    stop = context.view.text.find("。", heading.end, line.end)
    marker = next((m.start for m in own if heading.end <= m.start < line.end), line.end)
    return min(stop if stop >= 0 else line.end, marker)
