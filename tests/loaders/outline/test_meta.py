"""The head of a document: title of the plan and of the notice, number, issuer, date, year and period."""

from __future__ import annotations

import pytest

from loaders.document import PlanMeta
from tests.loaders.plans import parse

BODY = "\n一、任务\n1.建设平台。(责任单位:区科委)\n"


def meta(head: str, tail: str = "", path: str = "plan.txt") -> PlanMeta:
    """The metadata of a plan with that head and end."""
    return parse(head + BODY + tail, path).meta


def test_a_notice_with_letterhead_and_number() -> None:
    found = meta(
        "上海市松江区科学技术委员会\n\n松科委[2023]6号\n\n关于印发《松江区 2023 年 重点工作安排》的通知\n\n各有关单位:\n\n"
        "《松江区2023年重点工作安排》经审议通过,现予以印发。\n\n松江区 2023 年重点工作安排\n\n为做好工作,特制定本安排:\n"
    )
    assert (found.name, found.notice) == ("松江区2023年重点工作安排", "关于印发《松江区2023年重点工作安排》的通知")
    assert (found.doc_number, found.issuer) == ("松科委[2023]6号", "上海市松江区科学技术委员会")
    assert (found.date, found.year, found.period, found.jurisdiction) == (None, 2023, "2023", "310117")


def test_front_matter_and_signature() -> None:
    found = meta(
        "---\n标题: 上海市嘉定区人民政府办公室关于转发《嘉定区实施方案》的通知\n文号: 嘉府办发〔2024〕23号\n"
        "发布单位: 区政府办公室\n发布日期: 2024-10-11\n---\n\n"
        "# 上海市嘉定区人民政府办公室关于转发《嘉定区实施方案》的通知\n\n各镇人民政府：\n\n现转发给你们。\n\n"
        "上海市嘉定区人民政府办公室\n\n2024年10月10日\n\n嘉定区实施方案\n"
    )
    assert (found.name, found.doc_number) == ("嘉定区实施方案", "嘉府办发〔2024〕23号")
    assert (found.issuer, found.date) == ("上海市嘉定区人民政府办公室", "2024-10-10")
    assert found.jurisdiction == "310114"


def test_a_title_on_two_lines() -> None:
    found = meta(
        "国务院办公厅关于深入开展消费扶贫\n助力打赢脱贫攻坚战的指导意见\n国办发〔2018〕129号\n各省、自治区、直辖市人民政府：\n",
        "国务院办公厅\n2018年12月30日\n（此件公开发布）\n",
    )
    assert found.name == "国务院办公厅关于深入开展消费扶贫助力打赢脱贫攻坚战的指导意见"
    assert (found.issuer, found.date, found.doc_number) == ("国务院办公厅", "2018-12-30", "国办发〔2018〕129号")
    assert (found.notice, found.year, found.period, found.jurisdiction) == (None, 2018, None, "CN")


@pytest.mark.parametrize(
    ("title", "name", "period"),
    [
        ("云岭区数字化三年行动计划（2023-2025年）", "云岭区数字化三年行动计划（2023-2025年）", "2023-2025"),
        ("云岭区2024年重点任务\n责任分解方案", "云岭区2024年重点任务责任分解方案", "2024"),
        ("云岭区促进发展办法（试行）", "云岭区促进发展办法（试行）", None),
        ("关于印发云岭区2024年工作要点的通知", "云岭区2024年工作要点", "2024"),
    ],
)
def test_titles_of_plans(title: str, name: str, period: str | None) -> None:
    found = meta(title)
    assert (found.name, found.period) == (name, period)


@pytest.mark.parametrize(
    ("line", "iso"),
    [("2024年1月5日", "2024-01-05"), ("二〇二四年一月五日", "2024-01-05"), ("二○二四年十二月三十一日", "2024-12-31")],
)
def test_dates_of_signature(line: str, iso: str) -> None:
    found = meta("云岭区2024年工作方案", f"云岭区人民政府\n{line}\n")
    assert (found.date, found.issuer) == (iso, "云岭区人民政府")


