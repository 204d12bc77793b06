"""What each line of a text is: a heading, a row, the beginning of a paragraph, or the rest of the line before.

Copies from PDF files break lines anywhere: inside names, dates, numbers and titles. No single sign tells whether a line
carries on the one before, so all of them are weighed (lines.yaml): how wide the text is set, what is open at the end of
a line, which number would come next. The reading of the whole text with the greatest sum is taken (a best path over the
lines, in linear time); where another reading of a numbered line comes near, that is reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from loaders.blocks.broken_grid import flat_lines
from loaders.blocks.grid import column_kind
from loaders.blocks.lines import ENDS, Line, is_tabular
from loaders.blocks.marker_lines import label_at, marker_ends
from loaders.outline.headings import Heading, heading_at
from loaders.outline.titles import DOC_NUMBER, quoted_titles, title_key
from loaders.outline.tree import opens_annex
from loaders.text.dates import date_at_end
from loaders.text.lexicon import lexicon
from loaders.text.view import Span, View

HEADING, STARTS, CARRIES_ON, ROW = "heading", "starts", "carries-on", "row"
_NARROWEST, _WIDEST = 14.0, 75.0
# Rules of punctuation and long numbers make full lines a little shorter than others, or longer by a mark.
_SHORT, _LONG = 2.5, 1.5
_FEWEST, _SHARE, _LONGER = 6, 0.12, 0.04
_OPEN_FOR = 300
_INDENT = 2
_NEVER_BEGINS = ",。、;:)]》!?"
_OPENS = '"《('
_PIECE_ENDS = ',、;》"'
_SHORT_TITLE = 40
_NEAR_LINES = 12
_SIGNS = ',;:、"》'
_BRACKETS = re.compile('[()\\[\\]《》"。]')
_NARROW = re.compile("[!-~]+")
_BLANK = re.compile("\\s+")


@dataclass(slots=True)
class _Seen:
    """What is seen of a line before any decision."""

    width: float
    heading: Heading | None
    tabular: bool
    alone: bool
    label: bool
    ended: bool
    open_before: bool
    indent: bool
    follows: float = 0.0


@dataclass(frozen=True, slots=True)
class Paragraphs:
    """The lines put together, and where a numbered line might as well be read otherwise."""

    lines: list[Line]
    uncertain: list[Span]


def read_paragraphs(view: View, lines: list[Line]) -> Paragraphs:
    """``lines`` with those that only carry on another joined to it, headings told from numbers in mid-sentence."""
    if not lines:
        return Paragraphs([], [])
    reader = _Reader(view, lines)
    roles, margins = reader.best_path()
    found: list[Line] = []
    narrow = lexicon().lines.narrow
    uncertain = [
        view.span(line.start, line.end) for line, margin in zip(lines, margins, strict=True) if margin < narrow
    ]
    for index, (line, role) in enumerate(zip(lines, roles, strict=True)):
        if role == CARRIES_ON and (reader.wrapped or reader.mark_alone(index - 1) or reader.parts_word(index)):
            last = found[-1]
            found[-1] = replace(last, end=line.end, last=line.last)
        else:
            found.append(replace(line, heading=True) if role == HEADING else line)
    return Paragraphs(found, uncertain)


class _Reader:
    def __init__(self, view: View, lines: list[Line]) -> None:
        self.view, self.lines = view, lines
        self.joins, self.headings = lexicon().lines.joins, lexicon().lines.heading
        widths = [_width(view, line) for line in lines]
        self.cells = flat_lines(view, lines)
        self.titles = quoted_titles(view.text)
        self.full = _full_width([width for index, width in enumerate(widths) if index not in self.cells])
        widths = self._printed_widths(widths)
        opens = list(_open_at(view, lines))
        self.seen = [self._see(line, width, opened) for line, width, opened in zip(lines, widths, opens, strict=True)]
        self.named = marker_ends(view, lines)
        self._follow()
        long = [seen for seen in self.seen if seen.width >= _NARROWEST]
        self.indented = sum(seen.indent for seen in long) * 10 >= len(long) > 0
        written = [at for at in range(len(lines)) if at not in self.cells]
        short = (at for at in written if self.full is None or widths[at] < self.full)
        self.broken = sum(view.text[lines[at].end - 1] in ",、" for at in short) * 25 >= len(written) > 0

    @property
    def wrapped(self) -> bool:
        """Whether paragraphs are broken into lines at all."""
        return self.full is not None or self.broken

    def _see(self, line: Line, width: float, opened: bool) -> _Seen:
        view, text = self.view, self.view.text
        printed = text[line.start : line.end] if line.end - line.start <= _SHORT_TITLE else ""
        alone = opens_annex(view, line) is not None or (bool(printed) and _stands_alone(printed))
        alone = alone or (bool(printed) and printed[0] not in _OPENS and title_key(printed) in self.titles)
        label = label_at(text, line.start)
        offset = view.offsets[line.start] - line.first
        indent = offset >= 2 or view.source[line.first] == "\u3000"
        heading = heading_at(text, line.start, line.end)
        return _Seen(width, heading, is_tabular(view, line), alone, label, text[line.end - 1] in ENDS, opened, indent)

    def _printed_widths(self, widths: list[float]) -> list[float]:
        """The widths of lines to their right edge: PDF files may hold one printed line in pieces, broken at its marks
        and quotations, which are as wide together as a line."""
        if self.full is None:
            return widths
        found, text = list(widths), self.view.text
        for index in range(1, len(widths)):
            last, line = self.lines[index - 1], self.lines[index]
            before, mark = heading_at(text, last.start, last.end), heading_at(text, line.start, line.end)
            piece = text[last.end - 1] in _PIECE_ENDS or text[line.start] in _OPENS
            if (
                (mark is None or mark.end == line.end)
                and (piece or (before is not None and before.end == last.end))
                and not line.gap
                and found[index - 1] + widths[index] <= self.full + _SHORT + _LONG
            ):
                found[index] += found[index - 1]
        return found

    def mark_alone(self, index: int) -> bool:
        """Whether a line is nothing but the mark of a heading: （二）."""
        heading = self.seen[index].heading
        return heading is not None and heading.end >= self.lines[index].end

    def parts_word(self, index: int) -> bool:
        """Whether the break before a line parts a number or a date: 2023年12 / 月."""
        text, begins = self.view.text, self.view.text[self.lines[index].start]
        return text[self.lines[index - 1].end - 1].isdigit() and (
            begins.isdigit() or begins in lexicon().lines.after_digits
        )

    def _follow(self) -> None:
        """How well each heading's number follows others of its style: both ways over the whole text."""
        begins, runs_on, unmatched = (self.headings.begins, self.headings.runs_on, self.headings.unmatched)
        before: dict[str, dict[int, int]] = {}
        after: dict[str, dict[int, int]] = {}
        succeeded = set()
        for index in range(len(self.seen) - 1, -1, -1):
            heading = self.seen[index].heading
            if heading is not None:
                places = after.setdefault(heading.style.name, {})
                if places.get(heading.value + 1, len(self.seen)) < places.get(heading.value, len(self.seen)):
                    succeeded.add(index)
                places[heading.value] = index
        for index, seen in enumerate(self.seen):
            if seen.heading is None:
                continue
            value, places = seen.heading.value, before.setdefault(seen.heading.style.name, {})
            if value == 1:
                seen.follows = begins if index in succeeded else 0.0
            else:
                runs = places.get(value - 1, -1) > places.get(value, -1) or self._inside(index, value - 1)
                seen.follows = runs_on if runs else unmatched
                if seen.follows < 0 and index in succeeded:
                    seen.follows = 0.0
            places[value] = index

    def _inside(self, index: int, value: int) -> bool:
        """Whether the number ``value`` stands inside one of the lines before, glued to a list of owners."""
        heading, first = self.seen[index].heading, max(0, index - _NEAR_LINES)
        if heading is None or heading.style.name != "number":
            return False
        pattern = re.compile(rf"(?<=[一-鿿)]){value}[.、](?=[一-鿿])")
        return pattern.search(self.view.text, self.lines[first].start, self.lines[index].start) is not None

    def best_path(self) -> tuple[list[str], list[float]]:
        """The roles with the greatest sum of weights, and by how much each numbered line's best reading beats the
        best one in which it is a heading where it was none, or the other way."""
        choices = [self._choices(index) for index in range(len(self.lines))]
        best: list[dict[str, tuple[float, str]]] = []
        for index, offered in enumerate(choices):
            best.append({})
            for role, score in offered.items():
                before = best[index - 1] if index else {"": (0.0, "")}
                ways = [(held[0] + self._step(index, last, role), last) for last, held in before.items()]
                total, last = max(ways)
                best[index][role] = (total + score, last)
        after = self._backward(choices)
        roles = [max(best[-1], key=lambda role: best[-1][role][0])]
        for index in range(len(self.lines) - 1, 0, -1):
            roles.append(best[index][roles[-1]][1])
        roles.reverse()
        margins = []
        for index, role in enumerate(roles):
            sums = {other: best[index][other][0] + after[index][other] for other in choices[index]}
            rival = max((s for other, s in sums.items() if (other == HEADING) != (role == HEADING)), default=None)
            margins.append(sums[role] - rival if rival is not None else float("inf"))
        return roles, margins

    def _backward(self, choices: list[dict[str, float]]) -> list[dict[str, float]]:
        """The best sum of all that follows each role of each line."""
        after: list[dict[str, float]] = [dict.fromkeys(offered, 0.0) for offered in choices]
        for index in range(len(choices) - 2, -1, -1):
            for role in choices[index]:
                after[index][role] = max(
                    self._step(index + 1, role, following) + score + after[index + 1][following]
                    for following, score in choices[index + 1].items()
                )
        return after

    def _choices(self, index: int) -> dict[str, float]:
        """The roles that a line may have, and what speaks for each of them by itself."""
        seen = self.seen[index]
        if seen.tabular or index in self.cells:
            return {ROW: 0.0}
        choices = {STARTS: 0.0}
        if index and not self.seen[index - 1].tabular and index - 1 not in self.cells:
            choices[CARRIES_ON] = self._joins(index)
        if seen.heading is not None and not seen.alone:
            choices[HEADING] = self._heads(index, seen.heading)
        return choices

    def _step(self, index: int, before: str, role: str) -> float:
        """What speaks for a role after another: a heading that is short and no sentence stands by itself, a mark
        alone is a heading of what follows."""
        if before != HEADING or role not in (CARRIES_ON, STARTS):
            return 0.0
        if self.mark_alone(index - 1):
            return self.joins.alone if role == CARRIES_ON else 0.0
        last = self.seen[index - 1]
        full = self._is_full(index - 1) if self.full else last.width >= _SHORT_TITLE
        short = self.wrapped and not full and not last.ended
        return self.joins.title_short if short and role == CARRIES_ON else 0.0

    def _joins(self, index: int) -> float:
        """What speaks for a line's carrying on the one before."""
        seen, before, line, last = self.seen[index], self.seen[index - 1], self.lines[index], self.lines[index - 1]
        text, source = self.view.text, self.view.source
        ends, begins = text[last.end - 1], text[line.start]
        between = source[last.last : line.first]
        paged = "\f" in between or bool(between.strip())
        carries = ends in lexicon().lines.list_ends
        full = self._is_full(index - 1)
        signs = {
            # A number that runs on stands in no bracket: the bracket before it was never closed.
            "open": seen.open_before and not before.ended and seen.follows <= 0,
            "carries": carries,
            "goes_on": begins in _NEVER_BEGINS,
            "quoted": begins in _OPENS and (not before.ended or ends == "》") and seen.heading is None,
            "piece": text[last.start] in _OPENS and not full and ends in '"》' and not before.alone,
            "full": full,
            "ended": before.ended and not (ends in ')]》"' and not full),
            "short": not full and not carries and not self.broken,
            "gap": line.gap and not paged,
            "indent": seen.indent,
            "flush": self.indented and not seen.indent and full,
            "paged": paged and not before.ended,
            "label": seen.label,
            "named": index in self.named,
            "apart": seen.alone or before.alone,
            "in_word": self.parts_word(index),
            "broken": self.broken and before.heading is None and self._is_piece(index - 1),
        }
        return sum((float(getattr(self.joins, sign)) for sign, shown in signs.items() if shown), 0.0)

    def _is_piece(self, index: int) -> bool:
        """Whether a line holds signs of a sentence and its end is open."""
        line, text = self.lines[index], self.view.text
        open_ended = not self.seen[index].ended and text[line.end - 1] not in ")]"
        return open_ended and any(sign in text[line.start : line.end] for sign in _SIGNS)

    def _is_full(self, index: int) -> bool:
        """Whether a line reaches the edge; a numbered one begins two characters further in, though few copies keep that."""
        seen = self.seen[index]
        inset = _INDENT if seen.heading is not None and not self.indented else 0
        return self.full is not None and seen.width + inset >= self.full

    def _heads(self, index: int, heading: Heading) -> float:
        """What speaks for a numbered line's being a heading."""
        weights, line, seen = self.headings, self.lines[index], self.seen[index]
        score = weights.base + seen.follows
        text = self.view.text
        if heading.style.loose and seen.follows <= 0 and not _spaced(self.view, heading, line):
            score += weights.loose
        if heading.style.name == "decimal" and seen.follows < 0:
            score += weights.decimal
        if index == 0 or self.seen[index - 1].tabular:
            return score + weights.after_end
        before, last = self.seen[index - 1], self.lines[index - 1]
        if line.gap or before.ended or before.alone or seen.indent or index in self.named or self.mark_alone(index - 1):
            score += weights.after_end
        elif text[last.end - 1] in lexicon().lines.list_ends:
            score += weights.in_list
        elif self.full is not None and before.width >= self.full:
            score += weights.after_full
        elif last.end - last.start < _SHORT_TITLE:
            score += weights.after_title
        return score + weights.open * (seen.open_before and not before.ended and seen.follows <= 0)


