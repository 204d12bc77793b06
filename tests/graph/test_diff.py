"""Two years of one plan, compared."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from graph.diff import PlanDiff, diff_plans
from graph.diff_render import diff_columns, diff_data, diff_markdown, diff_rows
from graph.errors import UnknownNameError
from graph.ids import child_id, owner_id, part_id, policy_id
from graph.plan_graph import PlanGraph
from graph.records import Edge, Evidence, Node, Value

GOLDEN = Path(__file__).parent / "golden"
PLACE = Evidence("source-0123456789abcdef", 0, 1, "x")


class Plan:
    """A plan graph under construction: sections, then items with owners and targets."""

    def __init__(self, name: str, year: int) -> None:
        self.graph = PlanGraph()
        self.id = policy_id(name)
        self._items = self._sections = 0
        self._section = ""
        self.graph.add_node(Node(self.id, "Plan", name, {"year": year, "jurisdiction": "310117"}))

    def section(self, name: str) -> Plan:
        self._sections += 1
        self._section = part_id("section", self.id, str(self._sections))
        properties: dict[str, Value | None] = {
            "number": str(self._sections), "position": self._sections, "part": "body", "level": 1, "plan": self.id,
        }  # fmt: skip
        self.graph.add_node(Node(self._section, "Section", name, properties, PLACE))
        self.graph.add_edge(Edge("PART_OF", self._section, self.id, self.id, {}, PLACE))
        return self

    def item(self, number: str, name: str, text: str, owners: str = "", **properties: Value) -> Plan:
        """``owners`` as "区科委 区经委:lead"."""
        self._items += 1
        self._task = part_id("task", self.id, str(self._items))
        known: dict[str, Value | None] = {
            "number": number, "ref": number, "position": self._items, "part": "body", "text": text, "plan": self.id,
        }  # fmt: skip
        self.graph.add_node(Node(self._task, "Task", name, {**known, **properties}, PLACE))
        self.graph.add_edge(Edge("PART_OF", self._task, self._section, self.id, {}, PLACE))
        for position, owner in enumerate(owners.split(), 1):
            printed, _, role = owner.partition(":")
            node = owner_id("310117", printed)
            self.graph.add_node(Node(node, "Department", printed, {"jurisdiction": "310117"}))
            basis = {"role": role or "responsible", "role_basis": "stated", "position": position, "as_printed": printed}
            self.graph.add_edge(Edge("OWNS", node, self._task, self.id, basis, PLACE))
        return self

    def target(self, indicator: str, value: float, unit: str, deadline: str, comparator: str = "=") -> Plan:
        node = child_id("target", self._task, self.graph.nx.out_degree(self._task) + 1)
        properties: dict[str, Value | None] = {
            "indicator": indicator, "value": value, "unit": unit, "comparator": comparator, "deadline": deadline,
            "measure": "stock", "text": f"{indicator}{value}{unit}", "plan": self.id,
        }  # fmt: skip
        self.graph.add_node(Node(node, "Target", indicator, properties, PLACE))
        self.graph.add_edge(Edge("HAS_TARGET", self._task, node, self.id, {}, PLACE))
        return self


LONG = "推进全区5G网络深度覆盖,打造松江新城5G精品网络,做好为民办实事项目,完成住宅小区地下车库的移动通信网络覆盖,加快边缘计算节点部署,深化IPv6改造,统筹推动综合杆建设,并持续优化网络质量,提升群众感受度和获得感,"


def plan_2023() -> Plan:
    return (
        Plan("松江区2023年安排", 2023)
        .section("数字底座")
        .item("1", "数字基础设施", LONG * 2 + "年底完成。", "区科委 区建管委", deadline="2023-12-31")
        .target("基站总量", 5400, "个", "2023")
        .target("诊断企业", 576, "家", "2023")
        .target("试点", 3, "个", "2023-06")
        .item("2", "数据中台", "提升数据中台能力。", "区大数据中心:lead 区科委:support")
        .item("3", "视频中台", "扩大视频汇聚资源容量。", "区城运中心")
        .section("数字生活")
        .item("4", "智慧教育", "完善教育数字基座,扩大应用场景。", "区教育局")
    )


def plan_2024() -> Plan:
    return (
        Plan("松江区2024年安排", 2024)
        .section("数字底座建设")
        .item("1", "数字基础设施建设", LONG + "试点先行," + LONG + "年底完成。", "区科委 区经委", deadline="2024-12-31")
        .target("基站总量", 6000, "个", "2024")
        .target("诊断企业", 400, "家", "2024")
        .target("覆盖率", 90, "%", "2024", ">=")
        .item("2", "数据中台", "提升数据中台能力。", "区大数据中心:lead 区科委")
        .section("数字生活")
        .item("3", "无人农场", "建设粮食生产无人农场。", "区农业农村委")
        .item("5", "视频中台", "扩大视频汇聚资源容量。", "区城运中心", category="平台类")
        .item("4", "智慧教育", "完善教育数字基座，扩大应用场景", "区教育局")
    )


@pytest.fixture(scope="module")
def diff() -> PlanDiff:
    old, new = plan_2023(), plan_2024()
    return diff_plans(old.graph, new.graph, old.id, new.id)


def test_items_added_dropped_and_unchanged(diff: PlanDiff) -> None:
    old, new = plan_2023(), plan_2024()
    assert [item.name for item in diff.added] == ["无人农场"]
    assert diff.dropped == []
    assert diff.unchanged == 1
    back = diff_plans(new.graph, old.graph, new.id, old.id)
    assert [item.name for item in back.dropped] == ["无人农场"]


def test_rows_tell_every_difference(diff: PlanDiff) -> None:
    rows = [row for row in diff_rows(diff, "en") if row[0] != "text"]
    assert rows == [
        ("item added", "3 无人农场", "", "区农业农村委 (responsible)"),
        ("name", "1 数字基础设施建设", "数字基础设施", "数字基础设施建设"),
        ("owner added", "1 数字基础设施建设", "", "区经委 (responsible)"),
        ("owner dropped", "1 数字基础设施建设", "区建管委 (responsible)", ""),
        ("target raised", "1 数字基础设施建设", "基站总量 5400个 (2023)", "基站总量 6000个 (2024)"),
        ("target lowered", "1 数字基础设施建设", "诊断企业 576家 (2023)", "诊断企业 400家 (2024)"),
        ("target dropped", "1 数字基础设施建设", "试点 3个 (2023-06)", ""),
        ("target added", "1 数字基础设施建设", "", "覆盖率 ≥90% (2024)"),
        ("role", "2 数据中台", "区科委 (support)", "区科委 (responsible)"),
        ("renumbered", "5 视频中台", "3", "5"),
        ("moved", "5 视频中台", "数字底座", "数字生活"),
        ("category", "5 视频中台", "", "平台类"),
    ]
    assert diff_columns("en") == ("change", "item", "before", "after")


def test_long_texts_show_where_they_differ(diff: PlanDiff) -> None:
    (row,) = [row for row in diff_rows(diff, "en") if row[0] == "text"]
    assert row[3] == "…提升群众感受度和获得感,试点先行,推进全区5G网络深度覆盖…"


def test_owners_of_the_whole_plan(diff: PlanDiff) -> None:
    assert (diff.owners_added, diff.owners_dropped) == (["区农业农村委", "区经委"], ["区建管委"])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_markdown_is_as_written_down(diff: PlanDiff, language: str) -> None:
    assert diff_markdown(diff, language) == (GOLDEN / f"diff.{language}.md").read_text("utf-8")


def test_json_holds_plain_data(diff: PlanDiff) -> None:
    data = json.loads(json.dumps(diff_data(diff)))
    assert data["counts"] == {"added": 1, "dropped": 0, "changed": 3, "unchanged": 1}
    assert data["changed"][0]["targets"][0]["kind"] == "raised"
    assert data["changed"][2]["moved"] is True


def test_a_plan_does_not_differ_from_itself() -> None:
    plan = plan_2023()
    same = diff_plans(plan.graph, plan.graph, plan.id, plan.id)
    assert (same.added, same.dropped, same.changed, same.unchanged) == ([], [], [], 4)
    assert diff_markdown(same, "en").endswith(
        "0 added, 0 dropped, 0 changed, 4 unchanged.\n\nThe two plans do not differ.\n"
    )


def test_a_plan_that_is_not_there_is_said_so() -> None:
    plan = plan_2023()
    with pytest.raises(UnknownNameError, match="no plan policy-none; load it first"):
        diff_plans(plan.graph, plan.graph, plan.id, "policy-none")
