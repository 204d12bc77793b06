"""A flow diagram: columns of nodes, and ribbons between neighbouring columns as wide as what flows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

WIDTH, BAR, GAP, TOP = 1080.0, 14.0, 13.0, 12.0
MIN_HEIGHT = 3.0


@dataclass(frozen=True, slots=True)
class Stop:
    """A node of the diagram: where it stands, what it is, and on which side its label goes."""

    id: str
    name: str
    column: int
    x: float
    y: float
    height: float
    value: float
    label_x: float
    anchor: str


@dataclass(frozen=True, slots=True)
class Ribbon:
    """A flow between two stops as an SVG path."""

    source: str
    target: str
    path: str
    value: float
    column: int


@dataclass(frozen=True, slots=True)
class Sankey:
    """A drawing in a box of ``width`` by ``height``."""

    width: float
    height: float
    stops: list[Stop]
    ribbons: list[Ribbon]


def draw_sankey(
    columns: Sequence[Sequence[str]], names: Mapping[str, str], flows: Mapping[tuple[str, str], float]
) -> Sankey:
    """``columns`` of node ids from left to right, and flows between nodes of neighbouring columns."""
    into, out = defaultdict[str, float](float), defaultdict[str, float](float)
    for (source, target), value in flows.items():
        out[source] += value
        into[target] += value
    values = {node: max(into[node], out[node]) for column in columns for node in column}
    tallest = max((len(column) for column in columns), default=1)
    height = max(320.0, 28.0 * tallest + 2 * TOP)
    scale = min(
        (height - 2 * TOP - GAP * (len(column) - 1)) / (sum(values[n] for n in column) or 1) for column in columns
    )
    stops = _stops(columns, names, values, height, scale)
    return Sankey(WIDTH, height, list(stops.values()), _ribbons(flows, stops, scale))


def _stops(
    columns: Sequence[Sequence[str]], names: Mapping[str, str], values: Mapping[str, float], height: float, scale: float
) -> dict[str, Stop]:
    stops: dict[str, Stop] = {}
    left, right = 230.0, 130.0
    step = (WIDTH - left - right - BAR) / max(len(columns) - 1, 1)
    for index, column in enumerate(columns):
        heights = [max(values[node] * scale, MIN_HEIGHT) for node in column]
        gap = (height - 2 * TOP - sum(heights)) / max(len(column), 1)
        y = TOP + gap / 2
        x = left + index * step
        for node, tall in zip(column, heights, strict=True):
            first = index == 0
            stops[node] = Stop(
                node, names[node], index, round(x, 1), round(y, 1), round(tall, 1), values[node],
                round(x - 6 if first else x + BAR + 6, 1), "end" if first else "start",
            )  # fmt: skip
            y += tall + gap
    return stops


def _ribbons(flows: Mapping[tuple[str, str], float], stops: Mapping[str, Stop], scale: float) -> list[Ribbon]:
    used_out, used_in = defaultdict[str, float](float), defaultdict[str, float](float)
    ribbons = []
    for source, target in sorted(flows, key=lambda pair: (stops[pair[0]].column, stops[pair[0]].y, stops[pair[1]].y)):
        value = flows[source, target]
        a, b, thick = stops[source], stops[target], max(value * scale, 0.5)
        x1, x2 = a.x + BAR, b.x
        y1, y2 = a.y + used_out[source], b.y + used_in[target]
        used_out[source] += thick
        used_in[target] += thick
        mid = (x1 + x2) / 2
        path = (
            f"M{x1:.1f} {y1:.1f}C{mid:.1f} {y1:.1f} {mid:.1f} {y2:.1f} {x2:.1f} {y2:.1f}"
            f"V{y2 + thick:.1f}C{mid:.1f} {y2 + thick:.1f} {mid:.1f} {y1 + thick:.1f} {x1:.1f} {y1 + thick:.1f}Z"
        )
        ribbons.append(Ribbon(source, target, path, value, a.column))
    return ribbons
