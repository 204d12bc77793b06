"""Tables flattened to lines, with cells broken over lines."""

from __future__ import annotations

from loaders.document import SourceText
from loaders.parse import parse_text

TABLE = """临江市2024年营商环境责任清单
序号
重点任务
主要内容
牵头部门
责任单位
{first}
提升融资便
利度
扩大融资平台覆盖面，推动开设
特色服务专区。
市金融局
市财政局、市教
育局
{second}
优化开办企
业服务
推行企业开办“一网通办”，压缩
办理时间。
市市场监管
局
市税务局、市公
安局
{third}
深化政府采
购改革
健全政府采购信用评价制度，清理
违规收费。
市财政局
市住房城乡建设
局、市水务局
"""


def owners(text: str) -> list[list[tuple[str, str]]]:
    """(name, role) of the owners of each item."""
    return [[(o.printed, o.role) for o in item.owners] for item in parse_text(SourceText(text)).items]


def test_broken_cells_are_put_together_from_whatever_number_a_table_begins_at() -> None:
    expected = [
        [("市金融局", "lead"), ("市财政局", "responsible"), ("市教育局", "responsible")],
        [("市市场监管局", "lead"), ("市税务局", "responsible"), ("市公安局", "responsible")],
        [("市财政局", "lead"), ("市住房城乡建设局", "responsible"), ("市水务局", "responsible")],
    ]
    assert owners(TABLE.format(first=1, second=2, third=3)) == expected
    assert owners(TABLE.format(first=41, second=42, third=43)) == expected


GROUPS = """临江市2024年营商环境任务分解表
序号
改革举措
牵头单位
配合单位
完成时限
1
推进清单管理，动态调整
事项目录
市渔业局、市港
务局
县、区政府、临江经
开区（投资区）
管委会、市直有关部
门、单位
2024年12
月底
2
压缩办理时间，推行网上
办理
市渔业局
无
持续推进
3
公开收费目录，清理违规
收费
市财政局、市渔
业局
市级有关部门、各乡
镇街道
2024年6月
4
推广电子证照，归集共享
数据
市数据局
各县（市、区）人民
政府
长期
"""


def test_names_are_not_parted_between_columns_and_groups_count_as_bodies() -> None:
    assert owners(GROUPS) == [
        [
            ("市渔业局", "lead"),
            ("市港务局", "lead"),
            ("县、区政府", "support"),
            ("临江经开区（投资区）管委会", "support"),
            ("市直有关部门、单位", "support"),
        ],
        [("市渔业局", "lead")],
        [("市财政局", "lead"), ("市渔业局", "lead"), ("市级有关部门", "support"), ("各乡镇街道", "support")],
        [("市数据局", "lead"), ("各县（市、区）人民政府", "support")],
    ]
    deadlines = [[d.printed for d in item.deadlines] for item in parse_text(SourceText(GROUPS)).items]
    assert deadlines == [["2024年12月底"], ["持续推进"], ["2024年6月"], ["长期"]]


def test_a_category_may_stand_before_the_number() -> None:
    rows = [
        ("优化服务环\n境", "推行网上办理，压缩办理\n时间。", "市渔业局", "市港务局、市统\n计局", "2024年12\n月底"),
        ("优化服务环\n境", "公开收费目录，清理收费\n项目。", "市财政局", "市渔业局", "长期"),
        ("强化市场监\n管", "完善监管机制，推行联合\n检查。", "市港务局", "市统计局、市渔\n业局", "2024年6月"),
    ]
    listed = "".join(
        f"{category}\n{number}\n" + "\n".join(cells) + "\n" for number, (category, *cells) in enumerate(rows, 1)
    )
    text = f"临江市2024年任务分解表\n类别\n序号\n主要任务\n牵头单位\n配合单位\n完成时限\n{listed}"
    items = parse_text(SourceText(text)).items
    assert [(item.ref, item.category) for item in items] == [
        ("1", "优化服务环境"),
        ("2", "优化服务环境"),
        ("3", "强化市场监管"),
    ]
    assert owners(text) == [
        [("市渔业局", "lead"), ("市港务局", "support"), ("市统计局", "support")],
        [("市财政局", "lead"), ("市渔业局", "support")],
        [("市港务局", "lead"), ("市统计局", "support"), ("市渔业局", "support")],
    ]