def test_several_signers_leave_the_issuer_to_the_front_matter() -> None:
    head = "标题: 关于印发《云岭区行动方案》的通知\n发布单位: 云岭区发展和改革委员会\n\n关于印发《云岭区行动方案》的通知\n各单位：\n"
    signers = "云岭区发展和改革委员会\n云岭区财政局\n云岭区教育局\n2025年2月24日\n云岭区行动方案"
    found = meta(head + signers)
    assert (found.name, found.issuer, found.date) == ("云岭区行动方案", "云岭区发展和改革委员会", "2025-02-24")


def test_a_text_without_a_title_goes_by_its_file() -> None:
    found = meta("各部门要做好工作。", path="云岭/工作-2024.txt")
    assert (found.name, found.name_span, found.period) == ("工作-2024", None, None)


POINT = "\n一、任务\n1.建设平台。(责任单位:区科委)\n"


def test_an_issuer_is_named_in_full_where_the_page_does_so() -> None:
    front = "发文机关:云岭市人民政府办公室  成文日期:2023年4月6日\n"
    found = parse(f"{front}市政府办公室关于印发云岭市2023年工作要点的通知\n\n云岭市2023年工作要点\n{POINT}").meta
    assert found.issuer == "云岭市人民政府办公室"


def test_the_first_of_several_issuers_in_a_title() -> None:
    found = parse(f"国家发展改革委等部门关于印发《转型实施方案》的通知\n\n转型实施方案\n{POINT}").meta
    assert (found.issuer, found.name) == ("国家发展改革委", "转型实施方案")


def test_a_letter_hands_on_a_plan() -> None:
    found = parse(
        f"云岭市发改局关于印发《云岭市碳达峰实施方案》的函\n各镇:\n请遵照执行。\n\n云岭市碳达峰实施方案\n{POINT}"
    ).meta
    assert (found.name, found.notice) == ("云岭市碳达峰实施方案", "云岭市发改局关于印发《云岭市碳达峰实施方案》的函")


def test_a_date_in_brackets_under_the_title() -> None:
    numbered = parse(f"云岭区2022年工作要点\n（云数发〔2022〕1号 2022年2月28日）\n{POINT}").meta
    assert (numbered.doc_number, numbered.date) == ("云数发〔2022〕1号", "2022-02-28")
    assert parse(f"云岭区2022年工作要点\n(2022年3月15日)\n{POINT}").meta.date == "2022-03-15"


@pytest.mark.parametrize(
    ("head", "name", "issuer", "date"),
    [
        (
            "云岭区政府办公室关于印发《云岭区2024年工作要点》的通知（2024年3月6日）\n云府办〔2024〕5号\n",
            "云岭区2024年工作要点", "云岭区政府办公室", "2024-03-06",
        ),
        ("云岭区人民政府关于推进养老服务的实施意见（2024年3月6日）\n", "云岭区人民政府关于推进养老服务的实施意见", "云岭区人民政府", "2024-03-06"),
        ("中共云岭区委云岭区人民政府印发《云岭区突破年实施意见》（2024年3月6日）\n", "云岭区突破年实施意见", "中共云岭区委云岭区人民政府", "2024-03-06"),
        ("云岭区发改局关于印发优化环境促进民营\n经济发展若干措施的通知（2024年3月6日）\n", "优化环境促进民营经济发展若干措施", "云岭区发改局", "2024-03-06"),
        ("云岭区推进养老服务工作方案的通知（2024年3月6日）\n", "云岭区推进养老服务工作方案", None, "2024-03-06"),
        ("云岭区发改局等7部门印发《云岭区纾困办法》的通知\n（2024年3月6日）\n", "云岭区纾困办法", "云岭区发改局", "2024-03-06"),
        ("云岭市数据局关于公开征求《云岭市服务方案（征求意见稿）》意见的公告（2024年3月6日）\n", "云岭市服务方案（征求意见稿）", "云岭市数据局", "2024-03-06"),
    ],
)  # fmt: skip
def test_a_date_in_brackets_after_the_title(head: str, name: str, issuer: str | None, date: str) -> None:
    found = meta(head)
    assert (found.name, found.issuer, found.date) == (name, issuer, date)


def test_the_plan_names_itself_in_full_below_its_notice() -> None:
    found = meta("云岭市人民政府办公室关于印发2024年工作要点的通知\n各单位：\n请落实。\n云岭市2024年工作要点\n")
    assert found.name == "云岭市2024年工作要点"


