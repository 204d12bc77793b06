"""Texts whose paragraphs are broken into lines of one width, as copies from PDF files are: the lines put together."""

from __future__ import annotations

from loaders.blocks.grid import is_tabular
from loaders.blocks.lines import Line
from loaders.outline.headings import heading_at
from loaders.outline.tree import opens_annex
from loaders.responsibility.markers import starts_with_label
from loaders.text.view import View

_NARROWEST, _WIDEST = 18.0, 60.0
_FEWEST = 6
_SHARE = 0.3
# Rules of punctuation and long numbers make full lines a little shorter than others, or longer by a mark.
_SHORT, _LONG = 2.5, 1.5
_INDENT = 2


def unwrap(view: View, lines: list[Line]) -> list[Line]:
    """``lines`` with those that only carry on a full one joined to it; the same lines where no width is common."""
    widths = [_width(view, line) for line in lines]
    full = _full(widths)
    if full is None:
        return lines
    found: list[Line] = []
    for index, line in enumerate(lines):
        if index and widths[index - 1] >= full and _carries_on(view, lines[index - 1], line):
            last = found[-1]
            found[-1] = Line(last.start, line.end, last.first, line.last, last.gap)
        else:
            found.append(line)
    return found


def _full(widths: list[float]) -> float | None:
    """From which width on a line is full, or None where lines are as long as their paragraphs."""
    ordered = sorted(widths)
    edge = ordered[int(len(ordered) * 0.85)] if ordered else 0.0
    near = sum(edge - _SHORT <= width <= edge + _LONG for width in widths)
    longer = sum(width > edge + _LONG for width in widths)
    common = near >= max(_FEWEST, _SHARE * len(widths)) and longer <= 0.04 * len(widths)
    return edge - _SHORT if common and _NARROWEST <= edge <= _WIDEST else None


def _width(view: View, line: Line) -> float:
    """How wide a line is in Chinese characters."""
    return sum(
        1.0 if view.source[view.offsets[at]] > "\u2e80" or view.source[view.offsets[at]] in "“”‘’…—·" else 0.5
        for at in range(line.start, line.end)
    )


def _carries_on(view: View, before: Line, line: Line) -> bool:
    """Whether a line after a full one belongs to the same paragraph."""
    text, indent = view.text, view.offsets[line.start] - line.first
    new_page = bool(view.source[before.last : line.first].strip()) or "\f" in view.source[before.last : line.first]
    if (line.gap and not new_page) or indent >= _INDENT or view.source[line.first] == "\u3000":
        return False
    if is_tabular(view, before) or is_tabular(view, line) or opens_annex(view, line) is not None:
        return False
    if starts_with_label(text, line.start) and ":" in text[line.start : line.start + 12]:
        return False
    return heading_at(text, line.start, line.end) is None
