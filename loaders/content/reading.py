"""An item's text as the content grammars read it: one folded view, cut into sentences and clauses.

Cells of a row and pieces on both sides of a removed marker are joined in a view; where they meet is a clause end,
so no phrase runs from a name cell into the text cell. Brackets, quotes and 《》 are matched once, in one pass, and
commas inside them do not end a clause.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from loaders.content.citations.titles import Title, find_titles
from loaders.content.goals.quantities import Quantity, find_quantities
from loaders.text.dates import Time, times
from loaders.text.lexicon import lexicon
from loaders.text.view import Span, View, fold

SENTENCE_END = frozenset("。;!?")
CLAUSE_END = frozenset(",:")
_OPEN = {"(": ")", "《": "》"}
_PAIRED = re.compile('["()《》。]')
_ENDS = re.compile("[。;!?,:]")
_CLOSE = frozenset(_OPEN.values())
# Longest bracket or quote that is taken for one: an unmatched bracket must not swallow a text.
LONGEST_PAIR = 160


class Clause(NamedTuple):
    """View characters ``start`` to ``end`` (exclusive, punctuation left out), in the ``sentence``-th sentence."""

    start: int
    end: int
    sentence: int


class Reading:
    """A view with its pairs (brackets, quotes, 《》), clauses and sentences."""

    __slots__ = (
        "_clause_at", "_inside", "_quantities", "_times", "_titles",
        "breaks", "clauses", "mates", "opens", "sentences", "text", "view",
    )  # fmt: skip

    def __init__(self, view: View, breaks: Iterable[int] = ()) -> None:
        """``breaks`` are view indices at which a clause and a sentence end though no sign is printed."""
        self.view = view
        self.text = view.text
        self.breaks = frozenset(breaks)
        self.mates = _pairs(self.text, self.breaks)
        self._inside: dict[str, bytearray] = {}
        self.opens = {close: opening for opening, close in self.mates.items()}
        self.clauses = _clauses(self.text, self.mates, self.breaks)
        self._clause_at = _clause_index(self.clauses, len(self.text))
        self._times: list[Time] | None = None
        self._quantities: list[Quantity] | None = None
        self._titles: list[Title] | None = None
        self.sentences: dict[int, list[Clause]] = {}
        for clause in self.clauses:
            self.sentences.setdefault(clause.sentence, []).append(clause)

    @classmethod
    def of(cls, source: str, spans: Sequence[Span], name_span: Span | None = None, view: View | None = None) -> Reading:
        """The reading of ``spans`` of ``source`` (``view`` is theirs, if there is one); pieces apart from each other are
        clauses apart, and so is a title (``name_span``) that a line end follows."""
        view = view or View(source, spans)
        breaks = []
        if name_span and _ends_line(source, name_span):
            breaks.append(view.index(name_span.end))
        for before, after in itertools.pairwise(spans):
            gap = source[before.end : after.start]
            named = name_span is not None and before.end == name_span.end
            paged = bool(gap.strip()) and _page().fullmatch(gap) is not None
            if named or (not paged and (gap.strip() or "\t" in gap or "\n\n" in gap)):
                breaks.append(view.index(after.start))
        return cls(view, breaks)

    @property
    def times(self) -> list[Time]:
        """The times of the text, looked for once."""
        if self._times is None:
            self._times = times(self.text)
        return self._times

    @property
    def quantities(self) -> list[Quantity]:
        """The quantities of the text, looked for once."""
        if self._quantities is None:
            self._quantities = find_quantities(self.text)
        return self._quantities

    @property
    def titles(self) -> list[Title]:
        """The documents that the text names, looked for once."""
        if self._titles is None:
            self._titles = find_titles(self)
        return self._titles

    @property
    def cited(self) -> list[tuple[int, int]]:
        """View ranges of the titles: what stands there is a document, not a thing, a time or a target."""
        return [(title.start, title.end) for title in self.titles if not title.number]

    def clause_at(self, index: int) -> Clause:
        """The clause that view character ``index`` stands in (or the one before it, for a punctuation mark)."""
        return self.clauses[self._clause_at[index]]

    def printed(self, start: int, end: int) -> str:
        """View characters ``start`` to ``end`` as printed, without white space."""
        return self.view.printed(start, end)

    def span(self, start: int, end: int) -> Span:
        """The source span of view characters ``start`` to ``end``."""
        return self.view.span(start, end)

    def inside(self, index: int, opening: str) -> bool:
        """Whether view character ``index`` stands inside a pair that begins with ``opening``."""
        covered = self._inside.get(opening)
        if covered is None:
            covered = self._inside[opening] = bytearray(len(self.text))
            for start, end in self.mates.items():
                if self.text[start] == opening:
                    covered[start + 1 : end] = b"\1" * (end - start - 1)
        return bool(covered[index])


@cache
def _page() -> re.Pattern[str]:
    """What a page prints between two lines of a text: # Page 12:, — 3 —, 第3页共9页."""
    return re.compile(rf"(?:[ \n\r\f\u3000#*/0-9\-—–·:\[\]]|[Pp]age|[{lexicon().lines.page_signs}])*")


