import pytest

from loaders.content.targets import find_targets
from loaders.document import TargetMention
from loaders.view import Span
from tests.loaders.content.texts import reading


def targets(text: str) -> list[tuple[str, float, str, str]]:
    return [(t.indicator, t.value, t.unit, t.comparator) for t in find_targets(reading(text), 2024)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "2024年新建充电桩350个，总量达到5400个",
            [("新建充电桩", 350, "个", "="), ("新建充电桩总量", 5400, "个", "=")],
        ),
        ("新增学位不少于900个", [("新增学位", 900, "个", ">=")]),
        ("污水处理率达到99%", [("污水处理率", 99, "%", "=")]),
        ("绿化比例不低于50％", [("绿化比例", 50, "%", ">=")]),
        ("宽带下载速率超过200Mbps", [("宽带下载速率", 200, "Mbps", ">")]),
        ("企业开办时间压缩至1个工作日以内", [("企业开办时间", 1, "个工作日", "<=")]),
        ("能耗控制在30万吨标准煤左右", [("能耗", 30, "万吨标准煤", "~")]),
        ("创建3个以上“一园一站”试点", [('"一园一站"试点', 3, "个", ">=")]),
        ("推动企业诊断576家、转型461家", [("企业诊断", 576, "家", "="), ("转型", 461, "家", "=")]),
        ("打造1个标杆工厂，10个示范工厂", [("标杆工厂", 1, "个", "="), ("示范工厂", 10, "个", "=")]),
        ("新引进5000万元以上项目12个", [("新引进5000万元以上项目", 12, "个", "=")]),
        (
            "新建公园共计9个（东片5个、西片4个）",
            [("新建公园", 9, "个", "="), ("东片", 5, "个", "="), ("西片", 4, "个", "=")],
        ),
        ("打造“千亿级”产业基地", [("产业基地", 1000, "亿", "~")]),
        ("打造甲、乙、丙等8大功能平台", [("功能平台", 8, "大", "=")]),
        ("打造“甲城”“乙都”和“丙眼”三大超级场景", [("超级场景", 3, "大", "=")]),
        ("到2025年，各级各类学校22所，均需达标", [("各级各类学校", 22, "所", "=")]),
        ("新建两所学校", [("学校", 2, "所", "=")]),
        ("培育规上企业5户以上、创新企业3户", [("规上企业", 5, "户", ">="), ("创新企业", 3, "户", "=")]),
        ("浓度分别控制在45、28微克/立方米以下", [("浓度", 45, "微克/立方米", "<="), ("浓度", 28, "微克/立方米", "<=")]),
        ("收入分别增长6.5%和7.5%", [("收入分别增长", 6.5, "%", "="), ("收入", 7.5, "%", "=")]),
        ("完成投资1,200万元", [("投资", 1200, "万元", "=")]),
        ("引进首店3-5家", [("引进首店", 3, "家", ">=")]),
        ("举办活动20至30场", [("举办活动", 20, "场", ">=")]),
        ("零售额同比增长10%~12%", [("零售额同比增长", 10, "%", ">=")]),
        ("日处理能力达到55万吨/日", [("日处理能力", 55, "万吨/日", "=")]),
        ("失业率控制在5.5%以内", [("失业率", 5.5, "%", "<=")]),
        ("新增规上企业百余家", [("新增规上企业", 100, "家", ">")]),
        ("培育企业两百家以上", [("企业", 200, "家", ">=")]),
        ("打造两家“灯塔工厂”", [('"灯塔工厂"', 2, "家", "=")]),
        ("到2025年，零售额较2020年翻一番", [("零售额较2020年翻", 1, "番", "=")]),
        ("公园500米服务半径覆盖率达到90%", [("公园500米服务半径覆盖率", 90, "%", "=")]),
        ("培育25个产值超过200亿元的强镇", [("产值超过200亿元的强镇", 25, "个", "=")]),
        ("培育千亿级产业集群3个", [("千亿级产业集群", 3, "个", "=")]),
        ("到2025年，覆盖率从80%提高到95%", [("覆盖率", 95, "%", "=")]),
        ("PUE值降至1.3以下", [("PUE值", 1.3, "", "<=")]),
        ("确保完成5%以上的增长目标", [("增长目标", 5, "%", ">=")]),
    ],
)
def test_a_goal_with_its_number(text: str, expected: list[tuple[str, float, str, str]]) -> None:
    assert targets(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "推进5G网络覆盖，部署5G+MEC节点", "建设G60科创走廊", "打造便捷停车3.0场景", "支持21cake等品牌", "构建1+1+N体系",
        "落实国发〔2018〕42号文件", "到2025年基本建成", "（3）推进第12条措施", "可申请最高不超过15万元的贷款",
        "返还失业保险费的50%", "对面积500平方米以上的场所开展检查", "围绕甲、乙、丙三大领域", "提供24小时服务",
        "目前已建成12个站点", "形成“四位一体”格局", "完善三级梯度体系", "打造“15分钟生活圈”", "参保1年以上的",
        "推进“十四五”规划102项重大工程", "落实稳经济33条措施", "实施“百千万”工程和三大工程", "构建“1+N”政策体系", "支持100强企业",
        "开通24小时热线和12345热线", "推进第一批、第2批试点", "在6座公园先行启动试点工作", "面积约8.6平方公里", "惠及千家万户",
        "对建成区内300-500米服务半径未覆盖的地区开展排查", "按年均11.3%的增速测算", "单个项目支持额度不超过100万元",
    ],
)  # fmt: skip
def test_a_number_that_is_no_goal(text: str) -> None:
    assert targets(text) == []


