"""A network of owners: places by a spring layout with a fixed seed, labels pushed apart, communities by Louvain."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import networkx as nx

WIDTH, HEIGHT = 960.0, 620.0
COLOURS = 8
_MARGIN_X, _MARGIN_Y, _LINE = 64.0, 34.0, 30.0


@dataclass(slots=True)
class Dot:
    """One owner: place, radius, community (from 0) and what it is linked to."""

    id: str
    name: str
    x: float
    y: float
    r: float
    community: int
    items: int
    focus: bool = False
    links: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Line:
    """Two owners that share ``shared`` items."""

    a: str
    b: str
    x1: float
    y1: float
    x2: float
    y2: float
    width: float
    shared: int


@dataclass(frozen=True, slots=True)
class Network:
    """A drawing in a box of ``width`` by ``height``."""

    width: float
    height: float
    dots: list[Dot]
    lines: list[Line]


def weighted_graph(names: Sequence[str], shared: Mapping[tuple[str, str], int]) -> nx.Graph[str]:
    """An undirected graph of ``names`` with the numbers of shared items as weights."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(names)
    graph.add_weighted_edges_from((a, b, count) for (a, b), count in sorted(shared.items()))
    return graph


def draw_network(
    graph: nx.Graph[str],
    names: Mapping[str, str],
    items: Mapping[str, int],
    groups: Sequence[Sequence[str]],
    *,
    focus: str | None = None,
    height: float = HEIGHT,
    width: float = WIDTH,
) -> Network:
    """``graph`` laid out in a box; ``items`` gives the sizes, ``groups`` the colours."""
    colour = {node: index % COLOURS for index, group in enumerate(groups) for node in group}
    most = max([*items.values(), 1])
    boxes = _scaled(_around(graph, focus) if focus is not None else _spread(graph), width, height)
    _push_apart(boxes, names, width, height)
    dots = {
        node: Dot(
            node, names[node], round(x, 1), round(y, 1), round(5 + 15 * math.sqrt(items.get(node, 0) / most), 1),
            colour.get(node, 0), items.get(node, 0), node == focus, sorted(graph.neighbors(node)),
        )
        for node, (x, y) in boxes.items()
    }  # fmt: skip
    heaviest = max((d["weight"] for _, _, d in graph.edges(data=True)), default=1)
    lines = [
        Line(
            a, b, dots[a].x, dots[a].y, dots[b].x, dots[b].y, round(0.8 + 4.2 * d["weight"] / heaviest, 1), d["weight"]
        )
        for a, b, d in sorted(graph.edges(data=True), key=lambda e: (e[2]["weight"], e[0], e[1]))
    ]
    return Network(width, height, list(dots.values()), lines)


def _spread(graph: nx.Graph[str]) -> dict[str, tuple[float, float]]:
    """Places in a unit square: a spring layout of the largest connected part, the rest in a row below it."""
    parts = sorted(nx.connected_components(graph), key=lambda part: (-len(part), min(part)))
    largest = graph.subgraph(sorted(parts[0]))
    spread = 3.2 / math.sqrt(len(largest))
    springs = nx.spring_layout(largest, k=spread, iterations=200, seed=11, weight="weight")
    xs = [float(place[0]) for place in springs.values()]
    ys = [float(place[1]) for place in springs.values()]
    low_x, span_x = min(xs), max(max(xs) - min(xs), 1e-9)
    low_y, span_y = min(ys), max(max(ys) - min(ys), 1e-9)
    places = {n: ((float(p[0]) - low_x) / span_x, (float(p[1]) - low_y) / span_y) for n, p in springs.items()}
    # Those who share nothing with the rest stand in a row below them, each small group together.
    row = [node for part in parts[1:] for node in sorted(part)]
    for index, node in enumerate(row):
        places[node] = ((index + 0.5) / len(row), 1.18)
    return places


def _around(graph: nx.Graph[str], focus: str) -> dict[str, tuple[float, float]]:
    """``focus`` in the middle, its neighbours on an ellipse, the strongest on top."""
    others = sorted(
        set(graph) - {focus}, key=lambda n: (-graph.edges[focus, n]["weight"] if graph.has_edge(focus, n) else 0, n)
    )
    step = 2 * math.pi / max(len(others), 1)
    ring = {n: (math.sin(i * step), -math.cos(i * step)) for i, n in enumerate(others)}
    return {focus: (0.0, 0.0), **ring}


def _scaled(places: Mapping[str, tuple[float, float]], width: float, height: float) -> dict[str, list[float]]:
    if not places:
        return {}
    xs, ys = [p[0] for p in places.values()], [p[1] for p in places.values()]

    def stretch(value: float, low: float, high: float, size: float, margin: float) -> float:
        return size / 2 if high - low < 1e-9 else margin + (value - low) / (high - low) * (size - 2 * margin)

    return {
        node: [stretch(x, min(xs), max(xs), width, _MARGIN_X), stretch(y, min(ys), max(ys), height, _MARGIN_Y)]
        for node, (x, y) in sorted(places.items())
    }


def _push_apart(boxes: dict[str, list[float]], names: Mapping[str, str], width: float, height: float) -> None:
    """Moves nodes whose labels overlap away from each other, a little at a time, inside the box."""
    nodes = list(boxes)
    for _ in range(80):
        moved = False
        for i, a in enumerate(nodes):
            for b in nodes[i + 1 :]:
                need = 7.0 * (_ems(names[a]) + _ems(names[b])) + 10
                dx, dy = boxes[b][0] - boxes[a][0], boxes[b][1] - boxes[a][1]
                over_x, over_y = need - abs(dx), _LINE - abs(dy)
                if over_x > 0 and over_y > 0:
                    moved = True
                    push = min(over_y, 6.0) / 2 * (1 if dy >= 0 else -1)
                    boxes[a][1] -= push
                    boxes[b][1] += push
                    side = min(over_x, 3.0) / 2 * (1 if dx >= 0 else -1)
                    boxes[a][0] -= side
                    boxes[b][0] += side
        for place in boxes.values():
            place[0] = min(max(place[0], _MARGIN_X), width - _MARGIN_X)
            place[1] = min(max(place[1], _MARGIN_Y), height - _MARGIN_Y)
        if not moved:
            return


def _ems(text: str) -> float:
    return sum(1.0 if ord(c) > 0x2E80 else 0.55 for c in text)