def _ends_line(source: str, name: Span) -> bool:
    """Whether only blanks stand between ``name`` and the end of its line, and nothing it left open joins the lines."""
    line_end = source.find("\n", name.end, name.end + 20)
    if line_end < 0 or source[name.end : line_end].strip():
        return False
    printed = fold(source[name.start : name.end])
    return not printed.endswith("、") and all(printed.rfind(o) <= printed.rfind(c) for o, c in _OPEN.items())


def _pairs(text: str, breaks: frozenset[int]) -> dict[int, int]:
    """Index of each opening bracket or quote with a mate → index of its mate."""
    mates: dict[int, int] = {}
    stack: list[int] = []
    quote = -1
    parted = sorted(breaks, reverse=True)
    for sign in _PAIRED.finditer(text):
        index, char = sign.start(), sign[0]
        while parted and parted[-1] <= index:
            parted.pop()
            stack, quote = [], -1
        if char == '"':
            if quote >= 0 and index - quote <= LONGEST_PAIR:
                if index > quote + 1:
                    mates[quote] = index
                    quote = -1
            else:
                quote = index
        elif char in _OPEN:
            stack.append(index)
        elif char in _CLOSE:
            _close(text, index, stack, mates)
        elif char == "。":
            stack, quote = [], -1
    return mates


def _close(text: str, index: int, stack: list[int], mates: dict[int, int]) -> None:
    """Match the closing bracket at ``index`` with the last opening one of its kind, dropping those between."""
    for depth in range(len(stack) - 1, max(-1, len(stack) - 8), -1):
        if _OPEN[text[stack[depth]]] == text[index]:
            if index - stack[depth] <= LONGEST_PAIR:
                mates[stack[depth]] = index
            del stack[depth:]
            return


def _clauses(text: str, mates: dict[int, int], breaks: frozenset[int]) -> list[Clause]:
    clauses: list[Clause] = []
    start = sentence = covered = 0
    openings = sorted(mates, reverse=True)
    for index in sorted({*breaks, *(sign.start() for sign in _ENDS.finditer(text))}):
        if index >= len(text):
            break
        char, broken = text[index], index in breaks
        while openings and openings[-1] <= index:
            covered = max(covered, mates[openings.pop()])
        ends_sentence = char in SENTENCE_END and index >= covered
        ends_clause = char in CLAUSE_END and index >= covered and not _in_number(text, index)
        if not (broken or ends_sentence or ends_clause):
            continue
        if index > start:
            clauses.append(Clause(start, index, sentence))
        start = index if broken and char not in SENTENCE_END | CLAUSE_END else index + 1
        sentence += ends_sentence or broken
    if start < len(text) or not clauses:
        clauses.append(Clause(start, len(text), sentence))
    return clauses


def _in_number(text: str, index: int) -> bool:
    """Whether the sign at ``index`` stands between digits: the comma of 12,000 or the colon of 3:00."""
    after = text[index + 1 : index + 4]
    if not text[index - 1 : index].isdigit():
        return False
    return (len(after) == 3 and after.isdigit() and not text[index + 4 : index + 5].isdigit()) or (
        text[index] == ":" and after[:1].isdigit()
    )


def _clause_index(clauses: Sequence[Clause], length: int) -> list[int]:
    """For each view character (and the end) the number of the clause at or before it."""
    index = [0] * clauses[0].start
    for number, clause in enumerate(clauses):
        stop = clauses[number + 1].start if number + 1 < len(clauses) else length + 1
        index += [number] * (stop - clause.start)
    return index
