"""Headings and items that end in a bracket of bodies without a word of responsibility: whether those are their owners.

They are where a clause says so (括号内为责任单位), where most of the headings over items end so, or where most items do.
One among many may as well name whom a task is for.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import replace

from loaders.items.context import Context
from loaders.outline.tree import Node
from loaders.responsibility.bare_brackets import brackets_told, closing_bracket, closing_sentence
from loaders.responsibility.grammar import BracketClause
from loaders.responsibility.markers import Marker

_FEWEST_ITEMS = 3
_LONGEST_TITLE = 80
_CLOSES = ")]。;,."


def closing_brackets(
    context: Context, nodes: Iterable[Node], own: dict[int, list[Marker]], no_tasks: set[int]
) -> dict[int, list[Marker]]:
    """The markers of nodes (by id) that have none of their ``own``; ``no_tasks`` are the nodes that state no tasks. Those
    of their own without a word of responsibility get the role that a clause says."""
    told = context.clauses.brackets
    if told is not None:
        for marker in itertools.chain.from_iterable(own.values()):
            if marker.unsaid and marker.start >= told.start:
                marker.entries = [replace(entry, kind=told.role) for entry in marker.entries]
    nodes = [node for node in nodes if not any(marker.owns for marker in own[id(node)])]
    found = {id(node): _told(context, node, told) for node in nodes} if told is not None else {}
    found.update(_sentences(context, nodes, found, no_tasks))
    groups: dict[tuple[str, bool], list[Node]] = {}
    for node in nodes:
        if node.heading and node.lines and id(node) not in no_tasks and not found.get(id(node)):
            groups.setdefault((node.heading.style.name, bool(node.children)), []).append(node)
    for (_, titles), beside in groups.items():
        ends = {id(node): last for node in beside if (last := _last(context, node, titles))}
        if 2 * len(ends) >= len(beside) and (titles or len(ends) >= _FEWEST_ITEMS):
            found.update({key: [last] for key, last in ends.items()})
    return {key: markers for key, markers in found.items() if markers}


def _sentences(
    context: Context, nodes: list[Node], found: dict[int, list[Marker]], no_tasks: set[int]
) -> dict[int, list[Marker]]:
    """The last sentences of items that only say whose they are."""
    said: dict[int, list[Marker]] = {}
    for node in nodes:
        if node.heading and not found.get(id(node)) and id(node) not in no_tasks:
            start = max(node.heading.end, node.lines[-1].start)
            last = closing_sentence(context.view, start, node.lines[-1].end, context.names)
            said.update({id(node): [last]} if last else {})
    return said


def _told(context: Context, node: Node, clause: BracketClause) -> list[Marker]:
    lines = [line for line in node.lines if line.start >= clause.start]
    return [
        marker
        for line in lines
        for marker in brackets_told(context.view, line.start, line.end, context.names, clause.role)
    ]


def _last(context: Context, node: Node, titles: bool) -> Marker | None:
    """The bracket that ends a title, or the last line of an item."""
    line = node.lines[0] if titles else node.lines[-1]
    text = context.view.text
    if text[line.end - 1] not in _CLOSES or (titles and line.end - line.start > _LONGEST_TITLE):
        return None
    return closing_bracket(context.view, line.start, line.end, context.names)
