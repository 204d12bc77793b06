"""A small plan graph for these tests, with every label and every relationship in it, and hostile texts."""

from __future__ import annotations

import hashlib

from graph.findings import Finding, findings_to_json
from graph.ids import child_id, entity_id, owner_id, part_id, policy_id, source_id
from graph.plan_graph import PlanGraph
from graph.records import Edge, Evidence, Node

TEXT = (
    "松江区2023年工作安排\r\n一、总体要求 按照《上海市行动方案》\n1、加强\t数字基础设施“支撑”。新建5G基站350个以上，年底启用。"
    "依托卫星工厂，建设云平台，在永丰街道举办大赛。（责任部门：区科委、永丰街道、科创集团、各街镇）\n"
    "附件 机制类 1 推进机制 区科委 2 超级场景 云胶片 3 综合杆工程\n"
    '\u202e<script>"</literal>\\ \u0000\u001f\u0085\ud800\uffff\U000f0001\U0010fffd http://evil.example/> <a>\n'
)
PLAN = policy_id("松江区2023年工作安排")
SOURCE = source_id(hashlib.sha256(TEXT.encode("utf-8", "surrogatepass")).hexdigest())


def evidence(quote: str) -> Evidence:
    """The first place of ``quote`` in TEXT."""
    start = TEXT.index(quote)
    return Evidence(SOURCE, start, start + len(quote), quote)


def task_id(ref: str, prefix: str = "task") -> str:
    """Id of the item with reference ``ref``."""
    return part_id(prefix, PLAN, ref)


KEWEI = owner_id("310117", "区科委")
TOWN = owner_id("310117", "永丰街道")
FIRM = owner_id("310117", "科创集团")
GROUP = owner_id("310117", "各街镇")
POLICY = policy_id("上海市行动方案")
TASK = task_id("8")


def _nodes() -> list[Node]:
    title = evidence("松江区2023年工作安排")
    item = {"position": 1, "part": "body", "plan": PLAN}
    row = {"part": "annex", "plan": PLAN}
    nodes = [
        Node(SOURCE, "Source", "plan.txt", {"sha256": "0" * 64, "length": len(TEXT), "path": "plan.txt",
             "media_type": "text/plain", "text": TEXT,
             "findings": findings_to_json([Finding("no-date", 0, 0, "\ud800", None, {"item": "“x”"})])}),
        Node(PLAN, "Plan", "松江区2023年工作安排", {"doc_number": "松科委〔2023〕6号", "issuer": "松江区科委",
             "date": "2023-03-01", "year": 2023, "period": "2023年", "jurisdiction": "310117",
             "basis": ["上海市行动方案", "甲", "上海市行动方案"], "aliases": ["乙", "甲"]}, title),
        Node(POLICY, "Policy", "上海市行动方案", {"kind": "action-plan", "date": "2022"}, evidence("《上海市行动方案》")),
        Node(part_id("section", PLAN, "一"), "Section", "总体要求",
             {"number": "一", "position": 1, "part": "body", "level": 1, "plan": PLAN}, evidence("一、总体要求")),
        Node(TASK, "Task", "加强数字基础设施“支撑”", {**item, "number": "1", "ref": "8", "text": "加强\t“支撑”",
             "category": "平台类", "deadline": "2023-12", "deadline_as_printed": "年底", "open_ended": False},
             evidence("1、加强\t数字基础设施“支撑”。")),
        Node(task_id("annex1/2", "scene"), "Scene", "云胶片", {**row, "ref": "annex1/2", "position": 2, "text": "云胶片",
             "category": "超级场景", "version": "3.0"}, evidence("云胶片")),
        Node(task_id("annex1/3", "project"), "Project", "综合杆工程",
             {**row, "ref": "annex1/3", "position": 3, "text": "综合杆"}, evidence("综合杆工程")),
        Node(KEWEI, "Department", "区科学技术委员会", {"short_name": "区科委", "jurisdiction": "310117",
             "aliases": ["科委", "区科委"], "scan_forms": ["区科萎"], "level": "district"}, evidence("区科委")),
        Node(TOWN, "Town", "永丰街道", {"short_name": "永丰街道", "jurisdiction": "310117", "code": "310117002"}),
        Node(FIRM, "Enterprise", '科创"集团"\\', {"jurisdiction": "310117"}),
        Node(GROUP, "OwnerGroup", "各街镇", {"jurisdiction": "310117", "open_ended": True}),
        Node(child_id("target", TASK, 1), "Target", "5G基站", {"indicator": "5G基站", "value": 350, "unit": "个",
             "comparator": ">=", "measure": "increment", "text": "新建350个以上", "deadline": "2023-99", "plan": PLAN},
             evidence("新建5G基站350个以上")),
        Node(child_id("target", TASK, 2), "Target", "占比", {"indicator": "占比", "value": 12.50, "unit": "%",
             "comparator": "~", "measure": "rate", "text": "约12.5%", "plan": PLAN}, evidence("350个")),
        Node(child_id("milestone", TASK, 1), "Milestone", "启用", {"deadline": "2023-12-31", "text": "年底启用",
             "plan": PLAN}, evidence("年底启用")),
    ]  # fmt: skip
    for label, name in (("Platform", "云平台"), ("Organisation", "卫星工厂"), ("Place", "永丰街道办"), ("Product", "云"),
                        ("Event", "大赛"), ("NamedProject", "\u202e<b>\u0000\ud800 http://evil.example/> .")):  # fmt: skip
        nodes.append(Node(entity_id("310117", label, name), label, name, {"jurisdiction": "310117"}))
    return nodes


