"""A progress bar on standard error for long work; nothing where nobody looks on."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from api.cli.output import console


class Advance(Protocol):
    """Called with an outcome, how many are done and how many there are."""

    def __call__(self, outcome: object, done: int, total: int, /) -> None: ...


@contextmanager
def progress_bar(what: str, total: int) -> Iterator[Advance]:
    """A bar over ``total`` steps, shown on a terminal when there is more than one step."""
    if total < 2 or not sys.stderr.isatty():
        yield lambda outcome, done, total: None
        return
    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda outcome, done, total: bar.update(task, completed=done)
