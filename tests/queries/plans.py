"""Made-up plans in which every relationship of the schema occurs, to ask the catalogue about.

The Songjiang plan has one role, no chain of dependence and few citations; these have all of them, drawn with a
seed, so that each query meets empty answers, ties, several plans and shared nodes.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import pairwise

from graph import ids
from graph.plan_graph import PlanGraph
from graph.records import Edge, Evidence, Node

PART_LABEL = {"body": "Task", "annex": "Scene"}
ENTITIES = {
    "Platform": ("城市大脑", "一网通办平台", "数据底座", "物联感知平台"),
    "Place": ("科技影都", "大学城", "综合保税区"),
    "NamedProject": ("卫星产业基地", "工业互联网标杆工厂"),
    "Event": ("双品购物节",),
}
OWNERS = {
    "Department": ("区科委", "区经委", "区发改委", "区教育局", "区民政局", "区公安分局", "区城运中心", "区财政局"),
    "Town": ("方松街道", "九亭镇", "叶榭镇"),
    "Enterprise": ("科创集团",),
    "OwnerGroup": ("各街镇及经开区", "重点园区"),
}
POLICIES = ("国家数字规划纲要", "全市数字化转型“十四五”规划", "全区数字化转型“十四五”规划", "满格行动计划", "发展报告")
DEADLINES = ("2023", "2023-06", "2023-09-30", "2023-12-31", "2024-02", "2025", None, None)


class _Plan:
    """Draws one plan and puts it into a graph; the text is only as long as its evidence needs."""

    def __init__(self, graph: PlanGraph, name: str, seed: int, jurisdiction: str, items: int) -> None:
        self.graph = graph
        self.random = random.Random(seed)
        self.jurisdiction = jurisdiction
        self.plan = ids.policy_id(name)
        self.source = ids.source_id(ids.digest(name, size=64))
        self.place = 0
        text = "字" * 100_000
        digest = ids.digest(text, name, size=64)
        graph.add_node(
            Node(self.source, "Source", name, {"sha256": digest, "length": len(text), "text": text, "findings": "[]"})
        )
        self.reference = f"{'试点' if jurisdiction == '310117' else '外区'}{2000 + seed}"
        properties = {
            "reference": self.reference,
            "year": 2023,
            "jurisdiction": jurisdiction,
            "doc_number": f"试发[2023]{seed}号",
            "date": "2023-02-15",
        }
        graph.add_node(Node(self.plan, "Plan", name, properties, self.evidence()))
        graph.add_edge(Edge("FROM_SOURCE", self.plan, self.source, self.plan))
        self.owners = [self.owner(label, name) for label, names in OWNERS.items() for name in names]
        self.entities = [self.entity(label, name) for label, names in ENTITIES.items() for name in names]
        self.policies = [self.policy(name) for name in POLICIES]
        self.items: list[str] = []
        self.sections = [self.section(index) for index in range(1, 5)]
        for index in range(items):
            self.item(index)

    def evidence(self) -> Evidence:
        self.place += 3
        return Evidence(self.source, self.place, self.place + 2, "字字")

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def join(self, kind: str, start: str, end: str, **properties: str | int | float) -> None:
        evidence = None if kind == "MEMBER_OF" else self.evidence()
        self.graph.add_edge(Edge(kind, start, end, self.plan, properties, evidence))

    def owner(self, label: str, name: str) -> Callable[[], str]:
        """The owner's id, made on first use: no owner stands in a graph without an item."""
        node = ids.owner_id(self.jurisdiction, name)
        district = {"310117": "试点区", "310114": "外区"}.get(self.jurisdiction, "邻区")
        properties: dict[str, str | bool | list[str]] = {
            "qualified_name": f"{district}{name}", "jurisdiction": self.jurisdiction, "short_name": name,
        }  # fmt: skip
        if label == "OwnerGroup":
            properties["open_ended"] = True
        if name == "区城运中心":
            properties |= {"aliases": ["城市运行管理中心"], "scan_forms": ["区域运中心"]}

        def use() -> str:
            if node not in self.graph.nx:
                self.graph.add_node(Node(node, label, name, properties, self.evidence()))
            return node

        return use

    def entity(self, label: str, name: str) -> Callable[[], str]:
        node = ids.entity_id(self.jurisdiction, label, name)

        def use() -> str:
            if node not in self.graph.nx:
                properties = {"kind": label.lower(), "jurisdiction": self.jurisdiction}
                self.graph.add_node(Node(node, label, name, properties, self.evidence()))
            return node

        return use

    def policy(self, name: str) -> Callable[[], str]:
        node = ids.policy_id(name)

        def use() -> str:
            if node not in self.graph.nx:
                self.graph.add_node(Node(node, "Policy", name, {"kind": "five-year-plan"}, self.evidence()))
            return node

        return use

    def section(self, index: int) -> str:
        part = "body" if index < 4 else "annex"
        node = ids.part_id("section", self.plan, f"s{index}")
        properties = {"number": str(index), "position": index, "part": part, "level": 1, "plan": self.plan}
        self.graph.add_node(Node(node, "Section", f"第{index}章", properties, self.evidence()))
        self.join("PART_OF", node, self.plan)
        return node

    def item(self, index: int) -> None:
        section = self.random.choice(self.sections[1:])
        part = "annex" if section == self.sections[3] else "body"
        ref = f"annex1/{index + 1}" if part == "annex" else str(index + 1)
        label = self.random.choice(("Scene", "Project", "Task")) if part == "annex" else "Task"
        node = ids.part_id(label.lower(), self.plan, ref)
        words = "建设" + self.random.choice(("平台", "数字底座", "智慧"))
        properties = {
            "qualified_name": f"{self.reference}·{ref} {words}{index}", "reference": f"{self.reference}:{ref}",
            "number": str(index + 1), "ref": ref, "position": index + 1, "part": part, "plan": self.plan,
            "text": f"{words}，推进第{index}项工作。", "category": self.random.choice(("平台类", "设施类", None)),
            "deadline": self.random.choice(DEADLINES),
        }  # fmt: skip
        self.graph.add_node(Node(node, label, f"{words}{index}", properties, self.evidence()))
        self.join("PART_OF", node, section)
        self.items.append(node)
        self.responsibility(node)
        self.content(node)

    def responsibility(self, item: str) -> None:
        count = self.random.choice((0, 1, 1, 2, 3, 5))
        for position, owner in enumerate(self.random.sample(self.owners, count), 1):
            role = self.random.choice(("lead", "responsible", "support"))
            printed = {"role": role, "role_basis": "stated", "position": position, "as_printed": "原文"}
            self.join("OWNS", owner(), item, **printed)
            if role == "lead" and self.chance(0.1):
                self.join("OWNS", owner(), item, **{**printed, "role": "support"})

    def content(self, item: str) -> None:
        for kind, share in (("BUILDS", 0.5), ("DEPENDS_ON", 0.5), ("MENTIONS", 0.5)):
            if self.chance(share):
                for entity in self.random.sample(self.entities, self.random.choice((1, 2))):
                    self.join(kind, item, entity(), **({} if kind == "MENTIONS" else {"cue": "依托"}))
        if self.chance(0.2):
            place = self.random.choice([e for e in self.entities if e().startswith("entity")])
            if "Place" in self.graph.nx.nodes[place()]["labels"]:
                self.join("LOCATED_IN", item, place())
        self.located(item)
        for kind in ("IMPLEMENTS", "CITES", "ISSUES", "DEPENDS_ON"):
            if self.chance(0.15):
                self.join(kind, item, self.random.choice(self.policies)(), cue="落实")
        if len(self.items) > 1 and self.chance(0.2):
            self.join("DEPENDS_ON", item, self.random.choice(self.items[:-1]), cue="基于")
        if self.graph.nx.nodes[item]["part"] == "annex" and (body := self.body_items()):
            self.join("DETAILS", item, self.random.choice(body), score=0.8, basis="overlap")
        self.goals(item)

    def body_items(self) -> list[str]:
        return [item for item in self.items if self.graph.nx.nodes[item]["part"] == "body"]

    def located(self, item: str) -> None:
        towns = [n for n, a in self.graph.nodes("Town") if a["jurisdiction"] == self.jurisdiction]
        if towns and self.chance(0.3):
            self.join("LOCATED_IN", item, self.random.choice(sorted(towns)))

    def goals(self, item: str) -> None:
        for index in range(1, self.random.choice((1, 1, 2, 3))):
            node = ids.child_id("target", item, index)
            properties = {
                "indicator": "数量", "value": float(self.random.randrange(1, 500)),
                "unit": self.random.choice(("个", None)), "comparator": self.random.choice(("=", ">=")),
                "deadline": self.random.choice(DEADLINES), "measure": "stock", "text": "达到若干个", "plan": self.plan,
            }  # fmt: skip
            self.graph.add_node(Node(node, "Target", f"数量{index}", properties, self.evidence()))
            self.join("HAS_TARGET", item, node)
        if self.chance(0.2):
            node = ids.child_id("milestone", item, 1)
            deadline = self.random.choice([d for d in DEADLINES if d])
            properties = {"deadline": deadline, "text": "启用", "plan": self.plan}
            self.graph.add_node(Node(node, "Milestone", "启用", properties, self.evidence()))
            self.join("HAS_MILESTONE", item, node)

    def framework(self) -> None:
        """The chain of policies above the plan, and who belongs to which group of owners."""
        chain = [policy() for policy in self.policies[2::-1]]
        self.join("IMPLEMENTS", self.plan, chain[0], cue="根据")
        self.join("CITES", self.plan, self.policies[3](), cue="见")
        self.join("REPEALS", self.plan, self.policies[-1](), cue="同时废止")
        for lower, upper in pairwise(chain):
            self.join("IMPLEMENTS", lower, upper, basis="registry")
        group = ids.owner_id(self.jurisdiction, "各街镇及经开区")
        if group in self.graph.nx:
            for town, attributes in sorted(self.graph.nodes("Town")):
                if attributes["jurisdiction"] == self.jurisdiction:
                    self.join("MEMBER_OF", town, group, basis="区划名录", as_of="2023-12-31")


def drawn_plan(seed: int, items: int = 24, jurisdiction: str = "310117") -> PlanGraph:
    """A made-up plan ``试点区数字化计划<seed>`` of ``items`` work items; the same seed gives the same plan."""
    graph = PlanGraph()
    _Plan(graph, f"试点区数字化计划{seed}", seed, jurisdiction, items).framework()
    return graph
