"""Progress bars on standard error for long work; nothing where nobody looks on."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from api.cli.output import console

# Told how many are done and how many there are.
Step = Callable[[int, int], None]


class Advance(Protocol):
    """Called with an outcome, how many are done and how many there are."""

    def __call__(self, outcome: object, done: int, total: int, /) -> None: ...


@contextmanager
def progress_bars() -> Iterator[Callable[[str], Step]]:
    """Gives a function that makes a bar of a name; the bar shows on a terminal while it has steps to do."""
    if not sys.stderr.isatty():
        yield lambda what: lambda done, total: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console(stderr=True), transient=True) as bars:

        def bar(what: str) -> Step:
            task = bars.add_task(what, visible=False)
            return lambda done, total: bars.update(task, completed=done, total=total, visible=done < total)

        yield bar


@contextmanager
def progress_bar(what: str, total: int) -> Iterator[Advance]:
    """A bar over ``total`` steps, shown on a terminal when there is more than one step."""
    with progress_bars() as bars:
        step = bars(what)
        if total > 1:
            step(0, total)
        yield lambda outcome, done, total: step(done, total)
