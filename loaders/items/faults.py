"""Faults of the page: words split by page breaks, sentences printed twice, unreadable text, lost words, gaps in the
numbering. All are found by general rules, but for lost words, which ``registry/lost_text.yaml`` lists."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from graph.schema import load_yaml
from loaders.blocks.lines import Line
from loaders.document import Item
from loaders.items.context import Context
from loaders.outline.headings import heading_at
from loaders.outline.tree import Node, Zone
from loaders.responsibility.markers import starts_with_label
from loaders.text.lexicon import lexicon
from loaders.text.view import View, fold, tidy

_FOLDED_RANK = 58
_SHORTEST_REPEAT = 8
_SHORTEST_LINE = 20
_AROUND = 4
_SHORT_RUN = 3
_LONGEST_SENTENCE = 500
_SPLITTING = re.compile("[一-龥A-Za-z0-9]")
_CLAUSES = re.compile("[,、;:]")


def report_faults(context: Context, zones: list[Zone]) -> None:
    """Adds a finding for each fault of the page that shows in the text itself."""
    starts = sorted((item.span.start, item.span.end, item.ref) for item in context.document.items)
    for zone in zones:
        _number_gaps(context, zone)
        for node in zone.root.walk():
            _split_words(context, node, starts)
    for item in context.document.items:
        view = context.document.view_of(item)
        _repeated_sentences(context, item, view)
        _unreadable(context, item, view)
        _lost(context, item, view)


def _number_gaps(context: Context, zone: Zone) -> None:
    last: dict[str, tuple[str, int]] = {}
    firsts = _firsts(zone.root)
    for node in zone.root.walk():
        heading = node.heading
        if heading is None or node.rank >= _FOLDED_RANK:
            continue
        before = last.get(heading.style.name)
        expected = {1} if before is None else {before[1] + 1} | ({1} if id(node) in firsts else set())
        if before is not None and heading.value not in expected:
            span = context.view.span(heading.start, heading.end)
            context.finding("number-gap", span, None, before=before[0], after=heading.number)
        last[heading.style.name] = (heading.number, heading.value)


def _firsts(root: Node) -> set[int]:
    """The headings that are the first of their style under theirs: there numbers may start again."""
    found = set()
    for node in root.walk():
        ranks: set[int] = set()
        for child in node.children:
            if child.rank not in ranks:
                ranks.add(child.rank)
                found.add(id(child))
    return found


def _ref_at(starts: list[tuple[int, int, str]], offset: int) -> str | None:
    """The item that holds code point ``offset``."""
    index = bisect_right(starts, (offset, offset, "")) - 1
    return starts[index][2] if index >= 0 and offset < starts[index][1] else None


def _split_words(context: Context, node: Node, starts: list[tuple[int, int, str]]) -> None:
    """Lines of running text that end in mid-sentence before a blank line or page break."""
    view, text = context.view, context.view.text
    for line, following in zip(node.lines, node.lines[1:], strict=False):
        if not (following.gap and following.start == line.end and _runs_on(text, line, following)):
            continue
        start, end = line.end, line.end
        while start > max(line.start, line.end - _AROUND) and _SPLITTING.match(text[start - 1]):
            start -= 1
        while end < min(following.end, line.end + _AROUND) and _SPLITTING.match(text[end]):
            end += 1
        span = view.span(start, end)
        context.finding("word-split", span, _ref_at(starts, span.start), joined=tidy(view, start, end))


def _runs_on(text: str, line: Line, following: Line) -> bool:
    ends_open = _SPLITTING.match(text[line.end - 1]) and _SPLITTING.match(text[following.start])
    if not ends_open or line.end - line.start < _SHORTEST_LINE or not _CLAUSES.search(text, line.start, line.end):
        return False
    if text.startswith(lexicon().headings.other_lines, following.start) or starts_with_label(text, following.start):
        return False
    return heading_at(text, following.start, following.end) is None


def _repeated_sentences(context: Context, item: Item, view: View) -> None:
    """A sentence, or the clause that begins one, that stands twice in one item."""
    seen: dict[str, int] = {}
    for start, end in _sentences(view.text):
        stop = _CLAUSES.search(view.text, start, end)
        for key in dict.fromkeys((view.text[start:end], view.text[start : stop.start()] if stop else "")):
            if len(key) < _SHORTEST_REPEAT:
                continue
            if key in seen:
                stop_at = min(end + 1, start + len(key) + 1, len(view))
                context.finding("sentence-repeated", view.span(seen[key], stop_at), item.ref)
                break
            seen[key] = start


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in re.finditer("[。;!?]", text):
        if match.start() > start:
            yield start, match.start()
        start = match.end()
    if start < len(text):
        yield start, len(text)


def _unreadable(context: Context, item: Item, view: View) -> None:
    """A sentence that falls apart into scraps of one or two characters between white space."""
    if len(view.breaks) < _SHORT_RUN:
        return
    sentences = list(_sentences(view.text))
    for index, (start, end) in enumerate(sentences):
        if not _in_scraps(view, start, end):
            continue
        while index and _repeats(view.text, sentences[index - 1], sentences[index - 2] if index > 1 else None):
            index -= 1
        context.finding("text-unreadable", view.span(sentences[index][0], end), item.ref)
        return


def _in_scraps(view: View, start: int, end: int) -> bool:
    sizes = [last - first for first, last in view.runs(start, end)]
    run = longest = 0
    for size in sizes:
        run = run + 1 if size <= 2 else 0
        longest = max(longest, run)
    if longest < _SHORT_RUN or max(sizes) <= _SHORT_RUN:
        return False
    return sum(c.isascii() for c in view.text[start:end]) * 3 <= end - start


def _repeats(text: str, sentence: tuple[int, int], before: tuple[int, int] | None) -> bool:
    if before is None or max(sentence[1] - sentence[0], before[1] - before[0]) > _LONGEST_SENTENCE:
        return False
    clauses = [c for c in _CLAUSES.split(text[sentence[0] : sentence[1]]) if len(c) >= _SHORTEST_REPEAT]
    return any(clause in text[before[0] : before[1]] for clause in clauses)


def _lost(context: Context, item: Item, view: View) -> None:
    jurisdiction = context.document.meta.jurisdiction
    for entry in lost_text():
        at = view.text.find(entry["printed"]) if entry["jurisdiction"] == jurisdiction else -1
        if at >= 0:
            span = view.span(at, at + len(entry["printed"]))
            context.finding("text-lost", span, item.ref, printed=entry["printed"], whole=entry["whole"])


@cache
def lost_text() -> tuple[dict[str, str], ...]:
    """The entries of lost_text.yaml, folded as views are."""
    raw = load_yaml(files("loaders.registry").joinpath("lost_text.yaml").read_text("utf-8"))
    return tuple({key: fold(value) for key, value in entry.items()} for entry in raw["lost"])
