"""Small plan graphs for the tests of stores and exports, by hand and by hypothesis."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from graph.ids import entity_id, owner_id, part_id, policy_id, source_id
from graph.matching.links import links_of
from graph.node_link import edge_record, node_record
from graph.plan_graph import PlanGraph
from graph.records import Edge, Evidence, Node
from graph.store.inferred import add_links

TITLES = ("甲区2023年计划", "乙区2023年计划", "丙区2024年计划")
OWNERS = ("区科委", "区经委", "区发改委")
# A text as pages print it, and words that people type to find it, in either store.
PRINTED = "深化“放管服”改革，〔２０２２〕１号文；臺灣機關的ＡＢＣ平台\n與５G網絡"
TYPED = (
    "放管服改革",
    "「放管服」",
    "[2022]1号",
    "(2022)",
    "２０２２",
    "abc平台",
    "AB",
    "台湾机关",
    "臺灣機關",
    "机關",
    "平台与5g",
    "台",
    "網",
)
ENTITIES = ("卫星互联网基地", "城市大脑")


def linked(graph: PlanGraph) -> PlanGraph:
    """A graph as a store holds it: with what follows between its plans."""
    links = links_of(graph)
    return add_links(union(graph), {link.lower + link.upper: [link] for link in links})


def plan_id(title: str) -> str:
    """The id of the plan with this title."""
    return policy_id(title, "310117")


def small_plan(
    title: str = TITLES[0],
    items: int = 2,
    owners: tuple[str, ...] = OWNERS[:2],
    cites: tuple[str, ...] = (),
    **varied: Any,
) -> PlanGraph:
    """A plan whose ``items`` tasks are owned by all ``owners`` (in two roles each) and that cites other titles.

    ``varied``: aliases of the owners, a text for the tasks, a value for their targets, entities, a place in the source.
    """
    plan, text = plan_id(title), str(varied.get("text", "建设平台"))
    source = source_id(plan_id(title).removeprefix("policy-") * 6)
    place = Evidence(source, varied.get("place", 3), varied.get("place", 3) + 2, "科委")
    graph = PlanGraph()
    graph.add_node(Node(plan, "Plan", title, {"year": 2023, "basis": list(cites), "jurisdiction": "310117"}))
    graph.add_node(Node(source, "Source", "计划", {"sha256": plan, "length": 9, "text": text + title}))
    graph.add_edge(Edge("FROM_SOURCE", plan, source, plan))
    section = part_id("section", plan, "一")
    graph.add_node(
        Node(section, "Section", "一、总体", {"position": 1, "part": "body", "level": 1, "plan": plan}, place)
    )
    graph.add_edge(Edge("PART_OF", section, plan, plan, {}, place))
    for cited, told in zip(cites, (place, None), strict=False):  # the second as if a registry said so: no evidence
        graph.add_node(Node(plan_id(cited), "Policy", cited, {"kind": "municipal-plan"}, told))
        graph.add_edge(Edge("IMPLEMENTS", plan, plan_id(cited), plan, {"cue": "落实"} if told else {}, told))
    for number in range(1, items + 1):
        _item(graph, plan, section, number, owners, place, varied)
    return graph


def _item(
    graph: PlanGraph, plan: str, section: str, number: int, owners: tuple[str, ...], place: Evidence, varied: Any
) -> None:
    label = ("Task", "Scene", "Project")[number % 3]
    item = part_id(label.lower(), plan, str(number))
    details = {
        "ref": str(number),
        "position": number,
        "part": "body",
        "text": varied.get("text", "建设平台"),
        "plan": plan,
    }
    details |= {"open_ended": True} if number % 2 else {"number": f"{number}."}
    graph.add_node(Node(item, label, f"任务{number}", details, place))
    graph.add_edge(Edge("PART_OF", item, section, plan, {}, place))
    for position, name in enumerate(owners, 1):
        owner = owner_id("310117", name)
        aliases = varied.get("aliases", [])
        graph.add_node(Node(owner, "Department", name, {"jurisdiction": "310117", "aliases": aliases}, place))
        for role in ("lead", "support"):
            stated = {"role": role, "role_basis": "stated", "position": position, "as_printed": name}
            graph.add_edge(Edge("OWNS", owner, item, plan, stated, place))
    for name in varied.get("entities", ()):
        entity = entity_id("310117", "Platform", name)
        graph.add_node(Node(entity, "Platform", name, {"jurisdiction": "310117"}, place))
        graph.add_edge(Edge("BUILDS", item, entity, plan, {"cue": "建设"}, place))
    target = f"target-{item.replace('-', '', 1)}-1"
    stated = {"indicator": "企业", "value": varied.get("value", 20), "comparator": ">=", "measure": "stock"}
    graph.add_node(Node(target, "Target", "企业20家", {**stated, "text": "企业20家", "plan": plan}, place))
    graph.add_edge(Edge("HAS_TARGET", item, target, plan, {}, place))


def any_text() -> st.SearchStrategy[str]:
    """Any text that a decoded file can hold (no lone surrogates), not empty."""
    return st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)


@st.composite
def small_plans(draw: st.DrawFn) -> PlanGraph:
    """Any small plan of one of the three titles, which cite each other and share owners and entities."""
    title = draw(st.sampled_from(TITLES))
    others = [other for other in TITLES if other != title]
    return small_plan(
        title,
        draw(st.integers(0, 3)),
        tuple(draw(st.lists(st.sampled_from(OWNERS), unique=True, max_size=3))),
        tuple(draw(st.lists(st.sampled_from(others), unique=True, max_size=2))),
        aliases=draw(st.lists(any_text(), unique=True, max_size=2)),
        text=draw(any_text()),
        value=draw(st.one_of(st.integers(-5, 10**6), st.floats(-1e6, 1e6))),
        entities=draw(st.lists(st.sampled_from(ENTITIES), unique=True)),
        place=draw(st.integers(0, 4)),
    )


def union(*graphs: PlanGraph) -> PlanGraph:
    """All that the graphs state, through the checks of a plan graph."""
    whole = PlanGraph()
    for graph in graphs:
        whole.add(node_record(node_id, attributes) for node_id, attributes in graph.nodes())
    for graph in graphs:
        whole.add(edge_record(start, end, attributes) for start, end, attributes in graph.edges())
    return whole
