"""Merged category cells: which rows a label rules that a scan prints once, at any of its rows.

Spreadsheets keep a merged value at its first row; a page that was read by OCR prints it in the vertical middle, or
splits it over two rows (超级 / 场景). The rows are shared out so that each label stands nearest the middle of its
rows, rows whose names hold the label's word come first, and a page break parts what it parted on paper.
"""

from __future__ import annotations

from dataclasses import dataclass

from loaders.blocks.grid import Cell
from loaders.text.lexicon import lexicon

_WIDE = 60
_SHARED = 0.8
_HEIGHT = 0.1
_LINE = 22


@dataclass(frozen=True, slots=True)
class Label:
    """A printed category: its cell pieces and the row (index) that it stands at; split labels take their last row."""

    text: str
    cell: tuple[tuple[int, int], ...]
    row: int
    split: bool = False


@dataclass(frozen=True, slots=True)
class Ruled:
    """A label and the rows ``first``..``last`` (inclusive) that it rules."""

    label: Label
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class RowFacts:
    """What is known of each row: its name, its page (block between page breaks) and its height in characters."""

    names: list[str]
    pages: list[int]
    sizes: list[int]


def share_rows(cells: list[Cell], texts: list[str], rows: RowFacts, centred: bool) -> list[Ruled]:
    """Labels with the rows that each rules, for the rows of one band. ``texts`` are the category cells (mostly "").

    ``centred`` is false where a merged value stands at its first row.
    """
    labels = _labels(cells, texts)
    if not labels:
        return []
    if not centred:
        edges = [label.row for label in labels]
        edges[0] = 0 if edges[0] > 0 else edges[0]
    else:
        edges = _edges(labels, rows)
    lasts = [edge - 1 for edge in edges[1:]] + [len(texts) - 1]
    return [Ruled(label, first, last) for label, first, last in zip(labels, edges, lasts, strict=True)]


def _labels(cells: list[Cell], texts: list[str]) -> list[Label]:
    """The labels; two short pieces at neighbouring rows that only together end as a category are one."""
    endings = lexicon().tables.category_ending
    found: list[Label] = []
    for row, text in enumerate(texts):
        if not text:
            continue
        last = found[-1] if found else None
        joined = (last.text + text) if last else ""
        if (
            last
            and row - last.row <= 2
            and not last.text.endswith(endings)
            and joined.endswith(endings)
            and (text in endings or len(text) <= 2 or len(last.text) <= 2)
        ):
            found[-1] = Label(joined, last.cell + tuple(cells[row]), last.row, True)
        elif last and last.text == text and row - last.row <= 1:
            found.append(Label(text, tuple(cells[row]), row))
        else:
            found.append(Label(text, tuple(cells[row]), row))
    return found


def _edges(labels: list[Label], rows: RowFacts) -> list[int]:
    """The first row of each label, by the cheapest way to cut the rows between labels."""
    costs: dict[int, float] = {0: 0.0}
    came: list[dict[int, int]] = []
    for index, label in enumerate(labels):
        following = labels[index + 1].row if index + 1 < len(labels) else None
        stops = (
            range(label.row + 1, following + 1)
            if following is not None
            else range(len(rows.names), len(rows.names) + 1)
        )
        if len(stops) > _WIDE or len(costs) > _WIDE:
            stops = stops[-1:]
        reached: dict[int, float] = {}
        came.append({})
        for stop in stops:
            ways = {start: cost + _cost(label, start, stop, rows) for start, cost in costs.items()}
            start = min(ways, key=lambda s: ways[s])
            reached[stop], came[-1][stop] = ways[start], start
        costs = reached
    edges = [min(costs, key=lambda s: costs[s])]
    for steps in reversed(came):
        edges.append(steps[edges[-1]])
    return edges[:0:-1]


def _cost(label: Label, start: int, stop: int, facts: RowFacts) -> float:
    """How badly ``label`` rules rows ``start`` to ``stop`` (exclusive)."""
    page = facts.pages[label.row]
    near = range(start, min(stop, start + _WIDE))
    rows = [row for row in near if facts.pages[row] == page] or [label.row]
    stem = label.text.removesuffix(lexicon().tables.category_sign)
    shared = sum(stem in facts.names[row] for row in near)
    off = abs(label.row - (rows[0] + rows[-1]) // 2)
    return off + _HEIGHT * _height_off(label.row, rows, facts.sizes) - _SHARED * shared


def _height_off(at: int, rows: list[int], sizes: list[int]) -> float:
    """How far, in printed lines, the middle of row ``at`` is from the middle of ``rows``."""
    heights = [1 + sizes[row] / _LINE for row in rows]
    before = sum(heights[: rows.index(at)]) if at in rows else 0.0
    own = heights[rows.index(at)] if at in rows else 0.0
    return abs(before + own / 2 - sum(heights) / 2)
