"""Large synthetic plan graphs for benchmarks and tests: few owners own many items, as in real plans.

The same arguments give the same graph on every machine. Nodes and edges go into the networkx graph directly, since
checking a million records takes longer than making them; a test proves that a small one passes every check.
"""

from __future__ import annotations

import hashlib
import random
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

from graph.ids import child_id, entity_id, owner_id, part_id, policy_id, source_id
from graph.plan_graph import PlanGraph
from graph.schema import schema

JURISDICTION = "310117"
SECTIONS = 10
# Of a hundred items or owners, how many carry which label.
ITEM_LABELS = ("Task",) * 70 + ("Scene",) * 20 + ("Project",) * 10
OWNER_LABELS = ("Department",) * 60 + ("Town",) * 30 + ("Enterprise",) * 8 + ("OwnerGroup",) * 2
SUFFIXES = {"Department": "局", "Town": "镇", "Enterprise": "集团", "OwnerGroup": "等单位"}
CATEGORIES = ("机制类", "政策类", "设施类", "平台类")
CUES = {"BUILDS": "建设", "DEPENDS_ON": "依托", "CITES": "按照"}


def generated_graph(
    items: int, owners: int, ownerships: int, seed: int = 0, plans: int = 1, year: int = 2020
) -> PlanGraph:
    """A graph of ``plans`` plans with ``items`` work items in all, ``owners`` owners and ``ownerships`` OWNS edges.

    The plans are of one place, one a year from ``year`` on.
    The k-th owner's share is proportional to 1/k. Every twentieth item has a target and every hundredth a citation;
    there is an entity to twenty items, built by one item and depended on by two. Every evidence is a slice of the
    synthetic source text. An owner that no item drew is left out. Raises ValueError for impossible numbers.
    """
    if min(items, owners, plans) < 1 or items < plans:
        raise ValueError("items, owners and plans must be at least 1, and items at least plans")
    if not items <= ownerships <= items * owners:
        raise ValueError(f"ownerships must lie between items ({items}) and items x owners ({items * owners})")
    builder = _Builder(random.Random(seed), owners)
    counts = _counts(builder.random, items, owners, ownerships)
    for plan in range(plans):
        builder.add_plan(year + plan, counts[plan::plans])
    return builder.graph


def _counts(rng: random.Random, items: int, owners: int, ownerships: int) -> list[int]:
    """How many owners each item has: one each, and the rest by chance."""
    counts = [1] * items
    left = ownerships - items
    while left:
        for item in rng.choices(range(items), k=left):
            if counts[item] < owners:
                counts[item] += 1
                left -= 1
    return counts


@dataclass
class _Text:
    """The synthetic source text of a plan, and where in it what stands."""

    source: str
    pieces: list[str] = field(default_factory=list)
    length: int = 0

    def add(self, piece: str) -> dict[str, Any]:
        """Appends ``piece``; its evidence."""
        start = self.length
        self.pieces.append(piece)
        self.length += len(piece)
        return {"source": self.source, "start": start, "end": self.length, "quote": piece}