def test_numbers_inside_a_title_are_no_goals() -> None:
    text = "落实《新建100个站点计划》"
    assert find_targets(reading(text), 2024, [(2, len(text))]) == []


def test_all_that_is_known_of_a_target() -> None:
    text = "推进建设。今年完成 80 个小区\n充电桩，推广。"
    assert find_targets(reading(text), 2024) == [
        TargetMention(
            indicator="小区充电桩",
            value=80.0,
            unit="个",
            comparator="=",
            measure="increment",
            text="今年完成80个小区充电桩",
            span=Span(5, 20),
            deadline="2024",
            deadline_as_printed="今年",
        )
    ]


def test_a_deadline_holds_for_the_goals_after_it_in_its_sentence() -> None:
    text = "2025年底建成车位300个，充电桩20个。新建绿道5公里"
    assert [(t.value, t.deadline) for t in find_targets(reading(text), 2024)] == [
        (300, "2025-12-31"), (20, "2025-12-31"), (5, None),
    ]  # fmt: skip


def test_a_date_that_leads_a_list_holds_over_its_semicolons() -> None:
    text = "至2025年12月，新增点位30个，总计达60个；特色路10条，总计达20条；修复30处。建设绿道5公里"
    assert [(t.value, t.deadline) for t in find_targets(reading(text), 2024)] == [
        (30, "2025-12"), (60, "2025-12"), (10, "2025-12"), (20, "2025-12"), (30, "2025-12"), (5, None),
    ]  # fmt: skip


def test_a_year_to_compare_with_is_no_deadline() -> None:
    text = "到2025年，单位能耗比2020年下降14%，在2023年基础上新增车位300个"
    assert [(t.value, t.deadline) for t in find_targets(reading(text), 2024)] == [(14, "2025"), (300, "2025")]


def test_the_years_of_a_title_are_no_deadline() -> None:
    text = "出台《甲方案（2025—2027年）》，建设示范村3个"
    assert [t.deadline for t in find_targets(reading(text), 2024, [(2, 18)])] == [None]


@pytest.mark.parametrize(
    ("text", "measure"),
    [("新建车位300个", "increment"), ("车位总量达到300个", "stock"), ("覆盖率达到95%", "rate")],
)
def test_how_a_target_counts(text: str, measure: str) -> None:
    assert [t.measure for t in find_targets(reading(text), 2024)] == [measure]