def _spaced(view: View, heading: Heading, line: Line) -> bool:
    """Whether a sign or white space parts a heading's number from its title."""
    at = heading.end
    return view.text[at - 1] in ":、." or (at < line.end and view.offsets[at] > view.offsets[at - 1] + 1)


def _stands_alone(text: str) -> bool:
    """Whether a line is a number, a date, a note of the head or tail, or a column's name: it joins no other."""
    if DOC_NUMBER.fullmatch(text) or text.lstrip("(").startswith(lexicon().headings.tail):
        return True
    dated = date_at_end(text)
    return (dated is not None and dated[1] == 0) or column_kind(text, exact=True) is not None


def _width(view: View, line: Line) -> float:
    """How wide a line is in Chinese characters."""
    printed = _BLANK.sub("", view.source[line.first : line.last])
    return len(printed) - sum(map(len, _NARROW.findall(printed))) / 2


def _full_width(widths: Sequence[float]) -> float | None:
    """From which width on a line is full: where many lines end and hardly any is longer; None where lines are as long
    as their paragraphs."""
    counts: dict[int, int] = {}
    for width in widths:
        counts[round(width)] = counts.get(round(width), 0) + 1
    longer, edge = 0, None
    for width in sorted(counts, reverse=True):
        near = sum(counts.get(width - step, 0) for step in range(4))
        if longer > _LONGER * len(widths) or width < _NARROWEST:
            break
        if width <= _WIDEST and near >= max(_FEWEST, _SHARE * len(widths)):
            best = max(range(width, width - 3, -1), key=lambda w: counts.get(w, 0))
            edge = float(best) - _SHORT
            break
        longer += counts[width]
    return edge


def _open_at(view: View, lines: list[Line]) -> Iterator[bool]:
    """For each line whether a bracket, title or quotation opened shortly before it is still open there."""
    text, source, offsets = view.text, view.source, view.offsets
    stack: list[tuple[str, int]] = []
    marks = _BRACKETS.finditer(text)
    match = next(marks, None)
    for line in lines:
        while match is not None and match.start() < line.start:
            mark = match[0]
            if mark == '"':
                mark = source[offsets[match.start()]]
            if mark in "([《“":
                stack.append((mark, match.start()))
            elif mark in ")]》”" and stack:
                opening = {")": "(", "]": "[", "》": "《", "”": "“"}[mark]
                while stack and stack[-1][0] != opening and stack[-1][0] in "《“":
                    stack.pop()
                if stack and stack[-1][0] == opening:
                    stack.pop()
            elif mark == "。":
                while stack and stack[-1][0] in "《“":
                    stack.pop()
            match = next(marks, None)
        while stack and line.start - stack[0][1] > _OPEN_FOR:
            stack.pop(0)
        yield bool(stack)
