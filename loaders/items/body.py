"""Work items from the drafts of headings: name, text without markers, owners, deadlines and references."""

from __future__ import annotations

from loaders.document import Item
from loaders.items.context import Context, finish, give_from_above, give_owners, name_end
from loaders.items.drafts import Draft, Facts, read_drafts, refs_of
from loaders.outline.headings import skip_bullets
from loaders.outline.tree import Node, Zone
from loaders.responsibility.grammar import below_pattern, mark_pattern, order_pattern
from loaders.responsibility.markers import owners_of
from loaders.text.deadlines import column_deadline, marker_deadlines
from loaders.text.view import Span, View, printed_pieces, tidy

_LONGEST_TITLE = 60
_SHORT_INTRO = 60
_LONGEST_LEAD_IN = 20


def body_items(context: Context, zone: Zone, facts: Facts, prefix: str, alone: bool) -> int:
    """Adds the sections and items of a zone's headings; see ``read_drafts``. Returns the number of items added."""
    drafts = read_drafts(context, zone, facts, alone)
    for draft, ref in zip(drafts, refs_of(context.refs, drafts, prefix), strict=True):
        _write(context, zone, draft, ref)
    return len(drafts)


def _write(context: Context, zone: Zone, draft: Draft, ref: str) -> None:
    view, heading = context.view, draft.node.heading
    first = heading.start if heading else draft.node.lines[0].start
    pieces = _pieces(context, draft, ref) or [(first, draft.node.lines[0].end)]
    name_range = _name_range(context, draft.node, pieces)
    last = max([end for _, end in pieces] + [m.end for m in draft.markers])
    item = Item(
        ref, heading.number if heading else "", "Task", zone.part, tidy(view, *name_range), view.span(*name_range),
        view.span(first, last), tuple(span for piece in pieces for span in printed_pieces(view, *piece)), draft.section,
    )  # fmt: skip
    scopes = _scopes(context, draft, pieces)
    for marker in draft.markers:
        context.clauses.take(marker)
        entries = marker.entries
        said = owners_of(view, entries, context.names)
        give_owners(context, item, said, marker.start, marker, scopes.get(marker.start))
        meta = context.document.meta
        for span in said.rest:
            item.deadlines += marker_deadlines(View(view.source, [span]), meta.year, meta.date)
        for entry in entries:
            if entry.kind == "deadline":
                item.deadlines += column_deadline(view.part(entry.start, entry.end), meta.year, meta.date)
    for marker in draft.above:
        give_from_above(item, owners_of(view, marker.entries, context.names).owners)
    finish(context, item)
    context.document.items.append(item)


def _scopes(context: Context, draft: Draft, pieces: list[tuple[int, int]]) -> dict[int, Span]:
    """The words that each marker rules (by its start) where an item has several with words between them: from the
    marker before on. Markers that follow each other rule the same words."""
    owning = sorted((marker for marker in draft.markers if marker.owns), key=lambda marker: marker.start)
    scopes: dict[int, Span] = {}
    at, ruled = pieces[0][0], None
    for marker in owning:
        said = [(max(start, at), min(end, marker.start)) for start, end in pieces if start < marker.start and end > at]
        if any(c.isalnum() for start, end in said for c in context.view.text[start:end]):
            ruled = context.view.span(said[0][0], said[-1][1])
        if ruled:
            scopes[marker.start] = ruled
        at = marker.end
    return scopes if len(set(scopes.values())) > 1 else {}


def _pieces(context: Context, draft: Draft, ref: str) -> list[tuple[int, int]]:
    """The item's ranges without markers, and without what follows its last marker on later lines."""
    view = context.view
    stop = _stop(context, draft)
    markers = sorted(draft.markers, key=lambda marker: marker.start)
    pieces: list[tuple[int, int]] = []
    at = 0
    for start, end in draft.ranges:
        if end > stop:
            _report_rest(context, max(start, stop), end, ref)
            end = stop
        if start >= end:
            continue
        start = skip_bullets(view.text, start, end)
        while at < len(markers) and markers[at].start < end:
            if markers[at].start > start:
                pieces.append((start, markers[at].start))
            start = max(start, markers[at].end)
            at += 1
        if end > start and any(c.isalnum() for c in view.text[start : min(end, start + 200)]):
            pieces.append((start, end))
    return pieces


def _report_rest(context: Context, start: int, end: int, ref: str) -> None:
    """What follows an item and belongs to none; clauses that rule many markers were understood, and a lead-in to
    what is numbered below it (具体措施:) says nothing."""
    text = context.view.text
    leads_in = end - start <= _LONGEST_LEAD_IN and text[end - 1] == ":"
    clauses = (below_pattern(), order_pattern(), mark_pattern())
    if not leads_in and not any(clause.search(text, start, end) for clause in clauses):
        context.finding("text-not-understood", context.view.span(start, end), ref)


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
