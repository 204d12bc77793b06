"""From document to graph: ids, evidence, properties and relationships of a small plan, asserted in full."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from graph.findings import findings_from_json
from graph.ids import owner_id, policy_id
from graph.plan_graph import PlanGraph
from loaders.assemble import assemble
from loaders.document import SourceText
from loaders.parse import parse_text

TEXT = """松江区2024年重点工作安排

为落实《松江区城市数字化转型“十四五”规划》,制定本安排。

一、重点任务

1.推进平台 建设。2024年底前建成数据平台。(牵头单位:区科委,配合单位:区规划资源局、洞泾镇、各街镇及经开区等)

2.推进宣传。加强宣传。(责任单位:区新设办)

附件
重点场景清单
序号\t名称\t主要内容\t责任单位
1\t少等待3.0\t推广应用。\t区科委、水丰街道
"""


@cache
def plan() -> tuple[PlanGraph, str]:
    graph = assemble(parse_text(SourceText(TEXT, "plans/2024.txt"))).graph
    (plan_id,) = graph.plan_ids()
    return graph, plan_id


def test_the_plan_and_its_source() -> None:
    graph, plan_id = plan()
    assert plan_id == policy_id("松江区2024年重点工作安排")
    attributes = graph.nx.nodes[plan_id]
    assert (attributes["name"], attributes["year"], attributes["jurisdiction"]) == (
        "松江区2024年重点工作安排",
        2024,
        "310117",
    )
    ((_, source),) = graph.nodes("Source")
    assert (source["text"], source["length"], source["path"]) == (TEXT, len(TEXT), "2024.txt")
    assert {f.code for f in findings_from_json(source["findings"])} == {
        "owner-unknown",
        "owner-scan-form",
    }


def test_assembling_leaves_the_document_as_it_is() -> None:
    document = parse_text(SourceText(TEXT, "plans/2024.txt"))
    before = repr(document)
    first, second = assemble(document), assemble(document)
    assert repr(document) == before
    assert first == second
    assert [finding.code for finding in first.findings if finding.code.startswith("owner-")] == [
        "owner-unknown",
        "owner-scan-form",
    ]


def test_a_plan_drawn_up_with_another_document_in_mind_carries_it_out() -> None:
    text = "云岭区2024年工作方案\n结合《云岭市城市更新意见》，制定本方案。\n1.建设平台。（责任单位：区科委）\n"
    graph, findings = assemble(parse_text(SourceText(text)))
    ((_, policy, said),) = graph.edges("IMPLEMENTS")
    assert (graph.nx.nodes[policy]["name"], said["cue"], said["quote"]) == (
        "云岭市城市更新意见",
        "结合",
        "《云岭市城市更新意见》",
    )
    assert "statement-refused" not in {finding.code for finding in findings}


def test_what_the_schema_forbids_is_a_finding() -> None:
    document = parse_text(SourceText(TEXT, "plans/2024.txt"))
    document.basis[0] = replace(document.basis[0], relation="DEPENDS_ON")
    graph, findings = assemble(document)
    (refused,) = [finding for finding in findings if finding.code == "statement-refused"]
    assert refused.quote == "《松江区城市数字化转型“十四五”规划》"
    assert refused.message() == "the graph allows no DEPENDS_ON from Plan to Policy; it was left out"
    assert not list(graph.edges("DEPENDS_ON"))


def test_items() -> None:
    graph, plan_id = plan()
    key = plan_id.removeprefix("policy-")
    items = dict(graph.nodes("WorkItem"))
    assert list(items) == [f"task-{key}-1", f"task-{key}-2", f"scene-{key}-annex1-1"]
    first, second, scene = items.values()
    assert (first["name"], first["text"]) == ("推进平台建设", "2024年底前建成数据平台。")
    assert (first["deadline"], first["deadline_as_printed"], first["open_ended"]) == ("2024-12-31", "2024年底前", True)
    assert first["quote"].startswith("1.推进平台 建设。")
    assert first["quote"].endswith("等)")
    assert (second["position"], second["part"], "deadline" in second) == (2, "body", False)
    assert (scene["labels"], scene["version"], scene["ref"]) == (["Scene", "WorkItem"], "3.0", "annex1/1")


def test_owners_and_their_roles() -> None:
    graph, plan_id = plan()
    key = plan_id.removeprefix("policy-")
    owns = {
        (graph.nx.nodes[start]["name"], end.replace(f"-{key}", "")): (
            a["role"],
            a["position"],
            a["as_printed"],
            a["quote"],
        )
        for start, end, a in graph.edges("OWNS")
    }
    assert owns == {
        ("区科委", "task-1"): ("lead", 1, "区科委", "区科委"),
        ("区规资局", "task-1"): ("support", 2, "区规划资源局", "区规划资源局"),
        ("洞泾镇", "task-1"): ("support", 3, "洞泾镇", "洞泾镇"),
        ("各街镇及经开区", "task-1"): ("support", 4, "各街镇及经开区", "各街镇及经开区"),
        ("区新设办", "task-2"): ("responsible", 1, "区新设办", "区新设办"),
        ("区科委", "scene-annex1-1"): ("responsible", 1, "区科委", "区科委"),
        ("永丰街道", "scene-annex1-1"): ("responsible", 2, "水丰街道", "水丰街道"),
    }


def test_members_come_from_the_roster_for_towns_of_the_plan_only() -> None:
    graph, _ = plan()
    group = owner_id("310117", "各街镇及经开区")
    members = {graph.nx.nodes[start]["name"] for start, end, _ in graph.edges("MEMBER_OF") if end == group}
    assert members == {"洞泾镇", "永丰街道"}
    dated = {a["as_of"] for *_, a in graph.edges("MEMBER_OF")}
    assert len(dated) == 1


def test_parts_and_the_chain_of_policies() -> None:
    graph, plan_id = plan()
    parts = {(graph.nx.nodes[s]["name"], graph.nx.nodes[t]["name"]) for s, t, _ in graph.edges("PART_OF")}
    assert ("推进平台建设", "重点任务") in parts
    assert ("重点任务", "松江区2024年重点工作安排") in parts
    basis = policy_id("松江区城市数字化转型“十四五”规划")
    above = {(s, t): a.get("basis") for s, t, a in graph.edges("IMPLEMENTS")}
    assert above[plan_id, basis] == "text"
    assert any(start == basis for start, _ in above)


def test_every_edge_but_rosters_and_registry_is_quoted() -> None:
    graph, _ = plan()
    for *_, attributes in graph.edges():
        if "quote" in attributes:
            assert TEXT[attributes["start"] : attributes["end"]] == attributes["quote"]
        else:
            assert attributes["type"] in ("MEMBER_OF", "FROM_SOURCE", "IMPLEMENTS")


def test_the_same_department_of_two_plans_is_one_owner() -> None:
    other = assemble(parse_text(SourceText(TEXT.replace("区规划资源局", "区规资局").replace("2024", "2025")))).graph
    named = {node for node, a in other.nodes("Owner") if a["name"] == "区规资局"}
    assert named == {node for node, a in plan()[0].nodes("Owner") if a["name"] == "区规资局"}
    assert len(named) == 1


def test_the_same_short_name_of_another_district_is_another_owner() -> None:
    other = assemble(parse_text(SourceText(TEXT.replace("松江区2024", "嘉定区2024")))).graph
    own = {node for node, a in plan()[0].nodes("Owner") if a["name"] == "区科委"}
    assert own.isdisjoint(node for node, a in other.nodes("Owner") if a["name"] == "区科委")


def test_a_body_printed_with_a_stray_bracket_is_the_body_that_is_there() -> None:
    text = (
        "北泽县人才引育行动方案\n一、重点任务\n1.引进高层次人才。（责任单位：县人民政府：\n"
        "2.建设标准厂房。（责任单位：县开发区管委会）\n人社局）责任单位：县开发区管委会）\n人社局）\n"
    )
    graph, _ = assemble(parse_text(SourceText(text)))
    assert [a["labels"][0] for _, a in graph.nodes() if a["name"] == "县开发区管委会"] == ["Town"]
