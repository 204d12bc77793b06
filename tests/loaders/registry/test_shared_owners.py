"""Plans of two years and of two districts: who shares an owner and who does not."""

from __future__ import annotations

from graph.plan_graph import PlanGraph
from loaders.assemble import assemble
from loaders.document import SourceText
from loaders.parse import parse_text


def owners(place: str, year: int, printed: str) -> dict[str, str]:
    """Ids of the owners of a small plan by printed name."""
    text = f"{place}{year}年重点工作安排\n一、重点任务\n1、推进数据中台建设。(责任部门:{printed})\n"
    graph: PlanGraph = assemble(parse_text(SourceText(text))).graph
    return {edge["as_printed"]: owner for owner, _, edge in graph.edges("OWNS")}


def test_a_later_plan_of_songjiang_joins_the_same_departments() -> None:
    earlier = owners("松江区", 2023, "区规资局、区建管委、区文旅局、区科委")
    later = owners("松江区", 2024, "区规划资源局、区建设管理委、区文化旅游局、区科委")
    assert list(earlier.values()) == list(later.values())
    assert len(set(earlier.values())) == 4


def test_the_same_short_name_in_another_district_is_another_department() -> None:
    assert owners("松江区", 2023, "区科委")["区科委"] != owners("嘉定区", 2023, "区科委")["区科委"]


def test_a_body_in_traditional_characters_is_the_registrys_body_and_keeps_what_the_page_says() -> None:
    text = "赣州市工作要點\n一、任務\n1.便利開辦。推行網辦。（責任單位：市發展改革委、市衛健委）\n2.壓縮時間。（責任單位：市財政局）\n"
    graph, _ = assemble(parse_text(SourceText(text)))
    owns = [edge for _, _, edge in graph.edges("OWNS")]
    assert sorted(node["name"] for _, node in graph.nodes("Department")) == ["市卫生健康委", "市发展改革委", "市财政局"]
    assert sorted(str(edge["as_printed"]) for edge in owns) == ["市發展改革委", "市衛健委", "市財政局"]
