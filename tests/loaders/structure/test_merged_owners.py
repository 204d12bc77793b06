"""Owner cells that a table prints once for several rows."""

from __future__ import annotations

from tests.loaders.structure.plans import codes, owners, parse

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
