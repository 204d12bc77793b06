"""Headers of two rows, cells of several lines and bands, in tables with and without their grid."""

from __future__ import annotations

from tests.loaders.plans import owners, parse


def rows(text: str) -> list[tuple[str, str, list[str | None]]]:
    return [(item.name, owners(item), [deadline.iso for deadline in item.deadlines]) for item in parse(text).items]


def flat(cells: str, joint: str) -> str:
    return "云岭区2023年任务清单\n\n" + joint.join(cells.split()) + "\n"


def test_a_flat_table_under_a_header_of_two_rows() -> None:
    cells = (
        "序号 任务名称 工作内容 责任单位 完成时限 牵头单位 配合单位 "
        "1 企业开办 压缩开办时间。 区市场监管局 区税务局、区公安分局 6月底 2 登记 实现即时办结。 区资源局 区住建局 9月底 "
        "3 信用 建立档案。 区经委 各镇 12月底"
    )
    assert rows(flat(cells, "\n\n")) == [
        ("企业开办", "区市场监管局 lead, 区税务局 support, 区公安分局 support", ["2023-06-30"]),
        ("登记", "区资源局 lead, 区住建局 support", ["2023-09-30"]),
        ("信用", "区经委 lead, 各镇 support", ["2023-12-31"]),
    ]


def test_three_columns_of_owners_stay_three() -> None:
    cells = (
        "序号 任务名称 责任单位 牵头单位 配合单位 1 企业开办 区经委 区科委 区税务局 2 登记 区科委 区经委 区住建局 "
        "3 信用 区科委 区经委 各镇"
    )
    assert rows(flat(cells, "\n\n"))[0][1] == "区经委 responsible, 区科委 lead, 区税务局 support"


def test_owners_on_lines_of_their_own_in_a_flat_table() -> None:
    cells = (
        "序号 工作任务 具体内容 责任单位 完成时限 1 建设平台 建设平台1个。 区农业农村局 区大数据局 2023年12月 "
        "2 推广农业 建设农场3个。 区农业农村局 2023年10月"
    )
    assert rows(flat(cells, "\n")) == [
        ("建设平台", "区农业农村局 responsible, 区大数据局 responsible", ["2023-12"]),
        ("推广农业", "区农业农村局 responsible", ["2023-10"]),
    ]


def test_a_chinese_number_and_a_title_are_a_band_among_counted_rows() -> None:
    text = (
        "云岭区2023年任务表\n序号\t工作任务\t责任单位\t完成时限\n一\t政策解读\t\t\n1\t落实同步\t区政府办\t全年\n"
        "二\t平台建设\t\t\n2\t推进集约\t区科委\t6月底前\n"
    )
    document = parse(text)
    assert [(section.number, section.name) for section in document.sections] == [("一", "政策解读"), ("二", "平台建设")]
    assert [(item.number, owners(item)) for item in document.items] == [
        ("1", "区政府办 responsible"),
        ("2", "区科委 responsible"),
    ]


def test_rows_counted_in_chinese_are_rows() -> None:
    text = "云岭区2023年任务表\n序号\t工作任务\t责任单位\n一\t政策解读\t区政府办\n二\t平台建设\t区科委\n"
    assert [owner for _, owner, _ in rows(text)] == ["区政府办 responsible", "区科委 responsible"]


def test_titles_that_end_as_tables_and_policies_do() -> None:
    assert (
        parse("云岭区2024年重点项目推进表\n一、任务\n1.建设平台。(区科委负责)\n").meta.name
        == "云岭区2024年重点项目推进表"
    )
    assert parse("云岭区数字经济若干政策\n第一条 支持上云。(区科委负责)\n").meta.name == "云岭区数字经济若干政策"


def test_columns_of_several_owners_in_a_flat_table_are_not_put_together() -> None:
    cells = (
        "任务类别 序号 重点任务 牵头单位 配合单位 完成时限 能源 1 推广光伏。 区发改局 区住建局、各街道办 12月底 2 建设能源站。 区发改局 / 12月底 "
        "交通 3 新增充电桩。 区发改局 区交通局 11月底 4 淘汰车辆。 区交通局 区交警大队 全年 建筑 5 新增绿色建筑。 区住建局 区规划局 12月底"
    )
    items = parse(flat(cells, "\n")).items
    assert [(item.category, owners(item)) for item in items] == [
        ("能源", "区发改局 lead, 区住建局 support, 各街道办 support"),
        ("能源", "区发改局 lead"),
        ("交通", "区发改局 lead, 区交通局 support"),
        ("交通", "区交通局 lead, 区交警大队 support"),
        ("建筑", "区住建局 lead, 区规划局 support"),
    ]


def test_the_number_of_a_table_is_no_part_of_the_title() -> None:
    document = parse("云岭街道2024年责任清单\n表1 重点任务\n序号\t任务\t牵头科室\n1\t建立台账\t平安办\n")
    assert document.meta.name == "云岭街道2024年责任清单"


def test_markdown_marks_are_no_part_of_a_name() -> None:
    text = (
        "# 云岭区2024年任务\n\n- **1. 网络建设**：新建基站200个。\n  - 牵头单位：区工信局\n  - 完成时限：2024年12月\n"
    )
    assert rows(text) == [("网络建设：新建基站200个", "区工信局 lead", ["2024-12"])]
