"""A line below a chapter's title that says who leads, and brackets that never close."""

from __future__ import annotations

from loaders.document import SourceText
from loaders.parse import parse_text

TEXT = """临江市2024年营商环境行动方案
一、开办企业
牵头市领导：刘某某；牵头单位：市市场监管局。
围绕服务市场主体，稳步推进改革。
1.优化开办系统，实现一个端口对外。（市市场监管局牵头，市数据局按职责分工负责，2024年9月底前完成）
2.推广电子证照，压缩办理时间。（市公安局负责，2024年10月底前完成）
二、劳动力市场监管
牵头市领导：赵某某；牵头单位：市人社局。
3.建立就业服务平台，强化供需对接。（市人社局负责，2024年11月底前完成
4.开展人力资源服务提升行动，加强用工统计。（市人社局负责，2024年11月底前完成
5.完善人才政策链条。（市人社局、市财政局负责）
"""


def test_who_leads_a_chapter_leads_its_items_and_is_no_item() -> None:
    items = parse_text(SourceText(TEXT)).items
    owners = {item.number: [(o.printed, o.role) for o in item.owners] for item in items}
    assert owners == {
        "1": [("市市场监管局", "lead"), ("市数据局", "responsible")],
        "2": [("市市场监管局", "lead"), ("市公安局", "responsible")],
        "3": [("市人社局", "lead")],
        "4": [("市人社局", "lead")],
        "5": [("市人社局", "lead"), ("市财政局", "responsible")],
    }
    assert [[d.iso for d in item.deadlines] for item in items][2] == ["2024-11-30"]


def test_a_heading_that_ends_in_a_stop_before_its_lead_is_no_item() -> None:
    text = (
        "临江市2024年计划\n一、重点任务\n（一）提升影响力。（牵头单位：市大健康办）\n1.夯实基础。加快建设。（责任单位：市民政局）\n"
        "2.强化推广。开展宣传。（责任单位：市文旅局）\n（二）壮大产业\n3.建设园区。加快招商。（牵头单位：市工信局）\n"
    )
    items = parse_text(SourceText(text)).items
    assert {item.ref: [(o.printed, o.role) for o in item.owners] for item in items} == {
        "1": [("市大健康办", "lead"), ("市民政局", "responsible")],
        "2": [("市大健康办", "lead"), ("市文旅局", "responsible")],
        "3": [("市工信局", "lead")],
    }


def test_the_links_below_a_saved_page_own_nothing() -> None:
    text = (
        "临江市创新区建设方案\n一、重点任务\n1.建设平台。加快建设。\n2.集聚人才。引进团队。\n\n【相关附件】\n"
        "- [空间布局图.pdf](/files/a.pdf)\n\n【原文下载】\n- [方案.pdf](/files/b.pdf)\n"
    )
    assert [(item.ref, item.owners) for item in parse_text(SourceText(text)).items] == [("1", []), ("2", [])]


def test_a_long_sentence_before_a_marker_is_a_task_and_no_title() -> None:
    text = (
        "临江市2024年计划\n一、重点任务\n（一）持续推进物流保通保畅，进一步畅通主动脉和微循环，稳定产业链供应链，"
        "保障全行业稳产达产。（市交通局、市工信局按职责分工负责）\n具体举措：\n"
        "1.及时协调解决问题。关注关停情况。（市交通局牵头）\n2.跟踪重点产业。定期会商。（市工信局牵头）\n"
    )
    items = parse_text(SourceText(text)).items
    assert [(item.ref, [(o.printed, o.role) for o in item.owners]) for item in items] == [
        ("一/一", [("市交通局", "responsible"), ("市工信局", "responsible")]),
        ("一/一/1", [("市交通局", "lead")]),
        ("一/一/2", [("市工信局", "lead")]),
    ]


def test_a_marker_at_the_end_of_points_rules_them_all_as_it_does_beside_them() -> None:
    text = (
        "临江市2024年计划\n一、重点任务\n（一）实施清单管理\n1.推动清单落实。完善监管机制。\n2.建立排查机制。开展集中清理。\n"
        "〔市渔业局、市港务局负责〕\n（二）优化产品管理\n3.做好认证监管。简化审批程序。〔市港务局负责〕\n"
        "（三）规范市场收费\n4.出台收费目录。严格执行。\n5.督促公示收费。严肃查处。〔市渔业局负责〕\n"
    )
    items = parse_text(SourceText(text)).items
    assert [(item.ref, item.name, [o.printed for o in item.owners]) for item in items] == [
        ("一", "实施清单管理", ["市渔业局", "市港务局"]),
        ("二", "优化产品管理", ["市港务局"]),
        ("三", "规范市场收费", ["市渔业局"]),
    ]
