"""All ways in which a text prints a table, tried in order. A new layout of rows is a module in this room and a line here."""

from __future__ import annotations

from collections.abc import Callable

from loaders.blocks.flat_grid import find_flat_grids
from loaders.blocks.grid import Grid, find_grids
from loaders.blocks.lines import Line
from loaders.text.view import View

# Given the text, its lines and the tables found so far: those and its own. Lines that a table takes are left alone.
Finder = Callable[[View, list[Line], list[Grid]], list[Grid]]

FINDERS: tuple[Finder, ...] = (
    find_grids,
    find_flat_grids,
)


def find_tables(view: View, lines: list[Line]) -> list[Grid]:
    """The tables of a text in its order."""
    grids: list[Grid] = []
    for find in FINDERS:
        grids = sorted(find(view, lines, grids), key=lambda grid: grid.first)
    return grids
