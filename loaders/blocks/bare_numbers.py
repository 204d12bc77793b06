"""Numbers of items that no sign follows: 30 不断优化营商环境. The blank behind each is then read as the sign.

A line that begins with a number and a blank may as well go on with a figure (30 个项目), or be the row of a table. It is
an item's only in a run of numbers one after the other, printed with a sign or without, whose lines are no rows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from loaders.blocks.grid import bodies_in, column_kind
from loaders.blocks.lines import Line, read_lines
from loaders.outline.headings import heading_at
from loaders.text.lexicon import lexicon
from loaders.text.patterns import any_of
from loaders.text.view import Span, View, fold

_SIGN = "."
_NUMBER = re.compile(
    '(?P<number>[1-9][0-9]{0,2})(?P<blank>[ \u3000\u00a0\t])[ \u3000\u00a0\t]{0,7}(?=[A-Za-z一-鿿“《"]|[0-9]{1,2}[A-Za-z])'
)
_GAP = re.compile("[ \u3000\u00a0]{2,}|\t")
_BLANK = re.compile("[ \u3000\u00a0\t]+")
_STYLE = "number"
# A run that begins again, as under the next chapter, may be shorter.
_SHORTEST_RUN, _SHORTEST_AGAIN = 3, 2
_LONGEST_ROW = 80


@dataclass(frozen=True, slots=True)
class _Numbered:
    """A line that begins with a number; ``blank`` is where the sign is missing (code point), ``figure`` what the number
    might count."""

    value: int
    blank: int | None = None
    figure: bool = False
    row: bool = False


@dataclass(slots=True)
class _Run:
    """Lines whose numbers follow one another."""

    lines: list[_Numbered] = field(default_factory=list)

    def of_items(self, shortest: int = _SHORTEST_RUN) -> bool:
        """Whether the run numbers items: long enough, with few lines that look like figures or rows."""
        bare = [line for line in self.lines if line.blank is not None]
        figures, rows = sum(line.figure for line in bare), sum(line.row for line in bare)
        return len(self.lines) >= shortest and 3 * figures <= len(bare) and 2 * rows <= len(bare)

    def blanks(self) -> list[int]:
        """Where signs are missing; what may be a figure is a number where the run goes on behind it."""
        last = len(self.lines) - 1
        inside = [line for at, line in enumerate(self.lines) if not line.figure or 0 < at < last]
        return [line.blank for line in inside if line.blank is not None]


def with_signs(view: View, lines: list[Line]) -> tuple[View, list[Line]]:
    """The view and its lines with a sign behind the numbers of items that print none."""
    found: list[_Numbered] = []
    for line in lines:
        if view.text[line.start] in "123456789" and (numbered := _numbered(view, line)):
            found.append(numbered)
    if all(line.blank is None for line in found) or _headed(view, lines):
        return view, lines
    runs = _runs(found)
    again = any(run.of_items() for run in runs)
    blanks = [
        at
        for run in runs
        if run.of_items() or (again and run.lines[0].value == 1 and run.of_items(_SHORTEST_AGAIN))
        for at in run.blanks()
    ]
    if not blanks:
        return view, lines
    printed = list(view.source)
    for at in blanks:
        printed[at] = _SIGN
    signed = View("".join(printed), [Span(line.first, line.last) for line in lines])
    return signed, read_lines(signed)


def _numbered(view: View, line: Line) -> _Numbered | None:
    begin = view.offsets[line.start]
    bare = _NUMBER.match(view.source, begin, line.last)
    if bare is None:
        heading = heading_at(view.text, line.start, line.end)
        return _Numbered(heading.value) if heading and heading.style.name == _STYLE else None
    rest = fold(view.source[bare.end() : min(line.last, bare.end() + _LONGEST_ROW)])
    return _Numbered(int(bare["number"]), bare.start("blank"), bool(_counted().match(rest)), _is_row(rest))


@cache
def _counted() -> re.Pattern[str]:
    """What a figure counts, or the rest of a date."""
    targets = lexicon().targets
    counts = any_of([*targets.units, *targets.durations, *lexicon().lines.after_digits])
    return re.compile(f"(?:[十百千万亿]|{any_of(targets.more)}|(?!{any_of(targets.not_units)}){counts})")


def _is_row(rest: str) -> bool:
    """Whether what follows a number is the cells of a row: parted by wide gaps, or ending in bodies or in a page number."""
    rest = rest.rstrip()
    if _GAP.search(rest):
        return True
    last = _BLANK.split(rest)[-1]
    return last != rest and ":" not in last and (last.isdigit() or bodies_in(last) == 1)


def _headed(view: View, lines: list[Line]) -> bool:
    """Whether a line is a table's header whose titles blanks part."""
    return any(
        line.end - line.start <= _LONGEST_ROW
        and sum(column_kind(view.text[a:b], exact=True) is not None for a, b in view.runs(line.start, line.end)) > 1
        for line in lines
    )


def _runs(found: list[_Numbered]) -> list[_Run]:
    """The numbers in order as runs, which one may be missing from; those without a sign go on with each other before they go on with signed ones."""
    runs: list[_Run] = []
    open_at: dict[tuple[int, bool], _Run] = {}
    for line in found:
        bare = line.blank is not None
        steps = (1,) if line.figure else (1, 2)
        ways = [(line.value - step, kind) for step in steps for kind in (bare, not bare)]
        run = next((open_at.pop(way) for way in ways if way in open_at), None)
        if run is None:
            run = _Run()
            runs.append(run)
        run.lines.append(line)
        open_at[(line.value, bare)] = run
    return runs
