"""Owner cells that a table prints once for several rows."""

from __future__ import annotations

from tests.loaders.plans import codes, owners, parse

HEADER = "云岭区任务清单\n序号\t工作任务\t牵头单位\t配合单位\n"


def test_rows_without_owners_have_those_of_the_merged_cell_above() -> None:
    document = parse(f"{HEADER}1\t新增绿地\t区园林局\t区城管局\n2\t建设公园\t\t\n3\t修复湿地\t区水利局\t/\n")
    assert [owners(item) for item in document.items] == [
        "区园林局 lead, 区城管局 support",
        "区园林局 lead, 区城管局 support",
        "区水利局 lead",
    ]
    (merged,) = [finding for finding in document.findings if finding.code == "category-merged"]
    assert (merged.quote, merged.words) == ("区园林局", {"name": "区园林局", "rows": "1-2"})


def test_a_row_that_names_helpers_of_its_own_has_only_the_merged_lead() -> None:
    document = parse(f"{HEADER}1\t新增绿地\t区园林局\t区城管局\n2\t建设公园\t\t各街道\n")
    assert [owners(item) for item in document.items] == [
        "区园林局 lead, 区城管局 support",
        "区园林局 lead, 各街道 support",
    ]


def test_nothing_is_shared_over_a_band() -> None:
    text = f"{HEADER}一、绿化\n1\t新增绿地\t区园林局\t/\n二、水务\n2\t修复湿地\t\t\n"
    document = parse(text)
    assert [owners(item) for item in document.items] == ["区园林局 lead", ""]
    assert codes(document) == ["item-without-owner"]


def test_nothing_is_shared_where_the_first_row_names_nobody() -> None:
    text = f"{HEADER}1\t新增绿地\t\t\n2\t建设公园\t区园林局\t/\n3\t修复湿地\t\t\n"
    assert [owners(item) for item in parse(text).items] == ["", "区园林局 lead", ""]


def test_a_merged_lead_rules_rows_that_name_their_responsible_bodies() -> None:
    text = (
        "云岭区实事项目表\n序号\t类别\t项目名称\t目标任务\t牵头领导\t牵头单位\t责任单位\n1\t教育\t新建学校\t新建小学1所\t王强\t区教育局\t区住建局\n"
        "\t\t改造校舍\t改造校舍10处\t\t\t各镇\n2\t养老\t养老床位\t新增床位200张\t李明\t区民政局\t各镇\n"
    )
    assert [(item.ref, item.name, item.category, owners(item)) for item in parse(text).items] == [
        ("1", "新建学校", "教育", "区教育局 lead, 区住建局 responsible"),
        ("1.2", "改造校舍", "教育", "区教育局 lead, 各镇 responsible"),
        ("2", "养老床位", "养老", "区民政局 lead, 各镇 responsible"),
    ]
