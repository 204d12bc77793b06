"""The graph as the oracle walks it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from functools import cached_property
from typing import Any

import networkx as nx

Row = tuple[Any, ...]
Arguments = Mapping[str, Any]
SUPERS = {"Policy", "WorkItem", "Owner", "Entity"}
LAST = "\U0010ffff"


class Oracle:
    """A networkx graph with the few walks that the questions need."""

    def __init__(self, graph: nx.MultiDiGraph[str], types: Container[str] | None = None) -> None:
        """The graph, or only its edges of these types."""
        self.node: dict[str, dict[str, Any]] = dict(graph.nodes(data=True))
        self.into: dict[str, list[tuple[str, dict[str, Any]]]] = defaultdict(list)
        self.out: dict[str, list[tuple[str, dict[str, Any]]]] = defaultdict(list)
        for start, end, attributes in graph.edges(data=True):
            if types is None or attributes["type"] in types:
                self.out[start].append((end, attributes))
                self.into[end].append((start, attributes))

    @cached_property
    def holders(self) -> dict[str, set[str]]:
        """The owners of each item."""
        held: dict[str, set[str]] = {i: set() for i, a in self.node.items() if "WorkItem" in a["labels"]}
        for item, edges in self.into.items():
            if item in held:
                held[item].update(start for start, a in edges if a["type"] == "OWNS")
        return held

    def all(self, label: str, plan: str = "") -> list[str]:
        """Ids of the nodes of a label, those of a plan only when one is given, in reading order."""
        found = [n for n, a in self.node.items() if label in a["labels"] and plan in ("", a.get("plan"))]
        return sorted(found, key=self.reading_order)

    def reading_order(self, node: str) -> tuple[Any, ...]:
        return (self.node[node].get("plan", ""), self.node[node].get("position", 0), node)

    def kind(self, node: str) -> str:
        return str(self.node[node]["labels"][0])

    def name(self, node: str) -> str:
        return str(self.node[node]["name"])

    def get(self, node: str, *keys: str) -> tuple[Any, ...]:
        return tuple(self.node[node].get(key) for key in keys)

    def targets(self, node: str, *types: str) -> list[str]:
        return [end for end, a in self.out[node] if a["type"] in types]

    def sources(self, node: str, *types: str) -> list[str]:
        return [start for start, a in self.into[node] if a["type"] in types]

    def names(self, owners: Iterable[str]) -> list[str]:
        return [self.name(o) for o in sorted(set(owners), key=lambda o: (self.name(o), o))]

    def owned(self, owner: str, plan: str = "") -> list[str]:
        return sorted(
            {i for i in self.targets(owner, "OWNS") if plan in ("", self.node[i]["plan"])}, key=self.reading_order
        )

    def roles(self, owner: str, item: str) -> list[str]:
        return sorted({a["role"] for start, a in self.into[item] if start == owner and a["type"] == "OWNS"})

    def records(self, items: Iterable[str]) -> list[dict[str, Any]]:
        return [
            {"item_id": i, "ref": self.node[i]["ref"], "item": self.name(i), "plan": self.node[i]["plan"]}
            for i in items
        ]

    def item(self, item: str) -> tuple[str, str, str]:
        return item, self.node[item]["ref"], self.name(item)

    def is_item(self, node: str) -> bool:
        """Whether a node is a work item: a chapter can rely on things, too."""
        return "WorkItem" in self.node[node]["labels"]

    def plan(self, item: str) -> str:
        return str(self.node[item]["plan"])


def page(rows: list[Row], a: Arguments) -> list[Row]:
    return rows[a["skip"] : a["skip"] + a["limit"]]


def place(attributes: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(attributes[key] for key in ("quote", "source", "start", "end"))
