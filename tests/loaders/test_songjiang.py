"""The Songjiang plan end to end: the counts and facts that a careful reader finds in it."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

from graph.findings import Finding
from graph.plan_graph import PlanGraph
from loaders.document import SourceText
from loaders.parse import load_plan

PLAN = Path(__file__).parents[2] / "data" / "songjiang-2023.txt"


@cache
def loaded() -> tuple[PlanGraph, list[Finding], SourceText]:
    return load_plan(PLAN)


def test_counts_of_nodes() -> None:
    labels = Counter(attributes["labels"][0] for _, attributes in loaded()[0].nodes())
    wanted = {"Task": 33, "Scene": 15, "Project": 6, "Section": 9, "Target": 26, "Milestone": 3, "OwnerGroup": 2}
    assert {label: labels[label] for label in wanted} == wanted
    assert sum(1 for _ in loaded()[0].nodes("WorkItem")) == 54
    assert sum(1 for _ in loaded()[0].nodes("Owner")) == 34


def test_counts_of_relationships() -> None:
    graph = loaded()[0]
    types = Counter(attributes["type"] for *_, attributes in graph.edges())
    assert (types["OWNS"], types["DETAILS"], types["HAS_TARGET"], types["HAS_MILESTONE"]) == (126, 33, 26, 3)
    parts = Counter(graph.nx.nodes[item]["part"] for _, item, _ in graph.edges("OWNS"))
    assert parts == {"body": 63, "annex": 63}
    assert {attributes["role"] for *_, attributes in graph.edges("OWNS")} == {"responsible"}


def test_every_quote_is_its_slice_of_the_source() -> None:
    graph, findings, source = loaded()
    carriers = [attributes for _, attributes in graph.nodes()] + [attributes for *_, attributes in graph.edges()]
    quoted = [attributes for attributes in carriers if "quote" in attributes]
    assert len(quoted) > 300
    assert all(source.text[a["start"] : a["end"]] == a["quote"] for a in quoted)
    assert all(source.text[f.start : f.end] == f.quote for f in findings)


def test_the_plan_itself() -> None:
    graph = loaded()[0]
    (plan,) = graph.plan_ids()
    attributes = graph.nx.nodes[plan]
    assert attributes["name"] == "松江区城市数字化转型2023年重点工作安排"
    assert (attributes["doc_number"], attributes["jurisdiction"]) == ("松科委[2023]6号", "310117")
    assert (attributes["issuer"], attributes["period"]) == ("上海市松江区科学技术委员会", "2023")
    assert len(attributes["basis"]) == 3


def test_categories() -> None:
    items = {a["ref"]: a.get("category") for _, a in loaded()[0].nodes("WorkItem") if a["part"] == "annex"}
    annex1 = ["机制类"] * 3 + ["政策类"] * 2 + ["设施类"] * 3 + ["平台类"] * 4
    annex2 = ["超级场景"] * 3 + ["市级示范场景"] * 6 + ["区级标杆场景"] * 6
    assert [items[f"annex1/{row}"] for row in range(1, 13)] == annex1
    assert [items[f"annex2/{row}"] for row in range(1, 16)] == annex2
    assert [items[f"annex3/{row}"] for row in range(1, 7)] == [None] * 6


def test_faults_of_the_scan() -> None:
    found = {(finding.code, finding.item, finding.quote) for finding in loaded()[1]}
    assert {
        ("owner-scan-form", "3", "区域运中心"),
        ("owner-scan-form", "19", "水丰街道"),
        ("scan-form", "6", "吴海生物"),
        ("scan-form", "2", "全理适度"),
        ("text-lost", "2", "先进计算中心缘计算节点"),
        ("word-split", "2", "定宽带平\n\n均下载速"),
        ("sentence-repeated", "2", "优化智能化终端基础设施布局,实现重点应用落地先行先试。优化智能化终端基础设施布局,"),
    } <= found
    (unreadable,) = (finding for finding in loaded()[1] if finding.code == "text-unreadable")
    assert (unreadable.item, unreadable.quote[-8:]) == ("annex3/6", "据 变 为 一个")
    merged = [f.words["rows"] for f in loaded()[1] if f.code == "category-merged"]
    assert merged == ["1-3", "4-5", "6-8", "9-12", "1-3", "4-9", "10-15"]


def test_no_other_kind_of_finding_but_what_the_page_deserves() -> None:
    codes = {finding.code for finding in loaded()[1]}
    assert codes <= {
        "owner-scan-form", "scan-form", "text-lost", "word-split", "sentence-repeated", "text-unreadable",
        "category-merged", "owner-unknown", "no-date", "target-without-unit",
    }  # fmt: skip


def test_loading_twice_gives_the_same_graph() -> None:
    assert load_plan(PLAN)[0].digest() == loaded()[0].digest()