def _edges() -> list[Edge]:
    section = part_id("section", PLAN, "一")
    scene, project = task_id("annex1/2", "scene"), task_id("annex1/3", "project")
    owners = evidence("区科委、永丰街道、科创集团、各街镇")
    owns = {"role": "responsible", "role_basis": "stated"}

    def thing(label: str, name: str) -> str:
        return entity_id("310117", label, name)

    cue = {"cue": "依托", "as_printed": "卫星\u0000工厂"}
    edges = [
        Edge("FROM_SOURCE", PLAN, SOURCE, PLAN),
        Edge("PART_OF", section, PLAN, PLAN, {}, evidence("一、总体要求")),
        Edge("IMPLEMENTS", PLAN, POLICY, PLAN, {"cue": "按照"}, evidence("按照")),
        Edge("CITES", PLAN, POLICY, PLAN, {"cue": "按照"}, evidence("按照")),
        Edge("CITES", TASK, POLICY, PLAN, {"cue": "按照"}, evidence("按照")),
        Edge("ISSUES", TASK, POLICY, PLAN, {"cue": "按照"}, evidence("按照")),
        Edge("DETAILS", scene, TASK, PLAN, {"score": 0.75, "basis": "words"}, evidence("云胶片")),
        Edge("DETAILS", project, TASK, PLAN, {"score": 1, "basis": "words"}, evidence("综合杆工程")),
        Edge("BUILDS", TASK, thing("Platform", "云平台"), PLAN, {"cue": "建设"}, evidence("云平台")),
        Edge("DEPENDS_ON", TASK, thing("Organisation", "卫星工厂"), PLAN, cue, evidence("卫星工厂")),
        Edge("MENTIONS", TASK, thing("Product", "云"), PLAN, {}, evidence("云")),
        Edge("MENTIONS", TASK, thing("Event", "大赛"), PLAN, {}, evidence("大赛")),
        Edge("MENTIONS", TASK, _nodes()[-1].id, PLAN, {}, evidence(TEXT[-30:])),
        Edge("LOCATED_IN", TASK, TOWN, PLAN, {}, evidence("永丰街道")),
        Edge("LOCATED_IN", TASK, thing("Place", "永丰街道办"), PLAN, {}, evidence("永丰街道")),
        Edge("HAS_TARGET", TASK, child_id("target", TASK, 1), PLAN, {}, evidence("新建5G基站350个以上")),
        Edge("HAS_TARGET", TASK, child_id("target", TASK, 2), PLAN, {}, evidence("350个")),
        Edge("HAS_MILESTONE", TASK, child_id("milestone", TASK, 1), PLAN, {}, evidence("年底启用")),
        Edge("MEMBER_OF", TOWN, GROUP, PLAN, {"basis": "名册", "as_of": "2023-01-01"}),
    ]
    for item in (TASK, scene, project):
        edges.append(Edge("PART_OF", item, section, PLAN, {}, evidence("一、总体要求")))
        for position, owner in enumerate((KEWEI, TOWN, FIRM, GROUP), 1):
            printed = {"position": position, "as_printed": f"第{position}"}
            edges.append(Edge("OWNS", owner, item, PLAN, owns | printed, owners))
    return edges


def small_graph() -> PlanGraph:
    """The graph: 20 nodes, 34 edges, 12 assignments."""
    graph = PlanGraph()
    graph.add(_nodes())
    graph.add(_edges())
    return graph


UPPER_PLAN = policy_id("上海市2023年工作要点")
UPPER = part_id("task", UPPER_PLAN, "3")


def with_inferred() -> PlanGraph:
    """The graph with a plan above it, and what was inferred between the two."""
    graph = small_graph()
    title = evidence("《上海市行动方案》")
    item = {"number": "3", "position": 1, "part": "body", "text": "建设云平台", "ref": "3", "plan": UPPER_PLAN}
    graph.add(
        [
            Node(UPPER_PLAN, "Plan", "上海市2023年工作要点", {"year": 2023, "jurisdiction": "310000"}, title),
            Node(UPPER, "Task", "建设云平台", item, evidence("建设云平台")),
        ]
    )
    graph.add(
        [
            Edge("FROM_SOURCE", UPPER_PLAN, SOURCE, UPPER_PLAN),
            Edge("PART_OF", UPPER, UPPER_PLAN, UPPER_PLAN, {}, evidence("建设云平台")),
            Edge("CARRIES_OUT", TASK, UPPER, PLAN, {"score": 0.61, "basis": "same-thing"}),
            Edge(
                "CONTINUES",
                TASK,
                UPPER,
                PLAN,
                {"score": 1.0, "basis": "confirmed", "judged_by": "王某", "reason": "同"},
            ),
        ]
    )
    return graph
