"""Points inside tasks and paragraphs: which are tasks of their own, and where the pieces of a page part sentences."""

from __future__ import annotations

from loaders.parse import read_blocks
from tests.loaders.plans import codes, owners, parse


def tasks(text: str) -> list[tuple[str, str, str]]:
    return [(item.ref, item.name, owners(item)) for item in parse(text).items]


def test_numbered_points_of_a_paragraph_that_name_owners_are_tasks() -> None:
    text = "云岭区方案\n一、提升商圈\n(一)打造地标。1.改造商圈。(责任单位:区商务委)2.举办夜市。(区文旅局负责)\n(二)发展消费。1.建基地;2.发消费券。(责任单位:区财政局)\n"
    assert tasks(text) == [
        ("一/一/1", "改造商圈", "区商务委 responsible"),
        ("一/一/2", "举办夜市", "区文旅局 responsible"),
        ("一/二", "发展消费", "区财政局 responsible"),
    ]


def test_small_points_that_are_numbered_through_are_tasks() -> None:
    text = "云岭区计划\n一、主要任务\n1.落实保护清单\n(1)实施法规。全面学习。\n(2)摸底资源。开展普查。\n2.落实挖掘清单\n(3)保护资料。加强归集。\n"
    assert [(ref, name) for ref, name, _ in tasks(text)] == [
        ("1", "实施法规"),
        ("2", "摸底资源"),
        ("3", "保护资料"),
    ]


def test_small_points_that_begin_again_are_parts_of_their_task() -> None:
    text = "云岭区计划\n一、主要任务\n1.落实保护清单\n(1)实施法规。\n(2)摸底资源。\n2.落实挖掘清单\n(1)保护资料。\n"
    assert [ref for ref, _, _ in tasks(text)] == ["1", "2"]


def test_a_marker_below_an_only_measure_rules_the_task_that_leads_in_to_it() -> None:
    text = (
        "云岭区分工方案\n一、企业开办\n(一)推广执照。\n主要举措:\n1.实现应用场景10个。\n牵头单位:区市场监管局\n配合单位:区税务局\n"
        "二、监管执法\n(二)规范检查。\n1.制定清单。\n责任单位:区司法局\n"
    )
    assert tasks(text) == [
        ("一/一", "推广执照", "区市场监管局 lead, 区税务局 support"),
        ("二/二/1", "制定清单", "区司法局 responsible"),
    ]


NOTICE = "云岭区政府办公室关于印发云岭区2022年政务工作要点的通知云政办发〔2022〕15号各街道办事处：现印发给你们。一、高度重视。加强领导。二、细化措施。制定方案。云岭区政府办公室2022年3月8日"
PLAN = "云岭区2022年政务工作要点为做好工作，制定本要点。一、深化改革（一）提升能力。网办率达到95%。（责任单位：区科委）（二）归集证照。归集50类。（责任单位：区经委）二、优化服务（三）设置窗口。（责任单位：区科委）"


def test_a_notice_with_points_and_its_plan_on_one_line() -> None:
    document = parse(NOTICE + PLAN)
    assert [(item.ref, item.name) for item in document.items] == [
        ("一", "提升能力"),
        ("二", "归集证照"),
        ("三", "设置窗口"),
    ]
    assert [section.name for section in document.sections] == ["深化改革", "优化服务"]
    meta = document.meta
    assert (meta.name, meta.doc_number, meta.date) == ("云岭区2022年政务工作要点", "云政办发〔2022〕15号", "2022-03-08")


def test_titles_that_each_page_repeats_are_left_out() -> None:
    text = "云岭区三年行动计划\n一、任务\n1.培育企业。20家以\n- 1 -\n云岭区三年行动计划\n上,建设园区。(责任单位:区经委)\n- 2 -\n云岭区三年行动计划\n2.建设平台。(责任单位:区科委)\n"
    document = parse(text)
    assert [(item.name, item.deadlines) for item in document.items] == [
        ("培育企业", []),
        ("建设平台", []),
    ]
    assert codes(document) == []
    assert "三年" not in read_blocks(text)[0].text[10:]


def test_repeated_cells_beside_page_numbers_stay() -> None:
    text = "甲\n- 1 -\n区科委、区经委\n乙\n- 2 -\n区科委、区经委\n"
    assert read_blocks(text)[0].text.count("区科委、区经委") == 2


def test_bracketed_points_of_a_paragraph_that_name_owners_are_tasks() -> None:
    text = "云岭区方案\n一、任务\n(一)建设平台。推进建设。(责任单位:区科委)(二)推广应用。做好推广。(责任单位:区经委)\n(三)强化监管。(区司法局负责)\n"
    assert tasks(text) == [
        ("一", "建设平台", "区科委 responsible"),
        ("二", "推广应用", "区经委 responsible"),
        ("三", "强化监管", "区司法局 responsible"),
    ]


MEASURES = "云岭区供水方案\n一、保障供水\n"