def test_a_short_text_is_named_by_its_first_line() -> None:
    found = parse("云岭区方案\n1.推进平台建设。（责任单位：区数据局）")
    assert (found.meta.name, [item.name for item in found.items]) == ("云岭区方案", ["推进平台建设"])


def test_two_plans_in_one_notice_have_references_of_their_own() -> None:
    found = parse(
        "云岭市人民政府办公室关于印发《云岭市2024年政务服务工作要点》和《云岭市2024年政务公开工作要点》的通知\n"
        "各单位：\n现将《云岭市2024年政务服务工作要点》和《云岭市2024年政务公开工作要点》印发给你们。\n2024年3月6日\n"
        "云岭市2024年政务服务工作要点\n一、优化服务\n（一）建设平台。（市数据局负责）\n（二）推广应用。（市科技局负责）\n"
        "云岭市2024年政务公开工作要点\n一、主动公开\n（一）公开政策。（市司法局负责）\n（二）公开数据。（市统计局负责）\n"
    )
    assert found.meta.name == "云岭市2024年政务服务工作要点"
    assert [(item.ref, item.name) for item in found.items] == [
        ("一", "建设平台"),
        ("二", "推广应用"),
        ("plan2/一", "公开政策"),
        ("plan2/二", "公开数据"),
    ]
    assert [(section.name, section.parent) for section in found.sections] == [
        ("优化服务", None),
        ("云岭市2024年政务公开工作要点", None),
        ("主动公开", 1),
    ]


def test_a_place_that_the_title_does_not_print_is_told_from_inside() -> None:
    body = "\n一、任务\n1.建设平台。在成都市、绵阳市试点，支持成都市、德阳市先行。（责任单位：省科技厅、省财政厅）\n"
    assert parse("推进科技创新工作任务分解\n" + body).meta.jurisdiction == "510000"


def test_a_plan_of_no_known_place_is_a_place_of_its_own() -> None:
    first, other = (
        parse(f"{title}\n一、任务\n1.建设平台。（责任单位：省科技厅）\n")
        for title in ("科技工作任务分解", "健身工作任务分解")
    )
    assert (first.meta.jurisdiction, other.meta.jurisdiction) == ("《科技工作任务分解》", "《健身工作任务分解》")
    assert [finding.code for finding in first.findings] == ["place-unknown"]


def test_a_place_that_no_list_knows_is_named_by_the_title() -> None:
    assert parse("云岭区三年行动计划\n一、任务\n1.建设平台。（责任单位：区科委）\n").meta.jurisdiction == "云岭区"


def test_national_bodies_are_the_countrys() -> None:
    assert parse("科技工作任务分解\n一、任务\n1.建设平台。（责任单位：科技部、财政部）\n").meta.jurisdiction == "CN"


def test_fields_in_bold_below_the_title_say_who_issues_where_several_sign() -> None:
    text = (
        "# 关于印发《云岭市创新平台建设方案》的通知\n\n**发布日期**: 2025-07-10\n**发布机构**: 云岭市科学技术委员会\n---\n\n"
        "云科合〔2025〕17号\n\n各有关单位：\n　　请遵照执行。\n\n　　云岭市科学技术委员会\n\n云岭市教育委员会\n\n2025年7月10日\n\n"
        "**云岭市创新平台建设方案**\n\n　　一、重点任务\n　　（一）建设平台。加快建设。\n　　（二）集聚人才。引进团队。\n"
    )
    meta = parse(text).meta
    assert (meta.issuer, meta.date) == ("云岭市科学技术委员会", "2025-07-10")


def test_a_place_in_the_field_of_the_issuer_is_no_body() -> None:
    text = (
        "# 云岭市产业行动计划\n\n**发布机构**: 云岭市\n\n---\n\n一、重点任务\n1.建设平台。加快建设。\n2.集聚人才。引进团队。\n\n"
        "云岭市人民政府办公厅\n2025年7月10日\n"
    )
    assert parse(text).meta.issuer == "云岭市人民政府办公厅"


def test_market_supervision_is_no_citys_body() -> None:
    listed = "（市场监管总局牵头，财政部、国家发展改革委等国务院相关部门按职责分工负责）"
    text = f"优化营商环境重点任务分工\n一、重点任务\n（一）推行省内通办。压缩时间。{listed}\n"
    assert parse(text).meta.jurisdiction == "CN"