@dataclass
class _Builder:
    random: random.Random
    owners: int
    graph: PlanGraph = field(default_factory=PlanGraph)

    def __post_init__(self) -> None:
        labels = [OWNER_LABELS[rank * 37 % 100] for rank in range(self.owners)]
        names = [f"第{rank + 1}{SUFFIXES[label]}" for rank, label in enumerate(labels)]
        self.pool = [(owner_id(JURISDICTION, name), label, name) for label, name in zip(labels, names, strict=True)]
        self.weights = list(accumulate(1 / (rank + 1) for rank in range(self.owners)))
        self.labels = {name: list(label.labels) for name, label in schema().labels.items()}

    def node(self, node_id: str, label: str, name: str, /, **attributes: Any) -> None:
        self.graph.nx.add_node(node_id, labels=list(self.labels[label]), name=name, **attributes)

    def edge(self, name: str, start: str, end: str, /, **attributes: Any) -> None:
        role = f"{attributes['role']}:" if "role" in attributes else ""
        self.graph.nx.add_edge(start, end, key=f"{name}:{role}{self.plan}", type=name, plan=self.plan, **attributes)

    def shared(self, node_id: str, label: str, name: str, evidence: dict[str, Any], /, **attributes: Any) -> None:
        """A node that several items speak of: it keeps its earliest evidence."""
        held = self.graph.nx.nodes.get(node_id)
        if held is None:
            self.node(node_id, label, name, **attributes, **evidence)
        elif (evidence["source"], evidence["start"]) < (held["source"], held["start"]):
            held.update(evidence)

    def add_plan(self, year: int, counts: list[int]) -> None:
        title = f"生成区{year}年度工作计划"
        self.plan = policy_id(title, JURISDICTION)
        self.entities = [f"平台{number}" for number in range(max(1, len(counts) // 20))]
        sha256 = hashlib.sha256(f"{title}{len(counts)}{sum(counts)}".encode()).hexdigest()
        self.text = _Text(source_id(sha256))
        self.reference = f"生成{year}"
        self.node(
            self.plan,
            "Plan",
            title,
            reference=self.reference,
            year=year,
            jurisdiction=JURISDICTION,
            **self.text.add(title),
        )
        self.text.add("\n")
        self.tasks: list[str] = []
        sections = [self.add_section(number, title) for number in range(1, SECTIONS + 1)]
        for index, count in enumerate(counts):
            self.add_item(index + 1, count, sections[index * SECTIONS // len(counts)])
        text = "".join(self.text.pieces)
        sha256 = hashlib.sha256(text.encode()).hexdigest()
        self.node(self.text.source, "Source", title, sha256=sha256, length=len(text), text=text)
        self.edge("FROM_SOURCE", self.plan, self.text.source)

    def add_section(self, number: int, title: str) -> str:
        section = part_id("section", self.plan, f"s{number}")
        evidence = self.text.add(f"第{number}部分")
        self.text.add("\n")
        self.node(
            section, "Section", evidence["quote"], number=str(number), position=number, part="body", level=1,
            plan=self.plan, **evidence,
        )  # fmt: skip
        self.edge("PART_OF", section, self.plan, **evidence)
        return section

    def add_item(self, position: int, owners: int, section: str) -> None:
        label = "Task" if position == 1 else ITEM_LABELS[position * 37 % 100]
        part, ref = ("body", str(position)) if label == "Task" else ("annex", f"annex1/{position}")
        item = part_id(label.lower(), self.plan, ref)
        self.text.add(f"{position}.")
        evidence = self.text.add(f"推进第{position}项工作")
        details: dict[str, Any] = {"number": str(position)} if part == "body" else {}
        details |= {"qualified_name": f"{self.reference}·{ref} 第{position}项", "reference": f"{self.reference}:{ref}"}
        details |= {"ref": ref, "position": position, "part": part, "text": evidence["quote"]}
        if part == "annex":
            details["category"] = CATEGORIES[position % len(CATEGORIES)]
        if position % 10 == 0:
            details["deadline"] = f"2023-{position // 10 % 12 + 1:02}-28"
        self.node(item, label, f"第{position}项", **details, plan=self.plan, **evidence)
        self.edge("PART_OF", item, section, **evidence)
        if label == "Task":
            self.tasks.append(item)
        else:
            stated = {"score": self.random.randrange(50, 101) / 100, "basis": "generated"}
            self.edge("DETAILS", item, self.random.choice(self.tasks), **stated, **evidence)
        self.add_things(item, position)
        self.add_owners(item, owners)

    def add_owners(self, item: str, count: int) -> None:
        for position, owner in enumerate(self.drawn(count), 1):
            owner_key, label, name = self.pool[owner]
            evidence = self.text.add(name)
            self.text.add("、")
            known = {"qualified_name": f"生成区{name}", "jurisdiction": JURISDICTION}
            self.shared(owner_key, label, name, evidence, **known)
            role = "lead" if position == 1 and count > 1 else "responsible"
            self.edge(
                "OWNS", owner_key, item, role=role, role_basis="stated", position=position, as_printed=name, **evidence
            )
        self.text.add("\n")

    def drawn(self, count: int) -> list[int]:
        """``count`` distinct owners, the k-th with a chance proportional to 1/k."""
        if count * 2 > self.owners:
            return self.random.sample(range(self.owners), count)
        drawn: dict[int, None] = {}
        while len(drawn) < count:
            drawn |= dict.fromkeys(
                self.random.choices(range(self.owners), cum_weights=self.weights, k=count - len(drawn))
            )
        return list(drawn)

    def add_things(self, item: str, position: int) -> None:
        """Targets, citations and entities, each to every so many items."""
        if position % 20 == 0:
            self.add_target(item, position)
        if position % 100 == 0:
            title = f"第{position % 1000}号行动方案"
            self.join("CITES", item, policy_id(title, "310000"), "Policy", title, kind="action-plan")
        for every, name in ((20, "BUILDS"), (10, "DEPENDS_ON")):
            if position % every == 1:
                entity = self.random.choice(self.entities)
                key = entity_id(JURISDICTION, "Platform", entity)
                self.join(name, item, key, "Platform", entity, jurisdiction=JURISDICTION)

    def add_target(self, item: str, position: int) -> None:
        evidence = self.text.add(f"，企业达到{position}家")
        target = child_id("target", item, 1)
        self.node(
            target, "Target", evidence["quote"][1:], indicator="企业", value=float(position), unit="家", comparator=">=",
            deadline="2023-12-31", measure="stock", text=evidence["quote"][1:], plan=self.plan, **evidence,
        )  # fmt: skip
        self.edge("HAS_TARGET", item, target, **evidence)

    def join(self, name: str, item: str, key: str, label: str, thing: str, /, **attributes: Any) -> None:
        self.text.add(CUES[name])
        evidence = self.text.add(thing)
        self.shared(key, label, thing, evidence, **attributes)
        if not self.graph.nx.has_edge(item, key, f"{name}:{self.plan}"):
            self.edge(name, item, key, cue=CUES[name], as_printed=thing, **evidence)