def test_what_measures_say_belongs_to_the_point_above_them() -> None:
    unnumbered = "(一)改造管网\n具体措施：更换老旧管道。(责任单位：区水务局)\n(二)监测水质\n具体措施：增设点位。(责任单位：区水务局、区生态环境局)\n"
    assert tasks(MEASURES + unnumbered) == [
        ("一", "改造管网", "区水务局 responsible"),
        ("二", "监测水质", "区水务局 responsible, 区生态环境局 responsible"),
    ]
    goal = "主要目标：漏损率低于10%。\n具体措施：更换老旧管道。(责任单位：区水务局)\n"
    assert tasks(MEASURES + goal) == [("一", "保障供水", "区水务局 responsible")]


def test_numbered_measures_with_owners_are_tasks() -> None:
    numbered = "(一)改造管网\n具体措施：\n1.更换老旧管道。(责任单位：区水务局)\n2.降低漏损。(责任单位：各街镇)\n"
    assert tasks(MEASURES + numbered) == [
        ("1", "更换老旧管道", "区水务局 responsible"),
        ("2", "降低漏损", "各街镇 responsible"),
    ]


def test_steps_of_a_plan_are_its_tasks_where_nothing_else_is() -> None:
    text = "云岭区供水方案\n一、总体要求\n保障供水。\n二、实施步骤\n(一)摸底。普查管网。(责任单位：区水务局)\n(二)改造。更换管道。(责任单位：区水务局、各街镇)\n三、保障措施\n(一)加强领导。\n"
    assert tasks(text) == [
        ("一", "摸底", "区水务局 responsible"),
        ("二", "改造", "区水务局 responsible, 各街镇 responsible"),
    ]


STEPS = "二、实施步骤\n(一)部署阶段。完成部署。(责任部门:区科委。时间节点:2025年3月)\n"


def test_points_of_a_chapter_of_tasks_are_tasks_though_owners_stand_elsewhere() -> None:
    text = f"云岭区方案\n一、重点任务\n(一)优化流程。梳理流程。\n(二)改造系统。完成改造。\n{STEPS}"
    assert tasks(text) == [
        ("一/一", "优化流程", ""),
        ("一/二", "改造系统", ""),
        ("二/一", "部署阶段", "区科委 responsible"),
    ]
    assert [ref for ref, _, _ in tasks(text.replace("重点任务", "申报条件"))] == ["一"]


def test_a_chapter_that_only_explains_is_no_task() -> None:
    text = "云岭区方案\n一、园区类型\n建设主体为开发区。\n二、实施路径\n(一)转型。推动光伏。\n(二)降碳。推进评估。\n"
    assert [(ref, name) for ref, name, _ in tasks(text)] == [("一", "转型"), ("二", "降碳")]


def test_a_list_of_annexes_is_no_annex() -> None:
    body = "云岭区方案\n一、任务\n(一)建设平台。推进建设。(责任单位:区科委)\n"
    for listed in ("附件:1.申请材料清单\n2.申请表\n", "附件:\n1.申请材料清单\n2.申请表\n"):
        document = parse(body + listed)
        assert [section.name for section in document.sections] == ["任务"]
        assert [item.name for item in document.items] == ["建设平台"]


def test_markers_on_lines_of_their_own_belong_to_the_paragraph_above() -> None:
    body = "新建幼儿园10所\n责任领导:李强\n牵头单位:市教育局(局长:王海)\n责任单位:各区县政府\n"
    found = "市教育局 lead, 各区县政府 responsible"
    assert tasks(f"云岭市2024年实事责任分解\n{body}改造小区。\n责任单位:市住建局\n") == [
        ("1", "新建幼儿园10所", found),
        ("2", "改造小区", "市住建局 responsible"),
    ]
    assert tasks(f"云岭市2024年实事责任分解\n第一件:{body}第二件:改造小区\n责任单位:市住建局\n") == [
        ("一", "新建幼儿园10所", found),
        ("二", "改造小区", "市住建局 responsible"),
    ]


def test_a_point_that_a_line_begins_with_is_one_of_those_that_its_task_counts_in_mid_line() -> None:
    text = (
        "云岭市方案\n一、优化环境\n1.优化电商环境。针对融资难等问题,(1)出台手册。(市商务局负责)(2)提供授信。(市金融局负责)\n(3)\n"
        "延伸融合,增设前置仓。(云岭海关负责)\n2.升级设施。针对楼宇改造难的问题,\n(1)\n制定标准。(市通管局负责)(2)减免费用。(市商务局负责)\n"
    )
    assert tasks(text) == [
        ("1", "优化电商环境", "市商务局 responsible, 市金融局 responsible, 云岭海关 responsible"),
        ("2", "升级设施", "市通管局 responsible, 市商务局 responsible"),
    ]


def test_a_heading_glued_to_the_list_of_owners_before_it_is_a_task() -> None:
    text = (
        "云岭市工作要点\n一、重点任务\n1.完善公开。及时公开政策。责任单位：各县（市、区）人民政府，市直有关部门2.推进共享。加快归集。责任单位：市数据局\n"
        "3.推进平台。建设平台。（责任单位：市数据局、市委编办）4.公开清单。编制清单。（责任单位：市司法局）\n"
    )
    assert tasks(text) == [
        ("1", "完善公开", "各县（市、区）人民政府 responsible, 市直有关部门 responsible"),
        ("2", "推进共享", "市数据局 responsible"),
        ("3", "推进平台", "市数据局 responsible, 市委编办 responsible"),
        ("4", "公开清单", "市司法局 responsible"),
    ]
